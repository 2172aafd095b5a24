"""Knows the fault of an archive run that is killed, again and again, while people read and change old issues."""

import asyncio
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import httpx
from pymongo.errors import PyMongoError

from ledger.issue.words.setting_aside import Merge
from ledger.mongo.connection import Store
from ledger.mongo.shared_clock import SharedClock
from ledger.store.archive.places import ARCHIVED, ISSUES
from ledger.store.listing import load_issue
from mobile_schema.vocabulary import State
from tests.faults.phones import INSPECTOR, Sent, reports, send_all
from tests.faults.verdict import Verdict, judge, wait_taken_in
from tests.ledger.factories import PROJECT
from tests.ledger.parts import Ledger, photo_sent_by_everybody
from tests.stacks import Up

_PER_SECOND: Final = 150.0
_CLOSING: Final = ("accept", "report-progress", "request-closure", "approve-closure")
_NEXT: Final = {
    State.CLOSED: "reopen",
    State.REOPENED: "report-progress",
    State.IN_PROGRESS: "request-closure",
    State.CLOSURE_REQUESTED: "approve-closure",
}
_PATIENCE_SECONDS: Final = 40.0


def kill_archive(count: int, kills: int, say: Callable[[str], None]) -> Verdict:
    """Ended issues go to the archive while some are reopened; the run is killed as soon as something has gone."""
    sent = Sent()
    with TemporaryDirectory(prefix="xiaohao-faults-") as folder, Up(Path(folder)) as running:
        asyncio.run(send_all(running, reports(count, [PROJECT]), sent, _PER_SECOND))
        store = running.store()
        wait_taken_in(store, sent)
        ledger = Ledger(store, SharedClock(store))  # type: ignore[arg-type]
        _end_most(ledger)
        clock = SharedClock(store)
        clock.move(clock.now() + timedelta(days=3 * 365))
        running.wait_for(lambda: _quiet(store, clock), "what fell due has fired and was looked at", 300)
        people = _People(running, ledger)
        people.begin()
        gone = [_killed(running, store) for _ in range(kills)]
        say(f"killed {kills} times, after so many issues had gone: {gone}")
        assert any(count > 0 for count in gone), "no run was killed after something had gone"
        _finish(running)
        say(people.end())
        there, here = (store[name].count_documents({}) for name in (ARCHIVED[ISSUES], ISSUES))
        say(f"{there} issues in the archive, {here} on the ledger")
        return judge(store, running.state["kafka"], sent)


def _end_most(ledger: Ledger) -> None:
    """A tenth stay open; of the others some are closed, a few with a duplicate each, and the rest are voided."""
    photo_sent_by_everybody(ledger.store)
    ids = [document["_id"] for document in ledger.store[ISSUES].find({}, {"_id": 1}, sort=[("_id", 1)])]
    closed, duplicates, voided = ids[:40], ids[40:50], ids[50 + len(ids) // 10 :]
    for duplicate, main in zip(duplicates, closed, strict=False):
        ledger.do(duplicate, Merge(into=main, reason="同一问题"))
    for issue_id in closed:
        ledger.walk(issue_id, *_CLOSING)
    for issue_id in voided:
        ledger.do(issue_id, "void")


def _quiet(store: Store, clock: SharedClock) -> bool:
    due = store[ISSUES].find_one({"next_due_at": {"$lte": clock.now()}}, {"_id": 1})
    return due is None and store["alerts"].find_one({"dispatched": False}, {"_id": 1}) is None


def _run(running: Up) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "cli", "archive", "--yes", "--data", str(running.data)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def _killed(running: Up, store: Store) -> int:
    """Kill a run once something more is in the archive; how much."""
    archived = store[ARCHIVED[ISSUES]]
    before, run = archived.count_documents({}), _run(running)
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while archived.count_documents({}) <= before and time.monotonic() < deadline:  # those reopened come back meanwhile
        if run.poll() is not None:  # the lease of the one that was killed has not run out
            run = _run(running)
    run.kill()
    run.wait()
    return archived.count_documents({}) - before


def _finish(running: Up) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        run = _run(running)
        said = run.communicate()[1]
        if run.returncode == 0:
            return
        assert time.monotonic() < deadline, said


class _People:
    """One reads old issues whole, another reopens some and voids them again, until they are told to end."""

    def __init__(self, running: Up, ledger: Ledger) -> None:
        self._url = running.url
        self._headers = {"Authorization": f"Bearer {running.token_of(INSPECTOR)}"}
        self._ledger = ledger
        self._ids = [d["_id"] for d in ledger.store[ISSUES].find({"state": {"$in": ["closed", "voided", "merged"]}})]
        self._closed = [d["_id"] for d in ledger.store[ISSUES].find({"state": "closed"})]
        self._ended = threading.Event()
        self._read = self._reopened = self._again = 0
        self._faults: list[str] = []
        self._threads = [threading.Thread(target=each, daemon=True) for each in (self._reading, self._reopening)]

    def begin(self) -> None:
        for thread in self._threads:
            thread.start()

    def end(self) -> str:
        """What they did. Raises AssertionError when one was told something wrong."""
        self._ended.set()
        for thread in self._threads:
            thread.join(60)
        assert not self._faults, self._faults
        assert not any(thread.is_alive() for thread in self._threads)
        return f"{self._read} issues read meanwhile, each whole; {self._reopened} reopened; {self._again} asked again"

    def _reading(self) -> None:
        with httpx.Client(base_url=self._url, headers=self._headers, timeout=30, trust_env=False) as client:
            while not self._ended.is_set():
                issue_id = random.choice(self._ids)
                issue = client.get(f"/v1/issues/{issue_id}")
                history = client.get(f"/v1/issues/{issue_id}/history")
                if 503 in {issue.status_code, history.status_code}:
                    self._again += 1
                elif issue.status_code != 200 or history.status_code != 200:
                    self._faults.append(f"{issue_id}: {issue.status_code}, {history.status_code}")
                elif len(history.json()["items"]) < issue.json()["version"]:
                    self._faults.append(f"{issue_id}: events are missing")
                self._read += 1

    def _reopening(self) -> None:
        while not self._ended.wait(0.05):
            issue_id = random.choice(self._closed)
            command = _NEXT[State(load_issue(self._ledger.store, issue_id).state)]
            try:
                self._ledger.do(issue_id, command)
            except PyMongoError:  # what the killed run had in hand is let go after ten seconds and more
                self._again += 1
            except Exception as error:
                self._faults.append(f"{issue_id}: {command}: {error!r}")
            self._reopened += command == "reopen"

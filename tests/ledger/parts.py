"""Knows a ledger in a real MongoDB that a test feeds, walks and sweeps, and how to do several things at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from io import BytesIO
from threading import Barrier
from typing import Any, TypeVar

from ledger.evidence.files import keep_attachment
from ledger.evidence.kinds import examine
from ledger.evidence.uploads import UPLOADS, upload_id
from ledger.groundwork.clock import HeldClock
from ledger.intake.incoming import Record
from ledger.intake.taking import take_in
from ledger.issue.issue import Issue
from ledger.issue.words.command import Command
from ledger.mongo.connection import Store
from ledger.mongo.positions import read_offsets
from ledger.mongo.waiting import UNCOUNTED
from ledger.policy.rules import GivenRules, Rules
from ledger.registry.actors import Actor
from ledger.registry.files.loading import load_catalogue
from ledger.registry.store import enter
from ledger.store.by_itself.sweep import Swept, sweep
from ledger.store.carrying_out import Asked, execute
from ledger.store.counted.recounting import miscounted
from ledger.store.counted.turns import Counting
from ledger.store.listing import load_issue
from ledger.store.rebuild import differences
from mobile_schema.topics import SITE_VISITS
from tests import factories as phone
from tests.databases import COLLECTIONS
from tests.ledger.factories import PROJECT, RULES, START, person, record, right_person, sample_command, visit

T = TypeVar("T")


@dataclass
class Ledger:
    """A ledger whose reports come one after another on partition 0, under `rules` unless told otherwise."""

    store: Store
    clock: HeldClock = field(default_factory=lambda: HeldClock(START))
    offset: int = 0
    rules: Rules = RULES

    def records(self, *reports: Any, **how: Any) -> list[Record]:
        """The next records of partition 0, one report each; they are only made."""
        return [record(report, offset=self.offset + n, **how) for n, report in enumerate(reports)]

    def take(self, *reports: Any, **how: Any) -> list[Issue]:
        """Take reports in, one a record; the issues they opened or changed."""
        records = self.records(*reports, **how)
        plans = take_in(self.store, records, self.clock, GivenRules(self.rules))
        self.offset += len(records)
        return [change.issue for plan in plans for change in plan.changes.values()]

    def opened(self, count: int = 1, **how: Any) -> list[Issue]:
        """So many new issues from as many visits."""
        return self.take(*(visit(**how) for _ in range(count)))

    def do(
        self,
        issue_id: str,
        command: Command | str,
        who: Actor | str | None = None,
        *,
        expected_version: int | None = None,
        rules: Rules | None = None,
    ) -> Issue:
        """Carry out a command by the right person, or by whom is named."""
        issue = load_issue(self.store, issue_id)
        given = sample_command(command, issue, self.clock.now()) if isinstance(command, str) else command
        actor = person(who) if isinstance(who, str) else who or right_person(given, issue, self.clock.now())
        seen = None if expected_version is None else frozenset({expected_version})
        asked = Asked(issue_id, given, actor, seen)
        return execute(self.store, asked, clock=self.clock, rules=rules or self.rules)

    def walk(self, issue_id: str, *commands: str) -> Issue:
        """Carry out several commands, each by the right person."""
        for command in commands:
            self.do(issue_id, command)
        return load_issue(self.store, issue_id)

    def sweep(self, **how: Any) -> Swept:
        """One sweep."""
        return sweep(self.store, self.clock, self.rules, **how)

    def wait(self, **by: float) -> "Ledger":
        """Let time pass, in units of timedelta."""
        self.clock.advance(timedelta(**by))
        return self

    def count(self) -> dict[str, int]:
        """How many documents each collection holds, but for what can be counted again; empty ones left out."""
        apart = {UPLOADS, UNCOUNTED}
        counts = {name: self.store[name].count_documents({}) for name in COLLECTIONS if name not in apart}
        return {name: count for name, count in counts.items() if count}

    def contents(self) -> dict[str, list[Any]]:
        """Every document of every collection."""
        return {name: list(self.store[name].find({}, sort=[("_id", 1)])) for name in COLLECTIONS}

    def position(self, partition: int = 0) -> int:
        """Up to where a partition of site visits is in."""
        place = (SITE_VISITS.name, partition)
        return read_offsets(self.store, [place])[place]

    def wrong(self, rules: Rules | None = None) -> list[Any]:
        """What a rebuild would find wrong, on the issues and in the counters."""
        found = [difference for difference in differences(self.store, rules or self.rules) if difference]
        return found or list(miscounted(self.store, rules or self.rules))

    def add_up(self, rules: Rules | None = None) -> int:
        """Add up what waits, as a worker does."""
        return Counting(self.store, GivenRules(rules or self.rules), "test").turn()


def photo_sent_by_everybody(store: Store) -> None:
    """The photo that sample evidence shows, stored, as every sample person had sent it."""
    keep_attachment(store, examine(phone.SHA, BytesIO(phone.PHOTO), "image/jpeg"))
    rows = [
        {"_id": upload_id(phone.SHA, person_id), "person_id": person_id, "bytes": len(phone.PHOTO), "at": START}
        for person_id in RULES.catalogue.persons
    ]
    store[UPLOADS].insert_many(rows)


class CountedClock(HeldClock):
    """A held clock that knows how often it was read: once for each plan that is made."""

    read = 0

    def now(self) -> datetime:
        self.read += 1
        return HeldClock.now(self)


def enter_project(store: Store, code: str) -> None:
    """Enter a project like one of the samples, as an operator's import does."""
    shipped = load_catalogue(samples=True)
    nothing = replace(shipped, regions={}, units={}, zones={}, projects={}, persons={}, posts={})
    enter(store, replace(nothing, projects={code: replace(shipped.projects[PROJECT], code=code)}))


class Interrupting:
    """A clock at whose first reading something else happens: a command reads it between loading and writing."""

    def __init__(self, ledger: Ledger, happens: Callable[[], object]) -> None:
        self._ledger = ledger
        self._happens = [happens]

    def now(self) -> datetime:
        if self._happens:
            self._happens.pop()()
        return self._ledger.clock.now()


def at_once(*actions: Callable[[], T]) -> list[T | Exception]:
    """Run these in threads that start together; each one's answer, or what it raised."""
    barrier = Barrier(len(actions))

    def run(action: Callable[[], T]) -> T | Exception:
        barrier.wait(10)
        try:
            return action()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(actions)) as threads:
        return list(threads.map(run, actions))

"""Knows how the ledger is counted anew, from its issues and its events as of one moment, and what the counters have.

All is read in one snapshot of MongoDB, those that wait to be added up too: on a ledger that people work on nothing
seems to differ that does not. How far back a snapshot may reach is MongoDB's to say
(`minSnapshotHistoryWindowInSeconds`, 5 minutes by default).
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Final
from zoneinfo import ZoneInfo

from bson import ObjectId
from pymongo.client_session import ClientSession

from ledger.counting.cells import CATEGORY, Cell, due_day
from ledger.counting.happened import Happened, happened
from ledger.counting.tally import Tally
from ledger.groundwork.portions import portions
from ledger.issue.changes import Change
from ledger.issue.issue import Issue
from ledger.issue.lights import RUNNING
from ledger.issue.projection import apply
from ledger.mongo.connection import Document, Store
from ledger.mongo.waiting import UNCOUNTED
from ledger.policy.rules import Rules
from ledger.store.archive.places import ARCHIVED, EVENTS, ISSUES
from ledger.store.counted.adding_up import COUNTERS, PAST, PERIODS, POSITION, documents_of, paths
from ledger.store.counted.uncounted import waiting
from ledger.store.records import event_from_document

_PAGE: Final = 1_000
_ROWS: Final = 5_000
VERSION: Final = 3
"""To be raised with whatever gives the counters other rows or names: a ledger that another version counted is counted
anew, and meanwhile as one that never was."""
Numbers = Mapping[str, Counter[str]]
"""By row, what is counted by a path of names."""


@dataclass(frozen=True, slots=True)
class Miscounted:
    """A row whose numbers are not those that a recount gives."""

    row: str
    counted: Mapping[str, int]
    recounted: Mapping[str, int]


def miscounted(store: Store, rules: Rules) -> list[Miscounted]:
    """What the counters, with what waits to be added up, have otherwise than a recount.

    Raises pymongo.errors.PyMongoError: MongoDB is away, or the ledger too large for how far back it lets one read.
    """
    with _snapshot(store) as session:
        past = (store["positions"].find_one({"_id": POSITION}, session=session) or {}).get("past", PAST)
        counted = _counted(store, session, past)
        again = _numbers(documents_of(_recounted(store, session, rules.zone)), past)
    return [
        Miscounted(row, counted.get(row, Counter()), again.get(row, Counter()))
        for row in sorted(counted.keys() | again.keys())
        if counted.get(row, Counter()) != again.get(row, Counter())
    ]


def counted_in(store: Store, session: ClientSession | None = None) -> str | None:
    """The time zone of whose days the ledger was counted; None where it never was, or as another version counts.

    Raises PyMongoError.
    """
    found = store["positions"].find_one({"_id": POSITION, "version": VERSION}, session=session)
    return None if found is None else str(found["zone"])


class _Overtaken(Exception):
    """Another process began to count anew."""


def count_anew(store: Store, rules: Rules) -> bool:
    """Put a recount in the place of the counters; False where another process began one meanwhile. Nobody may add up
    meanwhile: hold `adding_up.LEASE`.

    Of a large ledger they are more than one transaction takes: until all are there it counts as one that never was
    counted, and whoever is killed before that leaves it so, to be counted anew. Who stood still for longer than the
    lease lasts writes no more once another began. What was written since the moment that the recount is of waits to be
    added up, as ever. Raises as `miscounted` does.
    """
    with _snapshot(store) as session:
        waited = [each["_id"] for each in store[UNCOUNTED].find({}, {"_id": 1}, session=session)]
        made = documents_of(_recounted(store, session, rules.zone))
    ours = {"_id": POSITION, "counting": ObjectId()}
    store["positions"].replace_one({"_id": POSITION}, ours, upsert=True)

    def write(step: Callable[..., object], said: Document) -> None:
        def fenced(session: ClientSession) -> None:
            if not store["positions"].update_one(ours, said, session=session).matched_count:
                raise _Overtaken
            step(session=session)

        store.transaction(fenced)

    done = {"$set": {"zone": rules.zone.key, "version": VERSION}, "$unset": {"counting": "", "steps": ""}}
    try:
        for step in _steps(store, made):
            write(step, {"$inc": {"steps": 1}})
        write(partial(store[UNCOUNTED].delete_many, {"_id": {"$in": waited}}), done)
    except _Overtaken:
        return False
    return True


def _steps(store: Store, made: Mapping[str, list[Document]]) -> Iterator[Callable[..., object]]:
    """What puts these rows in the place of those that are there, each as much as a transaction takes."""
    for name, rows in made.items():
        there = [each["_id"] for each in store[name].find({}, {"_id": 1})]
        for ids in portions(there, lambda _: 1, _ROWS):
            yield partial(store[name].delete_many, {"_id": {"$in": ids}})
        for some in portions(rows, lambda _: 1, _ROWS):
            yield partial(store[name].insert_many, some)


@contextmanager
def _snapshot(store: Store) -> Iterator[ClientSession]:
    with store.client.start_session(snapshot=True) as session:
        yield session


def _recounted(store: Store, session: ClientSession, zone: ZoneInfo) -> Tally:
    tally = Tally(Counter(dict(_cells(store, session))))
    for one, times in _everything_happened(store, session, zone):
        tally.happened[one] += times
    return tally


def _cells(store: Store, session: ClientSession) -> Iterator[tuple[Cell, int]]:
    """The cells of the issues on the ledger, grouped by MongoDB."""
    day = {"$cond": [{"$in": ["$state", sorted(state.value for state in RUNNING)]}, "$due_at", None]}
    units = {
        "$filter": {"input": {"$ifNull": ["$scopes", []]}, "cond": {"$eq": [{"$substrCP": ["$$this", 0, 2]}, "u:"]}}
    }
    group = {"region": "$region", "unit": "$unit_id", "units": units, "category": "$category", "state": "$state"}
    found: Counter[Cell] = Counter()
    for each in store[ISSUES].aggregate(
        [{"$group": {"_id": {**group, "due_at": day}, "issues": {"$sum": 1}}}], session=session, allowDiskUse=True
    ):
        found[_cell(each["_id"])] += each["issues"]
    yield from found.items()


def _cell(told: Document) -> Cell:
    lead = told.get("unit") or ""
    others = {key.removeprefix("u:") for key in told["units"]} - {lead}
    due_at = told.get("due_at")
    day = None if due_at is None else due_day(due_at)
    return Cell(told["region"], lead, tuple(sorted(others)), told["category"], told["state"], day)


def _everything_happened(store: Store, session: ClientSession, zone: ZoneInfo) -> Iterator[tuple[Happened, int]]:
    """What happened to every issue, wherever its events are; to one that they do not make, nothing."""
    found = merge(*(_paged(store, name, session) for name in (EVENTS, ARCHIVED[EVENTS])), key=itemgetter("_id"))
    for _, events in groupby(found, key=itemgetter("issue_id")):
        issue: Issue | None = None
        for event in events:
            envelope = event_from_document(event)
            try:
                after = apply(issue, envelope)
            except ValueError:
                break
            yield from happened(Change(issue, after, (envelope,)), zone)
            issue = after


def _paged(store: Store, name: str, session: ClientSession) -> Iterator[Document]:
    after = ""
    while page := list(store[name].find({"_id": {"$gt": after}}, sort=[("_id", 1)], limit=_PAGE, session=session)):
        yield from page
        after = page[-1]["_id"]


def _counted(store: Store, session: ClientSession, past: int) -> Numbers:
    """What the counters have, with what waits."""
    found = dict(_numbers({name: list(store[name].find({}, session=session)) for name in (COUNTERS, PERIODS)}, past))
    for row, numbers in _numbers(documents_of(waiting(store, session)), past).items():
        found[row] = _without_zeros(found.get(row, Counter()), numbers)
    return {row: numbers for row, numbers in found.items() if numbers}


def _numbers(documents: Mapping[str, list[Document]], past: int) -> dict[str, Counter[str]]:
    """By row, the numbers of these documents; the days before `past` together where they may be (`adding_up.tidy`)."""
    found: dict[str, Counter[str]] = {}
    for name, rows in documents.items():
        for row in rows:
            counted = {part: row.get(part, {}) for part in ("states", "due", "n")}
            if row.get("axis") != CATEGORY:
                counted["due"] = _put_together(counted["due"], past)
            numbers = _without_zeros(Counter(dict(paths(counted))))
            if numbers:
                found[f"{name}/{row['_id']}"] = numbers
    return found


def _put_together(due: Mapping[str, int], past: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for day, issues in due.items():
        found[day if int(day) >= past else str(PAST)] += issues
    return found


def _without_zeros(*several: Counter[str]) -> Counter[str]:
    total: Counter[str] = Counter()
    for each in several:
        total.update(each)
    return Counter({name: number for name, number in total.items() if number})

"""Knows how many issues stand under which light, as of one moment: by category, by unit, by region below.

Most is read from the counters and what waits to be added to them, in one snapshot, so that the numbers are those of
the list at that moment. Lights change with time alone: what falls due within the day that is going on the index finds.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from pymongo.client_session import ClientSession

from ledger.access.scopes import region_key, unit_key
from ledger.counting.cells import CATEGORY, PLACE, UNIT, Row, Sums, day_begins, due_day, no_sums, place_of
from ledger.issue.issue import OPEN_STATES
from ledger.issue.lights import RUNNING, SOON
from ledger.mongo.connection import Document, Store
from ledger.registry.regions import is_within
from ledger.store.archive.places import ISSUES
from ledger.store.counted.adding_up import COUNTERS
from ledger.store.counted.asked import Wanted
from ledger.store.counted.recounting import counted_in
from ledger.store.counted.uncounted import waiting
from ledger.store.lists.finding import BY_SCOPE
from mobile_schema.vocabulary import State

_FIELDS: Final = {CATEGORY: ("category",), UNIT: ("unit_id",), PLACE: ("region", "category")}
_ALL_FIELDS: Final = ("region", "category", "unit_id")
_OPEN: Final = tuple(state.value for state in OPEN_STATES)
_RUN: Final = sorted(state.value for state in RUNNING)


@dataclass(slots=True)
class Standing:
    """How many issues stand in which state; of those whose clocks run, how many are red, and how many yellow."""

    states: dict[str, int] = field(default_factory=dict)
    red: int = 0
    yellow: int = 0

    @property
    def open(self) -> int:
        """Those that have not ended."""
        return sum(self.states.get(state, 0) for state in _OPEN)

    @property
    def green(self) -> int:
        """Those of the open ones that are neither."""
        return self.open - self.red - self.yellow

    def of(self, state: State) -> int:
        """How many stand in a state."""
        return self.states.get(state.value, 0)

    def take(self, other: "Standing", sign: int = 1) -> None:
        """Count those of another too; with -1, no more."""
        for state, issues in other.states.items():
            self.states[state] = self.states.get(state, 0) + sign * issues
        self.red += sign * other.red
        self.yellow += sign * other.yellow


Place = tuple[str, str]
"""A key and a value of the axis that was asked for."""


def standing_of_all(store: Store, wanted: Wanted, now: datetime) -> Standing:
    """All of them together: no issue is read for it, what the counters do not have is in the index.

    Raises pymongo.errors.PyMongoError.
    """
    with store.client.start_session(snapshot=True) as session:
        return together(store, session, as_counted(store, session, wanted), now)


def together(store: Store, session: ClientSession, wanted: Wanted, now: datetime) -> Standing:
    """The same in a snapshot, of what is wanted `as_counted`."""
    total = Standing()
    if wanted.keys:
        rows = rows_of_keys(store, session, wanted.keys, CATEGORY)
        for sums in rows.values():
            total.take(_by_days(sums, now))
        for due_at in _due_times(store, session, wanted.keys, now):
            _turned(total, due_at, now)
    if wanted.rest is not None:
        for _, one in _grouped(store, session, wanted.rest, now, ()):
            total.take(one)
    return total


def standing(
    store: Store, wanted: Wanted, axis: str, now: datetime, among: Collection[str] | None = None
) -> dict[str, Standing]:
    """By category, or by the unit that leads ("" where none does); only these `among` them, if some are named.

    Raises pymongo.errors.PyMongoError.
    """
    with store.client.start_session(snapshot=True) as session:
        wanted = as_counted(store, session, wanted)
        found = _summed(_of_keys(store, session, wanted.keys, axis, now, among))
        if wanted.rest is not None:
            for told, one in _grouped(store, session, wanted.rest, now):
                if among is None or _value(told, axis) in among:
                    found[_value(told, axis)].take(one)
    return _with_issues(found)


def led_by(store: Store, unit: str) -> Sums | None:
    """What a unit leads, by state, for which no issue is read: no light is told. None where nothing is counted yet.

    Raises pymongo.errors.PyMongoError.
    """
    row = Row(unit_key(unit), UNIT, unit)
    with store.client.start_session(snapshot=True) as session:
        if counted_in(store, session) is None:
            return None
        return rows_of_keys(store, session, (row.key,), UNIT, (unit,)).get(row, no_sums())


def standing_by_region(
    store: Store, wanted: Wanted, below: Mapping[str, Sequence[str]], now: datetime
) -> dict[str, dict[str, Standing]]:
    """By region and category: those right below each wanted region, itself for what lies in none of them.

    `below` says which those are. What is counted besides stands under its own region, or the one of these it lies in;
    so does what a unit may know of, wherever it lies.
    Raises pymongo.errors.PyMongoError.
    """
    found: dict[str, dict[str, Standing]] = defaultdict(lambda: defaultdict(Standing))
    parts = {code: below.get(code, ()) for code in wanted.regions}
    with store.client.start_session(snapshot=True) as session:
        wanted = as_counted(store, session, wanted)
        if wanted.keys and not wanted.regions:
            for value, one in _summed(_of_keys(store, session, wanted.keys, PLACE, now)).items():
                region, category = value.split()
                found[region][category].take(one)
        elif wanted.keys:
            codes = {*parts, *(part for each in parts.values() for part in each)}
            keys = {region_key(code): code for code in codes}
            for (key, category), one in _of_keys(store, session, tuple(keys), CATEGORY, now).items():
                found[keys[key]][category].take(one)
            for code, within in parts.items():
                for category, one in found[code].items():
                    for part in within:
                        one.take(found[part][category], -1)
        if wanted.rest is not None:
            shown = [part for each in parts.values() for part in each]
            for told, one in _grouped(store, session, wanted.rest, now):
                region = next((part for part in shown if is_within(told["region"], part)), told["region"])
                found[region][told["category"]].take(one)
    rows = {code: _with_issues(of_region) for code, of_region in sorted(found.items())}
    return {code: of_region for code, of_region in rows.items() if of_region}


def _with_issues(rows: Mapping[str, Standing]) -> dict[str, Standing]:
    return {value: one for value, one in sorted(rows.items()) if any(one.states.values())}


def as_counted(store: Store, session: ClientSession, wanted: Wanted) -> Wanted:
    """The same, all of it for the index to count on a ledger that was never counted."""
    if not wanted.keys or counted_in(store, session) is not None:
        return wanted
    keys = [*wanted.keys, *(wanted.rest or {}).get("scopes", {}).get("$in", ())]
    within = (wanted.rest or {}).get("ancestors", {}).get("$all")
    return replace(
        wanted, keys=(), rest={"scopes": {"$in": keys}} | ({"ancestors": {"$all": within}} if within else {})
    )


def _of_keys(  # noqa: PLR0917 - whose rows, as of when, which of them
    store: Store,
    session: ClientSession,
    keys: Sequence[str],
    axis: str,
    now: datetime,
    among: Collection[str] | None = None,
) -> dict[Place, Standing]:
    if not keys:
        return {}
    found: dict[Place, Standing] = defaultdict(Standing)
    for row, sums in rows_of_keys(store, session, keys, axis, among).items():
        found[row.key, row.value] = _by_days(sums, now)
    for place, due_at in _falling_due(store, session, keys, axis, now):
        if among is None or place[1] in among:
            _turned(found[place], due_at, now)
    return found


def _by_days(sums: Sums, now: datetime) -> Standing:
    """As if each fell due when its day ends: red before today, yellow today."""
    red, both = sums.due_before(due_day(now)), sums.due_before(due_day(now + SOON))
    return Standing(dict(sums.states), red, both - red)


def _turned(one: Standing, due_at: datetime, now: datetime) -> None:
    """Count what fell due earlier in today as red, and in the day after as yellow."""
    if due_at < now:
        one.red += 1
        one.yellow -= 1
    else:
        one.yellow += 1


def rows_of_keys(
    store: Store, session: ClientSession, keys: Sequence[str], axis: str, among: Collection[str] | None = None
) -> dict[Row, Sums]:
    """The rows of these keys, of these values if some are named, with what waits to be added up."""
    asked = frozenset(keys)
    query: Document = {"key": {"$in": sorted(asked)}, "axis": axis}
    if among is not None:
        query["value"] = {"$in": sorted(among)}
    found: dict[Row, Sums] = {}
    for each in store.as_sent(COUNTERS).find(query, session=session):
        due = {int(day): issues for day, issues in each.get("due", {}).items() if issues}
        found[Row(each["key"], axis, each["value"])] = Sums(each.get("states", {}), due)
    for row, more in waiting(store, session).rows().items():
        if row.key in asked and row.axis == axis and (among is None or row.value in among):
            found.setdefault(row, no_sums()).take(more)
    return found


def _falling_due(
    store: Store, session: ClientSession, keys: Sequence[str], axis: str, now: datetime
) -> Iterator[tuple[Place, datetime]]:
    """Those due within the days of now and of a day later, before these moments."""
    wanted = {"_id": 0, "scopes": 1, "due_at": 1, **dict.fromkeys(_FIELDS[axis], 1)}
    for query in _turning(keys, now):
        for each in store.as_sent(ISSUES).find(query, wanted, session=session, hint=BY_SCOPE):
            for key in keys:
                if key in each["scopes"]:
                    yield (key, _value(each, axis)), each["due_at"]


def _due_times(store: Store, session: ClientSession, keys: Sequence[str], now: datetime) -> Iterator[datetime]:
    """The same of keys that do not overlap, their due times alone."""
    for query in _turning(keys, now):
        found = store.as_sent(ISSUES).find(query, {"_id": 0, "due_at": 1}, session=session, hint=BY_SCOPE)
        yield from (each["due_at"] for each in found)


def _turning(keys: Sequence[str], now: datetime) -> Iterator[Document]:
    for end in (now, now + SOON):
        span = {"$gt": day_begins(due_day(end)), "$lt": end}
        yield {"scopes": {"$in": sorted(keys)}, "state": {"$in": _RUN}, "due_at": span}


def _value(told: Document, axis: str) -> str:
    """The value of an axis that an issue has."""
    return place_of(told["region"], told["category"]) if axis == PLACE else told.get(*_FIELDS[axis]) or ""


def _summed(places: Mapping[Place, Standing]) -> dict[str, Standing]:
    found: dict[str, Standing] = defaultdict(Standing)
    for (_, value), one in places.items():
        if value in found:
            found[value].take(one)
        else:
            found[value] = one
    return found


def _grouped(
    store: Store, session: ClientSession, rest: Document, now: datetime, by: Sequence[str] = _ALL_FIELDS
) -> Iterator[tuple[Document, Standing]]:
    """What no counter has, counted by MongoDB, by these fields and the state."""
    runs = {"$and": [{"$in": ["$state", _RUN]}, {"$gt": ["$due_at", None]}]}
    late, soon = {"$lt": ["$due_at", now]}, {"$lt": ["$due_at", now + SOON]}
    group = {
        "_id": {name: f"${name}" for name in (*by, "state")},
        "issues": {"$sum": 1},
        "red": {"$sum": {"$cond": [{"$and": [runs, late]}, 1, 0]}},
        "both": {"$sum": {"$cond": [{"$and": [runs, soon]}, 1, 0]}},
    }
    for each in store[ISSUES].aggregate([{"$match": rest}, {"$group": group}], session=session, hint=dict(BY_SCOPE)):
        told = each["_id"]
        yield told, Standing({told["state"]: each["issues"]}, each["red"], each["both"] - each["red"])

"""Knows how many issues stand under which light, as of one moment: by category, by unit, by region below.

Most is read from the counters and what waits to be added to them, in one snapshot, so that the numbers are those of
the list at that moment. Lights change with time alone: what falls due within the day that is going on the index finds.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from pymongo.client_session import ClientSession

from ledger.access.scopes import region_key
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
from mobile_schema.vocabulary import State

BY_SCOPE: Final = {"scopes": 1, "state": 1, "due_at": 1, "_id": 1}
_FIELDS: Final = {CATEGORY: ("category",), UNIT: ("unit_id",), PLACE: ("region", "category")}
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
        return sum(self.states.get(state.value, 0) for state in OPEN_STATES)

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


def standing(store: Store, wanted: Wanted, axis: str, now: datetime) -> dict[str, Standing]:
    """By category, or by the unit that leads ("" where none does). Raises pymongo.errors.PyMongoError."""
    with store.client.start_session(snapshot=True) as session:
        wanted = as_counted(store, session, wanted)
        found = _summed(_of_keys(store, session, wanted.keys, axis, now))
        if wanted.rest is not None:
            for told, one in _grouped(store, session, wanted.rest, now):
                found[_value(told, axis)].take(one)
    return _with_issues(found)


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


def _of_keys(
    store: Store, session: ClientSession, keys: Sequence[str], axis: str, now: datetime
) -> dict[Place, Standing]:
    if not keys:
        return {}
    rows = rows_of_keys(store, session, keys, axis)
    late, soon = due_day(now), due_day(now + SOON)
    found: dict[Place, Standing] = defaultdict(Standing)
    for row, sums in rows.items():
        red, both = sums.due_before(late), sums.due_before(soon)
        found[row.key, row.value] = Standing(dict(sums.states), red, both - red)
    for place, due_at in _falling_due(store, session, keys, axis, now):
        one = found[place]
        if due_at < now:
            one.red += 1
            one.yellow -= 1  # as which it was counted by its day
        else:
            one.yellow += 1
    return found


def rows_of_keys(store: Store, session: ClientSession, keys: Sequence[str], axis: str) -> dict[Row, Sums]:
    """The rows of these keys, with what waits to be added up."""
    asked = frozenset(keys)
    found: dict[Row, Sums] = {}
    for each in store.as_sent(COUNTERS).find({"key": {"$in": sorted(asked)}, "axis": axis}, session=session):
        due = {int(day): issues for day, issues in each.get("due", {}).items() if issues}
        found[Row(each["key"], axis, each["value"])] = Sums(each.get("states", {}), due)
    for row, more in waiting(store, session).rows().items():
        if row.key in asked and row.axis == axis:
            found.setdefault(row, no_sums()).take(more)
    return found


def _falling_due(
    store: Store, session: ClientSession, keys: Sequence[str], axis: str, now: datetime
) -> Iterator[tuple[Place, datetime]]:
    """Those due within the days of now and of a day later, before these moments."""
    spans = [{"$gt": day_begins(due_day(end)), "$lt": end} for end in (now, now + SOON)]
    for span in spans:
        query = {"scopes": {"$in": sorted(keys)}, "state": {"$in": _RUN}, "due_at": span}
        wanted = {"_id": 0, "scopes": 1, "due_at": 1, **dict.fromkeys(_FIELDS[axis], 1)}
        for each in store.as_sent(ISSUES).find(query, wanted, session=session, hint=[*BY_SCOPE.items()]):
            for key in keys:
                if key in each["scopes"]:
                    yield (key, _value(each, axis)), each["due_at"]


def _value(told: Document, axis: str) -> str:
    """The value of an axis that an issue has."""
    return place_of(told["region"], told["category"]) if axis == PLACE else told.get(*_FIELDS[axis]) or ""


def _summed(places: Mapping[Place, Standing]) -> dict[str, Standing]:
    found: dict[str, Standing] = defaultdict(Standing)
    for (_, value), one in places.items():
        found[value].take(one)
    return found


def _grouped(
    store: Store, session: ClientSession, rest: Document, now: datetime
) -> Iterator[tuple[Document, Standing]]:
    """What no counter has, counted by MongoDB."""
    runs = {"$and": [{"$in": ["$state", _RUN]}, {"$gt": ["$due_at", None]}]}
    late, soon = {"$lt": ["$due_at", now]}, {"$lt": ["$due_at", now + SOON]}
    by = {"region": "$region", "category": "$category", "unit_id": "$unit_id", "state": "$state"}
    group = {
        "_id": by,
        "issues": {"$sum": 1},
        "red": {"$sum": {"$cond": [{"$and": [runs, late]}, 1, 0]}},
        "both": {"$sum": {"$cond": [{"$and": [runs, soon]}, 1, 0]}},
    }
    for each in store[ISSUES].aggregate([{"$match": rest}, {"$group": group}], session=session):
        told = each["_id"]
        yield told, Standing({told["state"]: each["issues"]}, each["red"], each["both"] - each["red"])

"""Knows what finds the issues of a scope that are wanted: the query, the index that narrows most, the states and times.

Every value is a scalar of a known type, so that no query operator can come in from outside.
"""

from collections.abc import Collection, Iterator, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from ledger.access.scopes import Scope, region_key, regions_of, unit_key
from ledger.issue.lights import RUNNING, SOON
from ledger.mongo.pages import Document
from ledger.registry.regions import is_within, level_of
from ledger.store.wanted import IssueFilter, several
from mobile_schema.vocabulary import Level, Light, State

BY_DUE: Final = [("due_at", 1), ("_id", 1)]
_BY_SCOPE: Final = [("scopes", 1), ("state", 1)]
_BY_CLOCK: Final = (Light.RED, Light.YELLOW)
_NEVER_SHOWN: Final = frozenset(Light) - {Light.GREEN, *_BY_CLOCK}
"""Lights that policies give their steps; `lights.light_of` gives none of them to an issue."""


@dataclass(frozen=True, slots=True)
class Found:
    """What finds them. `index` are the fields with which the index begins before due time and id: it is said, since
    the planner tries every plan first, for up to a third of the collection, when filters combine."""

    query: Document
    index: list[tuple[str, int]]

    @property
    def hint(self) -> list[tuple[str, int]]:
        """The whole index."""
        return [*self.index, *BY_DUE]


def within(scope: Scope, wanted: IssueFilter) -> Found | None:
    """The issues of a scope that may be wanted, whatever their states and due times; None when there are none.

    Where the index begins with a unit's key, an expression asks for the person's: a second condition on the same field
    might be taken for the bounds.
    """
    keys, narrowed = _keys(scope, several(wanted.region) if wanted.at is None else (wanted.at,))
    lights = several(wanted.light)
    if not keys or (lights is not None and not set(lights) - _NEVER_SHOWN):
        return None
    query = _equalities(wanted) | narrowed
    if wanted.project is not None:
        return Found(query | {"scopes": one_of(keys)}, [("project_code", 1)])
    units = several(wanted.unit)
    if units is not None and "" not in units:
        theirs = {unit_key(unit) for unit in units}
        if not theirs <= scope.keys:
            query["$expr"] = {"$gt": [{"$size": {"$setIntersection": ["$scopes", sorted(keys)]}}, 0]}
        return Found(query | {"scopes": one_of(theirs)}, _BY_SCOPE)
    whole = any(level_of(code) is Level.PROVINCE for code in regions_of(keys))
    if wanted.category is not None and whole and not wanted.archived:
        return Found(query | {"scopes": one_of(keys)}, [("category", 1), ("state", 1)])
    return Found(query | {"scopes": one_of(keys)}, _BY_SCOPE)


def runs(wanted: IssueFilter, now: datetime) -> Iterator[Document]:
    """The states asked for with the bounds of their due times: one run, or several that no issue is in two of.

    The states are always named, so that their runs in the index are merged by due time. Only where clocks run is an
    issue red or yellow; the rest is green (`lights.light_of`).
    """
    named = several(wanted.state)
    states, lights = set(State) if named is None else set(named), several(wanted.light)
    outer = {name: at for name, at in (("$gte", wanted.due_from), ("$lt", wanted.due_before)) if at is not None}
    if lights is None or set(lights) >= {Light.GREEN, *_BY_CLOCK}:
        yield from _run(states, outer)
        return
    soon = now + SOON
    if {*_BY_CLOCK} <= set(lights):
        yield from _run(states & RUNNING, _both(outer, {"$lt": soon}))
    elif Light.RED in lights:
        yield from _run(states & RUNNING, _both(outer, {"$lt": now}))
    elif Light.YELLOW in lights:
        yield from _run(states & RUNNING, _both(outer, {"$gte": now, "$lt": soon}))
    if Light.GREEN in lights:
        yield from _run(states - RUNNING, outer)
        yield from _run(states & RUNNING, {"$not": {"$lt": soon}, **outer})


def one_of(values: Collection[str]) -> Document | str:
    """A query for one value, or for any of several."""
    wanted = sorted(values)
    return wanted[0] if len(wanted) == 1 else {"$in": wanted}


def _run(states: Set[State], bounds: Document) -> Iterator[Document]:
    if states:
        yield {"state": one_of({state.value for state in states})} | ({"due_at": bounds} if bounds else {})


def _both(one: Document, other: Document) -> Document:
    """What lies within both bounds."""
    narrow = {"$gte": max, "$lt": min}
    return {
        name: pick(bound[name] for bound in (one, other) if name in bound)
        for name, pick in narrow.items()
        if name in one or name in other
    }


def _keys(scope: Scope, regions: tuple[str, ...] | None) -> tuple[frozenset[str], Document]:
    """The keys of a scope under which issues of these regions may stand, and what has to be asked besides.

    Of a region that is within as a whole its own key is enough.
    """
    if regions is None:
        return scope.keys, {}
    covered = {region_key(code) for code in regions if scope.covers_region(code)}
    if len(covered) == len(regions):
        return frozenset(covered), {}
    apart = {region_key(own) for own in scope.regions if not any(is_within(own, code) for code in regions)}
    return (scope.keys - apart) | covered, {"ancestors": one_of(regions)}


def _equalities(wanted: IssueFilter) -> Document:
    fields: dict[str, Any] = {"unit_id": wanted.unit, "project_code": wanted.project, "category": wanted.category}
    units = several(wanted.unit)
    found: Document = {
        name: one_of([str(value) for value in values])
        for name, given in fields.items()
        if (values := several(given)) is not None
    }
    if units is not None and "" in units:
        found["unit_id"] = {"$in": [unit or None for unit in units]}
    if wanted.at is not None:
        found["region"] = wanted.at
        if wanted.region is not None:
            found["ancestors"] = one_of(several(wanted.region) or ())
    if wanted.policy is not None:
        found["policy"], found["policy_version"] = wanted.policy
    spans = {
        "reported_at": (wanted.reported_from, wanted.reported_before),
        "closed_at": (wanted.closed_from, wanted.closed_before),
    }
    for name, (first, end) in spans.items():
        span = {bound: at for bound, at in (("$gte", first), ("$lt", end)) if at is not None}
        if span:
            found[name] = span
    return found

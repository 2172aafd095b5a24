"""Knows of which states and due times an issue is that has a light: the runs in an index that a list reads."""

from collections.abc import Iterator, Set
from datetime import datetime
from typing import Final

from ledger.issue.lights import RUNNING, SOON
from ledger.mongo.pages import Document
from ledger.store.lists.finding import one_of
from ledger.store.wanted import IssueFilter, several
from mobile_schema.vocabulary import Light, State

_BY_CLOCK: Final = (Light.RED, Light.YELLOW)


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

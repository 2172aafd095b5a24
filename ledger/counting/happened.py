"""Knows what is counted of what happens: came in, given to a unit, struck off, and how long each step took.

It is counted once, under its local day, the region and the unit that had the issue then. What a list shows of a day is
counted as the list has it: what comes back (反弹) was not struck off after all, what has its region corrected came in
where it belongs, and for a unit's people what they meet came in and was struck off, whoever of its units leads. What a
step took stays so, whatever becomes of the issue: a unit's past is its own.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from ledger.access.scopes import region_key, unit_key
from ledger.issue.changes import Change
from ledger.issue.clocks import ObligationState
from ledger.issue.issue import Issue
from ledger.registry.days import local_day
from ledger.registry.regions import ancestors
from mobile_schema.events.assigning_events import IssueAssigned, IssueTransferred
from mobile_schema.vocabulary import State

NEW, GIVEN, STRUCK_OFF, ON_TIME = "new", "given", "struck_off", "on_time"
SHOWN_NEW, SHOWN_STRUCK_OFF = "shown.new", "shown.struck_off"
"""The same of the issues that a unit's people meet, those that another one leads among them."""
MET, MISSED, TOOK = "met", "missed", "took"
_TO_A_WEEK: Final = (1, 2, 4, 8, 12, 16, 20, 24, 36, 48, 60, 72, 96, 120, 144, 168)
_SHOWN: Final = {SHOWN_NEW, SHOWN_STRUCK_OFF}
HOURS: Final = (*_TO_A_WEEK, 240, 336, 504, 720, 1080, 1440, 2160, 4320)
"""The upper ends of the spans by which the time that a step took is counted; what took longer is in one more."""


class Happened(NamedTuple):
    """One thing on one day; `name` as in `NEW`, or of a clock `met.CODE`, `missed.CODE`, `took.CODE.SPAN`."""

    day: str
    region: str
    unit: str
    name: str


class Period(NamedTuple):
    """One row of what happened: for a key, in a day or a month, all of it (`unit` is "") or with one unit."""

    key: str
    span: str
    unit: str


def happened(change: Change, zone: ZoneInfo) -> Iterator[tuple[Happened, int]]:
    """What a change adds, and how often; what it takes back is negative."""
    before, after = change.before, change.issue
    if before is None or _listed(before) != _listed(after):
        yield from ((one, 1) for one in _as_listed(after, zone))
        if before is not None:
            yield from ((one, -1) for one in _as_listed(before, zone))
    for envelope in change.envelopes:
        event = envelope.data
        if isinstance(event, IssueAssigned | IssueTransferred):
            yield Happened(_day(envelope.at, zone), after.region, event.unit_id, GIVEN), 1
    for clock in _satisfied(change):
        if clock.ended_at is not None:
            day, unit = _day(clock.ended_at, zone), after.unit_id or ""
            yield Happened(day, after.region, unit, f"{MET if _in_time(clock) else MISSED}.{clock.code}"), 1
            yield Happened(day, after.region, unit, f"{TOOK}.{clock.code}.{_span(clock)}"), 1


def periods_of(one: Happened) -> Iterator[Period]:
    """The rows in which it counts."""
    if one.name in _SHOWN:
        yield Period(unit_key(one.unit), one.day, "")
        return
    month = one.day[:7]
    for code in ancestors(one.region):
        yield Period(region_key(code), one.day, "")
        if one.unit:
            yield Period(region_key(code), month, one.unit)
    if one.unit:
        yield Period(unit_key(one.unit), one.day, "")


def quantile(spans: Mapping[int, int], share: float) -> float | None:
    """How many hours at most so great a share took, read off the spans evenly; None where there is none.

    What took longer than the last span's end counts as taking just that.
    """
    places = sorted(place for place, times in spans.items() if times)
    sums = list(accumulate(spans[place] for place in places))
    if not sums:
        return None
    wanted = share * sums[-1]
    at = min(bisect_left(sums, wanted), len(places) - 1)
    place, before = places[at], sums[at] - spans[places[at]]
    low = HOURS[place - 1] if place else 0
    high = HOURS[min(place, len(HOURS) - 1)]
    return low + (high - low) * (wanted - before) / spans[place]


@lru_cache(maxsize=4096)
def _day(at: datetime, zone: ZoneInfo) -> str:
    """The local day of a moment; what a batch of reports does is all of one."""
    return local_day(at, zone).isoformat()


def _listed(issue: Issue) -> tuple[object, ...]:
    """What says under which days lists show an issue, and where."""
    struck_off_at = _struck_off_at(issue)
    led_by = issue.unit_id if struck_off_at else None
    return issue.region, issue.reported_at, struck_off_at, led_by, _meeting(issue)


def _struck_off_at(issue: Issue) -> datetime | None:
    """None of one that was voided: that ends it too, and nobody solved anything."""
    return issue.closed_at if issue.state is State.CLOSED else None


def _meeting(issue: Issue) -> frozenset[str]:
    """The units whose people meet an issue."""
    units = {*issue.supporting_unit_ids, *issue.fixing_units}
    return frozenset(units if issue.unit_id is None else {*units, issue.unit_id})


def _as_listed(issue: Issue, zone: ZoneInfo) -> Iterator[Happened]:
    """That it came in, and that it was struck off where it is."""
    day = _day(issue.reported_at, zone)
    yield Happened(day, issue.region, "", NEW)
    units = _meeting(issue)
    yield from (Happened(day, issue.region, unit, SHOWN_NEW) for unit in units)
    struck_off_at = _struck_off_at(issue)
    if struck_off_at is not None:
        day, unit = _day(struck_off_at, zone), issue.unit_id or ""
        yield Happened(day, issue.region, unit, STRUCK_OFF)
        yield from (Happened(day, issue.region, each, SHOWN_STRUCK_OFF) for each in units)
        if _was_on_time(issue):
            yield Happened(day, issue.region, unit, ON_TIME)


def _satisfied(change: Change) -> Iterator[ObligationState]:
    """The clocks that were satisfied by it."""
    before = () if change.before is None else change.before.obligations
    if before is change.issue.obligations:
        return
    had = {clock.key for clock in before if clock.outcome == "satisfied"}
    yield from (each for each in change.issue.obligations if each.outcome == "satisfied" and each.key not in had)


def _was_on_time(issue: Issue) -> bool:
    """Whether of no clock the last round was late."""
    last = {clock.code: clock for clock in issue.obligations if clock.outcome == "satisfied"}
    return all(map(_in_time, last.values()))


def _in_time(clock: ObligationState) -> bool:
    return clock.ended_at is not None and clock.ended_at <= clock.due_at


def _span(clock: ObligationState) -> int:
    """The place among `HOURS` of the time that a clock ran, its rests apart."""
    ran = (clock.ended_at or clock.started_at) - clock.started_at - timedelta(milliseconds=clock.rested_ms)
    return bisect_left(HOURS, ran / timedelta(hours=1))

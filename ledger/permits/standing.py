"""Knows how permits stand on a day: from when their limits run and until when, which light that is, sets in parallel.

Pure. What was decided or applied for later than the day had not happened on it, whatever is known by now.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.calendar.calendars import Calendar
from ledger.calendar.deadlines import working_day_after
from ledger.permits.permit import Permit
from mobile_schema.reports.permit import PermitState
from mobile_schema.vocabulary import Light

NEAR: Final = 3
"""From so many days before its limit on it is yellow."""
OPEN: Final = frozenset({PermitState.REQUIRED, PermitState.APPLIED})
_DECIDED: Final = frozenset({PermitState.GRANTED, PermitState.REFUSED})
_DONE: Final = frozenset({PermitState.GRANTED, PermitState.NOT_NEEDED})
_GRAVEST: Final = (Light.RED, Light.YELLOW, Light.GREEN)


@dataclass(frozen=True, slots=True)
class Standing:
    """A permit on a day. `due_on` is None where it has no limit, or none that runs yet; `light` too where nothing is
    to be told by one: no limit, refused, not needed. `late`: the limit was over, then or when it was decided.
    """

    permit: Permit
    state: PermitState
    runs_from: date | None
    due_on: date | None
    light: Light | None
    late: bool

    @property
    def overdue(self) -> bool:
        """Whether its limit is over and nothing was decided."""
        return self.late and self.state in OPEN


@dataclass(frozen=True, slots=True)
class ParallelSet:
    """并联: the permits of a project that run from one day. It is due when the last of them is, and done, on
    `done_on`, once all are granted or not needed; its light is the gravest of theirs.
    """

    name: str
    runs_from: date | None
    due_on: date | None
    done_on: date | None
    done: bool
    light: Light | None
    permits: int


def standings(permits: Sequence[Permit], day: date, calendar: Calendar) -> list[Standing]:
    """How the permits of one project stand, each by its last report."""
    applied = [(each.parallel, each.applied_on) for each in permits if each.applied_on and each.applied_on <= day]
    begun = {name: min(on for other, on in applied if other == name) for name, _ in applied if name}
    return [_standing(each, begun.get(each.parallel, each.applied_on), day, calendar) for each in permits]


def sets_of(found: Iterable[Standing]) -> Iterator[ParallelSet]:
    """The sets among a project's permits, by name."""
    members: dict[str, list[Standing]] = {}
    for each in found:
        if each.permit.parallel:
            members.setdefault(each.permit.parallel, []).append(each)
    for name in sorted(members):
        yield _set(name, members[name])


def _standing(permit: Permit, begun: date | None, day: date, calendar: Calendar) -> Standing:
    state = _state_on(permit, day)
    runs_from = begun if begun is not None and begun <= day else None
    due_on = permit.limit_on
    if permit.limit_days is not None and runs_from is not None:
        due_on = working_day_after(runs_from, permit.limit_days, calendar)
    ended_on = permit.decided_on if state in _DECIDED else day
    late = due_on is not None and ended_on is not None and state is not PermitState.NOT_NEEDED and ended_on > due_on
    return Standing(permit, state, runs_from, due_on, _light(state, due_on, day), late)


def _state_on(permit: Permit, day: date) -> PermitState:
    if permit.decided_on is not None and permit.decided_on > day:
        applied = permit.applied_on is not None and permit.applied_on <= day
        return PermitState.APPLIED if applied else PermitState.REQUIRED
    if permit.state is PermitState.APPLIED and permit.applied_on is not None and permit.applied_on > day:
        return PermitState.REQUIRED
    return permit.state


def _light(state: PermitState, due_on: date | None, day: date) -> Light | None:
    if state is PermitState.GRANTED:
        return Light.GREEN
    if state not in OPEN or due_on is None:
        return None
    left = (due_on - day).days
    return Light.RED if left < 0 else Light.YELLOW if left <= NEAR else Light.GREEN


def _set(name: str, members: Sequence[Standing]) -> ParallelSet:
    dues = [each.due_on for each in members if each.due_on is not None]
    decided = [each.permit.decided_on for each in members if each.state in _DONE and each.permit.decided_on is not None]
    lights = {each.light for each in members}
    done = all(each.state in _DONE for each in members)
    return ParallelSet(
        name=name,
        runs_from=next((each.runs_from for each in members if each.runs_from is not None), None),
        due_on=max(dues, default=None),
        done_on=max(decided, default=None) if done else None,
        done=done,
        light=next((light for light in _GRAVEST if light in lights), None),
        permits=len(members),
    )

"""A permit on a day: its limit in days or working days, its light, what had not happened yet, sets in parallel."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ledger.permits.permit import Permit
from ledger.permits.standing import ParallelSet, Standing, sets_of, standings
from mobile_schema.reports.permit import PermitKind, PermitState
from mobile_schema.vocabulary import Light
from tests.ledger.permits.parts import CALENDAR, granted, permit

LIMIT = date(2019, 5, 7)
"""Ten working days from 22 April: 28 April and 5 May are worked for the four days off from 1 May."""
DAYS = st.dates(date(2019, 1, 1), date(2019, 12, 31))


def on(day: date, one: Permit) -> Standing:
    (found,) = standings([one], day, CALENDAR)
    return found


def of_set(day: date, *permits: Permit) -> ParallelSet:
    (found,) = sets_of(standings([*permits], day, CALENDAR))
    return found


def test_working_days_are_counted_by_the_calendar_from_the_day_after() -> None:
    assert on(date(2019, 5, 1), permit()).due_on == LIMIT


def test_it_is_yellow_near_its_limit_and_red_after_it() -> None:
    one = permit(limit_days=None, limit_on=LIMIT)
    lights = [on(LIMIT + timedelta(days=days), one).light for days in (-4, -3, 0, 1)]
    assert lights == [Light.GREEN, Light.YELLOW, Light.YELLOW, Light.RED]
    assert [on(LIMIT + timedelta(days=days), one).overdue for days in (0, 1)] == [False, True]


def test_what_has_no_limit_was_refused_or_is_not_needed_has_no_light() -> None:
    late = LIMIT + timedelta(days=30)
    refused = permit(state=PermitState.REFUSED, decided_on=LIMIT)
    without = (permit(limit_days=None), refused, permit(state=PermitState.NOT_NEEDED))
    assert [(on(late, each).light, on(late, each).overdue) for each in without] == [(None, False)] * 3


def test_what_was_granted_is_green_and_late_where_that_was_after_the_limit() -> None:
    found = [on(date(2019, 6, 1), granted(day)) for day in (LIMIT, date(2019, 5, 8))]
    assert [(each.light, each.late, each.overdue) for each in found] == [
        (Light.GREEN, False, False),
        (Light.GREEN, True, False),
    ]


@given(day=DAYS, decided=DAYS)
def test_on_a_day_before_its_decision_it_is_as_if_that_were_not_known(day: date, decided: date) -> None:
    applied = date(2019, 1, 1)
    known, unknown = granted(decided, applied_on=applied), permit(applied_on=applied)
    if day < decided:
        now = on(day, known)
        assert replace(now, permit=unknown) == on(day, unknown)
    else:
        assert on(day, known).light is Light.GREEN


def test_before_its_application_it_is_required_and_no_limit_runs() -> None:
    found = on(date(2019, 4, 21), permit())
    assert (found.state, found.runs_from, found.due_on) == (PermitState.REQUIRED, None, None)


def test_a_set_runs_from_the_day_of_its_first_and_is_due_with_its_last() -> None:
    first = permit(parallel="开工前")
    waiting = permit(
        kind=PermitKind.LAND, state=PermitState.REQUIRED, applied_on=None, limit_days=20, parallel="开工前"
    )
    alone = permit(kind=PermitKind.FIRE, applied_on=date(2019, 4, 1))
    found = standings([first, waiting, alone], date(2019, 4, 25), CALENDAR)
    assert [each.runs_from for each in found] == [date(2019, 4, 22)] * 2 + [date(2019, 4, 1)]
    (of,) = sets_of(found)
    assert (of.permits, of.runs_from, of.due_on, of.done) == (2, date(2019, 4, 22), date(2019, 5, 21), False)


def test_a_set_is_done_once_its_last_is_and_its_light_is_the_gravest() -> None:
    first = granted(date(2019, 4, 30), parallel="开工前")
    second = permit(kind=PermitKind.LAND, parallel="开工前")
    spared = permit(kind=PermitKind.FIRE, state=PermitState.NOT_NEEDED, applied_on=None, parallel="开工前")
    late = of_set(date(2019, 5, 20), first, second, spared)
    assert (late.done, late.done_on, late.light) == (False, None, Light.RED)
    done = granted(date(2019, 5, 5), kind=PermitKind.LAND, parallel="开工前")
    found = of_set(date(2019, 5, 20), first, done, spared)
    assert (found.done, found.done_on, found.light) == (True, date(2019, 5, 5), Light.GREEN)

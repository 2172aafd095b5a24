"""The rungs of a ladder: before and after the deadline, in the unit they name, in their order."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace as altered

from ledger.escalation.due import due_steps, next_due_at, next_escalation, pending_steps
from ledger.issue.words.timing import RequestExtension, Suspend
from mobile_schema.vocabulary import State
from tests.ledger import policies
from tests.ledger.escalation.ladder.rungs import at, days, story
from tests.ledger.factories import SHANGHAI, START, local
from tests.ledger.stories import in_state, reported


def test_a_warning_ahead_comes_before_the_deadline_and_never_again() -> None:
    of = story(policies.step("ahead", before={"days": 2}), policies.step("late"))
    assert at(of, days(-2) - timedelta(milliseconds=1)) == []
    assert at(of, days(-2)) == [("ahead", 1)]
    assert at(of, days(-1)) == []
    assert at(of, days(0)) == [("late", 1)]
    assert at(of, days(400)) == []


@pytest.mark.parametrize(("limit", "comes"), [({"days": 3}, True), ({"days": 2}, False), ({"days": 1}, False)])
def test_a_warning_that_lies_before_the_start_of_its_clock_never_fires(limit: dict[str, int], comes: bool) -> None:
    """An issue that is due in sixty-two hours cannot be warned of sixty-five hours ahead."""
    both = {"ordinary": limit, "major": {"months": 1}}
    of = reported(
        rules=policies.rules(
            policies.policy(
                policies.step("ahead", before={"hours": 65}), obligations=policies.due(resolve=both, zero=both)
            )
        )
    )
    fired = [e.step for _ in range(120) for e in of.wait(hours=1).sweep()]
    assert fired == (["ahead"] if comes else [])


@pytest.mark.parametrize(("ahead", "comes"), [({"minutes": 2879}, True), ({"hours": 48}, False)])
def test_a_warning_at_the_very_start_of_its_clock_never_fires(ahead: dict[str, int], comes: bool) -> None:
    both = {"ordinary": {"hours": 48}, "major": {"months": 1}}
    obligations = policies.due(resolve=both, zero=both)
    of = reported(rules=policies.rules(policies.policy(policies.step("ahead", before=ahead), obligations=obligations)))
    assert [event.step for event in of.wait(minutes=1).sweep()] == (["ahead"] if comes else [])


def test_a_warning_that_fired_is_not_repeated_once_its_clock_is_shorter_than_it_is_early() -> None:
    of = story(policies.step("ahead", before={"days": 2}, repeat={"every": {"hours": 6}}))
    assert at(of, days(-2)) == [("ahead", 1)]
    resolve = of.clock_of("resolve")
    shorter = altered(resolve, due_at=resolve.started_at + timedelta(days=1))
    issue = altered(of.issue, obligations=tuple(shorter if one is resolve else one for one in of.issue.obligations))
    assert next_escalation(issue, of.rules.regime_of(issue)) is None


def test_a_warning_that_an_extension_makes_possible_fires_on_the_new_deadline() -> None:
    of = story(policies.step("ahead", before={"days": 9}))
    assert next_escalation(of.issue, of.rules.regime_of(of.issue)) is None
    of.do(RequestExtension(due_on=datetime(2026, 3, 20, tzinfo=SHANGHAI).date(), reason="待批复"))
    of.do("approve-extension")
    assert at(of, datetime(2026, 3, 11, 23, 59, 59, tzinfo=SHANGHAI)) == [("ahead", 1)]


def test_steps_count_in_the_unit_they_name() -> None:
    of = story(
        policies.step("minutes", after={"minutes": 30}),
        policies.step("hours", after={"hours": 36}),
        policies.step("working", after={"working_days": 4}),
        policies.step("natural", after={"days": 5}),
        policies.step("month", after={"months": 1}),
    )
    steps = {due.step.step: local(due.due_at) for due in pending_steps(of.issue, of.rules.regime_of(of.issue))}
    assert steps == {
        "minutes": "2026-03-10 00:29:59",
        "hours": "2026-03-11 11:59:59",
        "working": "2026-03-13 23:59:59",
        "natural": "2026-03-14 23:59:59",
        "month": "2026-04-09 23:59:59",
    }


def test_a_ladder_in_working_days_passes_over_a_holiday_and_counts_days_made_up() -> None:
    """Assigned on the last day before the National Day of 2026: seven days off, the tenth of October is worked."""
    of = reported(
        at=datetime(2026, 9, 30, 10, tzinfo=SHANGHAI).astimezone(UTC),
        rules=policies.rules(policies.shipped("13710-working-days")),
    )
    assert local(of.clock_of("feedback").due_at) == "2026-10-10 23:59:59"
    due = {one.step.step: local(one.due_at) for one in pending_steps(of.issue, of.rules.regime_of(of.issue))}
    assert (due["deploy-person"], due["deploy-county"]) == ("2026-09-30 23:59:59", "2026-10-08 23:59:59")
    assert due["feedback-county"] == "2026-10-12 23:59:59"


def test_steps_that_fall_due_together_fire_in_the_order_of_the_ladder() -> None:
    of = story(
        policies.step("zz-first"),
        policies.step("mm-second", after={"days": 1}),
        policies.step("aa-last", after={"days": 2}),
    )
    of.to(State.CLOSURE_REQUESTED).wait(days=30).to(State.RETURNED)
    assert [event.step for event in of.sweep()] == ["zz-first", "mm-second", "aa-last"]


def test_what_runs_on_late_is_looked_at_when_it_runs_on_and_not_before() -> None:
    of = story(policies.step("late"))
    of.to(State.CLOSURE_REQUESTED).wait(days=30).to(State.RETURNED)
    assert next_due_at(of.issue, of.rules.regime_of(of.issue)) == of.now


def test_a_clock_that_jumps_ahead_and_back_makes_nothing_fire_twice() -> None:
    of = in_state(State.ASSIGNED)
    begun = of.now
    ahead = of.wait(days=40).sweep()
    of.clock.moment = begun
    assert of.sweep() == []
    again = [event for _ in range(40) for event in of.wait(days=1).sweep()]
    occurrences = [(e.obligation, e.round, e.step, e.occurrence) for e in ahead + again]
    assert len(set(occurrences)) == len(occurrences)
    assert again == []
    assert [event.step for event in of.wait(days=6).sweep()] == ["zero-circular"]


ZONED = policies.policy(
    policies.step("late", after={"days": 1}, repeat={"every": {"days": 1}, "at_most": 4}), time_zone="Europe/Berlin"
)


def test_where_clocks_change_days_keep_the_wall_clock() -> None:
    """The last Sunday of March 2026 has twenty-three hours in Berlin; a deadline is still the end of a day there."""
    berlin = ZoneInfo("Europe/Berlin")
    of = reported(at=datetime(2026, 3, 20, 9, tzinfo=berlin).astimezone(UTC), rules=policies.rules(ZONED))
    assert of.clock_of("resolve").due_at == datetime(2026, 3, 27, 23, 59, 59, tzinfo=berlin)
    moments = []
    for _ in range(4):
        of.clock.moment = next_due_at(of.issue, of.rules.regime_of(of.issue)) or START
        moments += [of.now.astimezone(berlin) for event in of.sweep() if event.step == "late"]
    assert [f"{moment:%m-%d %H:%M:%S %Z}" for moment in moments] == [
        "03-28 23:59:59 CET",
        "03-29 23:59:59 CEST",
        "03-30 23:59:59 CEST",
        "03-31 23:59:59 CEST",
    ]


@pytest.mark.parametrize("state", [State.IN_PROGRESS, State.RETURNED])
def test_what_waits_for_a_suspension_to_end_is_not_due(state: State) -> None:
    of = in_state(state)
    of.do(Suspend(resume_on=datetime(2026, 6, 1, tzinfo=SHANGHAI).date(), reason="停工"))
    assert due_steps(of.issue, of.rules.regime_of(of.issue), of.now + timedelta(days=30)) == ()

"""The rungs of a ladder: before and after the deadline, after a lapse, repeated, again when nothing happens."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.escalation.due import due_steps, next_due_at, next_escalation, pending_steps
from ledger.issue.commands import RequestExtension, Suspend
from ledger.policy.ladder import QuietHours
from mobile_schema.events.issue_events import EscalationFired
from mobile_schema.vocabulary import State
from tests.ledger import policies
from tests.ledger.factories import SHANGHAI, START, Story, in_state, local, reported

LOCAL_DUE = datetime(2026, 3, 9, 23, 59, 59, tzinfo=SHANGHAI)
"""When a story in progress is to be resolved."""


def story(*steps: dict[str, Any], **said: Any) -> Story:
    """An issue in progress on a ladder of these steps."""
    return in_state(State.IN_PROGRESS, rules=policies.rules(policies.policy(*steps, **said)))


def at(of: Story, moment: datetime) -> list[tuple[str, int]]:
    """What a sweep at that moment fires: (step, occurrence)."""
    of.clock.moment = moment.astimezone(UTC)
    return [(event.step, event.occurrence) for event in of.sweep()]


def days(count: float) -> datetime:
    """So many days after the deadline."""
    return LOCAL_DUE + timedelta(days=count)


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


CHAIN = (
    policies.step("blue", light="blue"),
    policies.step("orange", needs="blue", lapse={"days": 2}, light="orange"),
    policies.step("red", needs="orange", lapse={"days": 2}),
)


def test_each_sheet_comes_only_after_the_one_before_lapsed() -> None:
    of = story(*CHAIN)
    assert [due.step.step for due in pending_steps(of.issue, of.rules.regime_of(of.issue))] == ["blue"]
    assert at(of, days(0)) == [("blue", 1)]
    assert at(of, days(2) - timedelta(milliseconds=1)) == []
    assert at(of, days(2)) == [("orange", 1)]
    assert at(of, days(4)) == [("red", 1)]


def test_a_lapse_counts_from_when_the_sheet_before_really_came() -> None:
    """The worker was away for ten days: nobody gets three sheets at once."""
    of = story(*CHAIN)
    assert at(of, days(10)) == [("blue", 1)]
    assert at(of, days(12) - timedelta(milliseconds=1)) == []
    assert at(of, days(30)) == [("orange", 1)]
    assert at(of, days(32)) == [("red", 1)]


def test_a_lapse_counts_from_the_first_time_of_a_sheet_that_repeats() -> None:
    """Counted from the last, a daily reminder would keep the sheet after it from ever coming."""
    of = story(policies.step("blue", repeat={"every": {"days": 1}}), CHAIN[1])
    fired = [step for n in range(6) for step, _ in at(of, days(n))]
    assert fired.count("blue") == 6
    assert fired.index("orange") == 3


def test_acknowledging_a_sheet_does_not_stop_the_next() -> None:
    of = story(*CHAIN)
    of.clock.moment = days(0)
    of.acknowledge(of.sweep()[0])
    assert at(of, days(2)) == [("orange", 1)]


def test_the_three_sheets_go_from_the_person_to_above() -> None:
    of = in_state(State.IN_PROGRESS, rules=policies.rules(policies.shipped("three-sheets")))
    fired = []
    for n in range(-7, 20):
        of.clock.moment = days(n)
        fired += [(local(of.now)[5:10], e.step, e.light) for e in of.sweep() if e.obligation == "resolve"]
    assert fired == [
        ("03-09", "resolve-blue", "blue"),
        ("03-12", "resolve-orange", "orange"),
        ("03-15", "resolve-red", "red"),
    ]


def test_a_step_repeats_every_so_often_at_most_so_many_times() -> None:
    of = story(policies.step("late", repeat={"every": {"days": 2}, "at_most": 3}))
    fired = {n: at(of, days(n)) for n in range(12)}
    assert {n: found for n, found in fired.items() if found} == {0: [("late", 1)], 2: [("late", 2)], 4: [("late", 3)]}
    assert next_escalation(of.issue, of.rules.regime_of(of.issue)) is None


def test_a_step_repeats_until_so_long_after_its_first_time() -> None:
    of = story(policies.step("late", after={"days": 1}, repeat={"every": {"days": 2}, "until": {"days": 5}}))
    fired = {n: at(of, days(n)) for n in range(12)}
    assert {n: found for n, found in fired.items() if found} == {1: [("late", 1)], 3: [("late", 2)], 5: [("late", 3)]}


@pytest.mark.parametrize(
    ("repeat", "last"),
    [({}, 41), ({"at_most": 5}, 5), ({"until": {"days": 12}}, 13), ({"at_most": 9, "until": {"days": 12}}, 9)],
)
def test_after_an_outage_a_repeating_step_catches_up_once_with_the_last_that_was_due(
    repeat: dict[str, Any], last: int
) -> None:
    of = story(policies.step("late", repeat={"every": {"days": 1}, **repeat}))
    assert at(of, days(40.5)) == [("late", last)]
    (fired,) = of.happened(EscalationFired)
    assert fired.due_at == days(last - 1)
    assert of.sweep() == []


def test_a_repeat_in_months_keeps_the_day_after_a_short_month() -> None:
    of = story(policies.step("late", repeat={"every": {"months": 1}}), obligations=policies.due(resolve={"days": 29}))
    moments = []
    for _ in range(4):
        of.clock.moment = next_due_at(of.issue, of.rules.regime_of(of.issue)) or START
        moments += [local(of.now)[:10] for event in of.sweep() if event.step == "late"]
    assert moments == ["2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30"]


def test_acknowledging_an_old_occurrence_does_not_silence_the_later_ones() -> None:
    of = story(policies.step("late", repeat={"every": {"days": 1}}))
    of.clock.moment = days(0)
    (first,) = of.sweep()
    of.clock.moment = days(1)
    (second,) = of.sweep()
    of.acknowledge(first)
    assert at(of, days(2)) == [("late", 3)]
    of.acknowledge(second)
    assert at(of, days(3)) == [("late", 4)]
    of.acknowledge(of.happened(EscalationFired)[-1])
    assert at(of, days(30)) == []


def test_an_acknowledged_step_comes_again_when_nothing_happens_for_so_long() -> None:
    of = story(policies.step("late", again_if_idle={"days": 3}))
    of.clock.moment = days(0)
    of.acknowledge(of.sweep()[0])
    assert at(of, days(3) - timedelta(milliseconds=1)) == []
    assert at(of, days(3)) == [("late", 2)]
    assert at(of, days(30)) == []
    of.acknowledge(of.happened(EscalationFired)[-1])
    assert at(of, days(33)) == [("late", 3)]


def test_whatever_people_do_starts_the_idle_time_anew_and_nothing_else_does() -> None:
    of = story(policies.step("late", again_if_idle={"days": 3}), policies.step("next", after={"days": 1}))
    of.clock.moment = days(0)
    of.acknowledge(of.sweep()[0])
    assert at(of, days(1)) == [("next", 1)]
    of.clock.moment = days(2)
    of.do("report-progress")
    assert at(of, days(3)) == []
    assert at(of, days(5)) == [("late", 2)]


def test_a_step_that_nobody_acknowledged_does_not_come_again_for_idleness() -> None:
    of = story(policies.step("late", again_if_idle={"days": 3}))
    assert at(of, days(0)) == [("late", 1)]
    assert at(of, days(300)) == []


def test_steps_that_fall_due_together_fire_in_the_order_of_the_ladder() -> None:
    of = story(
        policies.step("zz-first"),
        policies.step("mm-second", after={"days": 1}),
        policies.step("aa-last", after={"days": 2}),
    )
    of.to(State.CLOSURE_REQUESTED).wait(days=30).to(State.RETURNED)
    assert [event.step for event in of.sweep()] == ["zz-first", "mm-second", "aa-last"]


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


def quiet(begin: str, end: str) -> QuietHours:
    return QuietHours.model_validate({"from": begin, "to": end, "lights": ["green"]})


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-03-02 21:59:59", None),
        ("2026-03-02 22:00:00", "2026-03-03 07:30:00"),
        ("2026-03-03 00:00:00", "2026-03-03 07:30:00"),
        ("2026-03-03 07:29:59", "2026-03-03 07:30:00"),
        ("2026-03-03 07:30:00", None),
    ],
)
def test_quiet_hours_over_midnight_end_in_the_morning(now: str, until: str | None) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=SHANGHAI).astimezone(UTC)
    ends = quiet("22:00", "07:30").until(moment, "green", SHANGHAI)
    assert (local(ends) if ends else None) == until


def test_quiet_hours_within_a_day_end_on_it() -> None:
    noon = datetime(2026, 3, 2, 12, 30, tzinfo=SHANGHAI)
    assert quiet("12:00", "14:00").until(noon, "green", SHANGHAI) == noon.replace(hour=14, minute=0)
    assert quiet("12:00", "14:00").until(noon, "red", SHANGHAI) is None


@settings(deadline=None)
@given(
    begin=st.times(),
    end=st.times(),
    now=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),
    zone=st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York"]).map(ZoneInfo),
)
def test_quiet_always_ends_and_is_over_then(begin: time, end: time, now: datetime, zone: ZoneInfo) -> None:
    hours = QuietHours.model_validate({"from": begin, "to": end, "lights": ["green"]})
    ends = hours.until(now, "green", zone)
    if ends is not None and begin != end:
        assert now <= ends <= now + timedelta(hours=26)
        assert hours.until(ends, "green", zone) is None


@settings(max_examples=80, deadline=None)
@given(
    every=st.integers(1, 5),
    at_most=st.none() | st.integers(2, 8),
    until=st.none() | st.integers(5, 30),
    gaps=st.lists(st.integers(1, 12 * 86_400_000), min_size=1, max_size=8),
)
def test_a_repeat_is_on_its_beat_each_occurrence_once_and_none_left_behind(
    every: int, at_most: int | None, until: int | None, gaps: list[int]
) -> None:
    repeat: dict[str, Any] = {"every": {"days": every}}
    repeat |= {"at_most": at_most} if at_most else {}
    repeat |= {"until": {"days": until}} if until else {}
    of = story(policies.step("late", repeat=repeat))
    of.clock.moment = LOCAL_DUE.astimezone(UTC)
    last = 0
    for gap in [0, *gaps]:
        of.wait(milliseconds=gap)
        passed = (of.now - LOCAL_DUE) // timedelta(days=every) + 1
        bounds = [passed, at_most or passed, until // every + 1 if until else passed]
        found = [(event.occurrence, event.due_at) for event in of.sweep()]
        expected = min(bounds)
        assert found == ([(expected, days(every * (expected - 1)))] if expected > last else [])
        last = max(last, expected)


@pytest.mark.parametrize("state", [State.IN_PROGRESS, State.RETURNED])
def test_what_waits_for_a_suspension_to_end_is_not_due(state: State) -> None:
    of = in_state(state)
    of.do(Suspend(resume_on=datetime(2026, 6, 1, tzinfo=SHANGHAI).date(), reason="停工"))
    assert due_steps(of.issue, of.rules.regime_of(of.issue), of.now + timedelta(days=30)) == ()

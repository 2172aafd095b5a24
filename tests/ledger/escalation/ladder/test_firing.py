"""What becomes of a step that is due: fired and told, put off by quiet hours, or failed as nobody is there."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.escalation.due import next_due_at
from ledger.escalation.firing import accounted, fire_due
from ledger.issue.changes import Change
from ledger.issue.words.assigning import Assign
from ledger.issue.words.timing import Suspend
from ledger.policy.rules import Rules
from mobile_schema.events.escalation_events import EscalationDeferred, EscalationFailed, EscalationFired
from mobile_schema.events.timing_events import IssueResumed
from mobile_schema.vocabulary import Category, State
from tests.ledger import policies
from tests.ledger.escalation.ladder.rungs import LOCAL_DUE
from tests.ledger.factories import CITY, COUNTY, LAND_UNIT, PROVINCE, SHANGHAI, local, vacant
from tests.ledger.stories import Story, in_state, reported

AHEAD = policies.rules(policies.shipped("before-due"))


def under(*steps: dict[str, Any], **said: Any) -> Rules:
    return policies.rules(policies.policy(*steps, **said))


def without(rules: Rules, *posts: str) -> Rules:
    """The same with nobody in these posts."""
    return replace(rules, catalogue=vacant(*posts))


def sweep_at(story: Story, moment: datetime) -> list[str]:
    story.clock.moment = moment.astimezone(UTC)
    return [event.step for event in story.sweep()]


def test_a_warning_that_falls_into_quiet_hours_waits_for_the_morning_and_fires_once() -> None:
    """Three days before the deadline is a second before midnight; the policy is quiet from ten to half past seven."""
    story = in_state(State.IN_PROGRESS, rules=AHEAD)
    night = datetime(2026, 3, 6, 23, 59, 59, tzinfo=SHANGHAI)
    assert "resolve-ahead-3" not in sweep_at(story, night)
    deferred = [one for one in story.happened(EscalationDeferred) if one.step == "resolve-ahead-3"]
    assert [(one.due_at, local(one.until), one.reason) for one in deferred] == [
        (night, "2026-03-07 07:30:00", "quiet_hours")
    ]
    version = story.issue.version
    assert sweep_at(story, night + timedelta(hours=7)) == []
    assert story.issue.version == version
    assert sweep_at(story, datetime(2026, 3, 7, 7, 30, tzinfo=SHANGHAI))[-1] == "resolve-ahead-3"
    fired = story.happened(EscalationFired)[-1]
    assert (fired.deferred, fired.occurrence, fired.late_ms) == ("quiet_hours", 1, 0)
    assert sweep_at(story, datetime(2026, 3, 7, 8, tzinfo=SHANGHAI)) == []


def test_the_sweep_looks_again_when_the_quiet_ends() -> None:
    story = in_state(State.ASSIGNED, rules=under(policies.step("late"), quiet_hours=NIGHT))
    sweep_at(story, LOCAL_DUE)
    looks_at = next_due_at(story.issue, story.rules.regime_of(story.issue))
    assert looks_at == datetime(2026, 3, 10, 7, 30, tzinfo=SHANGHAI)


NIGHT = {"from": "22:00", "to": "07:30", "lights": ["red"]}


def test_lights_that_the_quiet_does_not_name_fire_at_any_hour() -> None:
    story = in_state(State.IN_PROGRESS, rules=under(policies.step("late", light="yellow"), quiet_hours=NIGHT))
    assert sweep_at(story, LOCAL_DUE) == ["late"]
    assert story.happened(EscalationDeferred) == []


def test_who_comes_only_in_the_next_night_is_put_off_once_more() -> None:
    """A defect of peers: an escalation paused by a window never resumes."""
    story = in_state(State.IN_PROGRESS, rules=under(policies.step("late"), quiet_hours=NIGHT))
    assert sweep_at(story, LOCAL_DUE) == []
    assert sweep_at(story, LOCAL_DUE + timedelta(days=1)) == []
    assert [local(one.until) for one in story.happened(EscalationDeferred)] == [
        "2026-03-10 07:30:00",
        "2026-03-11 07:30:00",
    ]
    assert sweep_at(story, datetime(2026, 3, 11, 9, tzinfo=SHANGHAI)) == ["late"]
    assert story.happened(EscalationFired)[0].late_ms == 90 * 60 * 1000


def test_what_was_put_off_does_not_fire_once_it_is_no_longer_owed() -> None:
    story = in_state(State.IN_PROGRESS, rules=under(policies.step("late"), quiet_hours=NIGHT))
    sweep_at(story, LOCAL_DUE)
    story.to(State.CLOSURE_REQUESTED)
    assert sweep_at(story, LOCAL_DUE + timedelta(days=1, hours=9)) == []


def test_a_repeat_that_falls_due_while_an_earlier_one_waits_is_one_message() -> None:
    steps = policies.step("late", repeat={"every": {"hours": 1}, "at_most": 20})
    story = in_state(State.IN_PROGRESS, rules=under(steps, quiet_hours=NIGHT))
    for hour in range(8):
        assert sweep_at(story, LOCAL_DUE + timedelta(hours=hour)) == []
    assert sweep_at(story, datetime(2026, 3, 10, 7, 30, tzinfo=SHANGHAI)) == ["late"]
    assert story.happened(EscalationFired)[0].occurrence == 8
    assert sweep_at(story, datetime(2026, 3, 10, 7, 59, 59, tzinfo=SHANGHAI)) == ["late"]


@settings(max_examples=60, deadline=None)
@given(gaps=st.lists(st.integers(1, 10 * 3_600_000), min_size=1, max_size=40))
def test_however_often_the_sweep_comes_nothing_fires_in_the_quiet_and_each_step_once(gaps: list[int]) -> None:
    story = in_state(
        State.ASSIGNED, rules=under(policies.step("late"), policies.step("later", after={"days": 1}), quiet_hours=NIGHT)
    )
    story.clock.moment = LOCAL_DUE.astimezone(UTC)
    for gap in gaps:
        story.wait(milliseconds=gap)
        fired = story.sweep()
        wall = story.now.astimezone(SHANGHAI)
        quiet = wall.hour >= 22 or (wall.hour, wall.minute) < (7, 30)
        assert not (quiet and fired)
        looks_at = next_due_at(story.issue, story.rules.regime_of(story.issue))
        assert looks_at is None or looks_at > story.now
    story.wait(days=3)
    story.clock.moment = story.now.astimezone(SHANGHAI).replace(hour=12).astimezone(UTC)
    story.sweep()
    assert sorted(event.step for event in story.happened(EscalationFired)) == ["late", "later"]


ALL = tuple(f"supervisor:{region}" for region in ("140105", "140100", "140000"))


def test_where_nobody_is_there_up_to_the_province_the_step_failed_and_names_the_empty_posts() -> None:
    story = reported(Category.OTHER)
    story.rules = without(story.rules, *ALL)
    story.wait(days=2)
    assert story.sweep() == []
    (failed,) = story.happened(EscalationFailed)
    vacant = tuple(f"supervisor@{region}" for region in ("140105", "140100", "140000"))
    assert (failed.step, failed.reason, failed.vacant_posts) == ("triage-county", "nobody", vacant)
    assert failed.late_ms == 10 * 3600 * 1000 + 1000
    assert story.issue.vacant_posts == vacant
    assert story.clock_of("triage").steps["triage-county"].failed


def test_a_failed_step_is_not_tried_again_but_the_next_one_is_due_in_its_time() -> None:
    story = reported(Category.OTHER)
    full, story.rules = story.rules, without(story.rules, *ALL)
    story.wait(days=2).sweep()
    assert story.sweep() == []
    story.rules = full
    assert [(e.step, e.alerts[0].recipient_person_id) for e in story.wait(days=1).sweep()] == [("triage-city", CITY)]
    assert len(story.happened(EscalationFailed)) == 1


def test_a_repeating_step_that_failed_repeats() -> None:
    story = in_state(State.IN_PROGRESS, rules=under(policies.step("late", repeat={"every": {"days": 1}})))
    full, story.rules = story.rules, without(story.rules, *ALL)
    assert sweep_at(story, LOCAL_DUE) == []
    story.rules = full
    assert sweep_at(story, LOCAL_DUE + timedelta(days=1)) == ["late"]
    assert story.happened(EscalationFired)[0].occurrence == 2


def test_a_sheet_that_found_nobody_lapses_like_one_that_was_sent() -> None:
    chain = (policies.step("blue"), policies.step("orange", needs="blue", lapse={"days": 1}))
    story = in_state(State.IN_PROGRESS, rules=under(*chain))
    full, story.rules = story.rules, without(story.rules, *ALL)
    sweep_at(story, LOCAL_DUE)
    story.rules = full
    assert sweep_at(story, LOCAL_DUE + timedelta(days=1)) == ["orange"]


def test_an_empty_post_passes_upward_and_is_named_on_the_alert_and_on_the_issue() -> None:
    story = reported(Category.OTHER)
    story.rules = without(story.rules, "supervisor:140105")
    (fired,) = story.wait(days=2).sweep()
    (alert,) = fired.alerts
    assert (alert.recipient_person_id, alert.vacant_posts) == (CITY, ("supervisor@140105",))
    assert story.issue.vacant_posts == ("supervisor@140105",)


def test_a_step_to_several_tells_each_of_them_once() -> None:
    to = [
        {"post": "unit_head"},
        {"post": "unit_head", "of": "supporting"},
        {"post": "supervisor", "level": "supervising"},
        {"post": "supervisor", "level": "above"},
        {"post": "supervisor", "level": "city"},
    ]
    story = reported(Category.OTHER, rules=under(policies.step("late", to=to)))
    story.do(Assign(unit_id=LAND_UNIT, supporting_unit_ids=("140105-ecology", "140105-housing")), COUNTY)
    assert sweep_at(story, LOCAL_DUE) == ["late"]
    alerts = story.happened(EscalationFired)[0].alerts
    assert [alert.recipient_person_id for alert in alerts] == [
        f"head-{LAND_UNIT}",
        "head-140105-ecology",
        "head-140105-housing",
        COUNTY,
        CITY,
    ]
    assert len({alert.alert_id for alert in alerts}) == 5


def test_one_of_several_who_acknowledges_ends_the_repeats() -> None:
    to = [{"post": "supervisor", "level": "city"}, {"post": "supervisor", "level": "province"}]
    story = in_state(State.IN_PROGRESS, rules=under(policies.step("late", to=to, repeat={"every": {"days": 1}})))
    sweep_at(story, LOCAL_DUE)
    story.acknowledge(story.happened(EscalationFired)[0])
    assert sweep_at(story, LOCAL_DUE + timedelta(days=10)) == []


def test_the_event_says_light_word_instrument_and_channels() -> None:
    purple = {"lights": {"purple": {"zh": "紫灯", "en": "Purple"}}}
    steps = policies.step("late", light="purple", instrument="interview", channels=["wecom", "app"])
    story = in_state(State.IN_PROGRESS, rules=under(steps, **purple))
    sweep_at(story, LOCAL_DUE)
    (fired,) = story.happened(EscalationFired)
    assert (fired.light, fired.light_zh, fired.light_en) == ("purple", "紫灯", "Purple")
    assert (fired.instrument, fired.channels) == ("interview", ("wecom", "app"))
    assert "紫灯" in fired.alerts[0].text_zh


def test_who_holds_the_post_is_asked_when_the_step_fires_not_when_the_clock_started() -> None:
    story = reported(Category.OTHER).wait(days=2)
    holding = replace(story.rules.catalogue.posts["supervisor:140105"].holders[0], person_id=PROVINCE)
    changed = replace(story.rules.catalogue.posts["supervisor:140105"], holders=(holding,))
    posts = {**story.rules.catalogue.posts, "supervisor:140105": changed}
    story.rules = replace(story.rules, catalogue=replace(story.rules.catalogue, posts=posts))
    assert story.sweep()[0].alerts[0].recipient_person_id == PROVINCE


def test_where_nothing_is_due_nothing_changes() -> None:
    story = in_state(State.IN_PROGRESS)
    assert fire_due(story.issue, story.now, story.rules) is None
    assert accounted(story.issue, story.now, story.rules) == Change(story.issue, story.issue, ())


def test_what_is_due_is_in_the_account_with_which_everything_begins() -> None:
    story = in_state(State.IN_PROGRESS, rules=under(policies.step("late"))).wait(days=30)
    change = accounted(story.issue, story.now, story.rules)
    assert [event.data.step for event in change.envelopes if isinstance(event.data, EscalationFired)] == ["late"]


def test_a_suspension_that_ends_and_what_is_due_after_it_are_one_change() -> None:
    story = in_state(State.IN_PROGRESS, rules=under(policies.step("late")))
    story.do(Suspend(resume_on=datetime(2026, 4, 1, tzinfo=SHANGHAI).date(), reason="停工"))
    change = fire_due(story.issue, story.wait(days=90).now, story.rules)
    assert change is not None
    assert [type(event.data) for event in change.envelopes] == [IssueResumed, EscalationFired]
    assert (change.before, change.issue.version) == (story.issue, story.issue.version + 2)


def test_an_obstruction_goes_up_within_hours() -> None:
    """A call to 110 that the police do not answer: the unit's head, the county, the city."""
    story = in_state(
        State.ASSIGNED, category=Category.OBSTRUCTION, rules=policies.rules(policies.shipped("obstruction"))
    )
    story.do("log-referral")
    fired = []
    for _ in range(20):
        swept = story.wait(minutes=10).sweep()
        fired += [(local(story.now)[11:16], event.step) for event in swept if event.obligation == "police_answer"]
    assert fired == [("10:30", "police-head"), ("11:00", "police-county"), ("12:30", "police-city")]

"""A simulation lives histories through again: under the policy that an issue ran on, it is what really fired."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.decisions.lifecycle.table import allowed
from ledger.escalation.due import next_due_at
from ledger.issue.changes import envelopes_for
from ledger.issue.projection import replay
from ledger.issue.refusals import CommandRefused
from ledger.policy.policy import Policy
from ledger.policy.versions import parse_policy, shipped_text
from ledger.registry.actors import Actor
from ledger.registry.files.loading import load_catalogue
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.events.escalation_events import AlertAcknowledged, EscalationFired
from mobile_schema.events.timing_events import IssueResumed
from mobile_schema.vocabulary import Category, Role, Severity, State
from oversight.simulate import differing
from oversight.simulate.comparing import Comparison, History, Question, simulate
from oversight.simulate.differing import Apart, Differing
from oversight.simulate.reliving import Trial
from oversight.simulate.tally import Tally, Window, week_of
from tests.ledger import policies
from tests.ledger.factories import CITY_PROJECT, PROJECT, RULES, SHANGHAI, START, local
from tests.ledger.stories import Story, in_state, obstruction, reported

POLICIES = {policy.name: policy for policy in RULES.policies.versions()}
DEFAULT = POLICIES["13710"] = policies.shipped("13710")
POLICIES["begun-anew"] = parse_policy(
    shipped_text("13710@1").replace('name: "13710"', "name: begun-anew") + "on_transfer: restart\n"
)
DAY = timedelta(days=1)


def live(story: Story, **by: float) -> Story:
    """Let time pass under a sweep that is never late: it looks at the very moment at which something falls due."""
    until = story.now + timedelta(**by)
    while (due := next_due_at(story.issue, RULES.regime_of(story.issue))) is not None and due <= until:
        story.clock.moment = max(due, story.now)
        story.sweep()
    story.clock.moment = until
    return story


def acknowledge(story: Story) -> None:
    """The recipient of the last alert confirms it."""
    fired = [envelope.data for envelope in story.envelopes if isinstance(envelope.data, EscalationFired)]
    if fired and story.issue.is_open:
        last = fired[-1]
        seen = AlertAcknowledged(
            alert_id=last.alerts[0].alert_id,
            **{name: getattr(last, name) for name in ("obligation", "round", "step", "occurrence")},
        )
        who = Actor(str(last.alerts[0].recipient_person_id), Role.SUPERVISOR)
        story.add(envelopes_for(story.issue, [seen], story.now, who))


def history_of(story: Story) -> History:
    return tuple(story.envelopes)


def relived(history: History, policy: Policy, until: datetime) -> History:
    return tuple(Trial.of(policy, RULES).relive(history, until))


def fired_in(history: History) -> list[EventEnvelope]:
    """What fired, whatever number it has among the events."""
    return [
        envelope.model_copy(update={"version": 0}) for envelope in history if isinstance(envelope.data, EscalationFired)
    ]


def asked(policy: Policy, story: Story, *, against: Policy | None = None, since: datetime | None = None) -> Comparison:
    window = Window(since, story.now, SHANGHAI)
    return simulate([history_of(story)], Question(policy, against, window), RULES)


@st.composite
def lives(draw: st.DrawFn, acknowledged: bool = True) -> Story:
    """Anybody's life of an issue: the right people do what its state allows, or wait, for hours or weeks."""
    category = draw(st.sampled_from([Category.LAND, Category.OTHER, Category.ENVIRONMENT]))
    project = draw(st.sampled_from([PROJECT, CITY_PROJECT]))
    story = draw(
        st.sampled_from([lambda: reported(category, draw(st.sampled_from(Severity)), project=project), obstruction])
    )()
    for hours, choice in draw(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 30)), max_size=12)):
        live(story, hours=hours, seconds=1)
        names = [name for name in allowed(story.issue.state) if name != "move-policy"]
        if choice == 30 and acknowledged:
            acknowledge(story)
        elif names:
            with suppress(CommandRefused):
                story.do(names[choice % len(names)])
    return live(story, days=draw(st.integers(0, 40)))


@given(story=lives())
def test_under_the_policy_it_ran_on_exactly_what_fired_fires(story: Story) -> None:
    there = relived(history_of(story), DEFAULT, story.now)
    assert fired_in(there) == fired_in(history_of(story))
    assert asked(DEFAULT, story).would == asked(DEFAULT, story).did


@given(
    story=lives(acknowledged=False),
    name=st.sampled_from(["13710-working-days", "three-sheets", "before-due", "begun-anew"]),
)
def test_another_policy_and_back_is_the_first_again(story: Story, name: str) -> None:
    """Nothing of the policy that an issue ran on stays on it: no clock, no round, no step."""
    elsewhere = relived(history_of(story), POLICIES[name], story.now)
    assert {envelope.data.policy for envelope in fired_in(elsewhere)} <= {name}  # type: ignore[attr-defined]
    assert fired_in(relived(elsewhere, DEFAULT, story.now)) == fired_in(history_of(story))


def test_who_signs_on_monday_is_late_in_natural_days_and_in_time_in_working_days() -> None:
    friday = reported(at=START + 4 * DAY)
    compared = asked(POLICIES["13710-working-days"], live(live(friday, days=3).to(State.ACCEPTED), hours=1))
    assert compared.side_by_side("steps") == {
        "deploy-person": {"would": 1, "did": 1},
        "deploy-county": {"would": 0, "did": 1},
        "deploy-city": {"would": 0, "did": 1},
    }


def test_what_fired_late_after_an_outage_fires_on_time_in_a_simulation() -> None:
    story = reported().wait(days=6)
    story.sweep()
    late = [envelope.data for envelope in fired_in(history_of(story))]
    there = fired_in(relived(history_of(story), DEFAULT, story.now))
    assert all(event.late_ms > 0 for event in late if isinstance(event, EscalationFired))
    assert [(envelope.at, envelope.data.late_ms) for envelope in there] == [  # type: ignore[attr-defined]
        (envelope.data.due_at, 0)  # type: ignore[attr-defined]
        for envelope in there
    ]
    assert {event.step for event in late} == {envelope.data.step for envelope in there}  # type: ignore[attr-defined]


def test_an_extension_keeps_the_deadline_that_was_granted() -> None:
    story = live(reported(), hours=1).to(State.ACCEPTED)
    story.do("request-extension")
    story.do("approve-extension")
    granted = story.issue.obligation("resolve")
    there = replay(relived(history_of(story), POLICIES["before-due"], story.now)).obligation("resolve")
    assert granted is not None
    assert there is not None
    assert (there.round, there.due_at) == (2, granted.due_at)


def test_an_extension_to_less_than_this_policy_gives_changes_nothing() -> None:
    generous = parse_policy(shipped_text("13710@1").replace("{ordinary: {days: 7}", "{ordinary: {days: 90}"))
    story = live(reported(), hours=1).to(State.ACCEPTED)
    story.do("request-extension")
    story.do("approve-extension")
    there = replay(relived(history_of(story), generous, story.now)).obligation("resolve")
    assert there is not None
    assert (there.round, local(there.due_at)) == (1, "2026-05-31 23:59:59")


def test_an_acknowledgement_counts_only_where_its_step_fired() -> None:
    story = live(in_state(State.IN_PROGRESS), days=8)
    acknowledge(story)
    kept = relived(history_of(story), DEFAULT, story.now)
    elsewhere = relived(history_of(story), POLICIES["three-sheets"], story.now)
    assert [any(isinstance(envelope.data, AlertAcknowledged) for envelope in each) for each in (kept, elsewhere)] == [
        True,
        False,
    ]


def test_a_suspension_that_the_ledger_ended_late_ends_on_its_day() -> None:
    story = in_state(State.SUSPENDED).wait(days=30)
    story.sweep()
    (resumed,) = [e for e in relived(history_of(story), DEFAULT, story.now) if isinstance(e.data, IssueResumed)]
    assert resumed.at == resumed.data.resumed_at  # type: ignore[attr-defined]
    assert resumed.at < story.now


def test_a_transfer_begins_clocks_anew_where_this_policy_says_so_and_keeps_them_where_it_does_not() -> None:
    story = live(live(in_state(State.IN_PROGRESS), days=5), seconds=1)
    story.do("transfer")
    live(story, days=1)
    elsewhere = relived(history_of(story), POLICIES["begun-anew"], story.now)
    there, back = replay(elsewhere), replay(relived(elsewhere, DEFAULT, story.now))
    dues = [local(clock.due_at) for issue in (there, back) if (clock := issue.obligation("resolve")) is not None]
    assert dues == ["2026-03-14 23:59:59", "2026-03-09 23:59:59"]


def test_a_voiding_that_was_undone_keeps_its_days() -> None:
    story = live(in_state(State.IN_PROGRESS), days=2)
    story.do("void")
    live(story, days=10).do("unvoid")
    there = replay(relived(history_of(story), POLICIES["before-due"], story.now)).obligation("resolve")
    assert there is not None
    assert local(there.due_at) == "2026-03-19 23:59:59"


def test_an_issue_outside_the_scope_is_in_no_count() -> None:
    compared = asked(POLICIES["obstruction"], live(reported(Category.LAND), days=9))
    assert (compared.issues, compared.outside, compared.would, compared.did) == (0, 1, Tally(), Tally())
    assert asked(POLICIES["obstruction"], live(obstruction(), days=9)).issues == 1


def test_only_the_days_asked_for_are_counted() -> None:
    story = live(reported(), days=9)
    whole = asked(DEFAULT, story)
    first = START + 4 * DAY
    late = asked(DEFAULT, story, since=first)
    early = simulate([history_of(story)], Question(DEFAULT, None, Window(None, first, SHANGHAI)), RULES)
    assert whole.would.fired == late.would.fired + early.would.fired
    assert 0 < late.would.fired < whole.would.fired
    assert late.would == late.did
    assert early.would == early.did


def test_nobody_to_tell_is_counted_apart() -> None:
    story = live(reported(), days=2)
    deserted = replace(RULES, catalogue=load_catalogue(samples=False))
    compared = simulate([history_of(story)], Question(DEFAULT, None, Window(None, story.now, SHANGHAI)), deserted)
    assert (compared.would.fired, compared.would.failed) == (0, compared.did.fired)


def test_counts_are_by_step_level_unit_and_week() -> None:
    """Monday to Wednesday of the next week without a word: whoever is told has a level, or is of the unit."""
    compared = asked(DEFAULT, live(reported(), days=1, hours=14))
    assert compared.summary() == {
        "issues": 1,
        "outside": 0,
        "policy": "13710@1",
        "against": None,
        "fired": 2,
        "did": 2,
        "failed": 0,
        "did_failed": 0,
        "by_step": {"deploy-county": {"would": 1, "did": 1}, "deploy-person": {"would": 1, "did": 1}},
        "by_level": {"county": {"would": 1, "did": 1}, "unit": {"would": 1, "did": 1}},
        "by_unit": {"140105-natural-resources": {"would": 2, "did": 2}},
        "by_week": {"2026-W10": {"would": 2, "did": 2}},
    }


def test_parts_add_up_to_the_whole() -> None:
    stories = [history_of(live(reported(category), days=9)) for category in (Category.LAND, Category.OTHER)]
    question = Question(DEFAULT, POLICIES["three-sheets"], Window(None, START + 9 * DAY, SHANGHAI))
    whole, parts = simulate(stories, question, RULES), Comparison.begun(question)
    for story in stories:
        parts.add(simulate([story], question, RULES))
    assert parts == whole
    assert whole.issues == 2


def test_issues_that_fire_another_number_of_times_are_named() -> None:
    story = live(reported(), days=9)
    sheets = POLICIES["three-sheets"]
    fewer, more = asked(sheets, story, against=DEFAULT), asked(DEFAULT, story, against=sheets)
    one = Apart(story.issue.id, story.issue.serial, fewer.would.fired, fewer.did.fired)
    assert fewer.would.fired < fewer.did.fired
    assert (fewer.differing.more, fewer.differing.fewer, fewer.differing.furthest) == (0, 1, [one])
    assert (more.differing.more, more.differing.fewer) == (1, 0)
    assert asked(DEFAULT, story).differing == Differing()


def test_of_many_the_furthest_apart_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(differing, "MOST_NAMED", 2)
    found = Differing()
    for serial, would in (("a", 1), ("b", 5), ("c", 0), ("d", 3), ("e", 2)):
        found.note(Apart(serial, serial, would, 2))
    assert (found.more, found.fewer) == (2, 2)
    assert [apart.serial for apart in found.furthest] == ["b", "c"]


@pytest.mark.parametrize(("day", "week"), [("2026-01-01", "2026-W01"), ("2027-01-03", "2026-W53")])
def test_weeks_are_those_of_iso_8601(day: str, week: str) -> None:
    assert week_of(date.fromisoformat(day)) == week


def test_days_from_after_to_are_refused() -> None:
    with pytest.raises(ValueError, match="begin after it ends"):
        Window.between(date(2026, 3, 2), date(2026, 3, 1), START, SHANGHAI)

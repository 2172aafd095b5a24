"""改派: an assigned issue goes to another unit; its clocks go on or begin anew, as its policy says."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ledger.access.scopes import scopes_of, unit_key
from ledger.issue.refusals import Refusal
from ledger.issue.words.assigning import Accept, Assign, ChangeSupport, Transfer
from ledger.issue.words.referring import LogReferral
from ledger.issue.words.solving import FilePlan
from ledger.issue.words.timing import Suspend
from ledger.policy.rules import Rules
from mobile_schema.events.assigning_events import IssueTransferred
from mobile_schema.events.facts import Milestone
from mobile_schema.vocabulary import Category, Level, ReferralBody, Severity, State
from tests.ledger import policies
from tests.ledger.factories import CITY, COUNTY, HEAD, LAND_UNIT, OTHER_UNIT, PROVINCE, STAFF, local, person
from tests.ledger.stories import Story, due, in_state, refused, reported

POLICE, CITY_LAND = "140105-public-security", "140100-natural-resources"
HANDED = [State.ASSIGNED, State.ACCEPTED, State.IN_PROGRESS, State.CLOSURE_REQUESTED, State.RETURNED, State.REOPENED]


def to(unit: str = OTHER_UNIT) -> Transfer:
    return Transfer(unit_id=unit, reason="属其职责")


def anew() -> Rules:
    """13710, but that another unit has all the time again."""
    return policies.rules(policies.shipped("13710").model_copy(update={"on_transfer": "restart"}))


def the(story: Story) -> IssueTransferred:
    (event,) = story.happened(IssueTransferred)
    return event


@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("state", HANDED)
def test_from_any_state_in_which_a_unit_has_it_another_one_has_to_sign(state: State, severity: Severity) -> None:
    story = in_state(state, severity)
    before = story.issue
    story.do(to())
    issue = story.issue
    assert (issue.state, issue.unit_id, issue.person_id) == (State.ASSIGNED, OTHER_UNIT, None)
    assert (the(story).from_unit_id, the(story).reason) == (before.unit_id, "属其职责")
    assert (issue.assigned_at, issue.rule) == (story.now, "manual")
    assert (issue.policy, issue.policy_version) == (before.policy, before.policy_version)
    assert (issue.milestones, issue.measures, issue.percent, issue.last_progress_at) == ((), None, None, None)
    story.to(State.ACCEPTED, State.IN_PROGRESS)


@pytest.mark.parametrize("state", [State.ASSIGNED, State.ACCEPTED, State.IN_PROGRESS, State.RETURNED, State.REOPENED])
def test_clocks_are_kept_unless_the_policy_says_otherwise(state: State) -> None:
    story = in_state(state)
    clocks = story.issue.obligations
    story.do(to())
    assert story.issue.obligations == clocks
    assert the(story).clocks is None


@pytest.mark.parametrize("state", HANDED)
def test_where_the_policy_says_so_another_unit_has_all_the_time_again(state: State) -> None:
    story = in_state(state, rules=anew())
    before = {clock.key for clock in story.issue.obligations}
    story.wait(days=3).do(to())
    begun = [clock for clock in story.issue.obligations if clock.key not in before]
    assert [clock.code for clock in begun] == ["deploy", "feedback", "resolve", "zero"]
    assert {clock.started_at for clock in begun} == {story.now}
    assert due(story).keys() == {clock.key for clock in begun}
    assert local(story.clock_of("resolve").due_at) == "2026-03-12 23:59:59"
    was = next(clock for clock in story.issue.obligations if clock.code == "resolve")
    assert was.outcome in ("cancelled", "satisfied")


def test_a_closure_that_waits_gets_no_answer_and_the_work_goes_on_as_if_returned() -> None:
    story, returned = in_state(State.CLOSURE_REQUESTED).wait(days=1), in_state(State.CLOSURE_REQUESTED).wait(days=1)
    story.do(to())
    returned.do("return-closure")
    assert the(story).dropped == ("closure",)
    assert (story.issue.closure, story.issue.recheck) == (None, None)
    assert story.clock_of("verify").outcome == "cancelled"
    assert due(story) == due(returned)
    assert refused(story, "approve-closure").reason is Refusal.WRONG_STATE


def test_a_clock_that_a_return_starts_starts_then_too() -> None:
    said = policies.document()
    said["obligations"]["resolve"] |= {"starts": ["assigned", "returned"], "resumed_by": []}
    policy = policies.policy(policies.step("late"), obligations=said["obligations"])
    story = in_state(State.CLOSURE_REQUESTED, rules=policies.rules(policy)).wait(days=1)
    story.do(to())
    assert due(story).keys() == {"resolve.2", "zero.1"}


def test_what_only_ends_or_only_runs_on_by_a_dropped_closure_does_so() -> None:
    ending, running_on = policies.document()["obligations"], policies.document()["obligations"]
    ending["resolve"]["resumed_by"] = []
    del running_on["verify"]
    for obligations, runs in ((ending, {"zero.1"}), (running_on, {"resolve.1", "zero.1"})):
        policy = policies.policy(policies.step("late"), obligations=obligations)
        story = in_state(State.CLOSURE_REQUESTED, rules=policies.rules(policy))
        story.do(to())
        assert due(story).keys() == runs


def test_a_clock_that_a_request_for_closure_would_have_started_and_found_running_runs_on() -> None:
    obligations = policies.document()["obligations"]
    obligations["verify"]["starts"] = ["assigned", "closure_requested"]
    policy = policies.policy(policies.step("late"), obligations=obligations)
    story = in_state(State.IN_PROGRESS, rules=policies.rules(policy)).wait(days=1)
    story.do("request-closure")
    story.do(to())
    assert story.clock_of("verify").key == "verify.1"
    assert story.clock_of("verify").running


def test_a_clock_that_began_since_closure_was_asked_for_is_not_of_the_request_and_runs_on() -> None:
    obligations = policies.document()["obligations"]
    obligations["verify"] |= {"starts": ["closure_requested", "rechecked"], "satisfied_by": ["referred"]}
    policy = policies.policy(policies.step("late"), obligations=obligations)
    story = in_state(State.CLOSURE_REQUESTED, rules=policies.rules(policy)).wait(days=1)
    story.do(LogReferral(body=ReferralBody.POLICE_110, referred_at=story.now), COUNTY)
    story.do("record-recheck")
    story.do(to())
    assert (story.clock_of("verify").key, story.clock_of("verify").running) == ("verify.2", True)


def test_a_late_plan_is_the_unit_befores_own() -> None:
    story = in_state(State.ACCEPTED).wait(days=8)
    story.do(FilePlan(milestones=(Milestone(name="清场", due_on=date(2026, 3, 20)),)))
    assert story.issue.plan_is_late
    story.do(to())
    assert not story.issue.plan_is_late


@pytest.mark.parametrize("asked", ["extension", "suspension"])
def test_what_the_unit_asked_for_is_asked_no_more_and_the_event_says_so(asked: str) -> None:
    story = in_state(State.IN_PROGRESS)
    story.do(f"request-{asked}")
    story.do(to())
    assert the(story).dropped == (asked,)
    assert (story.issue.extension_request, story.issue.suspension_request) == (None, None)


def test_where_nothing_was_asked_nothing_is_dropped() -> None:
    story = in_state(State.IN_PROGRESS)
    story.do(to())
    assert the(story).dropped == ()


def test_what_rests_rests_on_and_waits_for_the_new_unit_afterwards() -> None:
    story = in_state(State.CLOSURE_REQUESTED)
    story.do(Suspend(resume_on=date(2026, 3, 12), reason="冬季停工"))
    story.wait(days=2).do(to())
    assert (story.issue.state, the(story).dropped) == (State.SUSPENDED, ("closure",))
    assert {clock.paused_at is None for clock in story.issue.obligations if clock.running} == {False}
    story.wait(days=10).sweep()
    assert story.issue.state is State.ASSIGNED
    assert due(story).keys() >= {"resolve.1", "zero.1"}


def test_begun_anew_at_rest_the_clocks_run_from_the_resumption() -> None:
    story = in_state(State.IN_PROGRESS, rules=anew())
    story.do(Suspend(resume_on=date(2026, 3, 12), reason="冬季停工"))
    story.wait(days=2).do(to())
    story.wait(days=10).sweep()
    assert local(story.clock_of("resolve").due_at) == "2026-03-18 23:59:59"


@pytest.mark.parametrize("category", [Category.OTHER, Category.LAND])
def test_what_no_unit_has_is_assigned_and_not_transferred(category: Category) -> None:
    story = reported(category)
    if category is Category.LAND:
        story.do("decline")
    assert refused(story, to(), COUNTY).reason is Refusal.WRONG_STATE
    story.do("suspend")
    caught = refused(story, to(), COUNTY)
    assert (caught.reason, "assign it" in caught.detail) == (Refusal.TRANSFER_NOT_POSSIBLE, True)


@pytest.mark.parametrize(
    ("who", "unit", "reason"),
    [
        (COUNTY, LAND_UNIT, Refusal.TRANSFER_NOT_POSSIBLE),
        (COUNTY, "140105-nobody", Refusal.UNKNOWN_UNIT),
        (COUNTY, "140106-ecology", Refusal.UNIT_NOT_IN_CHARGE),
        (COUNTY, CITY_LAND, Refusal.UNIT_NOT_IN_CHARGE),
        (COUNTY, "140105-government", Refusal.SEPARATION_OF_DUTIES),
    ],
)
def test_a_unit_that_could_not_have_been_given_it_does_not_get_it(who: str, unit: str, reason: Refusal) -> None:
    assert refused(in_state(State.ACCEPTED), to(unit), who).reason is reason


def test_a_unit_above_is_supervised_at_its_level_and_never_below_what_was_before() -> None:
    story = in_state(State.ACCEPTED)
    story.do(to(CITY_LAND), CITY)
    assert (story.issue.supervising_level, story.issue.supervising_region) == (Level.CITY, "140100")
    assert refused(story, to(), COUNTY).reason is Refusal.NOT_PERMITTED
    story.do(to(), CITY)
    assert (story.issue.unit_id, story.issue.supervising_level) == (OTHER_UNIT, Level.CITY)


def test_a_higher_supervisor_who_moves_it_within_the_county_leaves_it_to_the_county() -> None:
    story = in_state(State.ACCEPTED)
    story.do(to(), PROVINCE)
    assert (story.issue.supervising_level, story.issue.supervising_region) == (Level.COUNTY, "140105")


def test_who_supported_supports_on_and_a_supporting_unit_may_take_the_lead() -> None:
    story = in_state(State.ACCEPTED)
    story.do(ChangeSupport(add=(POLICE, OTHER_UNIT), reason="配合"))
    story.do(to())
    assert (story.issue.unit_id, story.issue.supporting_unit_ids) == (OTHER_UNIT, (POLICE,))
    story.do(ChangeSupport(add=(LAND_UNIT,), reason="配合"))
    story.do(to(LAND_UNIT))
    assert (story.issue.unit_id, story.issue.supporting_unit_ids) == (LAND_UNIT, (POLICE,))
    story.do(ChangeSupport(add=(OTHER_UNIT,), reason="配合"))
    story.do(to(POLICE))
    assert (story.issue.unit_id, story.issue.supporting_unit_ids) == (POLICE, (OTHER_UNIT,))


def test_the_unit_before_has_no_command_any_more_and_sees_on_what_it_signed_for() -> None:
    story = in_state(State.IN_PROGRESS)
    story.do(to())
    assert refused(story, "accept", HEAD).reason is Refusal.NOT_PERMITTED
    assert refused(story, Accept(person_id=STAFF), STAFF).reason is Refusal.NOT_PERMITTED
    assert {unit_key(LAND_UNIT), unit_key(OTHER_UNIT)} <= set(scopes_of(story.issue))


def test_a_unit_that_never_signed_sees_it_no_more() -> None:
    story = in_state(State.ASSIGNED)
    story.do(to())
    assert unit_key(LAND_UNIT) not in scopes_of(story.issue)


@pytest.mark.parametrize("worker", [HEAD, STAFF])
def test_who_did_the_work_before_never_verifies_it_nor_moves_it(worker: str) -> None:
    promoted = replace(person(COUNTY), person_id=worker)
    assert refused(in_state(State.IN_PROGRESS), to(), promoted).reason is Refusal.SEPARATION_OF_DUTIES
    story = in_state(State.IN_PROGRESS)
    story.do(to())
    story.to(State.ACCEPTED, State.IN_PROGRESS, State.CLOSURE_REQUESTED)
    assert refused(story, "approve-closure", promoted).reason is Refusal.SEPARATION_OF_DUTIES
    assert story.do("approve-closure").state is State.CLOSED


def test_a_supervisor_of_the_unit_that_has_it_does_not_shift_it_off() -> None:
    story = in_state(State.REPORTED)
    story.do(Assign(unit_id="140105-government"), CITY)
    assert refused(story, to(), COUNTY).reason is Refusal.SEPARATION_OF_DUTIES


@pytest.mark.parametrize("rules", [None, anew()], ids=["kept", "begun anew"])
def test_alerts_go_to_the_new_unit_and_none_comes_twice(rules: Rules | None) -> None:
    story = in_state(State.IN_PROGRESS, rules=rules).wait(days=4)
    before = story.sweep()
    story.do(to())
    story.wait(days=9)
    after = story.sweep()
    told = {alert.recipient_person_id for event in after for alert in event.alerts if event.step == "resolve-person"}
    assert told == {f"head-{OTHER_UNIT}"}
    steps = [_step(event) for event in (*before, *after)]
    assert len(set(steps)) == len(steps)


def _step(event: Any) -> tuple[str, int, str, int]:
    return event.obligation, event.round, event.step, event.occurrence

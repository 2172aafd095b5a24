"""13710 as a chain of clocks (design §4): when each starts, when it falls due, what satisfies it."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from ledger.issue.clocks import ObligationState
from ledger.issue.issue import OPEN_STATES
from ledger.issue.words.solving import FilePlan, ReportProgress
from mobile_schema.events.assigning_events import IssueAssigned
from mobile_schema.vocabulary import Category, Severity, State
from tests.ledger import policies
from tests.ledger.factories import START, local, sample_command
from tests.ledger.stories import Story, in_state, reported

MEASURES = ReportProgress(note="已组卷", measures="专班推进")
TOLD = ReportProgress(note="已踏勘")


def clock(story: Story, code: str) -> ObligationState:
    found = story.issue.obligation(code)
    assert found is not None
    return found


def outcome(story: Story, code: str) -> str | None:
    return clock(story, code).outcome


@pytest.mark.parametrize(
    ("severity", "due"),
    [
        (
            Severity.ORDINARY,
            {
                "deploy": "2026-03-02 23:59:59",
                "feedback": "2026-03-05 23:59:59",
                "resolve": "2026-03-09 23:59:59",
                "zero": "2026-03-09 23:59:59",
            },
        ),
        (
            Severity.MAJOR,
            {
                "deploy": "2026-03-02 23:59:59",
                "feedback": "2026-03-05 23:59:59",
                "resolve": "2026-04-02 23:59:59",
                "zero": "2026-04-02 23:59:59",
            },
        ),
    ],
)
def test_the_clocks_of_13710_start_at_assignment(severity: Severity, due: dict[str, str]) -> None:
    issue = reported(severity=severity).issue
    assert {c.code: local(c.due_at) for c in issue.obligations} == due
    assert all(c.running and c.round == 1 and c.started_at == START for c in issue.obligations)


def test_the_policy_and_its_version_are_frozen_onto_the_issue() -> None:
    assigned = reported().last()
    assert isinstance(assigned, IssueAssigned)
    assert (assigned.policy, assigned.policy_version) == ("13710", 1)


def test_the_days_are_those_of_shanxi() -> None:
    """Half past midnight on the 3rd in Shanxi is the evening of the 2nd in UTC."""
    story = reported(at=datetime(2026, 3, 2, 16, 30, tzinfo=UTC))
    assert local(clock(story, "deploy").due_at) == "2026-03-03 23:59:59"
    assert local(clock(story, "resolve").due_at) == "2026-03-10 23:59:59"


def test_triage_has_a_day_of_its_own_and_ends_with_the_assignment() -> None:
    story = reported(Category.OTHER)
    assert [c.code for c in story.issue.obligations] == ["triage"]
    assert local(clock(story, "triage").due_at) == "2026-03-03 23:59:59"
    story.wait(hours=5).to(State.ASSIGNED)
    assert outcome(story, "triage") == "satisfied"
    assert clock(story, "triage").ended_at == story.now
    assert clock(story, "deploy").started_at == story.now


def test_deploy_is_satisfied_when_the_unit_names_its_person() -> None:
    story = reported().wait(hours=3)
    assert clock(story, "deploy").running
    story.to(State.ACCEPTED)
    assert (outcome(story, "deploy"), clock(story, "deploy").ended_at) == ("satisfied", story.now)
    assert [c.code for c in story.issue.obligations if c.running] == ["feedback", "resolve", "zero"]


@pytest.mark.parametrize(
    ("told", "answered"),
    [
        (["report-progress"], False),
        (["file-plan"], False),
        ([TOLD, "file-plan"], False),
        (["file-plan", TOLD], False),
        (["file-plan", MEASURES], True),
        ([MEASURES, "file-plan"], True),
        ([MEASURES, TOLD, "file-plan"], True),
    ],
)
def test_feedback_is_satisfied_by_measures_and_milestones_in_either_order(told: list, answered: bool) -> None:
    story = in_state(State.ACCEPTED)
    for command in told:
        story.wait(hours=1).do(command)
    assert outcome(story, "feedback") == ("satisfied" if answered else None)


def test_feedback_once_given_is_given() -> None:
    story = in_state(State.ACCEPTED)
    story.do(MEASURES)
    story.do("file-plan")
    ended = clock(story, "feedback").ended_at
    story.wait(days=1).do(MEASURES)
    assert clock(story, "feedback").ended_at == ended


def test_resolve_is_satisfied_by_the_request_and_verify_starts() -> None:
    story = in_state(State.IN_PROGRESS).wait(days=2)
    story.to(State.CLOSURE_REQUESTED)
    assert outcome(story, "resolve") == "satisfied"
    assert local(clock(story, "verify").due_at) == "2026-03-07 23:59:59"
    assert [c.code for c in story.issue.obligations if c.running] == ["zero", "verify"]


def test_an_answer_never_given_is_no_longer_asked_for_once_closure_is() -> None:
    story = in_state(State.IN_PROGRESS).to(State.CLOSURE_REQUESTED)
    assert outcome(story, "feedback") == "cancelled"


@pytest.mark.parametrize("end", [State.CLOSED, State.RETURNED])
def test_verify_is_satisfied_by_an_approval_or_a_return(end: State) -> None:
    story = in_state(State.CLOSURE_REQUESTED).wait(days=1).to(end)
    assert (outcome(story, "verify"), clock(story, "verify").ended_at) == ("satisfied", story.now)


def test_zero_is_satisfied_only_by_striking_off() -> None:
    story = reported()
    for state in (State.ACCEPTED, State.IN_PROGRESS, State.CLOSURE_REQUESTED):
        story.wait(days=10).to(state)
        assert clock(story, "zero").running
    story.wait(days=10).to(State.CLOSED)
    assert (outcome(story, "zero"), clock(story, "zero").ended_at) == ("satisfied", story.now)
    assert not [c for c in story.issue.obligations if c.running]


def test_a_return_lets_resolve_run_on_with_the_due_time_it_always_had() -> None:
    story = in_state(State.IN_PROGRESS)
    before = clock(story, "resolve")
    story.wait(days=5).to(State.CLOSURE_REQUESTED)
    story.wait(days=5).to(State.RETURNED)
    assert clock(story, "resolve") == replace(before, runs_from=story.now)


def test_each_request_has_its_own_time_to_verify() -> None:
    story = in_state(State.RETURNED).to(State.IN_PROGRESS)
    story.wait(days=2).to(State.CLOSURE_REQUESTED)
    rounds = [(c.key, local(c.due_at), c.outcome) for c in story.issue.obligations if c.code == "verify"]
    assert rounds == [
        ("verify.1", "2026-03-05 23:59:59", "satisfied"),
        ("verify.2", "2026-03-07 23:59:59", None),
    ]


def test_a_reopened_issue_gets_new_rounds_and_keeps_the_old_ones() -> None:
    story = in_state(State.CLOSED).wait(days=20)
    before = story.issue.obligations
    story.to(State.REOPENED)
    assert story.issue.obligations[: len(before)] == before
    assert [(c.key, local(c.due_at)) for c in story.issue.obligations if c.running] == [
        ("resolve.2", "2026-03-29 23:59:59"),
        ("zero.2", "2026-03-29 23:59:59"),
    ]


def test_a_unit_that_declines_stops_its_clocks_and_the_next_unit_gets_new_ones() -> None:
    story = reported().wait(hours=2).to(State.DECLINED)
    assert {c.code: c.outcome for c in story.issue.obligations} == {
        "deploy": "cancelled",
        "feedback": "cancelled",
        "resolve": "cancelled",
        "zero": "cancelled",
        "triage": None,
    }
    story.wait(days=1).to(State.ASSIGNED)
    running = {c.key: local(c.due_at) for c in story.issue.obligations if c.running}
    assert running == {
        "deploy.2": "2026-03-03 23:59:59",
        "feedback.2": "2026-03-06 23:59:59",
        "resolve.2": "2026-03-10 23:59:59",
        "zero.2": "2026-03-10 23:59:59",
    }


def test_declining_twice_waits_for_a_supervisor_twice() -> None:
    story = in_state(State.DECLINED).wait(days=1).to(State.ASSIGNED, State.DECLINED)
    assert [(c.key, c.outcome) for c in story.issue.obligations if c.code == "triage"] == [
        ("triage.1", "satisfied"),
        ("triage.2", None),
    ]


@pytest.mark.parametrize("state", sorted(OPEN_STATES))
def test_a_void_issue_has_no_clock_left(state: State) -> None:
    story = in_state(state)
    story.do("void")
    assert not [c for c in story.issue.obligations if c.running]
    assert "cancelled" in {c.outcome for c in story.issue.obligations}


def test_no_edit_touches_a_clock_that_it_does_not_satisfy() -> None:
    """Editing an issue never resets its clock: a defect of peers."""
    story = in_state(State.IN_PROGRESS)
    before = story.issue.obligations
    for command in (TOLD, TOLD, sample_command("log-referral", story.issue, story.now)):
        story.wait(hours=20).do(command)
    plan = sample_command("file-plan", story.issue, story.now)
    assert isinstance(plan, FilePlan)
    story.do(plan)
    assert [(c.key, c.started_at, c.due_at) for c in story.issue.obligations] == [
        (c.key, c.started_at, c.due_at) for c in before
    ]


def test_what_lists_show_is_the_next_due_time_and_of_a_closed_issue_the_last() -> None:
    story = reported()
    assert local(story.issue.due_at or START) == "2026-03-02 23:59:59"
    story.to(State.ACCEPTED)
    assert local(story.issue.due_at or START) == "2026-03-05 23:59:59"
    story.to(State.IN_PROGRESS, State.CLOSURE_REQUESTED, State.CLOSED)
    assert local(story.issue.due_at or START) == "2026-03-09 23:59:59"


def test_a_clock_is_resumed_by_its_own_last_round_whatever_others_began_since() -> None:
    answer = {
        "title": {"zh": "答复", "en": "Answer"},
        "starts": ["closure_requested"],
        "satisfied_by": ["closed"],
        "cancelled_by": ["returned"],
        "due": {"days": 3},
    }
    policy = policies.policy(policies.step("late"), obligations={**policies.due(), "answer": answer})
    story = in_state(State.CLOSURE_REQUESTED, rules=policies.rules(policy))
    assert outcome(story, "resolve") == "satisfied"
    story.do("return-closure")
    assert (clock(story, "resolve").running, outcome(story, "answer")) == (True, "cancelled")


def test_a_return_lets_the_extended_round_of_a_clock_run_on() -> None:
    story = in_state(State.IN_PROGRESS)
    story.do("request-extension")
    story.do("approve-extension")
    story.to(State.CLOSURE_REQUESTED, State.RETURNED)
    assert [(c.key, c.outcome) for c in story.issue.obligations if c.code == "resolve"] == [
        ("resolve.1", "extended"),
        ("resolve.2", None),
    ]


@pytest.mark.parametrize("cancelled_by", [[], ["closure_requested"]])
def test_a_clock_that_was_not_satisfied_is_not_resumed(cancelled_by: list[str]) -> None:
    """One that was cancelled stays so, and one that runs on runs on as it did."""
    answer = {**policies.due()["feedback"], "cancelled_by": cancelled_by, "resumed_by": ["returned"]}
    policy = policies.policy(policies.step("late"), obligations={**policies.due(), "feedback": answer})
    story = in_state(State.CLOSURE_REQUESTED, rules=policies.rules(policy))
    before = clock(story, "feedback")
    story.wait(hours=1).do("return-closure")
    assert (clock(story, "feedback"), before.running) == (before, not cancelled_by)


def test_a_recheck_may_be_what_a_clock_waits_for() -> None:
    look = {
        "title": {"zh": "复核", "en": "Recheck"},
        "starts": ["closure_requested"],
        "satisfied_by": ["rechecked"],
        "due": {"days": 1},
    }
    policy = policies.policy(policies.step("late"), obligations={**policies.due(), "look": look})
    story = in_state(State.CLOSURE_REQUESTED, rules=policies.rules(policy))
    assert outcome(story, "look") is None
    story.do("record-recheck")
    assert outcome(story, "look") == "satisfied"

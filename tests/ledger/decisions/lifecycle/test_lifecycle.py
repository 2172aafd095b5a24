"""The lifecycle: every command in every state, by the right people."""

from functools import cache
from itertools import product
from typing import get_type_hints

import pytest

from ledger.access.matrix import MATRIX, Column
from ledger.decisions.case import Case
from ledger.decisions.lifecycle.table import ROWS, allowed, possible
from ledger.decisions.merging import Pair
from ledger.issue.commands import COMMANDS
from ledger.issue.projection import replay
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.assigning import Transfer
from ledger.issue.words.command import Command
from ledger.issue.words.solving import Reopen
from mobile_schema.vocabulary import Severity, State
from tests.ledger.factories import sample_command
from tests.ledger.stories import Story, in_state

WORK = {"file-plan": "in_progress", "report-progress": "in_progress"}
ASK = (
    "request-extension",
    "approve-extension",
    "refuse-extension",
    "request-suspension",
    "refuse-suspension",
    "withdraw-extension",
    "withdraw-suspension",
)


ANYWHERE = ("comment", "record-recheck", "judge-correction", "answer-referral")


def open_row(state: str, *, working: bool = False, **row: str) -> dict[str, str | None]:
    """What every open issue allows, and what its own state does."""
    always = {"suspend": "suspended", "merge": "merged", "move-policy": state, "void": "voided", "log-referral": state}
    always |= dict.fromkeys((*ANYWHERE, "correct", "instruct", "remind"), state)
    asked = dict.fromkeys(ASK, state) | WORK | {"change-person": state, "change-support": state} if working else {}
    asked |= {"transfer": "assigned", "reply": state} if working else {}
    return {**always, **asked, **{name.replace("_", "-"): after for name, after in row.items()}}


# Design §3, as a table of its own: state → command → state. What is not here is refused.
# None: back to the state before the suspension, the merger or the voiding.
LEADS_TO: dict[str, dict[str, str | None]] = {
    "reported": open_row("reported", assign="assigned"),
    "assigned": open_row(
        "assigned",
        accept="accepted",
        decline="declined",
        change_support="assigned",
        transfer="assigned",
        reply="assigned",
    ),
    "declined": open_row("declined", assign="assigned"),
    "accepted": open_row("accepted", working=True),
    "in_progress": open_row(
        "in_progress", working=True, request_closure="closure_requested", tick_milestone="in_progress"
    ),
    "closure_requested": open_row(
        "closure_requested",
        change_person="closure_requested",
        change_support="closure_requested",
        transfer="assigned",
        reply="closure_requested",
        withdraw_closure="in_progress",
        approve_closure="closed",
        return_closure="returned",
    ),
    "returned": open_row("returned", working=True, tick_milestone="returned"),
    "closed": {"reopen": "reopened"} | dict.fromkeys(ANYWHERE, "closed"),
    "closed_on_paper": {"reopen": "assigned"} | dict.fromkeys(ANYWHERE, "closed_on_paper"),
    "reopened": open_row("reopened", working=True, tick_milestone="reopened"),
    "suspended": {"resume": None, "move-policy": "suspended", "void": "voided", "log-referral": "suspended"}
    | {"transfer": "suspended"}
    | dict.fromkeys((*ANYWHERE, "correct", "instruct", "reply", "change-person"), "suspended"),
    "merged": {"part": None} | dict.fromkeys(ANYWHERE, "merged"),
    "voided": {"unvoid": None} | dict.fromkeys(ANYWHERE, "voided"),
}
PAIRS = list(product(State, COMMANDS))
ALLOWED = [(state, name) for state, name in PAIRS if name in LEADS_TO[state]]
REFUSED = [(state, name) for state, name in PAIRS if name not in LEADS_TO[state]]

stand_in = cache(in_state)


def with_a_plan(state: State, severity: Severity) -> Story:
    """An issue whose unit filed a plan before it came to a state."""
    on = {
        State.IN_PROGRESS: (),
        State.RETURNED: (State.CLOSURE_REQUESTED, State.RETURNED),
        State.REOPENED: (State.CLOSURE_REQUESTED, State.CLOSED, State.REOPENED),
    }
    story = in_state(State.ACCEPTED, severity)
    story.do("file-plan")
    return story.to(*on[state])


@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize(("state", "name"), ALLOWED)
def test_an_allowed_command_leads_to_its_state(state: State, name: str, severity: Severity) -> None:
    story = with_a_plan(state, severity) if name == "tick-milestone" else in_state(state, severity)
    if severity is Severity.MAJOR and name == "approve-closure":
        story.do("record-recheck")
    if name == "judge-correction":
        story.corrected()
    if name == "answer-referral":
        story.referred()
    for asked in ("extension", "suspension"):
        if name in (f"approve-{asked}", f"refuse-{asked}", f"withdraw-{asked}"):
            story.do(f"request-{asked}")
    before = story.issue.version
    story.do(name)
    back = "assigned" if state is State.VOIDED else "in_progress"
    assert (story.issue.state, story.issue.version) == (LEADS_TO[state][name] or back, before + 1)
    assert replay(story.envelopes) == story.issue


@pytest.mark.parametrize(("state", "name"), REFUSED)
def test_any_other_command_is_refused_and_told_the_state_and_what_it_allows(state: State, name: str) -> None:
    story = stand_in(state)
    issue, events = story.issue, len(story.envelopes)
    with pytest.raises(CommandRefused) as refused:
        story.do(name)
    if issue.unit_id is None and not MATRIX[f"issue.{name}"][Column.COUNTY]:
        assert refused.value.reason is Refusal.NOT_PERMITTED  # it is no unit's yet
        return
    assert refused.value.reason is Refusal.WRONG_STATE
    assert refused.value.facts == {"state": state, "allowed": possible(issue)}
    assert state in refused.value.detail
    assert (story.issue, len(story.envelopes)) == (issue, events)


def _at_rest(state: State, command: type[Command], to: str) -> str:
    """A transfer does not wake what rests; what was closed on paper was never worked on here."""
    if state is State.ON_PAPER and command is Reopen:
        return State.ASSIGNED
    return state if command is Transfer and state is State.SUSPENDED else to


def test_the_table_is_the_whole_of_it() -> None:
    written = {
        (state, command.name): {"same": state, "back": None}.get(row.to, _at_rest(state, command, row.to))
        for command, row in ROWS.items()
        for state in row.states
    }
    assert written == {(state, name): after for state, row in LEADS_TO.items() for name, after in row.items()}
    assert all(allowed(state) == tuple(sorted(LEADS_TO[state])) for state in State)


def test_what_decides_a_command_is_for_that_command_and_makes_its_event() -> None:
    for command, row in ROWS.items():
        if row.handler is None:
            # `cause` is the ledger's own word for what it voids itself, and nobody's to give.
            said = {name for name in row.event.model_fields if name not in ("clocks", "notices", "cause")}
            assert said == command.model_fields.keys()
            continue
        hints = get_type_hints(row.handler)
        event = row.event if hints["case"] is Case else Pair
        assert (hints["command"], hints["return"]) == (command, event)


def test_every_command_is_one_that_people_can_give_somewhere() -> None:
    assert {name for row in LEADS_TO.values() for name in row} == set(COMMANDS)


def test_a_unit_that_declines_hands_the_issue_back_and_another_takes_it() -> None:
    story = in_state(State.DECLINED)
    story.do("assign")
    assert [envelope.type for envelope in story.envelopes] == [
        "issue.reported.v1",
        "issue.assigned.v1",
        "issue.declined.v1",
        "issue.assigned.v1",
    ]


def test_a_new_unit_names_its_own_person() -> None:
    story = in_state(State.DECLINED)
    assert story.do("assign").person_id is None


def test_a_returned_issue_keeps_the_reasons_and_counts_its_returns() -> None:
    story = in_state(State.RETURNED)
    story.to(State.IN_PROGRESS, State.CLOSURE_REQUESTED, State.RETURNED)
    assert (story.issue.return_reasons, story.issue.times_returned) == (("便道仍未贯通",), 2)


def test_a_reopened_issue_is_open_again_without_grade_or_end() -> None:
    issue = in_state(State.REOPENED).issue
    assert (issue.is_open, issue.grade, issue.closed_at, issue.closed_by) == (True, None, None, None)
    assert issue.times_reopened == 1


def test_a_closed_issue_says_who_struck_it_off_when_and_how_well() -> None:
    story = in_state(State.CLOSED)
    issue = story.issue
    assert (issue.closed_by, issue.closed_at, issue.grade) == ("supervisor-140105", story.now, "good")
    assert not issue.is_open


def test_a_referral_is_logged_and_moves_nothing() -> None:
    story = in_state(State.IN_PROGRESS)
    clocks = story.issue.obligations
    issue = story.do(sample_command("log-referral", story.issue, story.now))
    assert (issue.referrals[0].body, issue.referrals[0].case_number) == ("public_security", "2026-11")
    assert issue.obligations == clocks


ASKED_FOR = {
    "approve-extension",
    "refuse-extension",
    "refuse-suspension",
    "withdraw-extension",
    "withdraw-suspension",
    "judge-correction",
    "answer-referral",
}
WITH_A_PLAN = {"tick-milestone"}


@pytest.mark.parametrize("state", State)
def test_with_nothing_asked_there_is_nothing_to_approve_or_refuse(state: State) -> None:
    assert set(possible(in_state(state).issue)) == LEADS_TO[state].keys() - ASKED_FOR - WITH_A_PLAN


@pytest.mark.parametrize("asked", ["extension", "suspension"])
def test_what_was_asked_can_be_approved_and_refused(asked: str) -> None:
    story = in_state(State.IN_PROGRESS)
    story.do(f"request-{asked}")
    assert ASKED_FOR & set(possible(story.issue)) == {name for name in ASKED_FOR if name.endswith(asked)}


def test_a_major_issue_can_be_struck_off_once_it_was_rechecked() -> None:
    story = in_state(State.CLOSURE_REQUESTED, Severity.MAJOR)
    assert "approve-closure" not in possible(story.issue)
    story.do("record-recheck")
    assert "approve-closure" in possible(story.issue)

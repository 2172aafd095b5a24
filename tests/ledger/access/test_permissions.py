"""Who may do what: the unit answers for its issue, supervisors above it decide, looking on is for others."""

import pytest

from ledger.access.matrix import MATRIX
from ledger.access.permissions import (
    Apart,
)
from ledger.decisions.lifecycle.table import ROWS, allowed
from ledger.issue.commands import COMMANDS
from ledger.issue.refusals import Refusal
from ledger.registry.actors import SYSTEM
from mobile_schema.vocabulary import Severity, State
from tests.ledger.access.parts import EVERYONE, NOT_THEIRS, SUPERVISORS, UNIT_PEOPLE, refusal
from tests.ledger.factories import (
    COUNTY,
    HEAD,
    INSPECTOR,
    PROVINCE,
    STAFF,
)
from tests.ledger.stories import Story, in_state, refused

STATE_FOR = {
    "assign": State.REPORTED,
    "accept": State.ASSIGNED,
    "decline": State.ASSIGNED,
    "file-plan": State.ACCEPTED,
    "report-progress": State.ACCEPTED,
    "request-closure": State.IN_PROGRESS,
    "record-recheck": State.CLOSURE_REQUESTED,
    "approve-closure": State.CLOSURE_REQUESTED,
    "return-closure": State.CLOSURE_REQUESTED,
    "reopen": State.CLOSED,
    "void": State.ACCEPTED,
    "unvoid": State.VOIDED,
    "log-referral": State.ACCEPTED,
    "judge-correction": State.ACCEPTED,
    "answer-referral": State.ACCEPTED,
    "request-extension": State.IN_PROGRESS,
    "approve-extension": State.IN_PROGRESS,
    "refuse-extension": State.IN_PROGRESS,
    "request-suspension": State.IN_PROGRESS,
    "suspend": State.IN_PROGRESS,
    "refuse-suspension": State.IN_PROGRESS,
    "resume": State.SUSPENDED,
    "merge": State.IN_PROGRESS,
    "part": State.MERGED,
    "move-policy": State.IN_PROGRESS,
    "change-person": State.IN_PROGRESS,
    "change-support": State.IN_PROGRESS,
    "transfer": State.IN_PROGRESS,
    "withdraw-closure": State.CLOSURE_REQUESTED,
    "withdraw-extension": State.IN_PROGRESS,
    "withdraw-suspension": State.IN_PROGRESS,
    "correct": State.IN_PROGRESS,
    "comment": State.IN_PROGRESS,
    "instruct": State.IN_PROGRESS,
    "remind": State.IN_PROGRESS,
    "reply": State.IN_PROGRESS,
    "tick-milestone": State.IN_PROGRESS,
}
BY_THE_UNIT = (
    "accept",
    "decline",
    "change-person",
    "file-plan",
    "report-progress",
    "request-closure",
    "request-extension",
    "request-suspension",
    "reply",
    "tick-milestone",
)
WITHDRAWN = ("withdraw-closure", "withdraw-extension", "withdraw-suspension")
DECIDED = (
    "change-support",
    "transfer",
    "assign",
    "approve-closure",
    "return-closure",
    "reopen",
    "void",
    "unvoid",
    "approve-extension",
    "refuse-extension",
    "suspend",
    "refuse-suspension",
    "resume",
    "merge",
    "part",
    "judge-correction",
    "correct",
    "instruct",
    "remind",
)
MAY = {
    **dict.fromkeys(BY_THE_UNIT, UNIT_PEOPLE),
    **dict.fromkeys(DECIDED, SUPERVISORS),
    "move-policy": {PROVINCE},
    "record-recheck": SUPERVISORS | {INSPECTOR},
    "log-referral": SUPERVISORS | UNIT_PEOPLE,
    "answer-referral": SUPERVISORS | UNIT_PEOPLE,
    "comment": SUPERVISORS | UNIT_PEOPLE | {INSPECTOR},
    **{name: {STAFF} for name in WITHDRAWN},
}


def ready_for(command: str) -> Story:
    """An issue on which the right person may give the command: what is decided on has been asked for."""
    story = in_state(STATE_FOR[command])
    if command == "judge-correction":
        story.corrected()
    if command == "answer-referral":
        story.referred()
    for asked in ("extension", "suspension"):
        if command in (f"approve-{asked}", f"refuse-{asked}", f"withdraw-{asked}"):
            story.do(f"request-{asked}")
    if command == "tick-milestone":
        story.do("file-plan")
    return story


@pytest.mark.parametrize("who", EVERYONE)
@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_is_for_those_whose_business_it_is(command: str, who: str) -> None:
    story = ready_for(command)
    if who in MAY[command]:
        story.do(command, who)
        assert story.envelopes[-1].actor.person_id == who
    else:
        assert refusal(story, command, who) in NOT_THEIRS


NEVER_ON_OWN_WORK = {
    "record-recheck",
    "approve-closure",
    "return-closure",
    "void",
    "unvoid",
    "approve-extension",
    "suspend",
    "merge",
    "move-policy",
    "transfer",
    "judge-correction",
    "correct",
}


def test_every_command_says_whose_business_it_is() -> None:
    assert list(ROWS) == list(COMMANDS.values())
    assert all(any(MATRIX[f"issue.{name}"].values()) for name in COMMANDS)
    assert {command.name for command, row in ROWS.items() if row.apart is not Apart.NOBODY} == NEVER_ON_OWN_WORK


@pytest.mark.parametrize("command", COMMANDS)
def test_the_ledger_itself_gives_no_commands(command: str) -> None:
    assert refusal(ready_for(command), command, SYSTEM) is Refusal.NOT_PERMITTED


def test_a_wrong_state_is_told_to_those_alone_who_may_give_the_command() -> None:
    assert refusal(in_state(State.CLOSED), "accept", "supervisor-140200") is Refusal.NOT_PERMITTED
    assert refusal(in_state(State.CLOSED), "accept", HEAD) is Refusal.WRONG_STATE


def test_a_command_in_every_state_is_tried_above() -> None:
    assert all(command in allowed(state) for command, state in STATE_FOR.items())


def test_a_supervisor_below_the_level_that_supervises_is_told_which_it_is() -> None:
    story = in_state(State.ASSIGNED, Severity.MAJOR)
    why_not = refused(story, "remind", COUNTY)
    assert (why_not.reason, why_not.facts["level"]) == (Refusal.NOT_PERMITTED, story.issue.supervising_level)
    assert "督办,须由" in why_not.detail
    assert "督办,须由" not in refused(story, "remind", "supervisor-140106").detail


def test_refusals_call_commands_and_states_by_their_words() -> None:
    assert "“签收”" in refused(in_state(State.ASSIGNED), "accept", COUNTY).detail
    assert "现为“已销号”,不能执行“签收”" in refused(in_state(State.CLOSED), "accept", HEAD).detail

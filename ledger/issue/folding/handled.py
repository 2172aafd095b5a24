"""Knows how what is said, ticked off, taken back and put right changes an issue."""

from typing import Final

from msgspec.structs import replace

from ledger.issue.folding.mutators import Changes, Mutators
from ledger.issue.folding.steps import passed_by
from ledger.issue.handling.parts import Instruction, Reached, UnitReply
from ledger.issue.issue import Issue
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.events.facts import Milestone
from mobile_schema.events.handling_events import (
    ClosureWithdrawn,
    CommentAdded,
    ExtensionWithdrawn,
    InstructionGiven,
    InstructionOverdue,
    IssueCorrected,
    MilestoneReached,
    ReminderSent,
    ReplyGiven,
    SuspensionWithdrawn,
)
from mobile_schema.vocabulary import State


def still_reached(issue: Issue, milestones: tuple[Milestone, ...]) -> tuple[Reached, ...]:
    """What of a new plan was ticked off before: a milestone that it has from the old one, as it was."""
    done = {issue.milestones[each.number - 1]: each for each in issue.reached}
    kept = ((number, done.pop(milestone, None)) for number, milestone in enumerate(milestones, start=1))
    return tuple(replace(each, number=number) for number, each in kept if each is not None)


def _commented(issue: Issue, event: CommentAdded, envelope: EventEnvelope) -> Changes:
    return {"comments": issue.comments + 1}


def _instructed(issue: Issue, event: InstructionGiven, envelope: EventEnvelope) -> Changes:
    if event.due_at is None:
        return {"instructed": event.number}
    waiting = Instruction(
        number=event.number,
        note=event.note,
        by=envelope.actor.person_id,
        by_region=envelope.actor.region or issue.region,
        at=envelope.at,
        due_at=event.due_at,
        alert_id=event.alert_id,
    )
    return {"instructed": event.number, "instructions": (*issue.instructions, waiting)}


def _instruction_overdue(issue: Issue, event: InstructionOverdue, envelope: EventEnvelope) -> Changes:
    return {
        "instructions": tuple(
            replace(each, told_at=envelope.at) if each.number == event.instruction else each
            for each in issue.instructions
        ),
        "vacant_posts": passed_by(issue, event),
    }


def _reminded(issue: Issue, event: ReminderSent, envelope: EventEnvelope) -> Changes:
    return {
        "reminders": issue.reminders + 1,
        "reminded_at": envelope.at,
        "vacant_posts": passed_by(issue, event),
    }


def _replied(issue: Issue, event: ReplyGiven, envelope: EventEnvelope) -> Changes:
    """Who replies for a unit did some of the work, and so did the unit."""
    reply = UnitReply(
        unit_id=event.unit_id,
        note=event.note,
        by=envelope.actor.person_id,
        at=envelope.at,
        instruction=event.instruction,
    )
    return {
        "replies": (*(each for each in issue.replies if each.unit_id != event.unit_id), reply),
        "instructions": tuple(each for each in issue.instructions if each.number != event.instruction),
        "fixers": issue.fixers_with(envelope.actor.person_id),
        "fixing_units": tuple(dict.fromkeys((*issue.fixing_units, event.unit_id))),
    }


def _reached(issue: Issue, event: MilestoneReached, envelope: EventEnvelope) -> Changes:
    done = Reached(number=event.number, reached_on=event.reached_on, by=envelope.actor.person_id, at=envelope.at)
    return {"reached": (*issue.reached, done), "fixers": issue.fixers_with(envelope.actor.person_id)}


def _closure_withdrawn(issue: Issue, event: ClosureWithdrawn, envelope: EventEnvelope) -> Changes:
    return {"state": State.IN_PROGRESS, "closure": None, "recheck": None}


def _extension_withdrawn(issue: Issue, event: ExtensionWithdrawn, envelope: EventEnvelope) -> Changes:
    return {"extension_request": None}


def _suspension_withdrawn(issue: Issue, event: SuspensionWithdrawn, envelope: EventEnvelope) -> Changes:
    return {"suspension_request": None}


def _corrected(issue: Issue, event: IssueCorrected, envelope: EventEnvelope) -> Changes:
    named: Changes = {name: getattr(event.after, name) for name in event.corrected}
    return {
        **named,
        "supervising_region": event.supervising_region,
        "supervising_level": event.supervising_level,
        "policy": event.policy,
        "policy_version": event.policy_version,
    }


MUTATORS: Final[Mutators] = {
    CommentAdded: _commented,
    InstructionGiven: _instructed,
    InstructionOverdue: _instruction_overdue,
    ReminderSent: _reminded,
    ReplyGiven: _replied,
    MilestoneReached: _reached,
    ClosureWithdrawn: _closure_withdrawn,
    ExtensionWithdrawn: _extension_withdrawn,
    SuspensionWithdrawn: _suspension_withdrawn,
    IssueCorrected: _corrected,
}

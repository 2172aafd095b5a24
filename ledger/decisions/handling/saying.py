"""Knows what people say on an issue: comments, instructions with a deadline of their own, replies; whom they may name.

Nothing here moves a clock: an instruction's deadline is its own, and `ledger.escalation.instructions` tells its end.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from ledger.access.scopes import may_read
from ledger.calendar.deadlines import end_of_day
from ledger.decisions.case import Case
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.handling import Comment, Instruct, Remind, Reply
from ledger.registry.days import has_ended, local_day
from mobile_schema.events.handling_events import CommentAdded, InstructionGiven, ReminderSent, ReplyGiven

_LONGEST: Final = timedelta(days=3 * 366)
_MOST_WAITING: Final = 20
_AGAIN_AFTER: Final = timedelta(hours=1)


def comment(case: Case, command: Comment) -> CommentAdded:
    """What somebody says. Raises CommandRefused where it names somebody to whom the issue is not open."""
    return CommentAdded(note=command.note, mentions=_named(case, command.mentions))


def instruct(case: Case, command: Instruct) -> InstructionGiven:
    """The instruction. Raises CommandRefused: an alert of another issue, a day that is over or years away."""
    if command.alert_id is not None and case.shown.alerts.get(command.alert_id) != case.issue.id:
        raise CommandRefused(
            Refusal.UNKNOWN_ALERT, "该问题没有这个提醒 / no such alert of this issue", alert_id=command.alert_id
        )
    due = None if command.due_on is None else end_of_day(command.due_on, case.regime.policy.zone)
    if due is not None and not case.at < due <= case.at + _LONGEST:
        raise _no_instruction(
            "批示时限须自今日起、三年之内 / its day lies from today on, within three years", now=case.at
        )
    return InstructionGiven(
        number=case.issue.instructed + 1,
        note=command.note,
        mentions=_named(case, command.mentions),
        due_at=due,
        alert_id=command.alert_id,
    )


def room_for_another(case: Case) -> None:
    """Raises CommandRefused while as many instructions wait as anybody can still keep apart."""
    if len(case.issue.instructions) >= _MOST_WAITING:
        raise _no_instruction(
            f"已有 {_MOST_WAITING} 条批示待回复 / {_MOST_WAITING} instructions wait for a reply already",
            waiting=[each.number for each in case.issue.instructions],
        )


def reply(case: Case, command: Reply) -> ReplyGiven:
    """The reply of the actor's unit. Raises CommandRefused where it answers an instruction that does not wait."""
    waiting = [each.number for each in case.issue.instructions]
    if command.instruction is not None and command.instruction not in waiting:
        raise _no_instruction(
            f"没有待回复的第 {command.instruction} 号批示 / no instruction {command.instruction} waits for a reply",
            waiting=waiting,
        )
    return ReplyGiven(
        unit_id=str(case.actor.unit_id),
        note=command.note,
        mentions=_named(case, command.mentions),
        instruction=command.instruction,
    )


def remind(case: Case, command: Remind) -> ReminderSent:  # noqa: ARG001 - every handler takes the same two
    """The reminder; whom it reaches, `ledger.escalation.reminders` says."""
    return ReminderSent(alerts=())


def not_just_reminded(case: Case) -> None:
    """Raises CommandRefused where a reminder went out within the hour."""
    last = case.issue.reminded_at
    if last is not None and case.at < last + _AGAIN_AFTER:
        raise CommandRefused(
            Refusal.REMINDER_NOT_POSSIBLE,
            "一小时内已催办 / somebody was reminded of it within the hour",
            again_at=last + _AGAIN_AFTER,
        )


def _named(case: Case, mentions: Iterable[str]) -> tuple[str, ...]:
    """The people named, each once. Of who is not there it is said what is said of who may not read the issue."""
    day = local_day(case.at, case.rules.zone)
    wanted = tuple(dict.fromkeys(mentions))
    persons = case.rules.catalogue.persons
    wrong = [
        each
        for each in wanted
        if each not in persons or has_ended(persons[each], day) or not may_read(persons[each], case.issue)
    ]
    if wrong:
        raise CommandRefused(
            Refusal.UNKNOWN_PERSON,
            f"没有这个人,或其不能查看该问题 / nobody of that id to whom the issue is open: {wrong[0]}",
            persons=wrong,
        )
    return wanted


def _no_instruction(detail: str, **facts: object) -> CommandRefused:
    return CommandRefused(Refusal.INSTRUCTION_NOT_POSSIBLE, detail, **facts)

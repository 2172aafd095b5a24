"""Knows when an instruction (批示) is told as not answered, and to whom: who has to answer it, and who gave it.

Its day is its own: it does not rest with the clocks, and no policy says what becomes of it. It is told once.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from ledger.escalation.alert_texts import instruction_texts
from ledger.escalation.recipients import RESPONSIBLE, SUPERVISOR, alert_to, resolve
from ledger.issue.handling.parts import Instruction
from ledger.issue.ids import derived_id
from ledger.issue.issue import Issue
from ledger.policy.rules import Rules
from ledger.registry.days import local_day
from ledger.registry.posts import Resolved
from ledger.registry.regions import level_of
from mobile_schema.events.handling_events import InstructionOverdue


def instructions_overdue(issue: Issue, now: datetime, rules: Rules) -> Iterator[InstructionOverdue]:
    """The events of all whose day is over, as of now, earliest first."""
    if not issue.is_open:
        return
    waiting = (each for each in issue.instructions if each.told_at is None and each.due_at <= now)
    for instruction in sorted(waiting, key=lambda each: (each.due_at, each.number)):
        yield _overdue(issue, instruction, now, rules)


def _overdue(issue: Issue, instruction: Instruction, now: datetime, rules: Rules) -> InstructionOverdue:
    told = _told(issue, instruction, now, rules)
    texts = instruction_texts(issue, instruction, rules.regime_of(issue).policy)
    return InstructionOverdue(
        instruction=instruction.number,
        due_at=instruction.due_at,
        late_ms=int((now - instruction.due_at) / timedelta(milliseconds=1)),
        alerts=tuple(
            alert_to(to, derived_id(issue.id, f"instruction/{instruction.number}/{to.person_id}"), texts)
            for to in told
            if to.person_id is not None
        ),
        vacant_posts=tuple(dict.fromkeys(post for to in told if to.person_id is None for post in to.vacant_posts)),
    )


def _told(issue: Issue, instruction: Instruction, now: datetime, rules: Rules) -> tuple[Resolved, ...]:
    """Who answers for the issue, and who gave the instruction, or supervises where that one is gone; each once."""
    zone = rules.regime_of(issue).policy.zone
    answers = resolve(issue, RESPONSIBLE, rules.catalogue, now, zone)
    if rules.catalogue.is_there(instruction.by, local_day(now, zone)):
        level = level_of(instruction.by_region)
        gave: tuple[Resolved, ...] = (Resolved(instruction.by, "supervisor", level, instruction.by_region, ()),)
    else:
        gave = resolve(issue, SUPERVISOR, rules.catalogue, now, zone)
    return tuple({to.person_id: to for to in (*gave, *answers)}.values())

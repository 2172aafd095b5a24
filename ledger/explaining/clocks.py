"""Knows each clock of an issue as it is told: why it is due when it is, what moved it, what ended it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal

from xiaohao.ledger.explaining.days import counted, own_due_at
from xiaohao.ledger.explaining.happenings import happening
from xiaohao.ledger.explaining.lives import ClockLife, lives_of
from xiaohao.ledger.explaining.told import ClockChange, ClockTold, Counted, Extension
from xiaohao.ledger.extension import original_due_at
from xiaohao.ledger.issue import Issue, ObligationState
from xiaohao.ledger.ladder import Words
from xiaohao.ledger.policy import Policy
from xiaohao.ledger.rules import Rules
from xiaohao.mobile_schema.events import EventEnvelope, ExtensionApproved
from xiaohao.mobile_schema.vocabulary import State

Condition = Literal["running", "overdue", "resting", "merged", "satisfied", "cancelled", "extended"]


def clocks_told(issue: Issue, envelopes: Iterable[EventEnvelope], rules: Rules, now: datetime) -> Iterator[ClockTold]:
    """Every clock that the issue has or had, in the order in which they started."""
    lives = lives_of(envelopes)
    for clock in issue.obligations:
        yield _told(clock, lives[clock.key], issue, rules, now)


def title_of(policy: Policy | None, code: str) -> Words:
    """What a policy calls a clock; its code where the policy is gone or has no such clock."""
    rule = policy.obligations.get(code) if policy else None
    return rule.title if rule else Words(zh=code, en=code)


def policy_version(rules: Rules, name: str | None, version: int | None) -> Policy | None:
    """A policy version, or None where this deployment does not know it."""
    try:
        return rules.policies.of(str(name), version or 0)
    except LookupError:
        return None


def _told(clock: ObligationState, life: ClockLife, issue: Issue, rules: Rules, now: datetime) -> ClockTold:
    policy = policy_version(rules, *life.policy)
    title = title_of(policy, clock.code)
    extended = isinstance(life.started_by.data, ExtensionApproved)
    return ClockTold(
        code=clock.code,
        round=clock.round,
        title_zh=title.zh,
        title_en=title.en,
        condition=_condition(clock, issue, now),
        started_at=clock.started_at,
        started_by=happening(life.started_by, rules.catalogue),
        due_at=clock.due_at,
        own_due_at=clock.own_due_at,
        original_due_at=clock.original_due_at,
        provisional=clock.provisional,
        paused_at=clock.paused_at,
        rested_ms=clock.rested_ms,
        counted=None if extended else _counted(clock, issue, policy, rules),
        extension=_extension(clock, life, rules) if extended else None,
        changes=tuple(_changes(life, rules)),
        ended_at=clock.ended_at,
        ended_by=happening(life.ended_by, rules.catalogue) if life.ended_by else None,
    )


def _condition(clock: ObligationState, issue: Issue, now: datetime) -> Condition:
    ended: dict[str | None, Condition] = {"satisfied": "satisfied", "cancelled": "cancelled", "extended": "extended"}
    if not clock.running:
        return ended[clock.outcome]
    if issue.state == State.MERGED:
        return "merged"
    if clock.paused_at is not None:
        return "resting"
    return "overdue" if clock.due_at < now else "running"


def _counted(clock: ObligationState, issue: Issue, policy: Policy | None, rules: Rules) -> Counted | None:
    return counted(clock, issue.severity, policy, rules.calendars, issue.region) if policy else None


def _extension(clock: ObligationState, life: ClockLife, rules: Rules) -> Extension:
    return Extension(
        asked=happening(life.asked, rules.catalogue) if life.asked else None,
        approved=happening(life.started_by, rules.catalogue),
        original_due_at=original_due_at(clock),
        granted_due_at=own_due_at(clock) - clock.rested,
    )


def _changes(life: ClockLife, rules: Rules) -> Iterator[ClockChange]:
    for turn in life.turns:
        yield ClockChange(
            kind=turn.kind,
            by=happening(turn.by, rules.catalogue),
            due_before=turn.due_before,
            due_after=turn.due_after,
            rested_ms=turn.rested_ms,
            issue=turn.issue,
        )

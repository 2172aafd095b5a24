"""Knows each clock of an issue as it is told: why it is due when it is, what moved it, what ended it."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Final, Literal

import chinese_calendar

from ledger.calendar.calendars import Calendars
from ledger.calendar.deadlines import deadline
from ledger.issue.clocks import ObligationState
from ledger.issue.issue import Issue
from ledger.policy.ladder import Words
from ledger.policy.policy import Policy
from ledger.policy.rules import Rules
from ledger.registry.regions import ancestors
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.events.timing_events import ExtensionApproved
from mobile_schema.vocabulary import State
from oversight.explain.lives import ClockLife, lives_of
from oversight.explain.names import happening
from oversight.explain.told.clocks import ClockChange, ClockTold, Counted, DaySkipped, Extension

Condition = Literal["running", "overdue", "resting", "merged", "satisfied", "cancelled", "extended", "out_of_scope"]

_HOLIDAYS_ZH: Final = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}


def clocks_told(issue: Issue, envelopes: Iterable[EventEnvelope], rules: Rules, now: datetime) -> Iterator[ClockTold]:
    """Every clock that the issue has or had, in the order in which they started."""
    lives = lives_of(envelopes)
    for clock in issue.obligations:
        yield _told(clock, lives[clock.key], issue, rules, now)


def policy_version(rules: Rules, name: str | None, version: int | None) -> Policy | None:
    """A policy version, or None where this deployment does not know it."""
    try:
        return rules.policies.of(str(name), version or 0)
    except LookupError:
        return None


def title_of(policy: Policy | None, code: str) -> Words:
    """What a policy calls a clock; its code where the policy is gone or has no such clock."""
    rule = policy.obligations.get(code) if policy else None
    return rule.title if rule else Words(zh=code, en=code)


def _told(clock: ObligationState, life: ClockLife, issue: Issue, rules: Rules, now: datetime) -> ClockTold:
    policy = policy_version(rules, *life.policy)
    title = title_of(policy, clock.code)
    extended = isinstance(life.started_by.data, ExtensionApproved)
    given = None if extended else clock.granted_due_at
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
        counted=None if clock.granted_due_at else _counted(clock, issue, policy, rules),
        extension=_extension(clock, life, rules) if extended else None,
        changes=tuple(_changes(life, rules)),
        ended_at=clock.ended_at,
        ended_by=happening(life.ended_by, rules.catalogue) if life.ended_by else None,
        given_due_at=given,
    )


def _condition(clock: ObligationState, issue: Issue, now: datetime) -> Condition:
    ended: dict[str | None, Condition] = {
        "satisfied": "satisfied",
        "cancelled": "cancelled",
        "extended": "extended",
        "out_of_scope": "out_of_scope",
    }
    if not clock.running:
        return ended[clock.outcome]
    if issue.state == State.MERGED:
        return "merged"
    if clock.paused_at is not None:
        return "resting"
    return "overdue" if clock.due_at < now else "running"


def _counted(clock: ObligationState, issue: Issue, policy: Policy | None, rules: Rules) -> Counted | None:
    """How a clock's due time comes about; None when the policy is gone or has no such clock."""
    rule = policy.obligations.get(clock.code) if policy else None
    limit = rule.due.get(issue.severity) if rule else None
    if policy is None or limit is None:
        return None
    regime = rules.regime(policy, issue.region)
    found = deadline(clock.started_at, limit, policy.zone, regime.calendar)
    made_up = [day for day in found.counted if day.weekday() >= 5] if limit.over_working_days else []
    rested = regime.run_on(found.due_at, clock.rests, limit)
    return Counted(
        policy=policy.key,
        limit=limit.model_dump(exclude_defaults=True, exclude={"or_next_working_day"}),
        or_next_working_day=limit.or_next_working_day,
        counted=found.counted,
        made_up=tuple(made_up),
        skipped=tuple(_skipped(day, rules.calendars, issue.region) for day in found.skipped),
        ends_at=found.due_at,
        provisional=clock.provisional,
        holds=rested == clock.own_due,
    )


def _skipped(day: date, calendars: Calendars, region: str) -> DaySkipped:
    ordered = _local_reason(day, calendars, region)
    if calendars.national.is_working(day):
        reason = ordered or ("地方放假", "closed locally")
        return DaySkipped(day, "local", *reason)
    if day not in calendars.national.closed:
        return DaySkipped(day, "weekend", "周末", "weekend")
    name = chinese_calendar.holidays.get(day)
    if name is None:
        return DaySkipped(day, "holiday", *(ordered or ("法定节假日", "public holiday")))
    return DaySkipped(day, "holiday", _HOLIDAYS_ZH.get(name, name), name)


def _local_reason(day: date, calendars: Calendars, region: str) -> tuple[str, str] | None:
    """Why the place, or the nearest above it that says so, closes on a day, as its file has it in one language."""
    for code in (*reversed(ancestors(region)), None):
        for file in calendars.in_force:
            if file.region == code:
                for closed in file.closed:
                    if closed.first <= day <= closed.last:
                        return closed.reason, closed.reason
    return None


def _extension(clock: ObligationState, life: ClockLife, rules: Rules) -> Extension:
    return Extension(
        asked=happening(life.asked, rules.catalogue) if life.asked else None,
        approved=happening(life.started_by, rules.catalogue),
        original_due_at=clock.original_due,
        granted_due_at=clock.granted_due_at or clock.own_due,
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

"""Knows how a limit was counted, day by day, and why a day was not: weekend, holiday, local closing day."""

from datetime import date, datetime
from typing import Final

import chinese_calendar

from xiaohao.ledger.calendars import Calendars
from xiaohao.ledger.deadlines import TimeLimit, deadline
from xiaohao.ledger.explaining.told import Counted, DaySkipped
from xiaohao.ledger.issue import ObligationState
from xiaohao.ledger.policy import Policy
from xiaohao.ledger.regions import ancestors
from xiaohao.mobile_schema.vocabulary import Severity

_HOLIDAYS_ZH: Final = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}
_UNITS: Final = ("months", "days", "working_days", "hours", "minutes")


def counted(
    clock: ObligationState, severity: Severity, policy: Policy, calendars: Calendars, region: str
) -> Counted | None:
    """How a clock's due time comes about; None when the policy has no such clock."""
    rule = policy.obligations.get(clock.code)
    if rule is None:
        return None
    limit, calendar = rule.due[severity], calendars.of(region)
    found = deadline(clock.started_at, limit, policy.zone, calendar)
    made_up = [day for day in found.counted if day.weekday() >= 5] if limit.working_days else []
    return Counted(
        policy=policy.key,
        limit=_plain(limit),
        counted=found.counted,
        made_up=tuple(made_up),
        skipped=tuple(_skipped(day, calendars, region) for day in found.skipped),
        ends_at=found.due_at,
        provisional=clock.provisional,
        holds=found.due_at + clock.rested == own_due_at(clock),
    )


def own_due_at(clock: ObligationState) -> datetime:
    """A clock's due time without what duplicates brought."""
    return clock.own_due_at or clock.due_at


def _plain(limit: TimeLimit) -> dict[str, int]:
    return {unit: getattr(limit, unit) for unit in _UNITS if getattr(limit, unit)}


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

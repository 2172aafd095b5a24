"""Knows what cannot be meant of a permit, and what a unit may not say of its own: each with its field and sentence.

Pure: the registry, how the permit stood, the present are arguments.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from ledger.permits.permit import Permit
from ledger.permits.standing import Standing
from ledger.registry.catalogue import Catalogue
from ledger.registry.days import has_ended
from mobile_schema.faults import Fault
from mobile_schema.reports.permit import PermitKind, PermitState

_ANSWERED: Final = frozenset({PermitState.GRANTED, PermitState.REFUSED})
_SENTENCES: Final = {
    "unknown-unit": "名录中没有这个单位,或已撤销 / the registry has no such unit, or it was retired",
    "no-name": "其他手续须写明名称 / a permit of another kind needs its name",
    "two-limits": "时限写日期或工作日数之一 / a limit is a day or working days, not both",
    "not-applied": "已申请的须写申请日期 / what was applied for says when",
    "applied-already": "写了申请日期,状态却是待申请 / a day of application, and nothing applied for",
    "no-decision": "已办结或不予许可的须写办结日期 / what was granted or refused says when",
    "decided-already": "写了办结日期,状态却未办结 / a day of decision, and nothing decided",
    "future": "日期尚未到来 / the day has not come yet",
    "decided-first": "办结日期早于申请日期 / it was decided before it was applied for",
    "limit-first": "限期早于申请日期 / the limit lies before the day of application",
}


def faults(said: Permit, catalogue: Catalogue, today: date) -> list[Fault]:
    """What is wrong of a report, in the order of its fields."""
    return [Fault(f"$.{field}", _SENTENCES[slug], slug) for field, slug in _found(said, catalogue, today)]


def _found(said: Permit, catalogue: Catalogue, today: date) -> Iterator[tuple[str, str]]:
    unit = catalogue.units.get(said.unit)
    if said.kind is PermitKind.OTHER and not said.name.strip():
        yield "name", "no-name"
    if unit is None or has_ended(unit, today):
        yield "unit", "unknown-unit"
    yield from _of_applying(said, today)
    if said.limit_on is not None and said.limit_days is not None:
        yield "limit_days", "two-limits"
    if said.limit_on is not None and said.applied_on is not None and said.limit_on < said.applied_on:
        yield "limit_on", "limit-first"
    yield from _of_deciding(said, today)


def _of_applying(said: Permit, today: date) -> Iterator[tuple[str, str]]:
    counts = said.limit_days is not None and not said.parallel and said.state is PermitState.GRANTED
    if said.applied_on is None and (said.state in {PermitState.APPLIED, PermitState.REFUSED} or counts):
        yield "applied_on", "not-applied"
    if said.applied_on is not None and said.state is PermitState.REQUIRED:
        yield "applied_on", "applied-already"
    if said.applied_on is not None and said.applied_on > today:
        yield "applied_on", "future"


def _of_deciding(said: Permit, today: date) -> Iterator[tuple[str, str]]:
    if (said.decided_on is None) == (said.state in _ANSWERED):
        yield "decided_on", "no-decision" if said.decided_on is None else "decided-already"
    if said.decided_on is not None and said.decided_on > today:
        yield "decided_on", "future"
    if said.decided_on is not None and said.applied_on is not None and said.decided_on < said.applied_on:
        yield "decided_on", "decided-first"


def is_for_supervisors(before: Standing, after: Standing) -> bool:
    """Whether it hands a permit to another unit, or puts off a limit that it has: no unit does that for itself."""
    if before.permit.unit != after.permit.unit:
        return True
    return before.due_on is not None and (after.due_on is None or after.due_on > before.due_on)

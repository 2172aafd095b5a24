"""Knows when a policy that is well formed makes no sense: each fault with the place in the file and the reason."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from ledger.calendar.calendars import Calendars
from ledger.calendar.deadlines import Span
from ledger.policy.ladder import Step
from ledger.policy.policy import Policy, Scope, Trigger
from ledger.policy.regime import Regime
from ledger.registry.regions import is_within
from mobile_schema.vocabulary import Light, NoticeKind

# A step is tried from a few starts: months of 28 (after the first two), 30 and 31 days, a week's end, three holidays.
_STARTS = tuple(
    datetime.fromisoformat(f"{day}T10:00+08:00")
    for day in ("2026-01-31", "2026-02-13", "2026-04-30", "2026-09-30", "2026-07-03")
)

_ENDED = frozenset({Trigger.CLOSED, Trigger.VOIDED})
_TO_THE_NAMED = frozenset({NoticeKind.NAMED, NoticeKind.MENTIONED})
"""These go to whom the event names, and to nobody else unless the policy says so."""


@dataclass(frozen=True, slots=True)
class PolicyFault:
    """What is wrong, and where: the path of keys and positions into the file."""

    path: tuple[str | int, ...]
    message: str


def faults_of(policy: Policy) -> Iterator[PolicyFault]:
    """Every fault of a policy, in the order of the file."""
    yield from _obligation_faults(policy)
    names = Counter(step.step for step in policy.ladder)
    by_name = {step.step: step for step in policy.ladder}
    for index, step in enumerate(policy.ladder):
        at = ("ladder", index)
        if names[step.step] > 1:
            yield PolicyFault((*at, "step"), f"步骤重名 / two steps are called {step.step}")
        if step.obligation not in policy.obligations:
            yield PolicyFault((*at, "obligation"), f"没有这个时限节点 / no obligation {step.obligation}")
            continue
        if step.light not in {*policy.lights, *Light}:
            yield PolicyFault((*at, "light"), f"没有定义这个灯 / no light {step.light}; define it under lights")
        faults = [PolicyFault((*at, *path), message) for path, message in _timing_faults(step, by_name)]
        yield from faults or _reach_faults(policy, step, at)
    yield from _simultaneous(policy)
    for kind, recipients in policy.notices.items():
        if not recipients and kind not in _TO_THE_NAMED:
            yield PolicyFault(("notices", kind), "没有写发给谁 / it says nobody to tell; leave the kind out for none")
    yield from _quiet_faults(policy)
    yield from _approval_faults(policy)


def _obligation_faults(policy: Policy) -> Iterator[PolicyFault]:
    for code, rule in policy.obligations.items():
        missing = [severity for severity in rule.severities() if severity not in rule.due]
        if missing:
            yield PolicyFault(("obligations", code, "due"), f"缺少时限 / no time limit for {', '.join(missing)}")
        both = set(rule.starts) & set(rule.satisfied_by)
        if both:
            message = f"开始与办结不能是同一事件 / what starts it satisfies it at once: {', '.join(sorted(both))}"
            yield PolicyFault(("obligations", code, "satisfied_by"), message)
        for field in _apart(policy.applies_to, rule.only):
            message = "规则不适用于这些问题,时限永远不会开始 / the policy holds for none of these, so it never starts"
            yield PolicyFault(("obligations", code, "only", field), message)
        too_late = _ENDED.intersection(rule.starts)
        if too_late:
            message = f"问题已了结,永远不会触发 / the issue has ended, nothing can fire: {', '.join(sorted(too_late))}"
            yield PolicyFault(("obligations", code, "starts"), message)


def _apart(whole: Scope, part: Scope) -> Iterator[str]:
    """What keeps two scopes from having any issue in common."""
    for field in ("categories", "severities"):
        one, other = set(getattr(whole, field)), set(getattr(part, field))
        if one and other and not one & other:
            yield field
    pairs = [(one, other) for one in whole.regions for other in part.regions]
    if pairs and not any(is_within(one, other) or is_within(other, one) for one, other in pairs):
        yield "regions"
    if None not in (whole.works_stopped, part.works_stopped) and whole.works_stopped != part.works_stopped:
        yield "works_stopped"


def _timing_faults(step: Step, by_name: dict[str, Step]) -> Iterator[tuple[tuple[str, ...], str]]:
    if step.before and step.after:
        yield ("before",), "before 与 after 只能写一个 / a step falls due before or after, not both"
    if (step.needs is None) != (step.lapse is None):
        yield ("needs",), "needs 与 lapse 须同时写 / needs and lapse belong together"
    if step.needs is not None:
        if step.before or step.after:
            yield ("needs",), "needs 的步骤不再写 before、after / a step that needs another has no time of its own"
        needed = by_name.get(step.needs)
        if needed is None:
            yield ("needs",), f"没有这个步骤 / no step {step.needs}"
        elif needed.obligation != step.obligation:
            yield ("needs",), f"须属同一时限节点 / {step.needs} belongs to another obligation"
        elif _in_cycle(step, by_name):
            yield ("needs",), "步骤互为前提,永远不会触发 / a cycle: each step needs the other, none can fire"


def _in_cycle(step: Step, by_name: dict[str, Step]) -> bool:
    seen = {step.step}
    needs = step.needs
    while needs in by_name:
        if needs in seen:
            return True
        seen.add(needs)
        needs = by_name[needs].needs
    return False


def _reach_faults(policy: Policy, step: Step, at: tuple[str | int, ...]) -> Iterator[PolicyFault]:
    """A warning ahead of the deadline that lies before the clock's start can never fire."""
    if step.before is not None and not any(_ahead(policy, step.obligation, step.before)):
        message = "提前量不短于时限本身,永远不会触发 / it lies before the clock starts, so it can never fire"
        yield PolicyFault((*at, "before"), message)
    if step.repeat is not None and step.repeat.until is not None:
        regime, every, until = _nationwide(policy), step.repeat.every, step.repeat.until
        if all(regime.shift(start, until) < regime.shift(start, every) for start in _STARTS):
            message = "截止早于第一次重复 / it ends before it could come a second time"
            yield PolicyFault((*at, "repeat", "until"), message)


def _ahead(policy: Policy, code: str, before: Span) -> Iterator[bool]:
    """Whether a warning comes after the start of its clock, for each limit and start."""
    rule, regime = policy.obligations[code], _nationwide(policy)
    for severity in set(rule.severities()) & set(rule.due):
        for start in _STARTS:
            yield regime.shift(regime.due(code, severity, start).at, before, back=True) > start


def _simultaneous(policy: Policy) -> Iterator[PolicyFault]:
    """Two steps of one clock at one moment would be two papers about one thing."""
    seen: dict[tuple[object, ...], str] = {}
    for index, step in enumerate(policy.ladder):
        other = seen.setdefault((step.obligation, step.needs, *_moments(policy, step)), step.step)
        if other != step.step:
            field = next((name for name in ("before", "after", "lapse") if getattr(step, name)), "step")
            message = f"与 {other} 同时触发,请合并或错开 / it falls due at the same moment as {other}"
            yield PolicyFault(("ladder", index, field), message)


def _moments(policy: Policy, step: Step) -> tuple[object, ...]:
    """When a step comes, counted from its due time or from the step that it needs: 24 hours are a day, mostly."""
    span = step.before or step.after or step.lapse
    if span is None:
        return _STARTS
    if span.working_days:
        return (step.before, span)
    regime = _nationwide(policy)
    return tuple(regime.shift(start, span, back=bool(step.before)) for start in _STARTS)


def _nationwide(policy: Policy) -> Regime:
    """The policy where nobody has published working days of their own."""
    return Regime(policy, Calendars().national)


def _quiet_faults(policy: Policy) -> Iterator[PolicyFault]:
    quiet = policy.quiet_hours
    if quiet is None:
        return
    if quiet.begin == quiet.end:
        yield PolicyFault(("quiet_hours", "to"), "起止时刻相同 / they end when they begin")
    for light in quiet.lights:
        if light not in {*policy.lights, *Light}:
            yield PolicyFault(("quiet_hours", "lights"), f"没有定义这个灯 / no light {light}; define it under lights")


def _approval_faults(policy: Policy) -> Iterator[PolicyFault]:
    extension = policy.approvals.extension
    for field, codes in (("obligations", extension.obligations), ("along", extension.along)):
        for code in _unknown(codes, policy):
            path = ("approvals", "extension", field)
            # What a policy that says nothing of extensions has by default may well not be there.
            if field in extension.model_fields_set:
                yield PolicyFault(path, f"没有这个时限节点 / no obligation {code}")


def _unknown(codes: Iterable[str], policy: Policy) -> list[str]:
    return [code for code in codes if code not in policy.obligations]

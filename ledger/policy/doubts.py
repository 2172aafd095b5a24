"""Knows what its writer may not have meant in a policy that makes sense, and whom its ladder would not find."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from ledger.policy.ladder import Recipient
from ledger.policy.policy import Policy, Scope, Trigger
from ledger.policy.soundness import PolicyFault
from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import PostCode
from ledger.registry.posts import supervisor_over
from ledger.registry.regions import is_within, level_of
from mobile_schema.labels import label
from mobile_schema.vocabulary import Level

_NAMED = 3
# The levels at which a supervisor named relative to the issue may be.
_RELATIVE = {"supervising": tuple(Level), "above": (Level.CITY, Level.PROVINCE)}


def doubts_of(policy: Policy) -> Iterator[PolicyFault]:
    """What is odd about the policy itself."""
    for code in policy.obligations:
        if not policy.steps_of[code]:
            message = "没有任何督办步骤,超期无人知晓 / no step of the ladder: nobody hears when it is overdue"
            yield PolicyFault(("obligations", code), message)
    if not any(Level.PROVINCE in _levels(to) for step in policy.ladder for to in step.to):
        yield PolicyFault(("ladder",), "督办到不了省级 / no step reaches the province")
    used = {step.light for step in policy.ladder}
    for light in policy.lights:
        if light not in used:
            yield PolicyFault(("lights", light), "没有步骤使用这个灯 / no step has this light")
    if policy.quiet_hours is not None and not used & set(policy.quiet_hours.lights):
        message = "没有步骤使用这些灯,静默时段不起作用 / no step has these lights, so no step ever waits"
        yield PolicyFault(("quiet_hours", "lights"), message)
    if policy.on_transfer == "restart" and not any(
        Trigger.ASSIGNED in rule.starts for rule in policy.obligations.values()
    ):
        message = "没有由交办开始的时限,改派后无可重新开始 / no clock starts when assigned: nothing begins anew"
        yield PolicyFault(("on_transfer",), message)


def doubts_with(policy: Policy, catalogue: Catalogue, day: date) -> Iterator[PolicyFault]:
    """What is odd about it where it would hold, as the registry stands on a local day."""
    yield from _unknown_words(policy, catalogue)
    told: set[Level] = set()
    for index, step in enumerate(policy.ladder):
        for level in dict.fromkeys(level for to in step.to for level in _levels(to)):
            if level not in told:
                told.add(level)
                yield from _unsupervised(policy.applies_to, level, catalogue, day, ("ladder", index, "to"))


def _levels(to: Recipient) -> tuple[Level, ...]:
    """The levels of the supervisors that a recipient may mean."""
    if to.level is None:
        return ()
    return (to.level,) if isinstance(to.level, Level) else _RELATIVE[to.level]


def _unknown_words(policy: Policy, catalogue: Catalogue) -> Iterator[PolicyFault]:
    """Regions and categories that it names and the registry does not know."""
    scopes: list[tuple[tuple[str, ...], Scope]] = [(("applies_to",), policy.applies_to)]
    scopes += [(("obligations", code, "only"), rule.only) for code, rule in policy.obligations.items()]
    for path, scope in scopes:
        for index, category in enumerate(scope.categories):
            if category not in catalogue.categories:
                message = f"名录中没有问题类别 {category} / no category {category} in the registry"
                yield PolicyFault((*path, "categories", index), message)
        for index, region in enumerate(scope.regions):
            if region not in catalogue.regions:
                message = f"名录中没有行政区划 {region} / no region {region} in the registry"
                yield PolicyFault((*path, "regions", index), message)


def _unsupervised(
    scope: Scope, level: Level, catalogue: Catalogue, day: date, path: tuple[str | int, ...]
) -> Iterator[PolicyFault]:
    """The regions of a level that have no supervisor, counted, and where their alerts go."""
    there = [code for code in catalogue.regions if level_of(code) is level and _concerns(scope, code)]
    empty = sorted(code for code in there if catalogue.holder_on(PostCode.SUPERVISOR, code, day) is None)
    if not empty:
        return
    passed = Counter(_told_instead(code, level, catalogue, day) for code in empty)
    lost = passed.pop(None, 0)
    zh = f"{len(there)} 个{label(level)}行政区划中有 {len(empty)} 个无督办人员({_some(empty, catalogue)})"
    en = f"{len(empty)} of {len(there)} regions at {label(level, 'en')} level have no supervisor"
    if passed:
        upward = [higher for higher in Level if higher in passed]
        zh += ",提醒上转:" + "、".join(f"{label(higher)} {passed[higher]}" for higher in upward)
        en += ": alerts pass upward, " + ", ".join(f"{passed[higher]} to the {higher}" for higher in upward)
    if lost:
        zh += f",{lost} 个直到省级都无人"
        en += f"; for {lost} nobody is there up to the province, and alerts reach no one"
    yield PolicyFault(path, f"{zh} / {en}")


def _concerns(scope: Scope, code: str) -> bool:
    """Whether issues that the scope covers can lie in a region or below it."""
    return not scope.regions or any(is_within(code, region) or is_within(region, code) for region in scope.regions)


def _told_instead(code: str, level: Level, catalogue: Catalogue, day: date) -> Level | None:
    to = supervisor_over(code, level, catalogue, day)
    return to.level if to.person_id is not None else None


def _some(codes: Iterable[str], catalogue: Catalogue) -> str:
    """The first few by name, and that there are more."""
    names = [catalogue.regions[code].name_zh for code in codes]
    return "、".join(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")

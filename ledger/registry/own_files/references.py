"""Knows what entries of a registry must agree on: every reference leads somewhere, nobody is in two places at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import CategoryEntry, Duty, Holding, Person, Post, PostCode, Project, Township, Unit, Zone
from ledger.registry.regions import level_of
from ledger.registry.routing_rules import rule_faults
from mobile_schema.vocabulary import Category, Role

Faulty = tuple[str, str, str]
"""The kind and the key of an entry, and what is wrong with it, in both languages."""


def loose_ends(
    found: Mapping[str, Mapping[str, Any]], after: Catalogue, known: Catalogue, today: date
) -> Iterator[Faulty]:
    """What entries of a file leave open in the registry as it will be (`after`)."""
    for kind, faults_of in _BY_KIND.items():
        for key, entry in found.get(kind, {}).items():
            yield from ((kind, key, f"{key}: {fault}") for fault in faults_of(entry, after))
    for post in found.get("posts", {}).values():
        yield from (("posts", post.id, f"{post.id}: {fault}") for fault in _post_faults(post, after, today))
    yield from _changed_holders(found, after, today)
    yield from _cycles(found.get("units", {}), after)
    if any(found.get(kind) for kind in ("routes", "categories", "units")):
        before = set(rule_faults(known, known.routes))
        for rule_id, fault in rule_faults(after, after.routes):
            if (rule_id, fault) not in before:
                yield "routes", rule_id, f"{rule_id}: {fault}"


def _changed_holders(found: Mapping[str, Mapping[str, Any]], after: Catalogue, today: date) -> Iterator[Faulty]:
    """People of the file who do not fit posts that are not in it."""
    persons = found.get("persons", {})
    for post in after.posts.values():
        if post.id not in found.get("posts", {}):
            for holding in post.holders:
                if holding.person_id in persons:
                    for fault in _holder_faults(post, holding, after, today):
                        yield "persons", holding.person_id, f"{post.id}: {fault}"


def _cycles(units: Mapping[str, Unit], after: Catalogue) -> Iterator[Faulty]:
    """Units that are above themselves; each is followed up once, so that a long line costs no more than its length."""
    sound: set[str] = set()
    for unit_id in units:
        line: dict[str, None] = {}
        at: str | None = unit_id
        while at is not None and at not in sound and at not in line:
            line[at] = None
            unit = after.units.get(at)
            at = None if unit is None else unit.parent
        if at in line:
            told = " → ".join([*list(line)[list(line).index(at) :], at])
            yield "units", unit_id, f"{unit_id}: 上级单位成环 / its parents go round in a circle: {told[:300]}"
        sound.update(line)


def _unit_faults(unit: Unit, after: Catalogue) -> Iterator[str]:
    if unit.region not in after.regions:
        yield f"没有行政区划 / no region {unit.region}"
    elif unit.level is not level_of(unit.region):
        level = level_of(unit.region)
        yield f"{unit.region} 的单位级别为 {level} / a unit of {unit.region} has level {level}"
    for name, there in (("parent", after.units), ("zone", after.zones), ("township", after.townships)):
        wanted = getattr(unit, name)
        if wanted is not None and wanted not in there:
            yield f"{name} 不存在 / no {name} {wanted}"
    if unit.township is not None and not unit.township.startswith(unit.region):
        yield f"乡镇街道 {unit.township} 不在 {unit.region} / township {unit.township} is not in {unit.region}"
    for successor in unit.succeeded_by:
        if successor not in after.units.keys() - {unit.id}:
            yield f"没有继任单位 / no succeeding unit {successor}"
    if unit.succeeded_by and unit.retired_on is None:
        yield "有继任单位须注明撤销日期 / succeeded_by needs retired_on"


def _place_faults(place: Township | Zone, after: Catalogue) -> Iterator[str]:
    if place.region not in after.regions:
        yield f"没有行政区划 / no region {place.region}"


def _category_faults(category: CategoryEntry, after: Catalogue) -> Iterator[str]:
    if not category.code.ships and not category.name_zh:
        yield "自设的类别须有名称 name_zh / a category of your own needs a name_zh"
    if category.code == Category.OBSTRUCTION and category.retired_on is not None:
        yield "阻工事件总属此类,不得停用 / incidents are always of it: it is not retired"
    for code in category.evidence:
        if code not in after.evidence:
            yield f"没有销号材料 / unknown evidence {code}"
    bureaus = after.found.of("bureaus", lambda: frozenset(unit.bureau for unit in after.units.values()))
    if category.bureau is not None and category.bureau not in bureaus:
        yield f"没有部门 / unknown bureau {category.bureau}"


def _project_faults(project: Project, after: Catalogue) -> Iterator[str]:
    yield from (f"没有行政区划 / no region {code}" for code in project.regions if code not in after.regions)
    if project.lead_unit is not None and project.lead_unit not in after.units:
        yield f"没有责任单位 / no unit {project.lead_unit}"
    if project.zone is not None and project.zone not in after.zones:
        yield f"没有开发区 / no development zone {project.zone}"


def _person_faults(person: Person, after: Catalogue) -> Iterator[str]:
    for duty in person.duties:
        yield from _duty_faults(duty, after)
    units = dict.fromkeys(duty.unit_id for duty in person.duties if duty.role is Role.UNIT_STAFF)
    if len(units) > 1:
        named = "、".join(str(unit) for unit in units)
        yield f"同一天在两个单位任职 / is staff of two units on one day: {named}"
    for absence in person.absences:
        if absence.since > absence.until:
            yield (
                f"请假起日 {absence.since} 晚于止日 {absence.until} / "
                f"absent since {absence.since}, which is after until {absence.until}"
            )


def _duty_faults(duty: Duty, after: Catalogue) -> Iterator[str]:
    if duty.region not in after.regions:
        yield f"没有行政区划 / no region {duty.region}"
    elif duty.role is Role.SUPERVISOR and duty.level is not level_of(duty.region):
        level = level_of(duty.region)
        yield f"{duty.region} 的督办人员级别为 {level} / a supervisor of {duty.region} has level {level}"
    if duty.role is not Role.SUPERVISOR and duty.level is not None:
        yield "只有督办人员有级别 / only a supervisor has a level"
    if duty.unit_id is not None and duty.unit_id not in after.units:
        yield f"没有责任单位 / no unit {duty.unit_id}"
    if duty.role is Role.UNIT_STAFF and duty.unit_id is None:
        yield "责任单位人员须有 unit_id / staff of a responsible unit need a unit_id"


def _post_faults(post: Post, after: Catalogue, today: date) -> Iterator[str]:
    places: Mapping[str, Any] = after.units if post.code is PostCode.UNIT_HEAD else after.regions
    if post.place not in places:
        yield f"没有这个地点或单位 / no such place {post.place}"
    for holding in post.holders:
        yield from _holder_faults(post, holding, after, today)
        if holding.since is not None and holding.until is not None and holding.since > holding.until:
            yield (
                f"{holding.person_id} 起日 {holding.since} 晚于止日 {holding.until} / "
                f"{holding.person_id} since {holding.since}, which is after until {holding.until}"
            )
    for one, other in _at_once(post.holders):
        yield (
            f"{one} 与 {other} 同时任职,且均非代理 / "
            f"{one} and {other} hold it at the same time, and neither is a deputy"
        )


def _at_once(holders: Iterable[Holding]) -> Iterator[tuple[str, str]]:
    """Those who hold a post together; in the order of their days, each is held against the one that lasts longest."""
    own = sorted(
        (holding for holding in holders if not holding.deputy),
        key=lambda each: (each.since or date.min, each.person_id),
    )
    last: Holding | None = None
    for each in own:
        if last is not None and (each.since or date.min) <= (last.until or date.max):
            yield last.person_id, each.person_id
        if last is None or (each.until or date.max) > (last.until or date.max):
            last = each


def _holder_faults(post: Post, holding: Holding, after: Catalogue, today: date) -> Iterator[str]:
    person = after.persons.get(holding.person_id)
    if person is None:
        yield f"没有人员 / no person {holding.person_id}"
    elif holding.until is not None and holding.until < today:
        return
    elif post.code is PostCode.UNIT_HEAD and not person.is_of(post.place):
        yield f"{person.id} 不是该单位人员 / {person.id} is not of that unit"
    elif post.code is PostCode.SUPERVISOR and not any(
        (duty.role, duty.region) == (Role.SUPERVISOR, post.place) for duty in person.duties
    ):
        yield f"{person.id} 不是 {post.place} 的督办人员 / {person.id} is no supervisor of {post.place}"


_BY_KIND: Final[Mapping[str, Callable[[Any, Catalogue], Iterator[str]]]] = {
    "townships": _place_faults,
    "zones": _place_faults,
    "units": _unit_faults,
    "persons": _person_faults,
    "projects": _project_faults,
    "categories": _category_faults,
}

"""Knows who may change which entry of the registry: an administrator, within the regions they administer, never more.

The one place that says so (`may_change_registry`); whatever changes the registry for a person asks here.
"""

from collections.abc import Iterator
from typing import Any, Final

from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import Duty, Person, Post, PostCode, Project, RoutingRule, Township, Unit, Zone
from ledger.registry.regions import is_within
from mobile_schema.vocabulary import Level, Role

_OWN_ALONE: Final = frozenset({Role.ADMIN, Role.SECURITY, Role.AUDITOR})
"""Roles that only who has one may give or take: an administrator of people makes nobody a keeper of credentials."""


def may_change_registry(person: Person, before: Any | None, after: Any, catalogue: Catalogue) -> str | None:
    """Why a person may not make `after` of the entry `before` (None: it is new), in both languages; None if they may.

    What holds for the whole deployment (categories, evidence, rules without a region) is a province's to change.
    """
    administered = [duty.region for duty in person.duties if duty.role is Role.ADMIN]
    for entry in (before, after):
        for region in () if entry is None else _regions_of(entry, catalogue):
            if not any(_covers(own, region, catalogue) for own in administered):
                return "只能修改本人所管地区的名录 / the registry of your own regions alone is yours to change"
    if isinstance(after, Person):
        return _may_change_person(person, before, after)
    if isinstance(after, Post) and _holds(after, person) != _holds(before, person):
        return "不得任免自己 / nobody gives or takes a post of their own"
    return None


def _may_change_person(person: Person, before: Person | None, after: Person) -> str | None:
    changed = set(after.duties) ^ set(() if before is None else before.duties)
    if person.id == after.id and changed:
        return "不得修改自己的职责 / nobody changes their own duties"
    for duty in sorted(changed, key=lambda each: (each.role, each.region)):
        if duty.role in _OWN_ALONE and not any(_includes(own, duty) for own in person.duties):
            return f"不得授予或收回自己没有的角色 / you may not give or take a role that you lack: {duty.role}"
    return None


def _includes(own: Duty, duty: Duty) -> bool:
    return own.role is duty.role and is_within(duty.region, own.region)


def _holds(post: Post | None, person: Person) -> tuple[Any, ...]:
    return () if post is None else tuple(each for each in post.holders if each.person_id == person.id)


def _covers(own: str, region: str | None, catalogue: Catalogue) -> bool:
    if region is None:
        known = catalogue.regions.get(own)
        return known is not None and known.level is Level.PROVINCE
    return is_within(region, own)


def _regions_of(entry: Any, catalogue: Catalogue) -> Iterator[str | None]:
    """The regions that an entry is about, all of which one must administer; None is the whole deployment."""
    if isinstance(entry, Unit | Township | Zone):
        yield entry.region
    elif isinstance(entry, Person):
        yield from (duty.region for duty in entry.duties)
    elif isinstance(entry, Project):
        yield from entry.regions
    elif isinstance(entry, Post):
        unit = catalogue.units.get(entry.place) if entry.code is PostCode.UNIT_HEAD else None
        yield entry.place if entry.code is PostCode.SUPERVISOR else unit.region if unit else None
    else:
        yield entry.within if isinstance(entry, RoutingRule) else None

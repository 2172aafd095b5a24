"""Knows who may read and who may change which entry of the registry: an administrator, within the regions they
administer, never more.

The one place that says so (`may_change_registry`); whatever changes the registry for a person asks here.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from ledger.access.routing_changes import may_write_rule
from ledger.access.scopes import Scope
from ledger.registry.actors import Actor
from ledger.registry.catalogue import Catalogue
from ledger.registry.days import has_ended
from ledger.registry.entries import Duty, Person, Post, Project, RoutingRule
from ledger.registry.places import EVERYWHERE, lies_in, regions_of
from ledger.registry.regions import RANK, is_within, level_of
from mobile_schema.vocabulary import Level, Role

_OWN_ALONE: Final = frozenset({Role.ADMIN, Role.SECURITY, Role.AUDITOR})
"""Roles that only who has one may give or take: an administrator of people makes nobody a keeper of credentials."""


def who_changes(actor: Actor, catalogue: Catalogue, today: date) -> Person | None:
    """Who acts, as the registry has them by now; None where they are in it no more, and may change nothing."""
    person = catalogue.persons.get(actor.person_id)
    return None if person is None or has_ended(person, today) else person


def is_within_scope(scope: Scope, entry: Any, catalogue: Catalogue) -> bool:
    """Whether an entry is there for who has this scope: one of its regions lies within, or it holds everywhere."""
    return not scope.empty and not lies_in(entry, catalogue).isdisjoint((EVERYWHERE, *scope.regions))


def may_change_registry(person: Person, before: Any | None, after: Any, catalogue: Catalogue) -> str | None:
    """Why a person may not make `after` of the entry `before` (None: it is new), in both languages; None if they may.

    What holds for the whole deployment (categories, evidence, rules without a region) is a province's to change, a
    project that of its level or a higher one.
    """
    administered = [duty.region for duty in person.duties if duty.role is Role.ADMIN]

    def administers(region: str | None) -> bool:
        return any(_covers(own, region, catalogue) for own in administered)

    for entry in (before, after):
        if not all(map(administers, () if entry is None else regions_of(entry, catalogue))):
            return "只能修改本人所管地区的名录 / the registry of your own regions alone is yours to change"
        if isinstance(entry, Project) and not _reach_all(administered, entry, catalogue):
            return f"上级的项目由上级维护 / a project of a level above yours is not yours to change: {entry.level}"
    if isinstance(after, RoutingRule):
        return may_write_rule(after, catalogue, administers)
    if isinstance(after, Person):
        return _may_change_person(person, before, after)
    if isinstance(after, Post) and _holds(after, person) != _holds(before, person):
        return "不得任免自己 / nobody gives or takes a post of their own"
    return None


def _may_change_person(person: Person, before: Person | None, after: Person) -> str | None:
    changed = set(after.duties) ^ set(() if before is None else before.duties)
    if before is not None and before.left_on != after.left_on:
        changed.update(after.duties)
    if person.id == after.id and changed:
        return "不得修改自己的职责 / nobody changes their own duties"
    for duty in sorted(changed, key=lambda each: (each.role, each.region)):
        if duty.role in _OWN_ALONE and not any(_includes(own, duty) for own in person.duties):
            return f"不得授予或收回自己没有的角色 / you may not give or take a role that you lack: {duty.role}"
    return None


def _includes(own: Duty, duty: Duty) -> bool:
    return own.role is duty.role and is_within(duty.region, own.region)


def _reach_all(administered: Sequence[str], project: Project, catalogue: Catalogue) -> bool:
    # By what covers each region: who administers a city is no city to another one's county.
    high_enough = [own for own in administered if RANK[project.level] <= RANK[level_of(own)]]
    return all(any(_covers(own, region, catalogue) for own in high_enough) for region in project.regions)


def _holds(post: Post | None, person: Person) -> tuple[Any, ...]:
    return () if post is None else tuple(each for each in post.holders if each.person_id == person.id)


def _covers(own: str, region: str | None, catalogue: Catalogue) -> bool:
    # A region that is none is told to the province alone, as what is wrong with it: for others it is not theirs.
    if region is None or region not in catalogue.regions:
        known = catalogue.regions.get(own)
        return known is not None and known.level is Level.PROVINCE
    return is_within(region, own)

"""Knows the keys by which an issue and a person meet: `r:` a region, `u:` a unit, `p:` a person who reported.

An issue bears facts about itself alone, never who stands above it, so that a change of people costs nothing. A person
has the keys of the duties that allow an action; what bears none of them is for that person as if it were not there.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ledger.access.matrix import Relation, cell_of
from ledger.issue.issue import Issue
from ledger.registry.actors import Actor
from ledger.registry.entries import Duty, Person
from ledger.registry.regions import ancestors, is_within


def scopes_of(issue: Issue) -> tuple[str, ...]:
    """The keys that an issue bears: its region with those above it, every unit that had to do with it, its reporter."""
    units = dict.fromkeys((issue.unit_id, *issue.supporting_unit_ids, *issue.fixing_units))
    return (
        *region_keys(issue.region),
        *(unit_key(unit) for unit in units if unit is not None),
        reporter_key(issue.reporter),
    )


def region_key(code: str) -> str:
    """The key of a region."""
    return f"r:{code}"


@lru_cache(maxsize=4096)
def region_keys(code: str) -> tuple[str, ...]:
    """The keys of a region and of those above it."""
    return tuple(map(region_key, ancestors(code)))


def regions_of(keys: Collection[str]) -> tuple[str, ...]:
    """The regions among these keys."""
    return tuple(sorted(key.removeprefix("r:") for key in keys if key.startswith("r:")))


@lru_cache(maxsize=4096)
def _regions_of(keys: frozenset[str]) -> tuple[str, ...]:
    """The same; a list asks for those of one scope as often as there are entries."""
    return regions_of(keys)


def unit_key(unit_id: str) -> str:
    """The key of a unit."""
    return f"u:{unit_id}"


def reporter_key(person_id: str) -> str:
    """The key of who reported."""
    return f"p:{person_id}"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a person may know of: what bears one of these keys, and with `own_id` what is that person's own."""

    keys: frozenset[str]
    own_id: str | None = None

    def meets(self, scopes: Collection[str]) -> bool:
        """Whether what bears these keys is within."""
        return not self.keys.isdisjoint(scopes)

    def owns(self, person_id: str | None) -> bool:
        """Whether what is this person's is one's own, and that counts here."""
        return self.own_id is not None and person_id == self.own_id

    @property
    def empty(self) -> bool:
        """Whether nothing is within, whatever there is."""
        return not self.keys and self.own_id is None

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions whose whole subtree is within."""
        return _regions_of(self.keys)

    def covers_region(self, code: str) -> bool:
        """Whether all of a region is within."""
        return any(is_within(code, region) for region in self.regions)


READ: Final = "issue.read"
"""The action that decides whether an issue is there for somebody, whatever else is asked of it."""
ALERTS: Final = "alert.list"
"""The same of alerts."""
REPORTS: Final = "report.read"
"""The same of reports."""
NOWHERE: Final = Scope(frozenset())


def scope_of(person: Person | Actor, action: str) -> Scope:
    """The scope in which a person may do an action: all that any one duty allows, and no more. Raises KeyError."""
    person_id, posts = (person.id, person.duties) if isinstance(person, Person) else (person.person_id, person.guises)
    keys: set[str] = set()
    own = False
    for post in posts:
        cell = frozenset() if post.role is None else cell_of(action, post.role, post.level)
        keys.update(_keys(post, person_id, cell))
        own = own or Relation.OWN in cell
    return Scope(frozenset(keys), person_id if own else None)


def may_read(person: Person, issue: Issue) -> bool:
    """Whether an issue is there for a person."""
    return scope_of(person, READ).meets(scopes_of(issue))


def may(person: Person, action: str) -> bool:
    """Whether any duty of a person allows an action on anything at all. Raises KeyError."""
    return any(cell_of(action, duty.role, duty.level) for duty in person.duties)


def units_led(person: Person, action: str) -> frozenset[str]:
    """The units for whose own an action is a person's, by any one duty. Raises KeyError."""
    return frozenset(
        duty.unit_id
        for duty in person.duties
        if duty.unit_id is not None and Relation.LEAD in cell_of(action, duty.role, duty.level)
    )


def _keys(post: Duty | Actor, person_id: str, cell: Collection[Relation]) -> Iterator[str]:
    if Relation.REGION in cell and post.region is not None:
        yield region_key(post.region)
    if Relation.UNIT in cell and post.unit_id is not None:
        yield unit_key(post.unit_id)
    if Relation.REPORTER in cell:
        yield reporter_key(person_id)

"""Knows the registry as one whole: look-ups by id, and who holds a post."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from ledger.groundwork.memo import Memo
from ledger.registry.days import CHINA, covers, has_ended, local_day
from ledger.registry.entries import (
    CategoryEntry,
    EvidenceKind,
    Person,
    Post,
    PostCode,
    Project,
    Region,
    RoutingRule,
    Township,
    Unit,
    Zone,
    post_id,
)
from mobile_schema.labels import Language, label
from mobile_schema.vocabulary import Category, Role

_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Holder:
    """Someone who holds a post, as its deputy (代理) or in their own right."""

    person_id: str
    deputy: bool


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every entry of the registry by its id or code."""

    regions: Mapping[str, Region]
    units: Mapping[str, Unit]
    projects: Mapping[str, Project]
    zones: Mapping[str, Zone]
    persons: Mapping[str, Person]
    posts: Mapping[str, Post]
    evidence: Mapping[str, EvidenceKind]
    categories: Mapping[str, CategoryEntry]
    routes: Mapping[str, RoutingRule] = field(default_factory=dict)
    townships: Mapping[str, Township] = field(default_factory=dict)
    _holders: Memo[tuple[str, date], Holder | None] = field(default_factory=Memo, init=False, compare=False)
    found: Memo[Hashable, Any] = field(default_factory=Memo, init=False, compare=False)
    """what others found in it that many ask for"""

    def with_entries(self, entries: Mapping[str, Mapping[str, Any]]) -> "Catalogue":
        """The registry with these entries, by kind and id, in it."""
        changed: dict[str, Any] = {kind: {**getattr(self, kind), **new} for kind, new in entries.items() if new}
        return replace(self, **changed)

    def only(self, entries: Mapping[str, Mapping[str, Any]]) -> "Catalogue":
        """The registry with these entries alone of the kinds that are named."""
        return replace(self, **dict(entries))  # type: ignore[arg-type] # the fields are the kinds

    def ids(self, kind: str) -> Sequence[str]:
        """The ids or codes of a kind in their order, which is found once."""
        found: tuple[str, ...] = self.found.of(("ids", kind), lambda: tuple(sorted(getattr(self, kind))))
        return found

    def evidence_for(self, category: Category) -> tuple[EvidenceKind, ...]:
        """What closing an issue of this category demands; at least one kind."""
        return tuple(self.evidence[code] for code in self.categories[category].evidence)

    def category_name(self, category: Category, language: Language = "zh") -> str:
        """What people read for a category: as the office calls it, else as the contract does."""
        entry = self.categories.get(category)
        own = None if entry is None else (entry.name_en or entry.name_zh) if language == "en" else entry.name_zh
        return own or label(category, language)

    def holder(self, code: PostCode, place: str, at: datetime, zone: ZoneInfo = CHINA) -> Holder | None:
        """Who holds a post at a moment; None when it is empty or not known."""
        return self.holder_on(code, place, local_day(at, zone))

    def holder_on(self, code: PostCode, place: str, day: date) -> Holder | None:
        """Who holds a post on a local day: the first in office who is there, deputies after all others."""
        asked = post_id(code, place)
        return self._holders.of((asked, day), lambda: self._holder_of(asked, day))

    def _holder_of(self, asked: str, day: date) -> Holder | None:
        post = self.posts.get(asked)
        if post is None:
            return None
        in_office = (
            holding
            for holding in post.holders
            if covers(holding.since, holding.until, day)
            and self.is_there(holding.person_id, day)
            and self.belongs(holding.person_id, post)
        )
        first = min(in_office, key=lambda holding: holding.deputy, default=None)
        return None if first is None else Holder(first.person_id, first.deputy)

    def is_there(self, person_id: str, day: date) -> bool:
        """Whether someone is in the registry, has not left, and is not absent on that local day."""
        person = self.persons.get(person_id)
        if person is None or has_ended(person, day):
            return False
        return not any(covers(gone.since, gone.until, day) for gone in person.absences)

    def belongs(self, person_id: str, post: Post) -> bool:
        """Whether someone is what a post asks for: of the unit that a head is of, a supervisor where it is that.

        Who left the unit since is told nothing more. That a supervisor is one of that very region is for whoever
        enters posts to see to (`references`).
        """
        if post.code is PostCode.UNIT_HEAD:
            return self.is_of_unit(person_id, post.place)
        person = self.persons.get(person_id)
        return person is not None and person.has(Role.SUPERVISOR)

    def is_of_unit(self, person_id: str, unit_id: str | None) -> bool:
        """Whether someone in the registry belongs to a unit as it stands."""
        person = self.persons.get(person_id)
        return person is not None and person.is_of(unit_id)

    def empty_since(self, code: PostCode, place: str, day: date) -> date | None:
        """The day on which a post that is empty on `day` became so; None when it was never held as far as is known."""
        post = self.posts.get(post_id(code, place))
        for last in sorted(self._ends(post, day), reverse=True) if post else ():
            if self.holder_on(code, place, last) is not None:
                return last + _ONE_DAY
        return None

    def _ends(self, post: Post, day: date) -> set[date]:
        """The days before `day` that were the last of a holding, or the last before an absence of its person."""
        persons = {holding.person_id: self.persons.get(holding.person_id) for holding in post.holders}
        ends = {holding.until for holding in post.holders if holding.until is not None and holding.until < day}
        there = [person for person in persons.values() if person is not None]
        away = [gone.since for person in there for gone in person.absences]
        away += [person.left_on for person in there if person.left_on is not None]
        return ends | {since - _ONE_DAY for since in away if date.min < since <= day}

    def staff_of(self, unit_id: str) -> tuple[Person, ...]:
        """The people of a unit, those who left too."""
        return tuple(person for person in self.persons.values() if person.is_of(unit_id))

    def staffed_on(self, day: date) -> frozenset[str]:
        """The units with someone there on a local day who can sign for what they are given; no retired one."""
        staffed: frozenset[str] = self.found.of(("staffed", day), lambda: frozenset(self._staffed_on(day)))
        return staffed

    def _staffed_on(self, day: date) -> Iterator[str]:
        for person in self.persons.values():
            units = [duty.unit_id for duty in person.duties if duty.role is Role.UNIT_STAFF]
            if units and self.is_there(person.id, day):
                yield from (unit for unit in units if unit is not None and self._stands(unit, day))

    def _stands(self, unit_id: str, day: date) -> bool:
        unit = self.units.get(unit_id)
        return unit is not None and not has_ended(unit, day)

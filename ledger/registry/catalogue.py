"""Knows the registry as one whole: look-ups by id, and who holds a post."""

from collections.abc import Mapping
from dataclasses import dataclass

from xiaohao.ledger.regions import level_of
from xiaohao.ledger.registry.entries import (
    EvidenceKind,
    Person,
    Post,
    PostCode,
    Project,
    Region,
    Unit,
    Zone,
    post_id,
)
from xiaohao.mobile_schema.vocabulary import Category, Level


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every entry of the registry by its id or code, and the evidence each category demands."""

    regions: Mapping[str, Region]
    units: Mapping[str, Unit]
    projects: Mapping[str, Project]
    zones: Mapping[str, Zone]
    persons: Mapping[str, Person]
    posts: Mapping[str, Post]
    evidence: Mapping[Category, tuple[EvidenceKind, ...]]

    def evidence_for(self, category: Category) -> tuple[EvidenceKind, ...]:
        """What closing an issue of this category demands; at least one kind."""
        return self.evidence[category]

    def unit_head(self, unit_id: str | None) -> str | None:
        """The person id of a unit's head; None when the post is vacant or there is no unit."""
        return None if unit_id is None else self._holder(PostCode.UNIT_HEAD, unit_id)

    def supervisor(self, region: str, level: Level) -> str | None:
        """The person id of the supervisor of a region at its level; None when vacant or of another level."""
        return self._holder(PostCode.SUPERVISOR, region) if level_of(region) == level else None

    def staff_of(self, unit_id: str) -> tuple[Person, ...]:
        """The people of a unit."""
        return tuple(person for person in self.persons.values() if person.unit_id == unit_id)

    def _holder(self, code: PostCode, place: str) -> str | None:
        post = self.posts.get(post_id(code, place))
        return post.holders[0] if post is not None and post.holders else None

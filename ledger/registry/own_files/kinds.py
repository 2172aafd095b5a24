"""Knows the kinds of entries that an office keeps itself: their shape, their key, how a CSV file of each is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, Final

from ledger.registry.entries import (
    CategoryEntry,
    EvidenceKind,
    Person,
    Post,
    Project,
    RoutingRule,
    Township,
    Unit,
    Zone,
)
from ledger.registry.regions import level_of


def _level_from_region(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A unit is of the level of its region, which a file need not say."""
    try:
        return {"level": level_of(str(raw.get("region")))}
    except ValueError:
        return {"level": "county"}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind; `telling` are columns that together only its CSV files have, `absent` what may be left out of a file
    although the entry has no default for it, `most` how many a file has where each is held against all others."""

    shape: type[Any]
    key: str
    name_zh: str
    telling: frozenset[str]
    absent: Callable[[Mapping[str, Any]], Mapping[str, Any]] = field(default=lambda _: {})
    most: int | None = None

    def key_of(self, entry: Any) -> str:
        """The id or code of an entry."""
        return str(getattr(entry, self.key))


KINDS: Final[Mapping[str, Kind]] = {
    "townships": Kind(Township, "code", "乡镇街道", frozenset({"code", "name_zh", "kind"})),
    "zones": Kind(Zone, "id", "开发区", frozenset({"id", "name_zh", "targets"}), lambda _: {"name_en": ""}),
    "units": Kind(
        Unit,
        "id",
        "责任单位",
        frozenset({"id", "region", "name_zh"}),
        lambda raw: {"bureau": "", "name_en": "", **_level_from_region(raw)},
    ),
    "persons": Kind(Person, "id", "人员", frozenset({"id", "role"}), lambda _: {"unit_id": None}),
    "evidence": Kind(EvidenceKind, "code", "销号材料", frozenset({"code", "name_zh", "photo"}), most=1_000),
    "categories": Kind(CategoryEntry, "code", "问题类别", frozenset({"code", "evidence"}), most=1_000),
    "projects": Kind(Project, "code", "项目", frozenset({"code", "name_zh"})),
    "posts": Kind(Post, "id", "岗位", frozenset({"code", "place"})),
    "routes": Kind(RoutingRule, "id", "分派规则", frozenset({"id", "lead", "supervise"}), most=1_000),
}
"""In the order in which a CSV file is asked whether it is of a kind."""


@cache
def field_names(kind: str) -> tuple[str, ...]:
    """What an entry of a kind may say."""
    return tuple(each.name for each in fields(KINDS[kind].shape))

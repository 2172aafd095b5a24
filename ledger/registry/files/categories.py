"""Knows what a category of issues is besides its word in the contract: one row each, in the order of the file."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field

from ledger.registry.entries import CategoryEntry, EvidenceKind
from ledger.registry.files.reading import RegistryError, as_entries, by_key, parse_mapping
from mobile_schema.vocabulary import Category

FILE = "categories.yaml"
_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class _Lead:
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    bureau: str
    source: str


@dataclass(frozen=True, slots=True)
class _Row:
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    code: Category
    evidence: Annotated[tuple[str, ...], Field(min_length=1)]
    lead: _Lead | None = None


def parse_categories(text: str, leading: Collection[str]) -> dict[Category, CategoryEntry]:
    """Every category of the contract as a YAML text has it; `leading` are the bureaus that may lead one.

    Raises RegistryError naming the row: not a category, there twice or not at all, without evidence, unknown kind of
    evidence or bureau.
    """
    content = parse_mapping(FILE, text)
    kinds = by_key(FILE, as_entries(FILE, content.get("evidence"), EvidenceKind), "code")
    rows = by_key(FILE, as_entries(FILE, content.get("categories"), _Row), "code")
    for category in Category:
        if category not in rows:
            raise RegistryError(FILE, category, "is missing")
    return {row.code: _entry(row, kinds, leading) for row in rows.values()}


def _entry(row: _Row, kinds: dict[str, EvidenceKind], leading: Collection[str]) -> CategoryEntry:
    unknown = [code for code in row.evidence if code not in kinds]
    if unknown:
        raise RegistryError(FILE, row.code, f"unknown evidence {unknown[0]}")
    if row.lead is not None and row.lead.bureau not in leading:
        raise RegistryError(FILE, row.code, f"unknown bureau {row.lead.bureau}")
    return CategoryEntry(tuple(kinds[code] for code in row.evidence), row.lead.bureau if row.lead else None)

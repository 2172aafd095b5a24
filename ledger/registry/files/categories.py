"""Knows how the file about categories is read: a row for each word of the contract, the kinds of evidence apart."""

from collections.abc import Collection

from ledger.registry.entries import CategoryEntry, EvidenceKind
from ledger.registry.files.reading import RegistryError, as_entries, by_key, parse_mapping
from mobile_schema.vocabulary import Category

FILE = "categories.yaml"


def parse_categories(text: str, leading: Collection[str]) -> tuple[dict[str, EvidenceKind], dict[str, CategoryEntry]]:
    """The kinds of evidence and the categories of a YAML text, by code; `leading` are the bureaus that may lead.

    Raises RegistryError naming the category that is missing, there twice, unknown or not whole.
    """
    content = parse_mapping(FILE, text)
    kinds = by_key(FILE, as_entries(FILE, content.get("evidence"), EvidenceKind), "code")
    rows = by_key(FILE, as_entries(FILE, content.get("categories"), CategoryEntry), "code")
    for code in rows:
        if not Category(code).ships:
            raise RegistryError(FILE, code, "is no word of the contract")
    for category in Category:
        row = rows.get(category)
        if row is None:
            raise RegistryError(FILE, category, "is missing")
        unknown = [code for code in row.evidence if code not in kinds]
        if unknown:
            raise RegistryError(FILE, category, f"unknown evidence {unknown[0]}")
        if row.bureau is not None and row.bureau not in leading:
            raise RegistryError(FILE, category, f"unknown bureau {row.bureau}")
        if (row.bureau is None) != (row.source is None):
            raise RegistryError(FILE, category, "bureau and source belong together")
    return kinds, rows

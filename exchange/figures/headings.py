"""Knows the rows that are headings over projects: which place they name, and whether what follows is new."""

import re
from dataclasses import dataclass
from typing import Final

from exchange.figures.tables import FigureTable
from exchange.ledgers.tables.rows import LedgerRow, RowKind
from mobile_schema.reports.figure import Kind

_SECTION: Final = re.compile(r"[(（]?[一二三四五六七八九十]+[)）、.．]\s*(\S.*)")
_PLACE: Final = re.compile(r"(.{2,12}?[市县区])(?:[(（:：].*|\d+[项个].*)?")
_KINDS: Final = {"续建": Kind.CARRIED_OVER, "新建": Kind.NEW, "新开工": Kind.NEW}


@dataclass(frozen=True, slots=True)
class Heading:
    """Under what projects stand: a place, and whether they are new or carried over, as far as a heading says so."""

    place: str = ""
    kind: str | None = None

    @classmethod
    def of(cls, text: str) -> "Heading":
        """What the words of a heading, or of a sheet's name, say."""
        place = _PLACE.fullmatch(text)
        kind = next((kind for word, kind in _KINDS.items() if word in text), None)
        return cls(place[1] if place else "", kind)


def heading_of(row: LedgerRow, table: FigureTable) -> Heading | None:
    """What a row says that is a heading and no project: 一、长治市, (一)新建项目, or 长治市 with its sums."""
    said = row.said
    if row.kind is RowKind.SECTION:
        text = row.section or next(iter(said.values()), "")
        numbered = _SECTION.fullmatch(text)
        return Heading.of(numbered[1] if numbered else text)
    if row.kind is not RowKind.RECORD or any(table.places.get(name, -1) in said for name in ("code", "region")):
        return None
    text = said.get(table.places.get("name", -1), "") or said.get(table.places.get("seq", -1), "")
    numbered = _SECTION.fullmatch(text)
    if numbered is None and not _PLACE.fullmatch(text):
        return None
    return Heading.of(numbered[1] if numbered else text)

"""Knows what a check has to ask of a person: each spelling that nobody knows once, with how often it stands."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from exchange.ledgers.checking import CheckedRow
from exchange.ledgers.records import Record
from exchange.ledgers.values.reading import Fault
from exchange.ledgers.values.words import near_of

_MOST: Final = 500
_LONGEST: Final = 200
_VALUES: Final = frozenset(
    {
        "unlisted-value",
        "unknown-project",
        "unknown-region",
        "unknown-unit",
        "several-projects",
        "several-regions",
        "several-units",
    }
)
# A word that stands for a day is answered for itself; a missing year, swapped parts and hidden rows for the whole file.
_DAYS: Final = frozenset({"day-at-once", "day-always", "day-month", "day-span", "day-unread"})
QUESTIONS: Final = {"day-year": "year", "day-order": "order", "hidden": "hidden", "blank-project": "unnamed"}
_UNDATED: Final = "undated"


@dataclass(frozen=True, slots=True)
class Spelling:
    """What stands in cells of a field and is to be told: its text, why, in how many rows, and in which cell first;
    `offered` is the meaning that it comes nearest to."""

    field: str
    text: str
    slug: str
    sentence: str
    count: int
    first: str
    offered: str | None = None


def spellings_of(rows: Iterable[CheckedRow]) -> list[Spelling]:
    """Each of them once, in the order in which they are met; no more than some hundreds at a time."""
    met: dict[tuple[str, str], Spelling] = {}
    for row in rows:
        for fault in row.faults:
            asked = _asked(row.record, fault)
            if asked is None:
                continue
            key = asked.field, asked.text
            if key in met:
                met[key] = replace(met[key], count=met[key].count + 1)
            elif len(met) < _MOST:
                met[key] = asked
    return list(met.values())


def questions_of(rows: Iterable[CheckedRow]) -> dict[str, int]:
    """How many rows wait for what one answer settles for the whole file: `year`, `order`, `hidden`, `unnamed` (no
    project under one that has one); `undated` are those with a day without a year that no other day of the row
    tells it of."""
    counted = dict.fromkeys((*QUESTIONS.values(), _UNDATED), 0)
    for row in rows:
        for name in {_question(row.record, fault) for fault in row.faults if fault.slug in QUESTIONS}:
            counted[name] += 1
    return counted


def closed_of(rows: Iterable[CheckedRow]) -> int:
    """How many rows say that they are closed, whether they come in or are skipped for it."""
    return sum(row.record.skipped == "closed" or _says_closed(row.record) for row in rows)


def _says_closed(record: Record) -> bool:
    status = record.fields.get("status")
    return status is not None and status.value == "closed"


def _question(record: Record, fault: Fault) -> str:
    if fault.slug == "day-year":
        found = next((record.fields.get(name) for name, cell in record.places.items() if cell == fault.cell), None)
        if found is None or found.value is None:
            return _UNDATED
    return QUESTIONS[fault.slug]


def _asked(record: Record, fault: Fault) -> Spelling | None:
    if fault.slug not in _VALUES and fault.slug not in _DAYS:
        return None
    field = next((name for name, cell in record.places.items() if cell == fault.cell), None)
    found = record.fields.get(field) if field else None
    if field is None or found is None or len(found.text) > _LONGEST:
        return None
    return Spelling(
        field, found.text, fault.slug, fault.sentence, 1, f"{record.sheet}!{fault.cell}", near_of(field, found.text)
    )

"""Knows rows that are very like one before them: told with the row, never taken for one by themselves.

Only rows of one project, found within a week of each other, are compared, and of those only a few of the latest that
begin or end alike: however long a ledger is, a row costs the same.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from msgspec import Struct
from rapidfuzz import fuzz

from exchange.ledgers.reading.identity import BareTexts
from exchange.ledgers.records import Record
from exchange.ledgers.values.reading import Fault

ALIKE: Final = 92.0
DAYS: Final = 7
_SHORTEST: Final = 4
_ENDS: Final = 4
_LATEST: Final = 8


class _Met(Struct, frozen=True):
    text: str
    day: int | None
    record: Record


@dataclass(slots=True)
class Nearness:
    """The rows gone through so far."""

    bare: BareTexts
    _begun: dict[str, tuple[_Met, ...]] = field(default_factory=dict)
    _ended: dict[str, tuple[_Met, ...]] = field(default_factory=dict)

    def told(self, record: Record) -> tuple[Fault, ...]:
        """At its description, the row before that this one is very like; nothing where there is none."""
        found = record.fields.get("description") or record.fields.get("title")
        text = self.bare[found.text][:500] if found else ""
        if len(text) < _SHORTEST:
            return ()
        day = record.fields.get("found_on")
        own = _Met(text, _number(day.value if day else None), record)
        project = record.fields.get("project") or record.fields.get("project_code")
        name = self.bare[project.text] if project else ""
        near = None
        for met, key in ((self._begun, f"{name}/{text[:_ENDS]}"), (self._ended, f"{name}/{text[-_ENDS:]}")):
            before = met.get(key, ())
            near = near or _nearest(own, before)
            met[key] = (*before[1 - _LATEST :], own)
        return () if near is None else (_fault(record, near.record),)


def _number(day: object) -> int | None:
    return day.toordinal() if isinstance(day, date) else None


def _nearest(own: _Met, before: tuple[_Met, ...]) -> _Met | None:
    """The latest that it is very like."""
    text, day = own.text, own.day
    for one in reversed(before):
        if day is None or one.day is None:
            if day != one.day:
                continue
        elif abs(day - one.day) > DAYS:
            continue
        if text == one.text or fuzz.ratio(text, one.text, score_cutoff=ALIKE):
            return one
    return None


def _fault(record: Record, near: Record) -> Fault:
    at = f"{near.sheet}!{near.row}"
    cell = record.places.get("description") or record.places.get("title") or f"{record.row}"
    return Fault(cell, "alike", f"很像 {at},请看是否同一问题 / very like {at}: is it one and the same?")

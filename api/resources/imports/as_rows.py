"""Knows how a row that was read and judged is told to the ledger: its fields by what may change, and what was found;
and what a new one becomes there, field by field.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from msgspec import structs

from exchange.ledgers.checking import CheckedRow, Verdict
from exchange.ledgers.mapping import LedgerMapping
from exchange.ledgers.values.reading import Fault, Found
from ledger.imports.words import COLUMN, FREE, Claim, Exported, ImportRow, Judged, RowVerdict
from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import Project, Region, Unit
from mobile_schema.vocabulary import Category, Severity

COMING: Final = frozenset({Verdict.NEW, Verdict.CHANGED, Verdict.SAME, Verdict.CONFLICT})
_PLACED: Final = frozenset({"seq", "project", "project_code", "region", "description"})


def as_rows(rows: Iterable[CheckedRow], mapping: LedgerMapping) -> Iterator[ImportRow]:
    """Those that may come in; where the mapping says so, with the deadline by which each is to be resolved."""
    coming = (_row(row) for row in rows if row.verdict in COMING)
    return (replace(row, resolve_by=row.due_on) for row in coming) if mapping.clocks == "from-file" else coming


def with_verdicts(rows: Iterable[CheckedRow], judged: Iterable[Judged]) -> Iterator[tuple[CheckedRow, Judged | None]]:
    """Every row with what the ledger says of it; one that it refuses is a fault of the row."""
    of = {one.row.row_id: one for one in judged}
    for row in rows:
        one = of.get(row.row_id) if row.verdict in COMING else None
        if one is None:
            yield row, None
            continue
        verdict = Verdict(one.verdict.value)
        reason = one.reason or (one.serial if verdict is not Verdict.NEW else "")
        told = Fault(f"{row.record.row}", one.slug or "refused", one.reason)
        faults = (*row.faults, told) if verdict is Verdict.FAULT else row.faults
        yield structs.replace(row, verdict=verdict, reason=reason, faults=faults), one


@dataclass(frozen=True, slots=True)
class Value:
    """A field as it will be on the ledger; `name` (zh / en) is what the registry calls a code. What is not `said` by
    the file is what the ledger goes by where nothing is."""

    field: str
    value: str
    name: str = ""
    said: bool = True


def values_of(judged: Judged, catalogue: Catalogue, today: date) -> tuple[Value, ...]:
    """What a new row becomes; nothing of one that is there already, as no file changes what these are."""
    return tuple(_values(judged.row, catalogue, today)) if judged.verdict is RowVerdict.NEW else ()


def _values(row: ImportRow, catalogue: Catalogue, today: date) -> Iterator[Value]:
    runs = row.claim is not Claim.CLOSED and row.resolve_by is not None and row.resolve_by >= today
    said, named = row.fixed.keys() | row.free.keys(), _name_of
    yield Value("description", row.description)
    yield Value("category", row.category, _both(*_in_two(row.category, catalogue)), "category" in said)
    yield Value("severity", row.severity, said="severity" in said)
    yield Value("status", row.claim, said="status" in said)
    if row.project_code:
        yield Value("project", row.project_code, named(catalogue.projects.get(row.project_code)))
    if row.region:
        yield Value("region", row.region, named(catalogue.regions.get(row.region)), "region" in said)
    if row.unit_id or row.claim is not Claim.CLOSED:
        unit = catalogue.units.get(row.unit_id or "")
        yield Value("lead_unit", row.unit_id or "", named(unit), row.unit_id is not None)
    if row.person_id:
        person = catalogue.persons.get(row.person_id)
        yield Value("person", row.person_id, person.name if person else "")
    for name, day in (("found_on", row.found_on), ("due_on", row.due_on), ("done_on", row.done_on)):
        if day is not None:
            yield Value("resolve_by" if name == "due_on" and runs else name, day.isoformat())
    for name, text in row.free.items():
        if name != "due_on" and not name.startswith(COLUMN) and not (name == "person" and row.person_id):
            yield Value(name, text)


def _in_two(category: Category, catalogue: Catalogue) -> tuple[str, str]:
    return catalogue.category_name(category), catalogue.category_name(category, "en")


def _name_of(entry: Project | Region | Unit | None) -> str:
    return "" if entry is None else _both(entry.name_zh, entry.name_en)


def _both(zh: str, en: str | None) -> str:
    return f"{zh} / {en}" if en else zh


def _row(row: CheckedRow) -> ImportRow:
    record, placed = row.record, row.placed
    texts = {name: _text(found) for name, found in record.fields.items() if _text(found)}
    free: dict[str, str] = {name: texts[name] for name in FREE if name in texts}
    free |= {f"{COLUMN}{path}": text for path, text in record.kept.items() if text}
    description = "\n".join(texts[name] for name in ("title", "description") if name in texts)
    status = texts.get("status", "open")
    return ImportRow(
        row_id=row.row_id,
        sheet=record.sheet,
        row=record.row,
        said=record.cells,
        description=description,
        free=free,
        fixed={name: text for name, text in texts.items() if name not in _PLACED and name not in free},
        project_code=placed.project_code,
        region=placed.region,
        unit_id=placed.unit_id,
        person_id=placed.person_id,
        category=Category(texts.get("category", Category.OTHER)),
        severity=Severity(texts.get("severity", Severity.ORDINARY)),
        claim=Claim(status),
        found_on=_day(record.fields.get("found_on")),
        due_on=_day(record.fields.get("due_on")),
        done_on=_day(record.fields.get("done_on")),
        exported=None if row.exported is None else Exported(*row.exported),
    )


def _text(found: Found) -> str:
    if isinstance(found.value, date):
        return found.value.isoformat()
    return found.value or ""


def _day(found: Found | None) -> date | None:
    return found.value if found and isinstance(found.value, date) else None

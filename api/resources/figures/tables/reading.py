"""Knows how a table of projects is read and judged apart, in a process of its own, and how what may come in is kept.

Nothing of HTTP is known here, so that the process is small; what goes in and what comes back can be pickled.
"""

import hashlib
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from api.resources.figures.tables.templates import Templates
from api.serving.not_read import NotRead
from exchange.figures.checking import CheckedFigures, answered, check_figures
from exchange.figures.mapping import FigureMapping
from exchange.figures.tables import tables_in
from exchange.figures.telling.returned import returned_figures
from exchange.figures.telling.told import told_table
from exchange.ledgers.checking import Verdict
from exchange.workbooks.cells import Book
from exchange.workbooks.reading import read_book
from exchange.workbooks.refused import FileRefused
from ledger.figures.judging import JudgedFigure
from ledger.figures.keeping import Reporting, report, would_be
from ledger.figures.reach import REPORT, reach_of
from ledger.mongo.connection import Store, connect
from ledger.policy.in_force import read_rules

_IN: Final = frozenset({Verdict.NEW, Verdict.CHANGED, Verdict.SAME})


@dataclass(frozen=True, slots=True)
class Given:
    """A file that somebody sent, how it is to be read, whether it is to be kept; `at` is the ledger's time. With
    `remembered`, what its template came in by last holds where nothing is said of it."""

    filename: str
    content: bytes
    mapping: FigureMapping
    remembered: bool
    keep: bool
    person_id: str
    at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class JudgedTables:
    """A file's rows with their verdicts, the places of those that are the first of their project, its tables as they
    are told (`told_table`), the names of all its sheets, and by which mapping all this was read."""

    sha256: str
    mapping: FigureMapping
    checked: CheckedFigures
    first: frozenset[int]
    tables: list[dict[str, Any]]
    sheets: list[str]


def judge_tables(mongo_url: str, given: Given) -> JudgedTables | NotRead:
    """Every row judged by the file and by the ledger; with `keep` what may come in is kept, all in one transaction.

    Raises Conflict; pymongo.errors.PyMongoError.
    """
    try:
        book = read_book(given.filename, given.content)
        with closing(connect(mongo_url)) as store:
            return _judged(store, book, given)
    except FileRefused as refused:
        return NotRead(refused.slug, str(refused))


def faulty_rows(mongo_url: str, given: Given) -> bytes | NotRead:
    """A workbook of the rows that stay out. Raises as `judge_tables`."""
    came = judge_tables(mongo_url, replace(given, keep=False))
    return came if isinstance(came, NotRead) else returned_figures(came.checked)


def _judged(store: Store, book: Book, given: Given) -> JudgedTables:
    rules, sha256 = read_rules(given.zone), hashlib.sha256(given.content).hexdigest()
    person = rules.catalogue.persons[given.person_id]
    templates = Templates(store, book, person)
    mapping = templates.remembered(given.mapping) if given.remembered else given.mapping
    checked = check_figures(book, mapping, sha256)
    within = reach_of(person, REPORT, rules.catalogue)
    registered = mapping.projects == "registered"
    reporting = Reporting(given.person_id, given.at, rules.catalogue, rules.zone, registered, within)
    judged, first = _by_ledger(store, checked, reporting, keep=given.keep)
    if given.keep and any(row.verdict in _IN for row in judged.rows):
        templates.remember(mapping, given.at)
    tables = [told_table(table) for table in tables_in(book, mapping)]
    return JudgedTables(sha256, mapping, judged, first, tables, [sheet.name for sheet in book.sheets])


def _by_ledger(
    store: Store, checked: CheckedFigures, reporting: Reporting, *, keep: bool
) -> tuple[CheckedFigures, frozenset[int]]:
    rows = list(checked.rows)
    coming = [place for place, row in enumerate(rows) if row.figure is not None]
    figures = [figure for row in rows if (figure := row.figure) is not None]
    verdicts = (report if keep else would_be)(store, figures, reporting)
    first: set[int] = set()
    for place, one in zip(coming, verdicts, strict=True):
        rows[place] = answered(rows[place], _told(one))
        if one.project_is_new:
            first.add(place)
    return replace(checked, rows=tuple(rows)), frozenset(first)


def _told(one: JudgedFigure) -> dict[str, Any]:
    """As `answered` takes it."""
    return {name: getattr(one, name) for name in ("verdict", "slug", "reason", "field", "flags")}

"""Knows how a table of projects is read and judged apart, in a process of its own, and how what may come in is kept.

Nothing of HTTP is known here, so that the process is small; what goes in and what comes back can be pickled.
"""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from exchange.figures.checking import CheckedFigures, answered, check_figures
from exchange.figures.mapping import FigureMapping
from exchange.figures.tables import tables_in
from exchange.figures.telling.returned import returned_figures
from exchange.figures.telling.told import told_table
from exchange.workbooks.reading import read_book
from exchange.workbooks.refused import FileRefused
from ledger.figures.judging import JudgedFigure
from ledger.figures.keeping import Reporting, report, would_be
from ledger.figures.reach import REPORT, reach_of
from ledger.mongo.connection import Store, connect
from ledger.policy.in_force import read_rules
from mobile_schema.reports.figure import MOST_ROWS, NewFigure


@dataclass(frozen=True, slots=True)
class Given:
    """A file that somebody sent, how it is to be read, whether it is to be kept; `at` is the ledger's time."""

    filename: str
    content: bytes
    mapping: FigureMapping
    keep: bool
    person_id: str
    at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class JudgedTables:
    """A file's rows with their verdicts, the places of those that are the first of their project, its tables as they
    are told (`told_table`), and the names of all its sheets."""

    sha256: str
    checked: CheckedFigures
    first: frozenset[int]
    tables: list[dict[str, Any]]
    sheets: list[str]


@dataclass(frozen=True, slots=True)
class TableRefused:
    """Why a file is refused whole: a stable word, and a sentence with the cure."""

    slug: str
    sentence: str


def judge_tables(mongo_url: str, given: Given) -> JudgedTables | TableRefused:
    """Every row judged by the file and by the ledger; with `keep` what may come in is kept, some hundred at a time in
    one transaction: after a break the same again goes on.

    Raises Conflict; pymongo.errors.PyMongoError.
    """
    sha256 = hashlib.sha256(given.content).hexdigest()
    try:
        book = read_book(given.filename, given.content)
        checked = check_figures(book, given.mapping, sha256)
    except FileRefused as refused:
        return TableRefused(refused.slug, str(refused))
    tables = [told_table(table) for table in tables_in(book, given.mapping)]
    with closing(connect(mongo_url)) as store:
        judged, first = _by_ledger(store, given, checked)
    return JudgedTables(sha256, judged, first, tables, [sheet.name for sheet in book.sheets])


def faulty_rows(mongo_url: str, given: Given) -> bytes | TableRefused:
    """A workbook of the rows that stay out. Raises as `judge_tables`."""
    came = judge_tables(mongo_url, replace(given, keep=False))
    return came if isinstance(came, TableRefused) else returned_figures(came.checked)


def _by_ledger(store: Store, given: Given, checked: CheckedFigures) -> tuple[CheckedFigures, frozenset[int]]:
    rows = list(checked.rows)
    coming = [place for place, row in enumerate(rows) if row.figure is not None]
    figures = [figure for row in rows if (figure := row.figure) is not None]
    first: set[int] = set()
    for place, one in zip(coming, _verdicts(store, given, figures), strict=True):
        rows[place] = answered(rows[place], _told(one))
        if one.project_is_new:
            first.add(place)
    return replace(checked, rows=tuple(rows)), frozenset(first)


def _verdicts(store: Store, given: Given, figures: list[NewFigure]) -> Iterator[JudgedFigure]:
    rules = read_rules(given.zone)
    within = reach_of(rules.catalogue.persons[given.person_id], REPORT, rules.catalogue)
    registered = given.mapping.projects == "registered"
    reporting = Reporting(given.person_id, given.at, rules.catalogue, rules.zone, registered, within)
    if not given.keep:
        yield from would_be(store, figures, reporting)
        return
    for start in range(0, len(figures), MOST_ROWS):
        yield from report(store, figures[start : start + MOST_ROWS], reporting)


def _told(one: JudgedFigure) -> dict[str, Any]:
    """As `answered` takes it."""
    return {name: getattr(one, name) for name in ("verdict", "slug", "reason", "field", "flags")}

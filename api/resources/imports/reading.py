"""Knows what is done with a file apart, in a process of its own: looked at, and every row judged.

Nothing of HTTP is known here, so that the process is small; what goes in and what comes back can be pickled.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Final

from api.resources.imports.as_rows import Value, as_rows, values_of, with_verdicts
from api.resources.imports.naming import registry_for
from api.serving.not_read import NotRead
from exchange.ledgers.checking import Checked, check
from exchange.ledgers.looking import look_at
from exchange.ledgers.mapping import LedgerMapping, completed
from exchange.ledgers.mapping_files import as_yaml, remembered
from exchange.ledgers.reading.table import tables_of
from exchange.ledgers.returned import returned
from exchange.ledgers.spellings import closed_of, questions_of, spellings_of
from exchange.workbooks.cells import Book
from exchange.workbooks.reading import read_book
from exchange.workbooks.refused import FileRefused
from ledger.imports import files, looks
from ledger.imports.committing import commit
from ledger.imports.judging import verdicts_of
from ledger.imports.records import mapping_of_file, mapping_of_office, remember
from ledger.imports.waiting import claims_of
from ledger.imports.words import Judged
from ledger.jobs.claims import CLAIMED
from ledger.jobs.leases import renewed
from ledger.mongo.connection import Store, connect
from ledger.mongo.shared_clock import clock_of
from ledger.policy.in_force import read_rules
from ledger.registry.actors import Actor
from ledger.registry.days import local_day

# What is shown of a file; its own texts stay in it.
_SHOWN: Final = 2_000
_IN_PICTURE: Final = 120
_COLUMNS_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Given:
    """A file that somebody sent, and how it is to be read; `regions` are those in which that one may enter anything.

    `at` is the ledger's time, `clock` is the ledger's, as the settings name it; `holder` is who claimed its commit.
    """

    import_id: str
    sha256: str
    filename: str
    actor: Actor
    mapping: LedgerMapping
    at: datetime
    zone: str
    clock: str
    regions: tuple[str, ...] = ()
    holder: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file holds, and the mapping with every column of it."""

    seen: dict[str, Any]
    mapping: LedgerMapping


@dataclass(frozen=True, slots=True)
class Judgement:
    """Every row with its verdict, and beside it what the ledger says of it, and what it becomes there."""

    checked: Checked
    judged: list[Judged | None]
    values: list[tuple[Value, ...]]


def look(mongo_url: str, given: Given) -> Seen | NotRead:
    """What a file holds as it is to be read. Raises pymongo.errors.PyMongoError when MongoDB is away."""
    with _opened(mongo_url) as store:
        book = _book(store, given)
        if isinstance(book, NotRead):
            return book
        return Seen(_shown(look_at(book, given.mapping)), _named(store, _completed(book, given.mapping), given))


def judge(mongo_url: str, given: Given) -> dict[str, int] | NotRead:
    """The counts of the verdicts, once every row's is kept. Raises as `look`."""
    with _opened(mongo_url) as store:
        came = _checked(store, given)
        if isinstance(came, NotRead):
            return came
        looks.keep_check(store, given.import_id, _told(came.checked), _lines(came))
        return came.checked.counts


def faulty(mongo_url: str, given: Given) -> bytes | NotRead:
    """A workbook of the rows that stay out, with what is wrong of each. Raises as `look`."""
    with _opened(mongo_url) as store:
        came = _checked(store, given)
        return came if isinstance(came, NotRead) else returned(came.checked)


def bring(mongo_url: str, given: Given) -> bool | NotRead:
    """Put the rows on the ledger that may come in, and remember how the template is read, with its claim renewed all
    the while. Raises as `look`."""
    with _opened(mongo_url) as store, _claimed(store, given):
        came = _checked(store, given)
        if isinstance(came, NotRead):
            return came
        rules = read_rules(given.zone)
        commit(
            store,
            given.import_id,
            as_rows(came.checked.rows, given.mapping),
            given.actor,
            clock=clock_of(given.clock, store),
            rules=rules,
        )
        if given.mapping.fingerprint:
            template = as_yaml(given.mapping.of_template)
            remember(store, given.mapping.fingerprint, given.regions, template, by=given.actor.person_id, at=given.at)
        return True


def _named(store: Store, mapping: LedgerMapping, given: Given) -> LedgerMapping:
    """With the name under which this very file, or this office's template, came in before: a row is known by it,
    whatever the file is called this month.
    """
    text = mapping_of_file(store, given.sha256)
    if text is None and mapping.fingerprint:
        text = mapping_of_office(store, mapping.fingerprint, given.regions)
    before = remembered(text)
    return mapping if before is None else mapping.model_copy(update={"name": before.name})


def _checked(store: Store, given: Given) -> Judgement | NotRead:
    """Every row with its verdict, by the file, by the registry, and by what came in before."""
    book = _book(store, given)
    if isinstance(book, NotRead):
        return book
    rules = read_rules(given.zone)
    today = local_day(given.at, rules.zone)
    try:
        checked = check(book, given.mapping, registry_for(rules.catalogue, given.regions, today))
    except FileRefused as refused:
        return NotRead(refused.slug, str(refused))
    said = verdicts_of(store, as_rows(checked.rows, given.mapping), given.actor, rules)
    pairs = list(with_verdicts(checked.rows, said))
    becomes = [values_of(one, rules.catalogue, today) if one else () for _, one in pairs]
    return Judgement(replace(checked, rows=tuple(row for row, _ in pairs)), [one for _, one in pairs], becomes)


@contextmanager
def _claimed(store: Store, given: Given) -> Iterator[None]:
    if given.holder is None:
        yield
        return
    claims, holder = claims_of(store), given.holder
    with renewed(f"import {given.import_id}", CLAIMED, lambda: claims.go_on(given.import_id, holder)):
        yield


def _opened(mongo_url: str) -> "closing[Store]":
    return closing(connect(mongo_url))


def _book(store: Store, given: Given) -> Book | NotRead:
    raw = files.ledger_of(store, given.sha256, given.actor.person_id)
    if raw is None:
        return NotRead("unknown-file", "没有这个文件,请重新上传 / there is no such file: send it again")
    try:
        return read_book(given.filename, raw)
    except FileRefused as refused:
        return NotRead(refused.slug, str(refused))


def _shown(seen: dict[str, Any]) -> dict[str, Any]:
    """As much of every text as a person looks at."""
    for sheet in seen["sheets"]:
        sheet["picture"] = [[text[:_IN_PICTURE] for text in row[:_COLUMNS_SHOWN]] for row in sheet["picture"]]
        for column in sheet["head"]["columns"] if sheet["head"] else []:
            column["samples"] = [text[:_IN_PICTURE] for text in column["samples"]]
    return seen


def _completed(book: Book, mapping: LedgerMapping) -> LedgerMapping:
    """With the columns of every table that is included; the first one's head is the template's."""
    tables = [table for sheet in book.sheets for table in tables_of(sheet, mapping)]
    if not tables:
        return mapping
    each = [completed(mapping, table.head) for table in tables]
    columns = {path: name for one in reversed(each) for path, name in one.columns.items()}
    return each[0].model_copy(update={"columns": {path: columns[path] for one in each for path in one.columns}})


def _told(checked: Checked) -> dict[str, Any]:
    return {
        "counts": checked.counts,
        "unread": list(checked.unread),
        "questions": questions_of(checked.rows),
        "years": list(checked.years),
        "closed": closed_of(checked.rows),
        "values": [
            {
                "field": one.field,
                "text": one.text,
                "slug": one.slug,
                "sentence": one.sentence,
                "count": one.count,
                "first": one.first,
                "offered": one.offered,
            }
            for one in spellings_of(checked.rows)
        ],
    }


def _lines(came: Judgement) -> Iterator[dict[str, Any]]:
    for row, judged, values in zip(came.checked.rows, came.judged, came.values, strict=True):
        yield {
            "sheet": row.record.sheet,
            "row": row.record.row,
            "verdict": row.verdict.value,
            "reason": row.reason,
            "cells": [[path, text[:_SHOWN]] for path, text in row.record.cells.items()],
            "values": [[one.field, one.value[:_SHOWN], one.name, one.said] for one in values],
            "faults": [{"cell": one.cell, "slug": one.slug, "sentence": one.sentence} for one in row.faults],
            "changes": [asdict(one) for one in judged.changes] if judged else [],
            "issue": judged.issue_id if judged else None,
            "serial": judged.serial if judged else "",
        }

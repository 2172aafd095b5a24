"""Knows how an export that was asked for as a job is made: in a process of its own, of which only its record is told.

What was read is laid by first, so that the ledger need not be as it was for as long as the writing takes.
"""

import hashlib
import logging
import pickle
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

import msgspec
from pymongo.errors import PyMongoError

from api.exporting.asked import ExportAsked
from api.exporting.files import Export, export_of, file_name
from api.http.problems import Problem
from api.http.settings import Settings
from api.reads.lists import EXPORT
from api.reads.reads import Reads
from exchange.exports.lines import Line
from exchange.tables.faults import PlayError
from ledger.access.scopes import scope_of
from ledger.groundwork.clock import Clock
from ledger.jobs.claims import CLAIMED
from ledger.jobs.exports import ExportJob, fail_job, finish_job, go_on
from ledger.jobs.leases import renewed
from ledger.mongo.connection import Store, connect
from ledger.mongo.shared_clock import clock_of
from ledger.policy.in_force import read_rules
from ledger.registry.days import has_ended, local_day
from ledger.search.shelf import Shelf

_LOG: Final = logging.getLogger("xiaohao.api")
_TOGETHER: Final = 500


class _NotTheirs(Exception):
    """The person has left, or does not read any more what they read as they asked."""


def make(settings: Settings, job: ExportJob, holder: str) -> None:
    """Make one. Arguments can be pickled; it connects for itself, and says in the record what became of it."""
    store = connect(settings.mongo_url, settings.introduced_as("export"))
    try:
        told: dict[str, Any] = {}
        with renewed(f"export {job.id}", CLAIMED, lambda: go_on(store, job.id, holder, **told)):
            try:
                _make(store, settings, job, holder, told)
            except _NotTheirs:
                fail_job(store, job.id, holder, "not-permitted")
            except Problem as refused:
                fail_job(store, job.id, holder, refused.slug)
            except PlayError as refused:
                fail_job(store, job.id, holder, f"template: {refused}")
            except PyMongoError:
                _LOG.exception("export %s is tried again", job.id)
                raise
            except Exception:
                fail_job(store, job.id, holder, "internal")
                raise
    finally:
        store.close()


def _make(store: Store, settings: Settings, job: ExportJob, holder: str, told: dict[str, Any]) -> None:
    reads = _reads(store, settings, job, clock_of(settings.clock, store))
    asked = ExportAsked.model_validate_json(msgspec.json.encode(job.asked))
    with tempfile.TemporaryDirectory(prefix="xiaohao-export-") as folder, (Path(folder) / "lines").open("w+b") as laid:
        with reads.at_one_moment() as moment:
            at, position = moment
            export = export_of(reads, asked, asked.wanted(), job.address or None, moment)
            told |= {"total": export.said.total, "as_of": at, "position": position}
            many = _lay_by(export.lines, laid)
        laid.seek(0)
        path = Path(folder) / "file"
        whole = Export(asked, export.layout, replace(export.said, total=many), at, _laid_by(laid))
        whole.write(path, lambda rows: told.update(rows=rows, total=many))
        go_on(store, job.id, holder, rows=many, total=many, as_of=at, position=position)
        finish_job(store, job.id, holder, path, file_name(export, reads), _sha256(path))


def _reads(store: Store, settings: Settings, job: ExportJob, clock: Clock) -> Reads:
    """As who asked reads now. Raises _NotTheirs where that is not what they read as they asked."""
    rules = read_rules(settings.time_zone)
    person = rules.catalogue.persons.get(job.owner)
    if person is None or has_ended(person, local_day(clock.now(), rules.zone)):
        raise _NotTheirs
    if tuple(sorted(scope_of(person, EXPORT).keys)) != job.keys:
        raise _NotTheirs
    shelf = None if settings.search_folder is None else Shelf(settings.search_folder)
    return Reads(store, clock, rules, person, shelf)


def _lay_by(lines: Iterator[Line], to: IO[bytes]) -> int:
    many = 0
    while some := list(islice(lines, _TOGETHER)):
        pickle.dump(some, to)
        many += len(some)
    return many


def _laid_by(laid: IO[bytes]) -> Iterator[Line]:
    while laid.peek(1):  # type: ignore[attr-defined] # it is buffered
        yield from pickle.load(laid)  # noqa: S301 - written a moment ago, into a folder of our own


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

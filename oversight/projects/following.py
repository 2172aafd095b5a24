"""Knows the last figure of every project, kept in a process: read whole once, then only what was kept since.

What is kept is stamped with the machine's time (`kept_at`): who asks reads from a little before it was asked last, as a
transaction takes its time, and clocks differ. Every ten minutes all is read over, beside whoever asks. Of a project
whose last month was withdrawn the last one that counts is read again.
"""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from threading import Lock, Thread
from typing import Final

from ledger.figures.figure import MonthFigure, earlier_by
from ledger.figures.keeping import FIGURES
from ledger.figures.monthly import COUNTED, last_of_each, last_of_projects, month_figure, months_reported
from ledger.mongo.connection import Document, Store
from oversight.projects.summing import Cell, Last, cells_of

MONTHS: Final = 12
"""A project that reported nothing for so many months is on no board."""
_MARGIN: Final = timedelta(seconds=10)
_WHOLE_SECONDS: Final = 600.0
_AT_ONCE: Final = 5_000
_READ: Final = COUNTED | {"month": 1, "version": 1}
_VERSION: Final = itemgetter("month", "version")
_log = logging.getLogger(__name__)


class Followed:
    """Every project's last figure; threads may share it."""

    def __init__(self, store: Store, whole_seconds: float = _WHOLE_SECONDS) -> None:
        self._store, self._whole_seconds = store, whole_seconds
        self._one_reads = Lock()
        self._lasts: dict[str, Last] | None = None
        self._until = datetime.min.replace(tzinfo=UTC)
        self._whole_at = 0.0
        self._cells: dict[int, list[Cell]] = {}
        self._withdrawn: dict[tuple[str, str], int] = {}
        """The last withdrawal that was met, by project and month: what is met again of before counts as nothing."""

    def those(self, wanted: Callable[[Last], bool]) -> list[Last]:
        """Those that are wanted, by project. Raises pymongo.errors.PyMongoError."""
        with self._one_reads:
            found = [(project, last) for project, last in self._now().items() if wanted(last)]
        return [last for _, last in sorted(found, key=itemgetter(0))]

    def cells(self, year: int) -> list[Cell]:
        """Those of a year, added up. Raises pymongo.errors.PyMongoError."""
        with self._one_reads:
            lasts = self._now()
            if year not in self._cells:
                self._cells[year] = cells_of(lasts.values(), year)
            return self._cells[year]

    def last_month(self) -> str | None:
        """The last month of which anything was reported. Raises pymongo.errors.PyMongoError."""
        with self._one_reads:
            return max((last.month for last in self._now().values()), default=None)

    def _now(self) -> Mapping[str, Last]:
        if self._lasts is None:
            self._lasts, self._until = _whole(self._store)
            self._whole_at = time.monotonic()
        self._catch_up(self._lasts)
        if time.monotonic() - self._whole_at > self._whole_seconds:
            self._whole_at = time.monotonic()
            Thread(target=self._read_over, daemon=True).start()
        return self._lasts

    def _catch_up(self, lasts: dict[str, Last]) -> None:
        now, since = datetime.now(UTC), {"kept_at": {"$gte": self._until - _MARGIN}}
        fallen: set[str] = set()
        for document in self._store.as_sent(FIGURES).find(since, _READ, batch_size=_AT_ONCE):
            project, (month, version) = document["project"], _VERSION(document)
            before = lasts.get(project)
            if version < self._withdrawn.get((project, month), 0):
                continue
            if document.get("withdrawn"):
                self._withdrawn[project, month] = version
                if before is not None and before.month == month and before.version < version:
                    fallen.add(project)
            elif before is None or (before.month, before.version) < (month, version):
                lasts[project] = _last(document)
                self._cells.clear()
        if fallen:
            self._fall_back(lasts, fallen)
        self._until = now

    def _fall_back(self, lasts: dict[str, Last], projects: set[str]) -> None:
        """To the last month that counts of each; one that has none is there no more."""
        months = _recent(self._store)
        found = last_of_projects(self._store, projects, months[-1], _READ, _last) if months else {}
        for project in projects - found.keys():
            del lasts[project]
        lasts |= found
        self._cells.clear()

    def _read_over(self) -> None:
        try:
            lasts, until = _whole(self._store)
        except Exception as error:
            _log.warning("the projects could not be read over, and stay: %r", error)
            return
        with self._one_reads:
            self._lasts, self._until = lasts, until
            self._cells.clear()


def _whole(store: Store) -> tuple[dict[str, Last], datetime]:
    """The last figures of all, and until when they are known: the month that most reported last is read first."""
    began = datetime.now(UTC)
    return last_of_each(store, _recent(store), _READ, _last), began


def _recent(store: Store) -> list[str]:
    """The months of which a figure brings a project on a board, the last first."""
    months = months_reported(store)
    return [month for month in months if month >= earlier_by(MONTHS, months[0])]


def _last(document: Document) -> Last:
    figure: MonthFigure = month_figure(document)
    return Last(document["month"], int(document["version"]), figure)

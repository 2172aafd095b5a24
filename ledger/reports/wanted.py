"""Knows what may be asked of reports, and what is found: lists, one whole, what was seen of a project."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ledger.reports.said import FieldReport

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """A report on the ledger: its receipt without the bytes, and what these say.

    Nothing once the bytes were deleted, which only an office's own rules of retention do.
    """

    receipt: Document
    said: FieldReport | None


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """Which reports to list: a project's, or without one `reporter`'s own; the rest only narrows.

    `type` is that of its event; `no_problem`, `progress` and `photos` ask for those that say or show one.
    """

    reporter: str
    project: str | None = None
    type: str | None = None
    no_problem: bool = False
    progress: bool = False
    photos: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """How many visits to a project there were, how many of them found no problem, how many incidents were reported;
    when somebody was there last, and the last progress (`percent`, `stage`) that was said.
    """

    visits: int
    no_problem: int
    incidents: int
    last_at: datetime | None
    progress: Mapping[str, Any] | None

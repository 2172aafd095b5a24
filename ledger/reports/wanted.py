"""Knows what may be asked of reports, and what is found: lists, one whole, what was seen of a project."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from ledger.issue.words.command import Text
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


@dataclass(frozen=True, slots=True)
class Became:
    """What became of reports: the issues that they opened or corrected, as they stand, by id; by report the ids of
    those that correct it.
    """

    issues: Mapping[str, Document]
    corrected_by: Mapping[str, list[str]]


class Withdrawal(BaseModel):
    """撤回: why an inspector takes back a report of their own; no command, as it is about a report."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Text

"""Knows what may be asked of a list of issues: typed filters, its order, and what a line of it shows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeVar

from mobile_schema.vocabulary import Category, Light, Severity, State

# What a line of a list shows; the rest is on the issue itself.
SUMMARY: Final = (
    "serial",
    "version",
    "state",
    "source",
    "category",
    "severity",
    "description",
    "project_code",
    "region",
    "location",
    "unit_id",
    "person_id",
    "person_name",
    "supervising_region",
    "supervising_level",
    "flags",
    "works_stopped",
    "reported_at",
    "updated_at",
    "closed_at",
    "due_at",
)
Word = TypeVar("Word", bound=str)


class Source(StrEnum):
    """What an issue came from: a visit to a site, an incident, what a supervisor entered, a row of a ledger."""

    SITE_VISIT = "site_visit"
    INCIDENT = "incident"
    MATTER = "matter"
    IMPORT = "import"


class Sort(StrEnum):
    """The order of a list: by due time, earliest first; by times, latest first; by 编号; by region, then 编号."""

    DUE = "due"
    UPDATED = "updated"
    REPORTED = "reported"
    SERIAL = "serial"
    REGION = "region"

    @property
    def by_text(self) -> bool:
        """Whether a page ends at a text, and not at a time."""
        return self in {Sort.SERIAL, Sort.REGION}


@dataclass(frozen=True, slots=True)
class IssueFilter:
    """Which issues to list; None leaves a field open, several values of one are joined by "or".

    `region` stands for its whole subtree; a `unit` leads, and "" is that none does. The moments bound half-open spans:
    from the first, before the second. Those in the archive are a list of their own.
    """

    state: State | Collection[State] | None = None
    region: str | Collection[str] | None = None
    unit: str | Collection[str] | None = None
    project: str | Collection[str] | None = None
    category: Category | Collection[Category] | None = None
    light: Light | Collection[Light] | None = None
    due_before: datetime | None = None
    policy: tuple[str, int] | None = None
    """name and version, as frozen onto the issue"""
    archived: bool = False
    due_from: datetime | None = None
    reported_from: datetime | None = None
    reported_before: datetime | None = None
    closed_from: datetime | None = None
    closed_before: datetime | None = None
    updated_from: datetime | None = None
    at: str | None = None
    """a region that the issue lies in, and in none below"""
    severity: Severity | Collection[Severity] | None = None
    source: Source | Collection[Source] | None = None
    person: str | Collection[str] | None = None
    """who answers for it"""
    issue: str | Collection[str] | None = None
    """the ids of those that are meant, each"""
    escalated: bool | None = None
    """whether a step has fired on a clock of it that still runs"""
    imported_in: str | None = None
    """the id of the import that an issue came from"""
    words: str | None = None
    """what somebody typed to look for; an index knows where it stands (`ledger.search`)"""


def several(value: Word | Collection[Word] | None) -> tuple[Word, ...] | None:
    """The values of a filter, each once; None where it is open."""
    if value is None:
        return None
    return (value,) if isinstance(value, str) else tuple(dict.fromkeys(value))

"""Knows what may be asked of a list of issues: typed filters, and what a line of it shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mobile_schema.vocabulary import Category, Light, State

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
    "unit_id",
    "person_id",
    "person_name",
    "supervising_region",
    "supervising_level",
    "flags",
    "works_stopped",
    "reported_at",
    "updated_at",
    "due_at",
)


@dataclass(frozen=True, slots=True)
class IssueFilter:
    """Which issues to list; None leaves a field open. `region` stands for its whole subtree.

    Those in the archive are a list of their own.
    """

    state: State | None = None
    region: str | None = None
    unit: str | None = None
    project: str | None = None
    category: Category | None = None
    light: Light | None = None
    due_before: datetime | None = None
    policy: tuple[str, int] | None = None
    """name and version, as frozen onto the issue"""
    archived: bool = False

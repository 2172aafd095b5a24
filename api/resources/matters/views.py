"""Knows what a matter that was entered, one that would be, and a set look like in an answer."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pydantic import AwareDatetime

from api.http.views import View
from api.shown.similar import SimilarView, similar_view
from ledger.alike.likeness import Similar
from ledger.issue.issue import Issue
from ledger.issue.lights import light_of
from ledger.matters.entering import Entered
from ledger.matters.standing import MatterSet
from mobile_schema.events.facts import Code
from mobile_schema.events.matter_events import Paper
from mobile_schema.fields import Day
from mobile_schema.vocabulary import Category, Level, Light, MatterSource, Severity, State


class OpenedIssue(View):
    id: str
    serial: str


class ClockSet(View):
    code: Code
    due_at: AwareDatetime


class WouldOpen(View):
    """One issue that would be opened: where it lies, who has it, who supervises it, which clocks run."""

    number: str | None
    text: str
    region: str
    project_code: str | None
    unit_id: str | None
    supporting_unit_ids: list[str]
    supervising_region: str | None
    supervising_level: Level | None
    vacant_posts: list[str]
    clocks: list[ClockSet]


class EnteredView(View):
    """What became of a matter or a set: its issues in order, or (`dry_run`) those that it would open.

    `similar` are issues that may be the same as a matter that is new, or would be.
    """

    id: str
    dry_run: bool
    entered_at: AwareDatetime | None
    issues: list[OpenedIssue]
    would_open: list[WouldOpen]
    similar: list[SimilarView]


class MatterLine(View):
    """One matter of a set as it stands; `number` is its task's in the document."""

    id: str
    serial: str
    number: str | None
    state: State
    light: Light
    category: Category
    severity: Severity
    description: str
    demand: str | None
    region: str
    project_code: str | None
    unit_id: str | None
    supporting_unit_ids: list[str]
    person_name: str | None
    percent: int | None
    due_on: Day | None
    due_at: AwareDatetime | None


class SetView(View):
    """A set (任务分解): its document, and of its matters (`count`) those that one may read, in order."""

    id: str
    title: str
    source: MatterSource
    paper: Paper | None
    count: int
    entered_at: AwareDatetime
    entered_by: str
    items: list[MatterLine]


class SetLine(View):
    """A set in a list: of its `count` matters one may read `shown`; of these `open` have not ended, under their lights.

    `GET /v1/matter-sets/{id}` has each of them.
    """

    id: str
    title: str
    source: MatterSource
    paper: Paper | None
    count: int
    entered_at: AwareDatetime
    entered_by: str
    shown: int
    open: int
    red: int
    yellow: int
    green: int
    struck_off: int


class SetPage(View):
    items: list[SetLine]
    next_cursor: str | None


def entered_view(entered: Entered, similar: Sequence[Similar]) -> dict[str, Any]:
    """What was entered, now or before."""
    return {
        "id": entered.id,
        "dry_run": False,
        "entered_at": entered.at,
        "issues": entered.issues,
        "would_open": [],
        "similar": [similar_view(each) for each in similar],
    }


def would_view(matter_id: str, issues: Sequence[Issue], similar: Sequence[Similar]) -> dict[str, Any]:
    """What would be."""
    return {
        "id": matter_id,
        "dry_run": True,
        "entered_at": None,
        "issues": [],
        "would_open": [_would_open(issue) for issue in issues],
        "similar": [similar_view(each) for each in similar],
    }


def set_view(found: MatterSet, now: datetime) -> dict[str, Any]:
    """A set as it stands."""
    return {**_head(found), "items": [_line(document, now) for document in found.matters]}


def set_line(found: MatterSet, now: datetime) -> dict[str, Any]:
    """The same in a list."""
    return {**_head(found), **asdict(found.progress(now))}


def _head(found: MatterSet) -> dict[str, Any]:
    matter = found.matters[0]["matter"]
    part = matter["part_of"]
    return {
        "id": found.id,
        "title": part["title"],
        "source": matter["source"],
        "paper": matter.get("paper"),
        "count": part["count"],
        "entered_at": found.entered_at,
        "entered_by": found.entered_by,
    }


def _line(document: dict[str, Any], now: datetime) -> dict[str, Any]:
    matter = document["matter"]
    said = {name: document.get(name) for name in ("unit_id", "person_name", "percent")}
    same = ("serial", "state", "category", "severity", "description", "region", "project_code", "due_at")
    return {
        "id": document["_id"],
        "number": matter["part_of"]["number"],
        "light": light_of(State(document["state"]), document["due_at"], now),
        "demand": matter.get("demand"),
        "due_on": matter.get("due_on"),
        "supporting_unit_ids": document.get("supporting_unit_ids", []),
        **{name: document[name] for name in same},
        **said,
    }


def _would_open(issue: Issue) -> dict[str, Any]:
    part = issue.matter.part_of if issue.matter else None
    return {
        "number": part.number if part else None,
        "text": issue.description,
        "region": issue.region,
        "project_code": issue.project_code,
        "unit_id": issue.unit_id,
        "supporting_unit_ids": issue.supporting_unit_ids,
        "supervising_region": issue.supervising_region,
        "supervising_level": issue.supervising_level,
        "vacant_posts": issue.vacant_posts,
        "clocks": [{"code": clock.code, "due_at": clock.due_at} for clock in issue.obligations],
    }

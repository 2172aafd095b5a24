"""Knows what a supervisor says of a matter (交办事项) to enter it, alone or as a task of a document (任务分解)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from ledger.issue.words.command import Place, Text
from ledger.registry.regions import RegionCode
from mobile_schema.events.facts import Point
from mobile_schema.events.matter_events import Paper, PartOf
from mobile_schema.fields import NO_NUL_PATTERN, UUID7_PATTERN, Day, Name, ProjectCode, Sha256
from mobile_schema.statements import SAID
from mobile_schema.vocabulary import Category, MatterSource, Severity

MOST_TASKS: Final = 200
MOST_MATTERS: Final = 500
"""Of one set, so that one transaction holds them."""
_MOST_UNITS: Final = 120
_MOST_SUPPORTING: Final = 20
_MOST_FILES: Final = 20
Location = tuple[int | str, ...]

MatterId = Annotated[
    str, Field(pattern=UUID7_PATTERN, description="UUIDv7 made by whoever enters it: the same matter, the same id")
]
_Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=NO_NUL_PATTERN), SAID
]


_OPENED_BY_ITSELF: Final = frozenset({MatterSource.FIGURES, MatterSource.CAMPAIGN, MatterSource.PERMITS})


def _entered(source: MatterSource) -> MatterSource:
    if source in _OPENED_BY_ITSELF:
        raise ValueError(
            "月报调度、专题活动、手续超期由系统立项,不能登记 / the ledger opens those of figures, campaigns, permits"
        )
    return source


_Source = Annotated[MatterSource, AfterValidator(_entered)]
_Units = Annotated[tuple[Name, ...], Field(max_length=_MOST_SUPPORTING)]


class NewPaper(BaseModel):
    """The document that it comes from: 文号, its own day, its title."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: _Line | None = None
    dated_on: Day | None = None
    title: _Line | None = None


class _Said(BaseModel):
    """What a matter and a task of a set have in common.

    It lies in a region or in a project's; where neither is said, in that of its lead unit.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Text
    demand: Text | None = None
    due_on: Day | None = None
    project_code: ProjectCode | None = None
    region: RegionCode | None = None
    supporting_unit_ids: _Units = ()
    location: Place | None = None
    attachments: tuple[Sha256, ...] = Field(default=(), max_length=_MOST_FILES)

    @model_validator(mode="after")
    def _one_place(self) -> "_Said":
        if self.project_code is not None and self.region is not None:
            raise ValueError("项目与地区只填一项 / a matter has a project or a region, not both")
        if len(set(self.supporting_unit_ids)) < len(self.supporting_unit_ids):
            raise ValueError("配合单位不得重复 / a supporting unit is named once")
        return self


class NewMatter(_Said):
    """交办事项: a supervisor enters what came by letter, hotline or a leader's instruction; without a unit it is routed
    as a report is."""

    id: MatterId
    source: _Source
    paper: NewPaper | None = None
    category: Category = Category.OTHER
    severity: Severity = Severity.ORDINARY
    unit_id: Name | None = None


class NewTask(_Said):
    """One task of a document; given to several lead units it is a matter for each of them.

    What it leaves out of category, severity and deadline is the set's.
    """

    number: _Line | None = None
    category: Category | None = None
    severity: Severity | None = None
    unit_ids: tuple[Name, ...] = Field(default=(), max_length=_MOST_UNITS)

    @model_validator(mode="after")
    def _each_unit_once(self) -> "NewTask":
        if len(set(self.unit_ids)) < len(self.unit_ids):
            raise ValueError("责任单位不得重复 / a unit is named once")
        return self


class NewSet(BaseModel):
    """任务分解: a document broken down into tasks, entered whole or not at all."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: MatterId
    title: _Line
    source: _Source = MatterSource.DOCUMENT
    paper: NewPaper | None = None
    category: Category = Category.OTHER
    severity: Severity = Severity.ORDINARY
    due_on: Day | None = None
    attachments: tuple[Sha256, ...] = Field(default=(), max_length=_MOST_FILES)
    tasks: tuple[NewTask, ...] = Field(min_length=1, max_length=MOST_TASKS)

    @model_validator(mode="after")
    def _not_too_many(self) -> "NewSet":
        count = sum(max(1, len(task.unit_ids)) for task in self.tasks)
        if count > MOST_MATTERS:
            raise ValueError(f"最多 {MOST_MATTERS} 个事项,现 {count} 个 / at most {MOST_MATTERS} matters, not {count}")
        return self


@dataclass(frozen=True, slots=True)
class Wanted:
    """One matter to be opened; `at` is where its words stand in what was sent, `unit_at` where its lead unit does."""

    matter_id: str
    index: int
    at: Location
    unit_at: Location
    said: NewMatter | NewTask
    source: MatterSource
    category: Category
    severity: Severity
    unit_id: str | None
    supporting: tuple[str, ...]
    due_on: date | None
    paper: Paper | None
    part_of: PartOf | None
    attachments: tuple[str, ...]

    @property
    def location(self) -> Point | None:
        """Where it is, as events have it."""
        place = self.said.location
        return None if place is None else Point(latitude=place.latitude, longitude=place.longitude)


def wanted(entered: NewMatter | NewSet) -> list[Wanted]:
    """The matters of what was entered, in order."""
    return [_alone(entered)] if isinstance(entered, NewMatter) else list(_of_set(entered))


def _alone(matter: NewMatter) -> Wanted:
    return Wanted(
        matter_id=matter.id,
        index=0,
        at=(),
        unit_at=("unit_id",),
        said=matter,
        source=matter.source,
        category=matter.category,
        severity=matter.severity,
        unit_id=matter.unit_id,
        supporting=matter.supporting_unit_ids,
        due_on=matter.due_on,
        paper=_paper(matter.paper),
        part_of=None,
        attachments=matter.attachments,
    )


def _of_set(entered: NewSet) -> Iterator[Wanted]:
    each = [
        (place, task, nth, unit_id)
        for place, task in enumerate(entered.tasks)
        for nth, unit_id in enumerate(task.unit_ids or (None,))
    ]
    for index, (place, task, nth, unit_id) in enumerate(each):
        yield Wanted(
            matter_id=entered.id,
            index=index,
            at=("tasks", place),
            unit_at=("tasks", place, "unit_ids", nth),
            said=task,
            source=entered.source,
            category=task.category or entered.category,
            severity=task.severity or entered.severity,
            unit_id=unit_id,
            supporting=tuple(unit for unit in task.supporting_unit_ids if unit != unit_id),
            due_on=task.due_on or entered.due_on,
            paper=_paper(entered.paper),
            part_of=PartOf(id=entered.id, title=entered.title, count=len(each), number=task.number),
            attachments=tuple(dict.fromkeys((*task.attachments, *entered.attachments))),
        )


def _paper(paper: NewPaper | None) -> Paper | None:
    return None if paper is None else Paper.model_validate(paper.model_dump())

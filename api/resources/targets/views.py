"""Knows what is answered of a year's targets, and what is asked of who enters a figure."""

from collections.abc import Mapping, Sequence, Set
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.http.views import View
from ledger.registry.entries import Unit
from mobile_schema.reports.figure import Month
from mobile_schema.vocabulary import Light
from oversight.targets.standing import TargetFigure, TargetStanding, due_by
from oversight.targets.target import Value


class TargetFigureAsked(BaseModel):
    """What was reached by the end of a month, and where the number is from: a bulletin, a statistic, a count."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    month: Month
    value: Value
    source: Annotated[str, Field(min_length=2, max_length=200)]


class TargetFigureView(View):
    id: str
    month: str
    version: int
    corrects: str | None
    value: float
    source: str
    at: AwareDatetime
    by: str


class TargetMonth(View):
    """`due` is the path, `reached` the last figure of the month, null where there is none. `computed`: projects'
    figures say it, and nobody enters it."""

    month: str
    due: float
    reached: float | None
    computed: bool


class TargetView(View):
    """`month`, `reached`, `due`, `light` and `source` are of the last month that has a figure; null where none has.
    `computed`: projects' figures say some of its months."""

    code: str
    item: str
    name_zh: str
    name_en: str
    unit_id: str
    unit_name_zh: str
    unit_name_en: str | None
    kind: str
    measure: str
    value: float
    month: str | None
    reached: float | None
    due: float | None
    light: Light | None
    source: str | None
    computed: bool
    months: list[TargetMonth]


class TargetBoard(View):
    """`years` are those that have targets; `mine` are the codes of which one may enter some month until now.
    `entered_at` and `entered_by` are of the year's version, null of one that ships."""

    year: int
    years: list[int]
    version: str
    entered_at: AwareDatetime | None
    entered_by: str | None
    as_of: AwareDatetime
    mine: list[str]
    items: list[TargetView]


class TargetHistory(View):
    code: str
    items: list[TargetFigureView]


def months_of(year: int) -> list[str]:
    """The twelve, as they are written."""
    return [f"{year}-{month:02}" for month in range(1, 13)]


def told_figure(figure: TargetFigure) -> dict[str, Any]:
    """`TargetFigureView`."""
    names = ("id", "month", "version", "corrects", "source", "at", "by")
    return {name: getattr(figure, name) for name in names} | {"value": float(figure.value)}


def told_target(
    stands: TargetStanding,
    figures: Sequence[TargetFigure],
    year: int,
    computed: Set[str],
    units: Mapping[str, Unit],
) -> dict[str, Any]:
    """`TargetView`; `figures` are the target's, by month and version, `computed` the months that are."""
    target, last = stands.target, stands.last
    unit = units.get(target.unit_id)
    reached = {each.month: float(each.value) for each in figures}
    return {
        **{
            name: getattr(target, name) for name in ("code", "item", "name_zh", "name_en", "unit_id", "kind", "measure")
        },
        "unit_name_zh": target.unit_id if unit is None else unit.name_zh,
        "unit_name_en": None if unit is None else unit.name_en,
        "value": float(target.value),
        "month": last and last.month,
        "reached": _number(None if last is None else last.value),
        "due": _number(stands.due),
        "light": stands.light,
        "source": last and last.source,
        "computed": bool(computed),
        "months": [
            {
                "month": name,
                "due": float(due_by(target, month)),
                "reached": reached.get(name),
                "computed": name in computed,
            }
            for month, name in enumerate(months_of(year), 1)
        ],
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)

"""Knows what becomes of a figure that is reported: new, a correction, the same again, in conflict, or refused, and why.

Pure: the project's figure of that month and the one before are arguments, and so is the present.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from msgspec.structs import replace

from ledger.figures.figure import NO_CODE, Figure, figure_id, months_between
from ledger.figures.limits import SHIPPED, Limits, sentence
from ledger.figures.withdrawal.versions import unless_withdrawn
from mobile_schema.reports.figure import Kind, Stage

_NOT_STARTED: Final = frozenset({None, Stage.PLANNED, Stage.RESERVE, Stage.PRELIMINARY})


class FigureVerdict(StrEnum):
    """What becomes of it."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CONFLICT = "conflict"
    FAULT = "fault"


KEPT: Final = frozenset({FigureVerdict.NEW, FigureVerdict.CHANGED})
"""What is written."""


@dataclass(frozen=True, slots=True)
class JudgedFigure:
    """A figure with its verdict; `slug` and `reason` (zh / en) say why it is refused or in conflict. `flags` of one
    that comes in are told too. `project_is_new`: it is the first that is heard of this project. `against`
    is the figure that it contradicts as another row of the same file.
    """

    verdict: FigureVerdict
    figure: Figure | None = None
    slug: str = ""
    reason: str = ""
    field: str = ""
    flags: tuple[str, ...] = ()
    project_is_new: bool = False
    against: str = ""


def judged(
    wanted: Figure,
    last: Figure | None,
    before: Figure | None,
    today: date,
    limits: Limits = SHIPPED,
    *,
    row: Mapping[str, Any] | None = None,
) -> JudgedFigure:
    """`wanted` as it is to be kept (its version and id are set here), `last` of its month, `before` the last of an
    earlier month. `row` is the row of the same file that said what `last` says, though another file said it first.
    What is `last` and withdrawn is followed by the next version, and else counts as nothing.
    """
    latest = unless_withdrawn(last)
    refused = next(_refused(wanted, before, today, limits), None)
    if refused is not None:
        field, slug = refused
        return JudgedFigure(FigureVerdict.FAULT, slug=slug, reason=sentence(slug), field=field)
    if latest is not None and latest.says_the_same(wanted):
        return JudgedFigure(FigureVerdict.SAME, latest, flags=latest.flags)
    if latest is not None and (clash := _clash(wanted, latest)):
        return JudgedFigure(FigureVerdict.CONFLICT, slug="two-reports", reason=clash, field="unit")
    if latest is not None and _are_two_rows(wanted.source, there := row or latest.source):
        return _in_conflict_with(there, latest.id)
    version = 1 if last is None else last.version + 1
    kept = replace(
        wanted,
        id=figure_id(wanted.project, wanted.month, version),
        version=version,
        corrects=None if last is None else last.id,
        flags=tuple(_flags(wanted, before, limits)),
    )
    verdict = FigureVerdict.NEW if latest is None else FigureVerdict.CHANGED
    return JudgedFigure(verdict, kept, flags=kept.flags)


def _refused(wanted: Figure, before: Figure | None, today: date, limits: Limits) -> Iterator[tuple[str, str]]:
    if wanted.month > f"{today.year}-{today.month:02}":
        yield "month", "future-month"
    if wanted.month < limits.first_month:
        yield "month", "early-month"
    for field in ("plan_year", "done_year", "total"):
        amount = getattr(wanted, field)
        if amount is not None and amount < 0:
            yield field, "negative"
        if amount is not None and field != "total" and amount > limits.most:
            yield field, "too-much"
    for amount in wanted.plan_months or ():
        if not 0 <= amount <= limits.most:
            yield "plan_months", "negative" if amount < 0 else "too-much"
    if before is not None and before.month[:4] == wanted.month[:4] and wanted.plan_year and before.plan_year:
        one, other = sorted((wanted.plan_year, before.plan_year))
        if other >= one * limits.jump:
            yield "plan_year", "unit-jump"


def _flags(wanted: Figure, before: Figure | None, limits: Limits) -> Iterator[str]:
    if not wanted.plan_year:
        yield "plan-zero"
    elif (wanted.done_year or 0) > wanted.plan_year * limits.over_plan:
        yield "over-plan"
    if wanted.done_year is None:
        yield "done-missing"
    yield from _beside_the_path(wanted, limits)
    if wanted.started_on is not None and wanted.started_on[:7] > wanted.month:
        yield "started-later"
    if _apart(wanted) > limits.apart:
        yield "apart"
    if _is_late(wanted):
        yield "start-late"
    if before is None:
        return
    if before.month[:4] == wanted.month[:4] and _went_back(wanted, before):
        yield "progress-back"
    if months_between(before.month, wanted.month) > limits.gap:
        yield "gap"


def _beside_the_path(wanted: Figure, limits: Limits) -> Iterator[str]:
    """What is odd of the year's plan by month: that it adds up to another one, that less was done than by it."""
    if wanted.plan_months is None:
        return
    if wanted.plan_year and abs(sum(wanted.plan_months) - wanted.plan_year) > wanted.plan_year * limits.rounded:
        yield "plan-parts"
    due = wanted.plan_to_date or 0
    if wanted.stage != Stage.TERMINATED and (wanted.done_year or 0) < due * limits.behind:
        yield "behind-path"


def _apart(wanted: Figure) -> int:
    """By how many hundredths of a per cent investment and progress (形象进度) differ; 0 where that cannot be said.

    Progress is of the whole work: what was invested before this year is in no figure, so only a project begun this year
    is asked; its investment is of its total, or of the year's plan where no total is known.
    """
    whole = wanted.total or wanted.plan_year
    if wanted.kind != Kind.NEW or wanted.progress is None or wanted.done_year is None or not whole:
        return 0
    return abs(10_000 * wanted.done_year // whole - wanted.progress)


def _is_late(wanted: Figure) -> bool:
    """Whether the month is over in which it was to start, and nothing says that it has."""
    if wanted.due_start is None or wanted.started_on is not None or wanted.resumed is not None:
        return False
    return wanted.due_start[:7] <= wanted.month and wanted.stage in _NOT_STARTED


def _went_back(wanted: Figure, before: Figure) -> bool:
    if (wanted.done_year or 0) < (before.done_year or 0):
        return True
    return wanted.progress is not None and before.progress is not None and wanted.progress < before.progress


def _clash(wanted: Figure, latest: Figure) -> str:
    """Why this is no correction of what is there: another unit reported it, or it lies elsewhere."""
    if wanted.unit and latest.unit and wanted.unit != latest.unit:
        return f"“{latest.unit}”已报本项目本月数据 / “{latest.unit}” has reported this project and month"
    if wanted.project.startswith(NO_CODE) and wanted.regions != latest.regions:
        return "同名项目本月已在另一属地报送,请写项目代码 / one of this name has this month elsewhere: write the code"
    return ""


def neither_of_two(judged: Sequence[JudgedFigure], sources: Sequence[Mapping[str, Any]]) -> list[JudgedFigure]:
    """The same, where of rows of one file that contradict each other the first, and its like, do not come in either;
    in whatever order they stand, and also where one of them says what is kept.
    """
    other = {one.against: source for one, source in zip(judged, sources, strict=True) if one.against}
    return [_in_conflict_with(other[one.figure.id]) if one.figure and one.figure.id in other else one for one in judged]


def _in_conflict_with(there: Mapping[str, Any], against: str = "") -> JudgedFigure:
    at = f"{there.get('sheet')}!{there.get('row')}"
    zh, en = (
        f"同一文件的 {at} 也报本项目本月数据,且内容不同",
        f"{at} of the same file says otherwise of this project and month",
    )
    return JudgedFigure(
        FigureVerdict.CONFLICT, slug="two-reports", reason=f"{zh} / {en}", field="project", against=against
    )


def _are_two_rows(own: Mapping[str, Any], there: Mapping[str, Any]) -> bool:
    return bool(own.get("sha256")) and own.get("sha256") == there.get("sha256") and _row(own) != _row(there)


def _row(source: Mapping[str, Any]) -> tuple[Any, Any]:
    return source.get("sheet"), source.get("row")

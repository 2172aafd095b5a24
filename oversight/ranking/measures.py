"""Knows what a project's figure counts as at the end of a period, and which sums and counts a rule may name.

Every measure is a whole number of one project, 0 or 1 for what is counted, so that a subject's is their sum.

- new, carried_over: 新建, 续建. projects: every one, those that were terminated too.
- due: a new project that was to start by the period's end. started: one that has, whenever it was to; early: started,
  but not due yet; late: due, not started. So due - late + early = started.
- resumed, not_resumed, carried_terminated: what became of those carried over; together they are carried_over.
- due_started is `started` under the name that notices give it: what has started of what was to.
"""

from typing import Final

from ledger.figures.chosen import kind_of
from ledger.figures.figure import Figure, MonthFigure
from mobile_schema.reports.figure import Kind, Stage
from oversight.ranking.periods import Period

Counted = Figure | MonthFigure
"""What is counted: a figure as it is read for a ranking, or one with where it came from."""

SUMS: Final = ("plan_year", "done_investment", "total_investment")
COUNTS: Final = (
    *("projects", "new", "carried_over", "due", "started", "due_started", "early", "late", "not_started"),
    *("resumed", "not_resumed", "terminated", "carried_terminated", "completed", "stopped", "without_plan", "flagged"),
)
OF_FIGURES: Final = frozenset({*SUMS, *COUNTS})
OF_A_PROJECT: Final = frozenset({*OF_FIGURES, "region_count"})
"""What `when` of a separate row may ask about one project."""

_HAS_STARTED: Final = frozenset({Stage.STARTED, Stage.BUILDING, Stage.COMPLETED, Stage.PRODUCING, Stage.STOPPED})
_GOES_ON: Final = frozenset({Stage.STARTED, Stage.BUILDING, Stage.RESUMED, Stage.COMPLETED, Stage.PRODUCING})
_DONE: Final = frozenset({Stage.COMPLETED, Stage.PRODUCING})


class Measuring:
    """What figures count as in one period: most are of a few sorts, and each sort is counted out once."""

    def __init__(self, period: Period) -> None:
        self._end, self._year = period.end, period.year
        self._known: dict[tuple[object, ...], dict[str, int]] = {}

    def of(self, figure: Counted) -> dict[str, int]:
        """The measures of one project's figure."""
        plan, said = figure.plan_year or 0, (figure.kind, figure.stage, figure.due_start, figure.started_on)
        sort = (*said, figure.resumed, plan == 0, not figure.flags)
        counts = self._known.get(sort)
        if counts is None:
            counts = self._known[sort] = {
                name: int(holds) for name, holds in _counts(figure, self._end, self._year).items()
            }
        sums = {"plan_year": plan, "done_investment": figure.done_year or 0, "total_investment": figure.total or 0}
        return counts | sums


def measures_of(figure: Counted, period: Period) -> dict[str, int]:
    """The measures of one project's figure."""
    return Measuring(period).of(figure)


def _counts(figure: Counted, end: str, year: int) -> dict[str, bool]:
    kind, ended = kind_of(figure, year), figure.stage == Stage.TERMINATED
    new, carried = kind == Kind.NEW, kind == Kind.CARRIED_OVER
    started = new and not ended and _has_started(figure, end)
    due = new and not ended and (started if figure.due_start is None else figure.due_start <= end)
    resumed = carried and not ended and _is_resumed(figure)
    return {
        "projects": True,
        "new": new,
        "carried_over": carried,
        "due": due,
        "started": started,
        "due_started": started,
        "early": started and not due,
        "late": due and not started,
        "not_started": new and not ended and not started,
        "resumed": resumed,
        "not_resumed": carried and not ended and not resumed,
        "terminated": ended,
        "carried_terminated": carried and ended,
        "completed": figure.stage in _DONE,
        "stopped": figure.stage == Stage.STOPPED,
        "without_plan": not figure.plan_year,
        "flagged": bool(figure.flags),
    }


def _has_started(figure: Counted, end: str) -> bool:
    if figure.started_on is not None:
        return figure.started_on <= end
    return figure.stage in _HAS_STARTED or figure.resumed is True


def _is_resumed(figure: Counted) -> bool:
    return figure.stage in _GOES_ON if figure.resumed is None else figure.resumed

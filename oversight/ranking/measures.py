"""Knows what a project's figure counts as at the end of a period, and which sums and counts a rule may name.

Every measure is a whole number of one project, 0 or 1 for what is counted, so that a subject's is their sum.

- new, carried_over: 新建, 续建. projects: every one, those that were terminated too.
- due: a new project that was to start by the period's end. started: one that has, whenever it was to; early: started,
  but not due yet; late: due, not started. So due - late + early = started.
- resumed, not_resumed, carried_terminated: what became of those carried over; together they are carried_over.
- due_started is `started` under the name that notices give it: what has started of what was to.
"""

from typing import Final

from ledger.figures.figure import Figure
from mobile_schema.reports.figure import Kind, Stage
from oversight.ranking.periods import Period

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


def measures_of(figure: Figure, period: Period) -> dict[str, int]:
    """The measures of one project's figure."""
    end = period.end
    kind, ended = kind_of(figure, period.year), figure.stage == Stage.TERMINATED
    new, carried = kind == Kind.NEW, kind == Kind.CARRIED_OVER
    started = new and not ended and _has_started(figure, end)
    due = new and not ended and (started if figure.due_start is None else figure.due_start <= end)
    resumed = carried and not ended and _is_resumed(figure)
    return {
        "projects": 1,
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
        "plan_year": figure.plan_year or 0,
        "done_investment": figure.done_year or 0,
        "total_investment": figure.total or 0,
    }


def kind_of(figure: Figure, year: int) -> str | None:
    """新建 or 续建; where nobody said, one begun before this year is carried over, one to begin in it is new."""
    if figure.kind is not None:
        return figure.kind
    if figure.resumed is not None or figure.stage == Stage.RESUMED:
        return Kind.CARRIED_OVER
    begins = figure.started_on or figure.due_start
    if begins is None:
        return None
    return Kind.CARRIED_OVER if begins < f"{year}-01-01" else Kind.NEW


def _has_started(figure: Figure, end: str) -> bool:
    if figure.started_on is not None:
        return figure.started_on <= end
    return figure.stage in _HAS_STARTED or figure.resumed is True


def _is_resumed(figure: Figure) -> bool:
    return figure.stage in _GOES_ON if figure.resumed is None else figure.resumed

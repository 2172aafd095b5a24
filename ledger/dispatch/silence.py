"""Knows which projects have fallen silent: no figure of the last two months, though those were awaited long enough.

The matter is that of the flag `gap`, which otherwise comes only with the next figure: whichever is first opens it.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from ledger.dispatch.daily import Day
from ledger.dispatch.flagged import called, region_of
from ledger.dispatch.opening import Cause, derived_matter
from ledger.dispatch.rules import DispatchRules, FlagRule
from ledger.dispatch.store import read_dispatch
from ledger.dispatch.watching import Seen, beginning, remembered
from ledger.figures.figure import Figure, earlier_by
from ledger.figures.limits import SHIPPED
from ledger.figures.monthly import last_months, silent_between
from ledger.registry.days import has_ended
from mobile_schema.reports.figure import Stage
from mobile_schema.vocabulary import MatterSource

GAP: Final = "gap"
_KIND: Final = "silence/"
_STILL: Final = (
    "恢复报数的月报已撤回,项目仍没有报数。 / The figure by which it reported again was withdrawn: it is silent still."
)
OVER: Final = frozenset({Stage.COMPLETED, Stage.PRODUCING, Stage.TERMINATED})
"""Of what has come so far no figure is awaited."""


def silence_key(project: str, last: str) -> str:
    """Under which a project's silence since its figure of a month is remembered."""
    return f"{_KIND}{project}/{last}"


def silent_since(today: date, dispatch: DispatchRules) -> str:
    """The last month since which a project without another figure counts as silent."""
    return earlier_by(SHIPPED.gap, _awaited(today, dispatch))


def silent(day: Day) -> Iterator[Seen]:
    """Every project that is silent, and those that were and report again."""
    dispatch, known = read_dispatch(day.store), _known(day)
    yield from _again(day, known)
    if (rule := dispatch.of(GAP)) is not None:
        yield from _silent(day, dispatch, rule, known)


def _known(day: Day) -> list[tuple[str, str]]:
    """Project and last month of each silence that is known, in their order."""
    there = remembered(day.store, beginning(_KIND) | {"behind": True})
    parted = (each.key.removeprefix(_KIND).rsplit("/", 1) for each in there)
    return [(project, last) for project, last in parted]


def _silent(day: Day, dispatch: DispatchRules, rule: FlagRule, known: Sequence[tuple[str, str]]) -> Iterator[Seen]:
    """That the last month of a silence was withdrawn since makes no other one."""
    awaited = _awaited(day.today, dispatch)
    newest = silent_since(day.today, dispatch)
    months = dict(known)
    for figure in silent_between(day.store, earlier_by(dispatch.within_months, newest), newest):
        project = day.rules.catalogue.projects.get(figure.project)
        if figure.stage not in OVER and (project is None or not has_ended(project, day.today)):
            last = max(figure.month, months.get(figure.project, ""))
            yield Seen(silence_key(figure.project, last), True, _STILL, _cause(figure, awaited, rule))


def _awaited(today: date, dispatch: DispatchRules) -> str:
    """The last month whose figure should be there."""
    return earlier_by(1, f"{today - timedelta(days=dispatch.awaited_days):%Y-%m}")


def _again(day: Day, known: Sequence[tuple[str, str]]) -> Iterator[Seen]:
    months = last_months(day.store, [project for project, _ in known])
    for project, last in known:
        now = months.get(project, last)
        if now > last:
            zh = f"项目已恢复报数,最近为 {now}。本事项不自动销号,请核实缺报月份后办理。"
            yield Seen(
                silence_key(project, last),
                False,
                f"{zh} / It reports again, last of {now}; the matter is not closed by this.",
            )


def _cause(figure: Figure, awaited: str, rule: FlagRule) -> Cause:
    return Cause(
        matter_id=derived_matter(date.fromisoformat(f"{figure.month}-01"), silence_key(figure.project, figure.month)),
        region=region_of(figure),
        said=f"{called(figure)}自 {figure.month} 以后没有报数,截至 {awaited} 的月报未到。",
        title=f"{awaited} 项目月报",
        source=MatterSource.FIGURES,
        by=f"figures:{GAP}",
        rule=rule,
        project=figure.project,
        unit=figure.unit,
    )

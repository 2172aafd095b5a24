"""Knows which permits are over their limit (限期办结) with nothing decided: each opens one matter for that limit.

A limit that is put off and then over again is another one.
"""

from collections.abc import Iterator
from typing import Final

from ledger.dispatch.daily import Day
from ledger.dispatch.opening import Cause, derived_matter
from ledger.dispatch.rules import PERMIT_LATE, FlagRule
from ledger.dispatch.store import read_dispatch
from ledger.dispatch.watching import Seen, beginning, remembered
from ledger.figures.figure import earlier_by
from ledger.permits.keeping import by_project
from ledger.permits.standing import Standing, standings
from ledger.registry.days import has_ended
from ledger.registry.entries import Project
from mobile_schema.vocabulary import MatterSource

_KIND: Final = "permit/"
_OVER: Final = "该手续又超期未办结。 / The permit is over its limit again, and nothing was decided."
_ENDED: Final = (
    "该手续已办结,或限期已更改、不需办理。本事项不自动销号,请核实后办理。 / The permit was decided, "
    "or its limit was changed; the matter is not closed by this."
)


def overdue(day: Day) -> Iterator[Seen]:
    """Every permit that is over its limit, and those that were and are no more."""
    dispatch = read_dispatch(day.store)
    rule = dispatch.of(PERMIT_LATE)
    since = earlier_by(dispatch.within_months, f"{day.today:%Y-%m}")
    late: set[str] = set()
    for project, standing in _overdue(day):
        key = _key(standing)
        late.add(key)
        recent = f"{standing.due_on:%Y-%m}" >= since
        yield Seen(key, True, _OVER, _cause(key, project, standing, rule, day) if rule and recent else None)
    for known in remembered(day.store, beginning(_KIND) | {"behind": True}):
        if known.key not in late:
            yield Seen(known.key, False, _ENDED)


def _overdue(day: Day) -> Iterator[tuple[Project, Standing]]:
    projects = {code: each for code, each in day.rules.catalogue.projects.items() if not has_ended(each, day.today)}
    for permits in by_project(day.store, projects, day.at):
        project = projects[permits[0].project]
        for each in standings(permits, day.today, day.rules.calendars.of(project.region)):
            if each.overdue:
                yield project, each


def _key(standing: Standing) -> str:
    """Under which a permit and its limit are remembered."""
    return f"{_KIND}{'/'.join(standing.permit.key)}/{standing.due_on}"


def _cause(key: str, project: Project, standing: Standing, rule: FlagRule, day: Day) -> Cause:
    permit, due_on = standing.permit, standing.due_on or day.today
    over = (day.today - due_on).days
    return Cause(
        matter_id=derived_matter(due_on, key),
        region=project.region,
        said=f"{project.name_zh}({project.code})的{permit.called}限期 {due_on},已超期 {over} 天未办结。",
        title=f"{permit.called}限期办结",
        source=MatterSource.PERMITS,
        by=f"permits:{PERMIT_LATE}",
        rule=rule,
        project=project.code,
        unit=permit.unit,
    )

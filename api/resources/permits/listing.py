"""Knows how permits are listed: of one project with its sets and reports, and of all projects, page by page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from api.http import cursor as cursors
from api.http.problems import Problem
from api.resources.permits.views import reported, told, told_set
from api.services import Services
from ledger.access.scopes import scope_of
from ledger.permits.keeping import by_project, permits_of, reports_of
from ledger.permits.rights import READ, may_report, may_see, own_units, supervises
from ledger.permits.standing import Standing, sets_of, standings
from ledger.policy.rules import Rules
from ledger.registry.days import local_day
from ledger.registry.entries import Person, Project
from ledger.registry.regions import is_within
from mobile_schema.reports.permit import PermitKind, PermitState
from mobile_schema.vocabulary import Light


@dataclass(frozen=True, slots=True)
class Asked:
    """Which permits are asked for: of this light, kind, state and region, as of when; `after` which of the list."""

    light: Light | None
    kind: PermitKind | None
    state: PermitState | None
    region: str | None
    as_of: datetime | None
    limit: int
    after: str


def demand_project(rules: Rules, code: str) -> Project:
    """The project of a code. Raises Problem (404)."""
    project = rules.catalogue.projects.get(code)
    if project is None:
        raise Problem(404, "unknown-entry", "名录中没有该项目 / the registry has no such project", project_code=code)
    return project


def of_project(services: Services, person: Person, code: str, as_of: datetime | None) -> dict[str, Any]:
    """`ProjectPermits`. Raises Problem (404)."""
    rules, at = services.rules.current, as_of or services.clock.now()
    project = demand_project(rules, code)
    scope, day = scope_of(person, READ), local_day(at, rules.zone)
    all_of_it = standings(list(permits_of(services.store, code, at)), day, rules.calendars.of(project.region))
    seen = [each for each in all_of_it if may_see(scope, each.permit, project)]
    keys = {each.permit.key for each in seen}
    anywhere = may_report(person, project, ())
    units = None if anywhere else list(own_units(person, project, rules.catalogue))
    return {
        "project": code,
        "day": day.isoformat(),
        "as_of": at,
        "may_report": units is None or bool(units),
        "units": units,
        "items": [
            told(each, rules.catalogue) | {"may_report": may_report(person, project, [each.permit.unit])}
            for each in seen
        ],
        "sets": [told_set(each) for each in sets_of(all_of_it) if each.name in {one.permit.parallel for one in seen}],
        "reports": [reported(each) for each in reports_of(services.store, code, at) if each.key in keys],
    }


def page_of(services: Services, person: Person, asked: Asked) -> dict[str, Any]:
    """`PermitList`."""
    rules, at = services.rules.current, asked.as_of or services.clock.now()
    day = local_day(at, rules.zone)
    found = list(islice(_wanted(services, person, asked, at, day), asked.limit + 1))
    shown = found[: asked.limit]
    return {
        "day": day.isoformat(),
        "as_of": at,
        "items": [told(each, rules.catalogue) for each in shown],
        "next_cursor": cursors.write(_place(shown[-1])) if len(found) > asked.limit else None,
    }


def _wanted(services: Services, person: Person, asked: Asked, at: datetime, day: date) -> Iterator[Standing]:
    """Those asked for that are there for the person, after the last one shown."""
    rules, scope = services.rules.current, scope_of(person, READ)
    projects = rules.catalogue.projects
    begins = asked.after.partition("/")[0]
    codes = [code for code, each in projects.items() if code >= begins and _lies_in(each, asked.region)]
    if not any(key.startswith("u:") for key in scope.keys):
        codes = [code for code in codes if supervises(scope, projects[code])]
    for permits in by_project(services.store, codes, at):
        project = projects[permits[0].project]
        for each in standings(permits, day, rules.calendars.of(project.region)):
            if _place(each) > asked.after and _is_wanted(each, asked) and may_see(scope, each.permit, project):
                yield each


def _is_wanted(each: Standing, asked: Asked) -> bool:
    wanted = ((asked.light, each.light), (asked.kind, each.permit.kind), (asked.state, each.state))
    return all(said is None or said is found for said, found in wanted)


def _lies_in(project: Project, region: str | None) -> bool:
    return region is None or any(is_within(code, region) for code in project.regions)


def _place(each: Standing) -> str:
    return "/".join(each.permit.key)

"""Knows how a report of a permit is judged and kept over the API: may one, can it be meant, is it of a unit's own."""

from collections.abc import Sequence
from datetime import datetime

from api.http.problems import Problem, invalid, ledger_away
from api.resources.permits.listing import demand_project
from api.services import Services
from ledger.access.scopes import scope_of
from ledger.permits.judging import faults, is_for_supervisors
from ledger.permits.keeping import AnotherReport, report
from ledger.permits.permit import Permit
from ledger.permits.rights import REPORT, is_near, may_report, own_units, supervises
from ledger.permits.standing import standings
from ledger.policy.rules import Rules
from ledger.registry.days import local_day
from ledger.registry.entries import Person, Project
from ledger.store.commit import Conflict
from mobile_schema.reports.permit import NewPermit


def kept(services: Services, person: Person, code: str, said: NewPermit) -> Permit:
    """The report as it is kept. Raises Problem; pymongo.errors.PyMongoError."""
    rules, at = services.rules.current, services.clock.now()
    project = demand_project(rules, code)
    permit = _permit(said, code, person.id, at)

    def allow(others: Sequence[Permit]) -> None:
        _demand(permit, others, person, project, rules)

    try:
        return report(services.store, permit, allow)
    except AnotherReport:
        raise Problem(409, "report-id-conflict", "同一编号已报过另一内容 / another report came under this id") from None
    except Conflict:
        raise ledger_away() from None


def _permit(said: NewPermit, project: str, by: str, at: datetime) -> Permit:
    """What is reported, before its version is known."""
    told = {name: getattr(said, name) for name in NewPermit.model_fields if name != "report_id"}
    called = {"name": said.name.strip(), "parallel": said.parallel.strip()}
    known = {"id": said.report_id, "project": project, "version": 0, "corrects": None, "at": at, "by": by}
    return Permit(**told | called | known)


def _demand(permit: Permit, others: Sequence[Permit], person: Person, project: Project, rules: Rules) -> None:
    """Raises Problem: 403 where one may not, 422 where it cannot be meant."""
    last = next((each for each in others if each.key == permit.key), None)
    units = own_units(person, project, rules.catalogue)
    has_it = permit.unit if last is None else last.unit
    if not may_report(person, project, [has_it] if last or has_it in units else []):
        raise Problem(403, "not-permitted", "不是本单位的手续 / it is no permit of your unit")
    today, over_it = local_day(permit.at, rules.zone), supervises(scope_of(person, REPORT), project)
    if not over_it and permit.unit in rules.catalogue.units and not is_near(permit.unit, project, rules.catalogue):
        raise Problem(403, "not-permitted", "单位不在项目所在地区 / the unit is of no region of the project")
    if found := faults(permit, rules.catalogue, today):
        raise invalid(found)
    if last is None or over_it:
        return
    calendar = rules.calendars.of(project.region)
    (before,) = (each for each in standings(others, today, calendar) if each.permit is last)
    now = [permit if each is last else each for each in others]
    (after,) = (each for each in standings(now, today, calendar) if each.permit is permit)
    if is_for_supervisors(before, after):
        raise Problem(
            403,
            "limit-stands",
            "责任单位和限期由督办人员更改 / a supervisor changes its unit, or puts off its limit",
        )

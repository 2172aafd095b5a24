"""Knows how a batch becomes a plan: known reports dropped, the rest numbered, routed, clocked.

Pure: what is already on the ledger is looked up once before (`Known`) and handed in; the plan is written by
`ledger.store.commit` in one transaction. A race with another writer makes the store plan again.
"""

from datetime import datetime
from typing import Any

from ledger.intake.incoming import Received, ReceivedFigure, dead, received_at
from ledger.intake.planning.correcting import corrections_of
from ledger.intake.planning.figures import FigureTaker
from ledger.intake.planning.opening import Opener, unknown_category
from ledger.intake.planning.plan import IntakePlan, Known, Underway
from ledger.intake.planning.plausibility import category_flags, flags_of, mending_flags, standing_flags
from ledger.intake.planning.rechecking import rechecks_of
from ledger.intake.planning.serials import counter, year_of
from ledger.intake.planning.understood import Understood
from ledger.issue.issue import Issue
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor, actor_of
from ledger.registry.entries import Person, Project
from ledger.reports.kept import scopes_of_report, seen_at, shown_in_lists
from ledger.reports.said import FieldReport, Problem, problems_of
from mobile_schema.fields import as_utc


def plan_intake(understood: Understood, known: Known, at: datetime, rules: Rules) -> IntakePlan:
    """The plan for a batch at the ledger's time `at`."""
    planner = _Planner(known, at, rules)
    planner.underway.plan.dead.extend(understood.dead)
    for received in understood.received:
        planner.take(received)
    for figure in understood.figures:
        planner.take_figure(figure)
    return planner.underway.plan


class _Planner:
    """Takes reports one by one into a plan."""

    def __init__(self, known: Known, at: datetime, rules: Rules) -> None:
        self.underway = Underway(known)
        self._seen = dict(known.receipts)
        self._at = at
        self._rules = rules
        self._opener = Opener(at, rules)
        self._figures = FigureTaker(known, self.underway, at, rules)
        self._year = year_of(at, rules.zone)

    def take(self, received: Received) -> None:
        """Plan one report, unless the ledger has it, refuses it, or has another with its id."""
        if self._is_known(received):
            return
        project = self._rules.catalogue.projects.get(received.report.project_code)
        if project is None:
            self._bury(received, "unknown-project", "没有这个项目 / no such project")
            return
        reporter = self._reporter(received)
        if reporter is None:
            return
        unknown = unknown_category(received.report, self._rules.catalogue)
        if unknown is not None:
            self._bury(received, "unknown-category", f"没有这个问题类别 / no such category: {unknown}")
            return
        self._seen[received.report.report_id] = received.sha256
        self._enter(received, project, reporter)

    def take_figure(self, received: ReceivedFigure) -> None:
        """Plan one project's figure, as one report."""
        if self._is_known(received):
            return
        reporter = self._reporter(received)
        if reporter is not None:
            self._seen[received.report.report_id] = received.sha256
            self._figures.enter(received, reporter)

    def _is_known(self, received: Received | ReceivedFigure) -> bool:
        """Whether the ledger has a report of this id; another one under it is buried."""
        earlier = self._seen.get(received.report.report_id)
        if earlier is not None and earlier != received.sha256:
            self._bury(received, "conflict", "编号相同而内容不同 / the same report id with other bytes")
        return earlier is not None

    def _reporter(self, received: Received | ReceivedFigure) -> Person | None:
        """Who sent it; what nobody known sent is buried."""
        reporter = self._rules.catalogue.persons.get(received.delivery.event.reporter or "")
        if reporter is None:
            self._bury(received, "unknown-reporter", "没有这个报告人 / no such reporter")
        return reporter

    def _enter(self, received: Received, project: Project, person: Person) -> None:
        report, reporter = received.report, actor_of(person, received.delivery.event.credential)
        captured_at = as_utc(report.captured_at)
        came_at = as_utc(received_at(received.delivery, self._at))
        flags = (
            flags_of(report, captured_at, came_at)
            + standing_flags(project, person, came_at, self._rules.zone)
            + mending_flags(reporter.credential)
        )
        receipt: dict[str, Any] = {
            "_id": report.report_id,
            "sha256": received.sha256,
            "type": received.delivery.event.type,
            "raw": received.delivery.raw,
            "reporter": reporter.person_id,
            "project_code": project.code,
            "captured_at": captured_at,
            "received_at": came_at,
            "recorded_at": self._at,
            "seen_at": seen_at(captured_at, came_at, flags),
            "scopes": scopes_of_report(project.region, reporter.person_id),
            **dict(shown_in_lists(report)),
        }
        problems = problems_of(report)
        if report.corrects is not None:
            told, problems = corrections_of(report, receipt, reporter, self.underway, self._at, self._rules)
            receipt |= {"corrects": report.corrects, "corrections": told}
        opened = [self._open(report, problem, project, reporter, flags, came_at) for problem in problems]
        receipt |= {
            "flags": tuple(dict.fromkeys((*flags, *(flag for issue in opened for flag in issue.flags)))),
            "issues": [{"id": issue.id, "serial": issue.serial} for issue in opened],
            "rechecks": rechecks_of(report, reporter, self.underway, self._at, self._rules),
        }
        self.underway.plan.receipts.append(receipt)

    def _open(  # noqa: PLR0917 - which problem of which report, where, by whom, doubted why, come when
        self,
        report: FieldReport,
        problem: Problem,
        project: Project,
        reporter: Actor,
        flags: tuple[str, ...],
        came_at: datetime,
    ) -> Issue:
        category = self._rules.catalogue.categories.get(problem.category)
        change = self._opener.open(
            report,
            problem,
            serial=self.underway.next_serial(counter(project.region, self._year)),
            project=project,
            reporter=reporter,
            flags=flags + category_flags(category, came_at, self._rules.zone),
        )
        self.underway.then(change)
        return change.issue

    def _bury(self, received: Received | ReceivedFigure, reason: str, detail: str) -> None:
        self.underway.plan.dead.append(dead(received.delivery, reason, detail))

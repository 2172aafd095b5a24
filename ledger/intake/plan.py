"""Knows how a batch of records becomes a plan: understood, known ones dropped, the rest numbered, routed, clocked.

Pure: what is already on the ledger is looked up once before (`Known`) and handed in; the plan is written by
`ledger.store.commit` in one transaction. A race with another writer makes the store plan again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ledger.access.scopes import READ, scope_of, scopes_of
from ledger.decisions.case import Shown, Visit
from ledger.decisions.rechecking import is_to_the_site
from ledger.escalation.firing import accounted
from ledger.escalation.rechecks import counts_for, rechecked
from ledger.escalation.reported.told import corrected
from ledger.intake.correcting import corrected_issue, correction, outcome
from ledger.intake.incoming import DeadLetter, Received, Record, dead, open_record, read, received_at
from ledger.intake.opening import Opener, unknown_category
from ledger.intake.plausibility import category_flags, flags_of, standing_flags
from ledger.intake.serials import counter, serial, year_of
from ledger.issue.changes import Change
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.solving import RecordRecheck
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor, actor_of
from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import Person, Project
from ledger.reports.kept import scopes_of_report, seen_at, shown_in_lists
from ledger.reports.said import FieldReport, Problem, problems_of
from mobile_schema.fields import as_utc
from mobile_schema.reports.site_visit import Recheck, SiteVisit
from mobile_schema.statements import says_something


@dataclass(frozen=True, slots=True)
class Understood:
    """A batch after reading: reports that keep the contract, and what does not."""

    received: Sequence[Received]
    dead: Sequence[DeadLetter]

    @property
    def report_ids(self) -> list[str]:
        """The ids to look up among the receipts."""
        return [received.report.report_id for received in self.received]

    def has_strangers(self, catalogue: Catalogue) -> bool:
        """Whether a report is of a project or a category, or by a person, that this registry does not know."""
        return any(
            received.report.project_code not in catalogue.projects
            or received.delivery.event.reporter not in catalogue.persons
            or unknown_category(received.report, catalogue) is not None
            for received in self.received
        )

    @property
    def rechecked_issue_ids(self) -> list[str]:
        """The issues to look up, since a visit rechecked them."""
        visits = (received.report for received in self.received if isinstance(received.report, SiteVisit))
        return [recheck.issue_id for visit in visits for recheck in visit.rechecks]

    @property
    def corrected_report_ids(self) -> list[str]:
        """The reports to look up, since others correct them."""
        return [received.report.corrects for received in self.received if received.report.corrects is not None]


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger already holds of a batch."""

    receipts: Mapping[str, str] = field(default_factory=dict)
    """report id → SHA-256 of its bytes"""
    issues: Mapping[str, Issue] = field(default_factory=dict)
    serials: Mapping[str, int] = field(default_factory=dict)
    """serial key → the last number given out"""
    corrected: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """report id → the receipt of a report that others correct, without its bytes"""

    def overlaid(self, later: "Known") -> "Known":
        """This with what is known later on top: a batch still being written, say."""
        return Known(
            {**self.receipts, **later.receipts},
            {**self.issues, **later.issues},
            {**self.serials, **later.serials},
            {**self.corrected, **later.corrected},
        )


@dataclass(slots=True)
class IntakePlan:
    """What one transaction writes for a batch."""

    receipts: list[dict[str, Any]] = field(default_factory=list)
    changes: dict[str, Change] = field(default_factory=dict)
    dead: list[DeadLetter] = field(default_factory=list)
    serials: dict[str, int] = field(default_factory=dict)
    """serial key → the last number after this batch"""

    def leads_to(self) -> Known:
        """What the ledger holds of this batch once it is written."""
        return Known(
            receipts={receipt["_id"]: receipt["sha256"] for receipt in self.receipts},
            issues={issue_id: change.issue for issue_id, change in self.changes.items()},
            serials=self.serials,
            corrected={receipt["_id"]: receipt for receipt in self.receipts},
        )


def understand(records: Iterable[Record]) -> Understood:
    """Open and read every record; a fault in one report spoils no other."""
    received: list[Received] = []
    refused: list[DeadLetter] = []
    for record in records:
        opened = open_record(record)
        if isinstance(opened, DeadLetter):
            refused.append(opened)
            continue
        for delivery in opened:
            outcome = read(delivery)
            if isinstance(outcome, Received):
                received.append(outcome)
            else:
                refused.append(outcome)
    return Understood(received, refused)


def serial_keys(understood: Understood, at: datetime, rules: Rules) -> list[str]:
    """The counters of 编号 (per region and local year) that a batch may draw on."""
    projects = (rules.catalogue.projects.get(received.report.project_code) for received in understood.received)
    year = year_of(at, rules.zone)
    return sorted({counter(project.region, year) for project in projects if project})


def plan_intake(understood: Understood, known: Known, at: datetime, rules: Rules) -> IntakePlan:
    """The plan for a batch at the ledger's time `at`."""
    planner = _Planner(known, at, rules)
    planner.plan.dead.extend(understood.dead)
    for received in understood.received:
        planner.take(received)
    return planner.plan


class _Planner:
    """Takes reports one by one into a plan; later ones see what earlier ones did."""

    def __init__(self, known: Known, at: datetime, rules: Rules) -> None:
        self.plan = IntakePlan()
        self._known = known
        self._seen = dict(known.receipts)
        self._at = at
        self._rules = rules
        self._opener = Opener(at, rules)
        self._year = year_of(at, rules.zone)

    def take(self, received: Received) -> None:
        """Plan one report, unless the ledger has it, refuses it, or has another with its id."""
        report_id = received.report.report_id
        earlier = self._seen.get(report_id)
        if earlier is not None:
            if earlier != received.sha256:
                self._bury(received, "conflict", "编号相同而内容不同 / the same report id with other bytes")
            return
        project = self._rules.catalogue.projects.get(received.report.project_code)
        if project is None:
            self._bury(received, "unknown-project", "没有这个项目 / no such project")
            return
        reporter = self._rules.catalogue.persons.get(received.delivery.event.reporter or "")
        if reporter is None:
            self._bury(received, "unknown-reporter", "没有这个报告人 / no such reporter")
            return
        unknown = unknown_category(received.report, self._rules.catalogue)
        if unknown is not None:
            self._bury(received, "unknown-category", f"没有这个问题类别 / no such category: {unknown}")
            return
        self._seen[report_id] = received.sha256
        self._enter(received, project, reporter)

    def _enter(self, received: Received, project: Project, person: Person) -> None:
        report, reporter = received.report, actor_of(person, received.delivery.event.credential)
        captured_at = as_utc(report.captured_at)
        came_at = as_utc(received_at(received.delivery, self._at))
        flags = flags_of(report, captured_at, came_at) + standing_flags(project, person, came_at, self._rules.zone)
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
            "flags": flags,
            "seen_at": seen_at(captured_at, came_at, flags),
            "scopes": scopes_of_report(project.region, reporter.person_id),
            **dict(shown_in_lists(report)),
        }
        problems = problems_of(report)
        if report.corrects is not None:
            corrections, problems = self._correct(report, problems, receipt, reporter)
            receipt |= {"corrects": report.corrects, "corrections": corrections}
        issues, told = [], dict.fromkeys(flags)
        for problem in problems:
            category = self._rules.catalogue.categories.get(problem.category)
            of_it = flags + category_flags(category, came_at, self._rules.zone)
            told.update(dict.fromkeys(of_it))
            change = self._opener.open(
                report,
                problem,
                serial=self._next_serial(project.region),
                project=project,
                reporter=reporter,
                flags=of_it,
            )
            self.plan.changes[change.issue.id] = change
            issues.append({"id": change.issue.id, "serial": change.issue.serial})
        receipt |= {"flags": tuple(told), "issues": issues, "rechecks": self._recheck(report, reporter)}
        self.plan.receipts.append(receipt)

    def _correct(
        self, report: FieldReport, problems: list[Problem], receipt: Mapping[str, Any], reporter: Actor
    ) -> tuple[list[dict[str, Any]], list[Problem]]:
        """What became of a report's corrections, and the problems that are left to open issues."""
        earlier = self._report(report.corrects)
        told: list[dict[str, Any]] = []
        left: list[Problem] = []
        for problem in problems:
            if problem.corrects is None:
                left.append(problem)
                continue
            found = corrected_issue(earlier, problem, receipt, self._stands)
            told.append(outcome(problem, found))
            if isinstance(found, Issue):
                due = accounted(found, self._at, self._rules)
                self._change(corrected(due, correction(report, problem), reporter, self._at, self._rules))
            else:
                left.append(problem)
        return told, left

    def _report(self, report_id: str | None) -> Mapping[str, Any] | None:
        """The receipt of a report that another corrects, in the ledger or earlier in this batch."""
        here = (receipt for receipt in self.plan.receipts if receipt["_id"] == report_id)
        return next(here, None) or self._known.corrected.get(report_id or "")

    def _change(self, change: Change) -> None:
        """Let a change follow what this batch does to its issue already."""
        earlier = self.plan.changes.get(change.issue.id)
        self.plan.changes[change.issue.id] = change if earlier is None else earlier.then(change)

    def _next_serial(self, region: str) -> str:
        key = counter(region, self._year)
        number = self.plan.serials.get(key, self._known.serials.get(key, 0)) + 1
        self.plan.serials[key] = number
        return serial(key, number)

    def _recheck(self, report: FieldReport, reporter: Actor) -> list[dict[str, Any]]:
        """What became of the visit's rechecks; one that is refused is told, and the visit kept."""
        if not isinstance(report, SiteVisit):
            return []
        return [self._recheck_one(report, recheck, reporter) for recheck in report.rechecks]

    def _recheck_one(self, visit: SiteVisit, recheck: Recheck, reporter: Actor) -> dict[str, Any]:
        seen = self._stands(recheck.issue_id)
        if seen is not None and not scope_of(reporter, READ).meets(scopes_of(seen)):
            seen = None  # what its reporter may not know of is not there
        issue = self._stands(counts_for(seen)) if seen else None
        if seen is None or issue is None:
            return {"issue_id": recheck.issue_id, "refused": Refusal.UNKNOWN_ISSUE.value}
        command = RecordRecheck(
            result=recheck.result,
            on_site=is_to_the_site(visit.project_code, seen, self._rules.catalogue),
            note=recheck.note if says_something(recheck.note) else None,
            report_id=visit.report_id,
            attachments=recheck.attachments,
        )
        due = accounted(issue, self._at, self._rules)
        shown = Shown(visits={visit.report_id: Visit(visit.project_code, reporter.person_id, None)})
        try:
            change = rechecked(seen, due, command, reporter, self._at, self._rules, shown)
        except CommandRefused as refused:
            return {"issue_id": seen.id, "serial": seen.serial, "refused": refused.reason.value}
        self._change(change)
        return {"issue_id": seen.id, "serial": seen.serial, "refused": None}

    def _stands(self, issue_id: str) -> Issue | None:
        """An issue as the reports before left it."""
        earlier = self.plan.changes.get(issue_id)
        return earlier.issue if earlier else self._known.issues.get(issue_id)

    def _bury(self, received: Received, reason: str, detail: str) -> None:
        self.plan.dead.append(dead(received.delivery, reason, detail))

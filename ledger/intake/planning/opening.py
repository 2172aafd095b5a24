"""Knows how a problem found becomes an issue: numbered, routed, its clocks set; into triage where nobody is."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from msgspec.structs import astuple, replace

from ledger.decisions.assigning import assignment
from ledger.decisions.clock_effects import started_by, with_clocks
from ledger.escalation.telling import happened
from ledger.issue.changes import Change, envelope, envelopes_for, fold
from ledger.issue.ids import derived_id
from ledger.issue.issue import Issue
from ledger.issue.projection import apply
from ledger.policy.policy import Facts, Trigger
from ledger.policy.rules import Rules
from ledger.registry.actors import SYSTEM, Actor
from ledger.registry.catalogue import Catalogue
from ledger.registry.days import local_day
from ledger.registry.entries import PostCode, Project
from ledger.registry.posts import vacancy
from ledger.registry.routing import RoutingFacts, route
from ledger.reports.said import FieldReport, Problem
from mobile_schema.events.assigning_events import IssueTriaged
from mobile_schema.events.facts import ClockChanges, Event, Point
from mobile_schema.events.referral_events import ReferralLogged
from mobile_schema.events.report_events import IssueReported
from mobile_schema.fields import as_utc
from mobile_schema.reports.incident import ObstructionIncident
from mobile_schema.reports.report import FixedLocation
from mobile_schema.vocabulary import Category


def unknown_category(report: FieldReport, catalogue: Catalogue) -> Category | None:
    """The first category of a report that this registry does not know."""
    if isinstance(report, ObstructionIncident):
        return None
    return next((each.category for each in report.findings if each.category not in catalogue.categories), None)


def issue_id(report_id: str, index: int) -> str:
    """The id that this finding's issue has, however often the report comes."""
    return derived_id(report_id, str(index))


@dataclass(frozen=True, slots=True)
class _Handed:
    """The event by which the ledger hands an issue out, and what that makes of the fields of a new one."""

    event: Event
    made: dict[str, Any]


class Opener:
    """Opens the issues of one batch: all at one moment, so that those routed alike share one event and its clocks."""

    def __init__(self, at: datetime, rules: Rules) -> None:
        self._at = at
        self._rules = rules
        self._routed: dict[tuple[RoutingFacts, bool], _Handed] = {}

    def open(
        self,
        report: FieldReport,
        problem: Problem,
        *,
        serial: str,
        project: Project,
        reporter: Actor,
        flags: tuple[str, ...],
    ) -> Change:
        """The new issue of one problem, reported by its inspector, then assigned or triaged by the ledger."""
        identity = issue_id(report.report_id, problem.index)
        reported = IssueReported.trusted(
            report_id=report.report_id,
            finding_index=problem.index,
            source="incident" if problem.incident_kind else "site_visit",
            serial=serial,
            project_code=project.code,
            region=project.region,
            category=problem.category,
            severity=problem.severity,
            description=problem.description,
            measure_proposed=problem.measure_proposed,
            incident_kind=problem.incident_kind,
            reporter=reporter.person_id,
            captured_at=as_utc(report.captured_at),
            location=point_of(report),
            attachments=problem.attachments,
            flags=flags,
            works_stopped=problem.works_stopped,
        )
        facts = RoutingFacts(problem.category, problem.severity, project.region, project.level)
        first = envelope(identity, 1, reported, self._at, reporter)
        new = apply(None, first)
        handed = self._hand(facts, problem.works_stopped, new)
        second = envelope(identity, 2, handed.event, self._at, SYSTEM)
        change = Change(None, replace(new, **handed.made), (first, second))
        for referral in _referrals(report):
            change = change.then(self._referred(change.issue, referral, reporter))
        return change

    def _hand(self, facts: RoutingFacts, works_stopped: bool, new: Issue) -> _Handed:
        """Of issues routed alike the same people are told and the same fields change: one event says it of all, and
        what it leads to is worked out once.
        """
        found = self._routed.get((facts, works_stopped))
        if found is None:
            said = routed(facts, self._at, self._rules, works_stopped=works_stopped)
            told = happened(new, [said], self._at, SYSTEM, self._rules)
            pairs = zip(Issue.__struct_fields__, astuple(new), astuple(told.issue), strict=True)
            made = {name: after for name, before, after in pairs if after is not before}
            found = self._routed[facts, works_stopped] = _Handed(told.envelopes[0].data, made)
        return found

    def _referred(self, issue: Issue, referral: ReferralLogged, reporter: Actor) -> Change:
        event = with_clocks(issue, referral, self._at, self._rules.regime_of(issue))
        return fold(issue, envelopes_for(issue, [event], self._at, reporter))


def routed(
    routing: RoutingFacts, at: datetime, rules: Rules, *, works_stopped: bool = False, due_on: date | None = None
) -> Event:
    """What the ledger does with a new issue: it is assigned to the unit that the rules name, else handed to triage."""
    facts = Facts(routing.category, routing.severity, routing.region, works_stopped, due_on)
    regime = rules.regime(rules.policies.for_issue(facts, at), facts.region)
    found = route(routing, rules.routing, rules.catalogue.staffed_on(local_day(at, rules.zone)))
    passed_by = tuple(vacancy(PostCode.UNIT_HEAD, unit) for unit in (found.passed_by if found else ()))
    if found is None or found.unit_id is None:
        return IssueTriaged(
            reason="nobody-there" if passed_by else "no-rule",
            vacant_posts=passed_by,
            supervising_region=found.supervising_region if found else None,
            supervising_level=found.supervising_level if found else None,
            policy=regime.policy.name,
            policy_version=regime.policy.version,
            clocks=ClockChanges(started=started_by(frozenset({Trigger.TRIAGED}), facts, at, regime)),
        )
    return assignment(
        facts,
        at,
        regime,
        unit_id=found.unit_id,
        region=found.supervising_region,
        level=found.supervising_level,
        rule=found.rule_id,
        vacant_posts=passed_by,
    )


def point_of(report: FieldReport) -> Point | None:
    """Where a report was made, if it says."""
    location = report.location
    if not isinstance(location, FixedLocation):
        return None
    return Point.trusted(latitude=location.latitude, longitude=location.longitude)


def _referrals(report: FieldReport) -> list[ReferralLogged]:
    if not isinstance(report, ObstructionIncident):
        return []
    return [
        ReferralLogged(body=referral.body, referred_at=as_utc(referral.referred_at), case_number=referral.case_number)
        for referral in report.referrals
    ]

"""Knows how a problem found becomes an issue: numbered, routed, its clocks set; into triage where nobody is."""

from datetime import date, datetime

from msgspec.structs import replace

from ledger.decisions.assigning import assignment
from ledger.decisions.clock_effects import started_by, with_clocks
from ledger.escalation.telling import happened
from ledger.issue.changes import Change, envelope, envelopes_for, fold
from ledger.issue.clocks import ObligationState
from ledger.issue.ids import derived_id
from ledger.issue.issue import Issue
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


class Opener:
    """Opens the issues of one batch: all at one moment, so that those routed alike share one event and its clocks."""

    def __init__(self, at: datetime, rules: Rules) -> None:
        self._at = at
        self._rules = rules
        self._routed: dict[tuple[RoutingFacts, bool], Event] = {}
        self._clocks: dict[int, tuple[ObligationState, ...]] = {}

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
        first = fold(None, (envelope(identity, 1, reported, self._at, reporter),))
        handed = self._route(facts, problem.works_stopped, first.issue)
        second = fold(first.issue, (envelope(identity, 2, handed, self._at, SYSTEM),))
        change = self._with_clocks_in_common(first.then(second), handed)
        for referral in _referrals(report):
            change = change.then(self._referred(change.issue, referral, reporter))
        return change

    def _route(self, facts: RoutingFacts, works_stopped: bool, issue: Issue) -> Event:
        """Of issues routed alike the same people are told: one event says it of all."""
        event = self._routed.get((facts, works_stopped))
        if event is None:
            said = routed(facts, self._at, self._rules, works_stopped=works_stopped)
            told = happened(issue, [said], self._at, SYSTEM, self._rules)
            event = self._routed[facts, works_stopped] = told.envelopes[0].data
        return event

    def _with_clocks_in_common(self, change: Change, handed: Event) -> Change:
        """The clocks of issues routed alike are equal; as one value they are stored faster."""
        clocks = self._clocks.setdefault(id(handed), change.issue.obligations)
        return Change(change.before, replace(change.issue, obligations=clocks), change.envelopes)

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

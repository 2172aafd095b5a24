"""Knows how a row becomes an issue: reported and handed out, or closed on paper; at one moment for many, and pure.

Rows that are handed out alike share one event, and nobody is told of a single one: who would be, is counted.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from ledger.decisions.assigning import assign
from ledger.decisions.case import NOTHING_SHOWN, Case
from ledger.decisions.clock_effects import facts_of, own_deadline
from ledger.escalation.telling import notices_of
from ledger.imports.records import ImportRecord
from ledger.imports.words import Claim, ImportRow
from ledger.intake.planning.opening import routed
from ledger.issue.changes import Change, envelope, fold
from ledger.issue.ids import derived_id
from ledger.issue.issue import Issue
from ledger.issue.words.assigning import Assign
from ledger.matters.opening import entering_as
from ledger.policy.policy import Facts, Trigger
from ledger.policy.rules import Rules
from ledger.registry.actors import SYSTEM, Actor
from ledger.registry.regions import RANK, level_of
from ledger.registry.routing import RoutingFacts, route
from mobile_schema.events.assigning_events import IssueAssigned
from mobile_schema.events.facts import Event, NoticeGiven, Obligation
from mobile_schema.events.import_events import Claims, FileRow, IssueImported
from mobile_schema.vocabulary import Category, Level, Severity

Alike = tuple[str | None, Category, Severity, str, str | None, Claim, date | None]


@dataclass(frozen=True, slots=True)
class Handed:
    """The event by which rows alike are handed out, by whom, and who would be told of each."""

    event: Event
    who: Actor
    told: tuple[NoticeGiven, ...]


@dataclass(slots=True)
class Opener:
    """Opens the issues of one transaction."""

    record: ImportRecord
    at: datetime
    actor: Actor
    rules: Rules
    _handed: dict[Alike, Handed] = field(default_factory=dict)
    _guises: dict[str, Actor | None] = field(default_factory=dict)

    def open(self, row: ImportRow, region: str, serial: str) -> tuple[Change, Handed | None]:
        """The new issue, and how it was handed out: what is closed on paper, not at all. Raises CommandRefused."""
        who = self._who(region) or self.actor
        event = self._imported(row, region, serial)
        identity = derived_id(self.record.id, row.row_id)
        change = fold(None, (envelope(identity, 1, event, self.at, who),))
        if row.claim is Claim.CLOSED:
            return change, None
        handed = self._hand(change.issue, row, who)
        second = envelope(identity, 2, handed.event, self.at, handed.who)
        return change.then(fold(change.issue, (second,))), handed

    def _who(self, region: str) -> Actor | None:
        if region not in self._guises:
            self._guises[region] = entering_as(self.actor, region)
        return self._guises[region]

    def _imported(self, row: ImportRow, region: str, serial: str) -> IssueImported:
        told = IssueImported.trusted(
            file=file_row(self.record, row),
            serial=serial,
            project_code=row.project_code,
            region=region,
            category=row.category,
            severity=row.severity,
            description=row.description,
            claims=Claims.trusted(
                status=row.claim.value, found_on=row.found_on, due_on=row.due_on, done_on=row.done_on
            ),
            said=tuple(row.said.items()),
            free=tuple((name, text) for name, text in row.free.items() if text),
            person_id=row.person_id,
        )
        if row.claim is not Claim.CLOSED:
            return told
        facts = Facts(row.category, row.severity, region, works_stopped=False)
        policy = self.rules.policies.for_issue(facts, self.at)
        under = {"policy": policy.name, "policy_version": policy.version}
        return told.model_copy(update={"unit_id": row.unit_id, **under})

    def _hand(self, issue: Issue, row: ImportRow, who: Actor) -> Handed:
        alike = alike_of(row, issue.region)
        found = self._handed.get(alike)
        if found is None:
            event, by = self._event(issue, row.unit_id, who)
            if row.claim is Claim.DONE:
                event = self._without_a_signature(event)
            if row.resolve_by is not None:
                event = self._by_the_file(issue, event, row.resolve_by)
            after = fold(issue, (envelope(issue.id, 2, event, self.at, by),)).issue
            told = notices_of(issue, after, event, self.at, by, self.rules)
            found = self._handed[alike] = Handed(
                event, by, tuple(each for each in told if each.person_id != who.person_id)
            )
        return found

    def _by_the_file(self, issue: Issue, event: Event, due_on: date) -> Event:
        """The clocks that a deadline may move run until that of the file, where it lies ahead: as a matter's own does.

        What lay in the past fires nothing: those clocks run from the import on.
        """
        if event.clocks is None:
            return event
        facts = replace(facts_of(issue), due_on=due_on)
        regime = self.rules.regime(self.rules.policies.for_issue(facts, self.at), issue.region)
        started = tuple(
            _until(clock, own_deadline(clock.code, facts, regime), self.at) for clock in event.clocks.started
        )
        return event.model_copy(update={"clocks": event.clocks.model_copy(update={"started": started})})

    def _without_a_signature(self, event: Event) -> Event:
        """What is done needs nobody who signs for it first: no clock waits for that."""
        if not isinstance(event, IssueAssigned) or event.clocks is None:
            return event
        policy = self.rules.policies.of(event.policy, event.policy_version)
        waits = {code for code, rule in policy.obligations.items() if Trigger.ACCEPTED in rule.satisfied_by}
        started = tuple(clock for clock in event.clocks.started if clock.code not in waits)
        return event.model_copy(update={"clocks": event.clocks.model_copy(update={"started": started})})

    def _event(self, issue: Issue, unit_id: str | None, who: Actor) -> tuple[Event, Actor]:
        """Given by hand to the unit that the row names, supervised no lower than a report would be; else routed."""
        project = self.rules.catalogue.projects.get(issue.project_code or "")
        level = level_of(issue.region) if project is None else project.level
        facts = RoutingFacts(issue.category, issue.severity, issue.region, level)
        if unit_id is None:
            return routed(facts, self.at, self.rules), SYSTEM
        regime = self.rules.regime(self.rules.policies.for_issue(facts_of(issue), self.at), issue.region)
        command = Assign.model_construct(unit_id=unit_id, supporting_unit_ids=())
        handed = assign(Case(issue, who, self.at, regime, self.rules, NOTHING_SHOWN), command)
        found = route(facts, self.rules.routing)
        if found is not None and RANK[found.supervising_level] > RANK[handed.supervising_level or Level.COUNTY]:
            above = {"supervising_region": found.supervising_region, "supervising_level": found.supervising_level}
            handed = handed.model_copy(update=above)
        return handed, who


def alike_of(row: ImportRow, region: str) -> Alike:
    """What decides to whom a row's issue goes, who is told, and why the unit that the row names may not have it."""
    return row.unit_id, row.category, row.severity, region, row.project_code, row.claim, row.resolve_by


def _until(clock: Obligation, own: datetime | None, at: datetime) -> Obligation:
    if own is None or own <= at:
        return clock
    return clock.model_copy(update={"due_at": own, "original_due_at": own, "provisional": False})


def file_row(record: ImportRecord, row: ImportRow) -> FileRow:
    """Where a row stands, as events have it."""
    return FileRow.trusted(
        import_id=record.id,
        sha256=record.sha256,
        filename=record.filename,
        sheet=row.sheet,
        row=row.row,
        row_id=row.row_id,
    )

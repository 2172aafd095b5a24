"""Knows how to bring an issue into any state by real reports and real commands; a test says only what it is about."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest
from msgspec import structs

from ledger.decisions.case import Shown
from ledger.decisions.lifecycle.deciding import decide, decide_pair, demand_allowed
from ledger.escalation.firing import fire_due
from ledger.escalation.reported.told import corrected, withdrawn
from ledger.groundwork.clock import HeldClock
from ledger.imports.opening import Opener
from ledger.imports.records import ImportRecord
from ledger.imports.words import Claim, ImportRow
from ledger.issue.changes import Change, envelopes_for, fold
from ledger.issue.clocks import ObligationState
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused
from ledger.issue.words.command import Command
from ledger.issue.words.setting_aside import Merge, Part
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor
from mobile_schema.cloudevents import INCIDENT
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.events.escalation_events import AlertAcknowledged, EscalationFired
from mobile_schema.events.facts import Event
from mobile_schema.events.referral_events import ReferralLogged
from mobile_schema.events.report_events import ReportCorrected, Statement
from mobile_schema.vocabulary import Category, ReferralBody, Severity, State
from tests import factories as phone
from tests.ledger.factories import (
    CITY,
    COUNTY,
    LAND_UNIT,
    PROJECT,
    RULES,
    START,
    VISIT,
    incident,
    local,
    person,
    planned,
    record,
    right_person,
    sample_command,
    shown_to,
    visit,
)

Kind = TypeVar("Kind", bound=Event)
_LONG_WAY = (State.ASSIGNED, State.ACCEPTED, State.IN_PROGRESS, State.CLOSURE_REQUESTED)
_WAY_TO = {
    State.REPORTED: (),
    State.DECLINED: (State.ASSIGNED, State.DECLINED),
    **{state: _LONG_WAY[: index + 1] for index, state in enumerate(_LONG_WAY)},
    State.RETURNED: (*_LONG_WAY, State.RETURNED),
    State.CLOSED: (*_LONG_WAY, State.CLOSED),
    State.REOPENED: (*_LONG_WAY, State.CLOSED, State.REOPENED),
    State.SUSPENDED: (*_LONG_WAY[:3], State.SUSPENDED),
    State.MERGED: (*_LONG_WAY[:3], State.MERGED),
    State.VOIDED: (State.ASSIGNED, State.VOIDED),
}
_BY = {
    State.ASSIGNED: "assign",
    State.DECLINED: "decline",
    State.ACCEPTED: "accept",
    State.IN_PROGRESS: "report-progress",
    State.CLOSURE_REQUESTED: "request-closure",
    State.RETURNED: "return-closure",
    State.CLOSED: "approve-closure",
    State.REOPENED: "reopen",
    State.SUSPENDED: "suspend",
    State.MERGED: "merge",
    State.VOIDED: "void",
}


@dataclass
class Story:
    """One issue and its events, without a database: what the ledger makes of what people do, at a held clock."""

    clock: HeldClock
    issue: Issue
    envelopes: list[EventEnvelope] = field(default_factory=list)
    main: "Story | None" = None
    """what it was merged into"""
    rules: Rules = field(default_factory=lambda: RULES)
    shown: Shown | None = None
    """what the ledger has of what its commands point at, where that is not what it should be"""

    @property
    def now(self) -> datetime:
        """The present of the story."""
        return self.clock.now()

    def do(self, command: Command | str, who: Actor | str | None = None) -> Issue:
        """Carry out a command by the right person, or by whom is named. Raises CommandRefused."""
        asked = sample_command(command, self.issue, self.now) if isinstance(command, str) else command
        actor = person(who) if isinstance(who, str) else who or right_person(asked, self.issue, self.now)
        if isinstance(asked, Merge | Part):
            return self._pair_up(asked, actor)
        shown = self.shown or shown_to(self.issue, actor, self.now)
        events = decide(self.issue, asked, actor, self.now, self.rules, shown)
        return self.add(envelopes_for(self.issue, events, self.now, actor))

    def _pair_up(self, command: Merge | Part, actor: Actor) -> Issue:
        demand_allowed(self.issue, command, actor, self.now)
        main = self.main = self.main or Story(self.clock, twin(self.issue), rules=self.rules)
        pair = decide_pair(self.issue, main.issue, command, actor, self.now, self.rules)
        main.add(envelopes_for(main.issue, [pair.main], self.now, actor))
        return self.add(envelopes_for(self.issue, [pair.duplicate], self.now, actor))

    def add(self, envelopes: Iterable[EventEnvelope]) -> Issue:
        """Let these events happen."""
        change = fold(self.issue, tuple(envelopes))
        self.issue = change.issue
        self.envelopes.extend(change.envelopes)
        return self.issue

    def to(self, *states: State) -> "Story":
        """Go through these states by the right people; a major issue is rechecked on site before it is closed."""
        for state in states:
            if state is State.CLOSED and self.issue.severity is Severity.MAJOR:
                self.do("record-recheck")
            self.do(_BY[state])
            assert self.issue.state is state
        return self

    def wait(self, **by: float) -> "Story":
        """Let time pass, in units of timedelta."""
        self.clock.advance(timedelta(**by))
        return self

    def sweep(self) -> list[EscalationFired]:
        """Fire what is due; the escalations in order."""
        change = fire_due(self.issue, self.now, self.rules)
        if change is None:
            return []
        self.add(change.envelopes)
        return [envelope.data for envelope in change.envelopes if isinstance(envelope.data, EscalationFired)]

    def happened(self, kind: type[Kind]) -> list[Kind]:
        """All of one kind that happened, in order."""
        return [envelope.data for envelope in self.envelopes if isinstance(envelope.data, kind)]

    def clock_of(self, code: str) -> ObligationState:
        """The latest round of one of its clocks."""
        found = self.issue.obligation(code)
        assert found is not None
        return found

    def acknowledge(self, fired: EscalationFired) -> Issue:
        """Let a recipient confirm the alert of a step."""
        event = AlertAcknowledged(
            alert_id=fired.alerts[0].alert_id,
            obligation=fired.obligation,
            round=fired.round,
            step=fired.step,
            occurrence=fired.occurrence,
        )
        return self.add(envelopes_for(self.issue, [event], self.now, person(COUNTY)))

    def corrected(self, report_id: str = VISIT, **said: Any) -> Issue:
        """Let its reporter correct it by another report, which says of it what it says itself but for this."""
        says = {name: getattr(self.issue, name) for name in Statement.model_fields} | said
        event = ReportCorrected(report_id=report_id, place=0, corrects=self.issue.report_id, says=Statement(**says))
        due = Change(self.issue, self.issue, ())
        return self.add(corrected(due, event, person(self.issue.reporter), self.now, self.rules).envelopes)

    def withdrawn(self, report_id: str | None = None) -> Issue:
        """Let its reporter withdraw the report that opened it, or another about it."""
        due, reporter = Change(self.issue, self.issue, ()), person(self.issue.reporter)
        taken = report_id or self.issue.report_id
        return self.add(withdrawn(due, taken, "项目选错", reporter, self.now, self.rules).envelopes)

    def referred(self) -> Issue:
        """Let its reporter say that it was referred to the police."""
        event = ReferralLogged(body=ReferralBody.POLICE_110, referred_at=self.now, case_number=None)
        return self.add(envelopes_for(self.issue, [event], self.now, person(self.issue.reporter)))

    def last(self) -> Any:
        """The last thing that happened."""
        return self.envelopes[-1].data


def refused(story: Story, command: Command | str, who: Actor | str | None = None) -> CommandRefused:
    """Why a command is refused; neither the issue nor its main issue is changed by it."""
    before = (story.issue, story.main.issue if story.main else None)
    with pytest.raises(CommandRefused) as caught:
        story.do(command, who)
    assert (story.issue, story.main.issue if story.main else None) == before
    return caught.value


def due(story: Story) -> dict[str, str]:
    """When each clock that runs is due, as the wall shows it."""
    return {clock.key: local(clock.due_at) for clock in story.issue.obligations if clock.running}


def twin(issue: Issue) -> Issue:
    """Another issue in the same place, just assigned."""
    other = reported(Category.LAND, at=issue.reported_at).issue
    return structs.replace(other, id="main", region=issue.region, supervising_level=issue.supervising_level)


def reported(
    category: Category = Category.LAND,
    severity: Severity = Severity.ORDINARY,
    *,
    project: str = PROJECT,
    at: datetime = START,
    rules: Rules | None = None,
) -> Story:
    """An issue as one finding has just made it: assigned by rule, or in triage for `other`."""
    finding = phone.finding(category=category, severity=severity)
    (change,) = planned(record(visit(finding, project=project)), at=at, rules=rules).changes.values()
    return Story(HeldClock(at), change.issue, list(change.envelopes), rules=rules or RULES)


def in_state(
    state: State,
    severity: Severity = Severity.ORDINARY,
    category: Category = Category.LAND,
    *,
    project: str = PROJECT,
    rules: Rules | None = None,
) -> Story:
    """An issue that came to a state the ordinary way."""
    if state is State.ON_PAPER:
        return on_paper(severity, category, project=project, rules=rules)
    if state is State.REPORTED or category is Category.OTHER:
        return reported(Category.OTHER, severity, project=project, rules=rules).to(*_WAY_TO[state])
    return reported(category, severity, project=project, rules=rules).to(*_WAY_TO[state][1:])


def on_paper(
    severity: Severity = Severity.ORDINARY,
    category: Category = Category.LAND,
    *,
    project: str = PROJECT,
    rules: Rules | None = None,
) -> Story:
    """An issue that a ledger said was closed as it came in, of a unit."""
    record = ImportRecord(phone.report_id(), CITY, "ab" * 32, "台账.xlsx", 5_000, START, START)
    row = ImportRow(
        row_id="row",
        sheet="台账",
        row=4,
        said={"问题描述": "便道占地"},
        description="便道占地",
        unit_id=LAND_UNIT,
        category=category,
        severity=severity,
        project_code=project,
        claim=Claim.CLOSED,
    )
    region = (rules or RULES).catalogue.projects[project].region
    opener = Opener(record, START, person(CITY), rules or RULES)
    change, _ = opener.open(row, region, f"{region}-2026-00001")
    return Story(HeldClock(START), change.issue, list(change.envelopes), rules=rules or RULES)


def obstruction(rules: Rules | None = None, **over: Any) -> Story:
    """An issue that an incident made, with a call to 110 unless told otherwise."""
    (change,) = planned(record(incident(**over), kind=INCIDENT), rules=rules).changes.values()
    return Story(HeldClock(START), change.issue, list(change.envelopes), rules=rules or RULES)

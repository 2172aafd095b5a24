"""Knows how to bring an issue into any state by real reports and real commands; a test says only what it is about."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest
from msgspec import structs

from ledger.access.permissions import UNIT
from ledger.decisions.lifecycle import ROWS, decide, decide_pair, demand_allowed
from ledger.escalation.firing import fire_due
from ledger.groundwork.clock import HeldClock
from ledger.intake.incoming import Record
from ledger.intake.plan import IntakePlan, Known, plan_intake, understand
from ledger.issue.changes import envelopes_for, fold
from ledger.issue.commands import (
    Accept,
    ApproveClosure,
    ApproveExtension,
    Assign,
    Command,
    Decline,
    FilePlan,
    LogReferral,
    Merge,
    MovePolicy,
    Part,
    RecordRecheck,
    RefuseExtension,
    RefuseSuspension,
    Reopen,
    ReportProgress,
    RequestClosure,
    RequestExtension,
    RequestSuspension,
    Resume,
    ReturnClosure,
    Suspend,
    Void,
)
from ledger.issue.issue import Issue, ObligationState
from ledger.issue.refusals import CommandRefused
from ledger.policy.rules import Rules
from ledger.policy.versions import shipped_policies
from ledger.registry.actors import Actor, actor_of
from ledger.registry.files.loading import load_catalogue
from ledger.registry.routing_rules import load_rules
from mobile_schema.cloudevents import BATCH_OF, INCIDENT, SITE_VISIT, CloudEvent, encode
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.events.facts import Event, EvidenceItem, Milestone
from mobile_schema.events.issue_events import AlertAcknowledged, EscalationFired
from mobile_schema.reports.sync import join_reports
from mobile_schema.topics import SITE_VISITS
from mobile_schema.vocabulary import Category, Grade, RecheckResult, ReferralBody, Severity, State
from tests import factories as phone

Kind = TypeVar("Kind", bound=Event)

RULES = Rules(load_catalogue(samples=True), shipped_policies(), load_rules())
SHANGHAI = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""A Monday, ten in the morning in Shanxi."""

PROJECT = "2020-140105-30-03-990001"
CITY_PROJECT = "2019-140100-48-01-990011"
INSPECTOR = "inspector-140105-1"
COUNTY, CITY, PROVINCE = "supervisor-140105", "supervisor-140100", "supervisor-140000"
LAND_UNIT = "140105-natural-resources"
OTHER_UNIT = "140105-ecology"

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


def person(person_id: str) -> Actor:
    """A sample person, acting."""
    return actor_of(RULES.catalogue.persons[person_id])


def local(moment: datetime) -> str:
    """A moment as the wall clock in Shanxi shows it."""
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def record(
    *reports: Any,
    offset: int = 0,
    partition: int = 0,
    topic: str = SITE_VISITS.name,
    kind: str = SITE_VISIT,
    reporter: str | None = INSPECTOR,
    received_at: str = "2026-03-02T01:21:00.000+00:00",
) -> Record:
    """A Kafka record with one report, or with several as a phone's queue; a report is a dict or raw bytes."""
    raw = [report if isinstance(report, bytes) else phone.as_bytes(report) for report in reports]
    single = len(raw) == 1
    event = CloudEvent("ce-1", "urn:xiaohao:api", kind if single else BATCH_OF[kind], received_at, reporter)
    return Record(topic, partition, offset, b"key", raw[0] if single else join_reports(raw), encode(event))


def visit(*findings: dict[str, Any], project: str = PROJECT, **over: Any) -> dict[str, Any]:
    """A site visit to a sample project, with one land finding unless told otherwise."""
    said = {"project_code": project, "findings": list(findings) or [phone.finding()]}
    return phone.site_visit(**(said | over))


def recheck_visit(issue_id: str, *, project: str = PROJECT, **over: Any) -> dict[str, Any]:
    """A visit only to look at an issue again; found solved unless told otherwise."""
    return visit(project=project, kind="recheck", findings=[], rechecks=[phone.recheck(issue_id, **over)])


def incident(project: str = PROJECT, **over: Any) -> dict[str, Any]:
    """An obstruction incident on a sample project."""
    return phone.incident(project_code=project, **over)


def planned(
    *records: Record, at: datetime = START, known: Known | None = None, rules: Rules | None = None
) -> IntakePlan:
    """The plan for these records."""
    return plan_intake(understand(records), known or Known(), at, rules or RULES)


def evidence_for(category: Category) -> tuple[EvidenceItem, ...]:
    """All evidence that a category demands."""
    return tuple(EvidenceItem(kind=kind.code, sha256=phone.SHA) for kind in RULES.catalogue.evidence_for(category))


def sample_command(name: str, issue: Issue, at: datetime) -> Command:
    """A command with nothing wrong in it but, perhaps, its time."""
    today = at.astimezone(SHANGHAI).date()
    samples: dict[str, Command] = {
        "assign": Assign(unit_id=LAND_UNIT if issue.unit_id is None else issue.unit_id),
        "accept": Accept(person_id=f"head-{issue.unit_id or LAND_UNIT}"),
        "decline": Decline(reason="不属本单位职责"),
        "file-plan": FilePlan(milestones=(Milestone(name="组卷报批", due_on=today + timedelta(days=1)),)),
        "report-progress": ReportProgress(note="已组卷上报", measures="专班推进", percent=40),
        "request-closure": RequestClosure(statement="手续已批复", evidence=evidence_for(issue.category)),
        "record-recheck": RecordRecheck(result=RecheckResult.SOLVED, on_site=True),
        "approve-closure": ApproveClosure(grade=Grade.GOOD),
        "return-closure": ReturnClosure(reasons=("便道仍未贯通",)),
        "reopen": Reopen(reason="便道又被阻断"),
        "void": Void(reason="重复上报"),
        "log-referral": LogReferral(body=ReferralBody.PUBLIC_SECURITY, referred_at=at, case_number="2026-11"),
        "request-extension": RequestExtension(due_on=_later(issue, today), reason="待上级批复"),
        "approve-extension": ApproveExtension(),
        "refuse-extension": RefuseExtension(reason="理由不充分"),
        "request-suspension": RequestSuspension(resume_on=today + timedelta(days=10), reason="冬季停工"),
        "suspend": Suspend(resume_on=today + timedelta(days=10), reason="冬季停工"),
        "refuse-suspension": RefuseSuspension(reason="理由不充分"),
        "resume": Resume(reason="提前复工"),
        "merge": Merge(into="main", reason="同一问题"),
        "part": Part(reason="并非同一问题"),
        "move-policy": MovePolicy(policy="before-due", version=1, reason="增加预警"),
    }
    return samples[name]


def _later(issue: Issue, today: date) -> date:
    """Five days after the time to resolve it, if it has one."""
    resolve = issue.obligation("resolve")
    return (resolve.due_at.astimezone(SHANGHAI).date() if resolve else today) + timedelta(days=5)


def right_person(command: Command, issue: Issue) -> Actor:
    """Who may give this command: staff of the unit, or the supervisor in charge."""
    if ROWS[type(command)].who is UNIT:
        return person(f"staff-{issue.unit_id or LAND_UNIT}")
    if isinstance(command, MovePolicy):
        return person(PROVINCE)
    return person(f"supervisor-{issue.supervising_region or issue.region}")


@dataclass
class Story:
    """One issue and its events, without a database: what the ledger makes of what people do, at a held clock."""

    clock: HeldClock
    issue: Issue
    envelopes: list[EventEnvelope] = field(default_factory=list)
    main: "Story | None" = None
    """what it was merged into"""
    rules: Rules = field(default_factory=lambda: RULES)

    @property
    def now(self) -> datetime:
        """The present of the story."""
        return self.clock.now()

    def do(self, command: Command | str, who: Actor | str | None = None) -> Issue:
        """Carry out a command by the right person, or by whom is named. Raises CommandRefused."""
        asked = sample_command(command, self.issue, self.now) if isinstance(command, str) else command
        actor = person(who) if isinstance(who, str) else who or right_person(asked, self.issue)
        if isinstance(asked, Merge | Part):
            return self._pair_up(asked, actor)
        events = decide(self.issue, asked, actor, self.now, self.rules)
        return self.add(envelopes_for(self.issue, events, self.now, actor))

    def _pair_up(self, command: Merge | Part, actor: Actor) -> Issue:
        demand_allowed(self.issue, command, actor)
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
    if state is State.REPORTED or category is Category.OTHER:
        return reported(Category.OTHER, severity, project=project, rules=rules).to(*_WAY_TO[state])
    return reported(category, severity, project=project, rules=rules).to(*_WAY_TO[state][1:])


def obstruction(rules: Rules | None = None, **over: Any) -> Story:
    """An issue that an incident made, with a call to 110 unless told otherwise."""
    (change,) = planned(record(incident(**over), kind=INCIDENT), rules=rules).changes.values()
    return Story(HeldClock(START), change.issue, list(change.envelopes), rules=rules or RULES)

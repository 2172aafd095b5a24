"""What holds of an issue whatever people do to it, in whatever order and however long they wait."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from typing import Any

import bson
from bson.codec_options import CodecOptions
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec import structs

from ledger.decisions.lifecycle import allowed
from ledger.escalation.due import due_steps, next_due_at, next_escalation
from ledger.issue.changes import envelopes_for
from ledger.issue.commands import COMMANDS, Assign, Merge, RecordRecheck, RequestClosure, RequestExtension, Suspend
from ledger.issue.issue import Issue, ObligationState
from ledger.issue.projection import apply, replay
from ledger.issue.refusals import CommandRefused
from ledger.store.records import event_from_document, event_to_document, issue_from_document, issue_to_document
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.events.facts import Event, EvidenceItem
from mobile_schema.events.issue_events import (
    AlertAcknowledged,
    ClosureRequested,
    DuplicateAbsorbed,
    DuplicateReleased,
    EscalationFired,
    IssueAccepted,
    IssueClosed,
    IssueResumed,
    IssueVoided,
    PlanFiled,
    PolicyMoved,
    ProgressReported,
    RecheckRecorded,
)
from mobile_schema.vocabulary import Category, RecheckResult, Severity, State
from tests.ledger import policies
from tests.ledger.factories import (
    CITY,
    CITY_PROJECT,
    COUNTY,
    INSPECTOR,
    LAND_UNIT,
    OTHER_UNIT,
    PROJECT,
    PROVINCE,
    RULES,
    SHANGHAI,
    Story,
    in_state,
    person,
    reported,
    right_person,
    sample_command,
)

PROVINCE_LAND_UNIT = "140000-natural-resources"
ANYONE = [
    COUNTY,
    CITY,
    PROVINCE,
    "supervisor-140200",
    INSPECTOR,
    "inspector-140106-1",
    *(
        f"{post}-{unit}"
        for unit in (LAND_UNIT, OTHER_UNIT, PROVINCE_LAND_UNIT, "140105-government")
        for post in ("head", "staff")
    ),
]
UNITS = [LAND_UNIT, OTHER_UNIT, PROVINCE_LAND_UNIT, "140105-government", "140100-government"]
WORK: tuple[type[Event], ...] = (PlanFiled, ProgressReported, ClosureRequested)
AWAITED: dict[State, dict[str, int]] = {
    **{
        state: {"resolve": 1, "zero": 1}
        for state in (State.ASSIGNED, State.ACCEPTED, State.IN_PROGRESS, State.RETURNED, State.REOPENED)
    },
    State.CLOSURE_REQUESTED: {"verify": 1, "zero": 1},
    State.REPORTED: {"triage": 1},
    State.DECLINED: {"triage": 1},
    State.CLOSED: {},
    State.VOIDED: {},
}

_UNDER = {one.name: policies.rules(one) for one in RULES.policies.versions()}


def through_bson(document: dict[str, Any]) -> dict[str, Any]:
    return bson.decode(bson.encode(document), CodecOptions(tz_aware=True))


class AnyLife(RuleBasedStateMachine):
    """One issue among people who may do anything; what they try is decided by the ledger alone."""

    @initialize(
        category=st.sampled_from([Category.LAND, Category.OTHER, Category.DEMOLITION, Category.ENVIRONMENT]),
        severity=st.sampled_from(Severity),
        project=st.sampled_from([PROJECT, CITY_PROJECT]),
        state=st.sampled_from([state for state in State if state is not State.VOIDED]),
        policy=st.sampled_from(["13710", "13710-working-days", "before-due", "three-sheets"]),
    )
    def begins(self, category: Category, severity: Severity, project: str, state: State, policy: str) -> None:
        self.story: Story = in_state(state, severity, category, project=project, rules=_UNDER[policy])
        self.first = self.story.issue
        self.followed = replay(self.story.envelopes)
        self.duplicates: list[Story] = []
        self.alerts: list[str] = []
        self.steps: list[tuple[str, int, str, int]] = []
        self.judged = 0

    @rule(name=st.sampled_from(sorted(COMMANDS)), who=st.sampled_from(ANYONE), unit=st.sampled_from(UNITS))
    def anyone_tries_anything(self, name: str, who: str, unit: str) -> None:
        command = Assign(unit_id=unit) if name == "assign" else sample_command(name, self.story.issue, self.story.now)
        with suppress(CommandRefused):
            self.story.do(command, who)

    @rule(choices=st.lists(st.integers(min_value=0, max_value=12), min_size=1, max_size=6))
    def the_work_goes_on(self, choices: list[int]) -> None:
        """The right people do what the state allows, several times; a plan or an approval may still not fit."""
        for choice in choices:
            state = self.story.issue.state
            names = [name for name in allowed(state) if name not in ("void", "log-referral", "decline")]
            if not names:
                return
            command = sample_command(names[choice % len(names)], self.story.issue, self.story.now)
            who = right_person(command, self.story.issue)
            with suppress(CommandRefused):
                self.story.do(command, who)

    @precondition(lambda self: self.story.issue.state is State.CLOSURE_REQUESTED)
    @rule(result=st.sampled_from(RecheckResult), on_site=st.booleans(), who=st.sampled_from(ANYONE))
    def someone_looks(self, result: RecheckResult, on_site: bool, who: str) -> None:
        with suppress(CommandRefused):
            self.story.do(RecordRecheck(result=result, on_site=on_site), who)

    @precondition(lambda self: self.story.issue.state is State.IN_PROGRESS)
    @rule(kinds=st.lists(st.sampled_from(["land_certificate", "site_photo", "resolution_statement"]), max_size=3))
    def the_unit_asks_with_some_evidence(self, kinds: list[str]) -> None:
        evidence = tuple(EvidenceItem(kind=kind, text="见附件") for kind in kinds)
        with suppress(CommandRefused):
            self.story.do(RequestClosure(statement="已解决", evidence=evidence))

    @rule(code=st.sampled_from(["resolve", "zero"]), days=st.integers(min_value=-2, max_value=20))
    def the_unit_asks_for_time_and_gets_it_if_it_may(self, code: str, days: int) -> None:
        clock = self.story.issue.obligation(code)
        day = (clock.due_at if clock else self.story.now).astimezone(SHANGHAI).date() + timedelta(days=days)
        with suppress(CommandRefused):
            self.story.do(RequestExtension(obligation=code, due_on=day, reason="待上级批复"))
            self.story.do("approve-extension", PROVINCE)

    @rule(days=st.integers(min_value=0, max_value=40))
    def the_clocks_rest(self, days: int) -> None:
        with suppress(CommandRefused):
            day = self.story.now.astimezone(SHANGHAI).date() + timedelta(days=days)
            self.story.do(Suspend(resume_on=day, reason="冬季停工"), PROVINCE)

    @rule(older=st.integers(min_value=0, max_value=24 * 20), category=st.sampled_from([Category.LAND, Category.OTHER]))
    def a_duplicate_goes_into_it(self, older: int, category: Category) -> None:
        at = self.story.now - timedelta(hours=older)
        duplicate = reported(category, self.first.severity, at=at)
        duplicate.issue = structs.replace(duplicate.issue, id=f"duplicate-{len(self.duplicates)}")
        duplicate.clock, duplicate.main = self.story.clock, self.story
        with suppress(CommandRefused):
            duplicate.do(Merge(into=self.story.issue.id, reason="同一问题"), PROVINCE)
            self.duplicates.append(duplicate)

    @precondition(lambda self: any(duplicate.issue.merger for duplicate in self.duplicates))
    @rule(data=st.data())
    def a_duplicate_is_parted(self, data: st.DataObject) -> None:
        merged = [duplicate for duplicate in self.duplicates if duplicate.issue.merger]
        data.draw(st.sampled_from(merged)).do("part", PROVINCE)

    @rule(hours=st.integers(min_value=1, max_value=24 * 20), milliseconds=st.integers(min_value=0, max_value=999))
    def time_passes(self, hours: int, milliseconds: int) -> None:
        self.story.wait(hours=hours, milliseconds=milliseconds)

    @rule()
    def the_ledger_sweeps(self) -> None:
        for fired in self.story.sweep():
            self.alerts.extend(alert.alert_id for alert in fired.alerts)
            self.steps.append((fired.obligation, fired.round, fired.step, fired.occurrence))
        assert due_steps(self.story.issue, RULES.regime_of(self.story.issue), self.story.now) == ()

    @rule(data=st.data())
    def a_recipient_acknowledges(self, data: st.DataObject) -> None:
        fired = [e.data for e in self.story.envelopes if isinstance(e.data, EscalationFired)]
        if not fired:
            return
        one = data.draw(st.sampled_from(fired))
        event = AlertAcknowledged(
            alert_id=one.alerts[0].alert_id,
            obligation=one.obligation,
            round=one.round,
            step=one.step,
            occurrence=one.occurrence,
        )
        running = {clock.key: clock.running for clock in self.story.issue.obligations}
        self.story.add(envelopes_for(self.story.issue, [event], self.story.now, person(COUNTY)))
        assert {clock.key: clock.running for clock in self.story.issue.obligations} == running

    @invariant()
    def its_events_have_no_gap_and_make_it(self) -> None:
        versions = [envelope.version for envelope in self.story.envelopes]
        assert versions == list(range(1, self.story.issue.version + 1))
        assert replay(self.story.envelopes) == self.story.issue

    @invariant()
    def what_it_is_never_changes(self) -> None:
        issue = self.story.issue
        for name in ("id", "serial", "report_id", "project_code", "region", "category", "severity", "reported_at"):
            assert getattr(issue, name) == getattr(self.first, name)

    @invariant()
    def it_ends_only_by_those_who_did_not_do_the_work(self) -> None:
        for index, envelope in enumerate(self.story.envelopes):
            if not isinstance(envelope.data, IssueClosed | IssueVoided):
                continue
            earlier = self.story.envelopes[:index]
            worked = [e.actor for e in earlier if isinstance(e.data, WORK)]
            named = [e.data.person_id for e in earlier if isinstance(e.data, IssueAccepted)]
            assert envelope.actor.person_id not in {actor.person_id for actor in worked} | set(named)
            assert envelope.actor.unit_id not in {actor.unit_id for actor in worked}
            assert envelope.actor.role == "supervisor"

    @invariant()
    def it_is_struck_off_only_on_evidence_and_when_major_after_a_look_on_site(self) -> None:
        for index, envelope in enumerate(self.story.envelopes):
            if not isinstance(envelope.data, IssueClosed):
                continue
            earlier = self.story.envelopes[:index]
            asked = max(i for i, e in enumerate(earlier) if isinstance(e.data, ClosureRequested))
            demanded = {kind.code for kind in RULES.catalogue.evidence_for(self.first.category)}
            assert demanded <= {item.kind for item in _request(earlier[asked]).evidence}
            looks = [e.data for e in earlier[asked:] if isinstance(e.data, RecheckRecorded)]
            assert not looks or looks[-1].result == RecheckResult.SOLVED
            if self.first.severity is Severity.MAJOR:
                assert looks
                assert looks[-1].on_site

    @invariant()
    def the_clocks_that_run_are_those_of_its_state(self) -> None:
        running = Counter(clock.code for clock in self.story.issue.obligations if clock.running)
        awaited = AWAITED[_stands_at(self.story.issue)]
        optional = {"deploy", "feedback"} if awaited.get("resolve") else set()
        assert {code: count for code, count in running.items() if code not in optional} == awaited
        assert max(running.values(), default=1) == 1
        assert len({clock.key for clock in self.story.issue.obligations}) == len(self.story.issue.obligations)

    @invariant()
    def a_due_time_once_set_stays(self) -> None:
        """Editing never moves a clock; what does move it moves it by just what it says. A defect of peers."""
        for envelope in self.story.envelopes[self.followed.version :]:
            before, self.followed = self.followed, apply(self.followed, envelope)
            after = {clock.key: clock for clock in self.followed.obligations}
            for clock in before.obligations:
                now = after[clock.key]
                assert now.started_at == clock.started_at
                assert clock.original_due_at in (None, now.original_due_at)
                assert now.due_at - clock.due_at == _said_to_move(clock, now, envelope)

    @invariant()
    def what_is_at_rest_stays_at_rest(self) -> None:
        issue = self.story.issue
        rests = issue.suspension is not None
        assert rests == (issue.state is State.SUSPENDED)
        assert all((clock.paused_at is not None) == rests for clock in issue.obligations if clock.running)
        assert not any(clock.paused_at for clock in issue.obligations if not clock.running)

    @invariant()
    def an_extended_clock_has_a_next_round_and_the_first_deadline(self) -> None:
        clocks = self.story.issue.obligations
        for clock in clocks:
            if clock.outcome == "extended":
                (following,) = [one for one in clocks if (one.code, one.round) == (clock.code, clock.round + 1)]
                assert following.original_due_at == (clock.original_due_at or clock.own_due_at or clock.due_at)
                assert following.started_at == clock.ended_at

    @invariant()
    def the_sweep_looks_when_the_next_step_is_due_and_never_in_vain(self) -> None:
        issue, now = self.story.issue, self.story.now
        regime = RULES.regime_of(issue)
        following, looks_at = next_escalation(issue, regime), next_due_at(issue, regime)
        if issue.suspension is not None:
            assert (following, looks_at) == (None, issue.suspension.until)
            assert due_steps(issue, regime, now) == ()
        else:
            assert looks_at == (following.due_at if following else None)
            assert bool(due_steps(issue, regime, now)) == (looks_at is not None and looks_at <= now)

    @invariant()
    def no_alert_is_raised_twice(self) -> None:
        """Nor does a step fire twice because the issue moved to another version of the policy."""
        assert len(set(self.alerts)) == len(self.alerts)
        assert len(set(self.steps)) == len(self.steps)

    @invariant()
    def it_comes_back_from_the_database_and_the_topic_as_it_was(self) -> None:
        issue = self.story.issue
        assert issue_from_document(through_bson(issue_to_document(issue, RULES))) == issue
        for envelope in self.story.envelopes[self.judged :]:
            assert event_from_document(through_bson(event_to_document(envelope))) == envelope
            assert EventEnvelope.model_validate_json(envelope.model_dump_json()) == envelope
        self.judged = len(self.story.envelopes)


def _stands_at(issue: Issue) -> State:
    """The state it goes back to when its suspension or its merger ends."""
    away = issue.suspension or issue.merger
    return away.back_to if away else issue.state


def _said_to_move(clock: ObligationState, after: ObligationState, envelope: EventEnvelope) -> timedelta:
    """By how much this event moves this clock, as it says itself."""
    event = envelope.data
    if isinstance(event, IssueResumed) and clock.running:
        assert clock.paused_at is not None
        return event.resumed_at - clock.paused_at
    if isinstance(event, DuplicateAbsorbed | DuplicateReleased):
        own = clock.own_due_at or clock.due_at
        assert (after.own_due_at or after.due_at) == own
        return min(own, *after.adopted.values(), own) - clock.due_at
    if isinstance(event, PolicyMoved) and event.clocks and clock.running:
        said = {(one.code, one.round): one.due_at for one in event.clocks.moved}
        own = said.get((clock.code, clock.round), clock.own_due_at or clock.due_at)
        return min(own, *clock.adopted.values(), own) - clock.due_at
    return timedelta()


def _request(envelope: EventEnvelope) -> ClosureRequested:
    assert isinstance(envelope.data, ClosureRequested)
    return envelope.data


TestAnyLife = AnyLife.TestCase
TestAnyLife.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)

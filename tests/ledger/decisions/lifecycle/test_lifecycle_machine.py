"""What holds of an issue whatever people do to it, in whatever order and however long they wait."""

from collections import Counter
from datetime import timedelta
from typing import Any

import bson
from bson.codec_options import CodecOptions
from hypothesis import settings
from hypothesis.stateful import invariant
from msgspec.structs import replace

from ledger.decisions.handling.correcting import as_corrected
from ledger.escalation.due import due_steps, next_due_at, next_escalation, next_instruction_at
from ledger.issue.clocks import ObligationState
from ledger.issue.issue import Issue
from ledger.issue.projection import apply, replay
from ledger.registry.actors import SYSTEM_ID
from ledger.store.records import event_from_document, event_to_document, issue_from_document, issue_to_document
from mobile_schema.events.assigning_events import IssueAccepted, IssueTransferred
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.events.escalation_events import AlertAcknowledged
from mobile_schema.events.facts import Event
from mobile_schema.events.handling_events import InstructionGiven, InstructionOverdue, IssueCorrected, ReplyGiven
from mobile_schema.events.report_events import CorrectionJudged, ReportCorrected, ReportWithdrawn, Statement
from mobile_schema.events.set_aside_events import DuplicateAbsorbed, DuplicateReleased, IssueUnvoided, IssueVoided
from mobile_schema.events.solving_events import (
    ClosureRequested,
    IssueClosed,
    PlanFiled,
    ProgressReported,
    RecheckRecorded,
)
from mobile_schema.events.timing_events import IssueResumed, PolicyMoved
from mobile_schema.vocabulary import RecheckResult, Severity, State
from tests.ledger.decisions.lifecycle.any_life import AnyLife
from tests.ledger.factories import RULES, VISIT, local

WORK: tuple[type[Event], ...] = (PlanFiled, ProgressReported, ClosureRequested, ReplyGiven)
SAYS = ("category", "severity", "description", "region", "location")
AWAITED: dict[State, dict[str, int]] = {
    **{
        state: {"resolve": 1, "zero": 1}
        for state in (State.ASSIGNED, State.ACCEPTED, State.IN_PROGRESS, State.RETURNED, State.REOPENED)
    },
    State.CLOSURE_REQUESTED: {"verify": 1, "zero": 1},
    State.REPORTED: {"triage": 1},
    State.DECLINED: {"triage": 1},
    State.CLOSED: {},
    State.ON_PAPER: {},
    State.VOIDED: {},
}


def through_bson(document: dict[str, Any]) -> dict[str, Any]:
    return bson.decode(bson.encode(document), CodecOptions(tz_aware=True))


class WhatHolds(AnyLife):
    """After each step, of the issue as it stands and of all that led to it."""

    @invariant()
    def its_events_have_no_gap_and_make_it(self) -> None:
        versions = [envelope.version for envelope in self.story.envelopes]
        assert versions == list(range(1, self.story.issue.version + 1))
        assert replay(self.story.envelopes) == self.story.issue

    @invariant()
    def what_it_is_never_changes(self) -> None:
        issue = self.story.issue
        for name in ("id", "serial", "report_id", "project_code", "reported_at"):
            assert getattr(issue, name) == getattr(self.first, name)

    @invariant()
    def what_it_says_of_itself_is_what_was_reported_or_put_right_since(self) -> None:
        """Put right by a supervisor, or by its reporter where a supervisor took that."""
        issue, said = self.story.issue, self.first
        reported: dict[str, Statement] = {}
        for envelope in self.story.envelopes:
            if isinstance(envelope.data, ReportCorrected):
                reported[envelope.data.report_id] = envelope.data.says
            if isinstance(envelope.data, CorrectionJudged):
                assert envelope.actor.role == "supervisor"
                judged = reported[envelope.data.report_id]
                said = replace(said, **{name: getattr(judged, name) for name in envelope.data.applied})
            if isinstance(envelope.data, IssueCorrected):
                assert envelope.actor.role == "supervisor"
                assert all(getattr(envelope.data.before, name) == getattr(said, name) for name in SAYS)
                said = as_corrected(said, envelope.data)
        assert all(getattr(issue, name) == getattr(said, name) for name in SAYS)

    @invariant()
    def it_ends_only_by_those_who_did_not_do_the_work(self) -> None:
        """Or by its reporter, who withdraws the report before anybody else has done anything."""
        for index, envelope in enumerate(self.story.envelopes):
            if not isinstance(envelope.data, IssueClosed | IssueVoided | IssueUnvoided):
                continue
            earlier = self.story.envelopes[:index]
            if envelope.actor.person_id == self.first.reporter:
                done_by = {e.actor.person_id for e in earlier if not isinstance(e.data, AlertAcknowledged)}
                assert done_by <= {SYSTEM_ID, self.first.reporter}
                assert isinstance(earlier[-1].data, ReportWithdrawn)
                assert self.first.severity is Severity.ORDINARY
                continue
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
            issue = replay(earlier)
            asked = max(i for i, e in enumerate(earlier) if isinstance(e.data, ClosureRequested))
            demanded = {kind.code for kind in RULES.catalogue.evidence_for(issue.category)}
            assert demanded <= {item.kind for item in _request(earlier[asked]).evidence}
            looks = [e.data for e in earlier[asked:] if isinstance(e.data, RecheckRecorded)]
            assert not looks or looks[-1].result == RecheckResult.SOLVED
            if issue.severity is Severity.MAJOR:
                assert looks
                assert (looks[-1].on_site, looks[-1].report_id) == (True, VISIT)

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
                if not isinstance(envelope.data, PolicyMoved | IssueCorrected) or clock.granted_due_at:
                    assert clock.original_due_at in (None, now.original_due_at)
                assert now.due_at - clock.due_at == _said_to_move(clock, now, envelope)

    @invariant()
    def every_due_time_is_the_end_of_a_day(self) -> None:
        for clock in self.story.issue.obligations:
            assert local(clock.due_at).endswith("23:59:59")

    @invariant()
    def no_rest_is_negative(self) -> None:
        assert all(since <= until for clock in self.story.issue.obligations for since, until in clock.rests)

    @invariant()
    def what_is_at_rest_stays_at_rest(self) -> None:
        issue = self.story.issue
        rests = issue.suspension is not None
        assert rests == (issue.state is State.SUSPENDED)
        assert all((clock.paused_at is not None) == rests for clock in issue.obligations if clock.running)
        assert not any(clock.paused_at for clock in issue.obligations if not clock.running)

    @invariant()
    def another_unit_begins_with_the_clocks_that_its_policy_gives_and_with_nothing_asked(self) -> None:
        for envelope in self.story.envelopes[self.handed.version :]:
            before, self.handed = self.handed, apply(self.handed, envelope)
            if not isinstance(envelope.data, IssueTransferred):
                continue
            after = self.handed
            assert (after.stands_at, after.unit_id != before.unit_id) == (State.ASSIGNED, True)
            assert (after.person_id, after.milestones, after.measures) == (None, (), None)
            assert (after.extension_request, after.suspension_request) == (None, None)
            assert ("closure" in envelope.data.dropped) == (before.stands_at is State.CLOSURE_REQUESTED)
            assert set(before.fixing_units) <= set(after.fixing_units)
            assert set(before.fixers) <= set(after.fixers)
            anew = {clock.key for clock in after.obligations} - {clock.key for clock in before.obligations}
            restarted = self.story.rules.regime_of(after).policy.on_transfer == "restart"
            codes = {"deploy", "feedback", "resolve", "zero"} if restarted else set()
            assert {key.partition(".")[0] for key in anew} == codes

    @invariant()
    def what_was_voided_comes_back_as_it_was(self) -> None:
        """In the state that it had, with the clocks and the steps that it had; a suspension goes on until its day."""
        for envelope in self.story.envelopes[self.lived.version if self.lived else 0 :]:
            before, self.lived = self.lived, apply(self.lived, envelope)
            if isinstance(envelope.data, IssueVoided):
                self.voided = before
            elif isinstance(envelope.data, IssueUnvoided):
                assert self.voided is not None
                rest = self.voided.suspension
                over = rest is not None and rest.until <= envelope.at
                assert self.lived.state is (rest.back_to if rest and over else self.voided.state)
                assert self.lived.suspension == (None if over else rest)
                assert _ladder(self.lived) == _ladder(self.voided)
                assert (self.lived.voiding, self.lived.closed_at, self.lived.closed_by) == (None, None, None)

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
        answer = next_instruction_at(issue)
        if issue.suspension is not None:
            assert (following, looks_at) == (None, min(filter(None, (issue.suspension.until, answer))))
            assert due_steps(issue, regime, now) == ()
        else:
            step = following.due_at if following else None
            assert looks_at == min(filter(None, (step, answer)), default=None)
            assert bool(due_steps(issue, regime, now)) == (step is not None and step <= now)

    @invariant()
    def each_instruction_is_told_once_at_most_and_never_before_its_day_is_over(self) -> None:
        told = [e for e in self.story.envelopes if isinstance(e.data, InstructionOverdue)]
        assert len({e.data.instruction for e in told}) == len(told)
        given = {e.data.number: e.data for e in self.story.envelopes if isinstance(e.data, InstructionGiven)}
        assert list(given) == list(range(1, self.story.issue.instructed + 1))
        assert all(e.at >= given[e.data.instruction].due_at for e in told)

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


def _ladder(issue: Issue) -> dict[str, tuple[bool, dict[str, int]]]:
    """Which clocks run, and how far their steps have come."""
    return {
        clock.key: (clock.running, {name: done.occurrence for name, done in clock.steps.items()})
        for clock in issue.obligations
    }


def _stands_at(issue: Issue) -> State:
    """The state it goes back to when its suspension or its merger ends."""
    away = issue.suspension or issue.merger
    return away.back_to if away else issue.state


def _said_to_move(clock: ObligationState, after: ObligationState, envelope: EventEnvelope) -> timedelta:
    """By how much this event moves this clock, as it says itself."""
    event = envelope.data
    if isinstance(event, DuplicateAbsorbed | DuplicateReleased):
        own = clock.own_due_at or clock.due_at
        assert (after.own_due_at or after.due_at) == own
        return min(own, *after.adopted.values(), own) - clock.due_at
    if (
        isinstance(event, PolicyMoved | IssueResumed | IssueUnvoided | IssueCorrected)
        and event.clocks
        and after.running
    ):
        adopted = {one.issue_id: one.due_at for one in event.clocks.adopted if (one.code, one.round) == _key(clock)}
        said = {(one.code, one.round): one.due_at for one in event.clocks.moved}
        own = said.get((clock.code, clock.round), clock.own_due_at or clock.due_at)
        return min(own, *(clock.adopted | adopted).values(), own) - clock.due_at
    return timedelta()


def _key(clock: ObligationState) -> tuple[str, int]:
    return clock.code, clock.round


def _request(envelope: EventEnvelope) -> ClosureRequested:
    assert isinstance(envelope.data, ClosureRequested)
    return envelope.data


TestAnyLife = WhatHolds.TestCase
TestAnyLife.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)

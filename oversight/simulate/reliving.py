"""Knows how the history of an issue is lived through again under a policy, by the very code that fires (`firing`).

What people did stands, at the moments they did it. What the ledger did under the old policy is left out: escalations,
due times, moves between policies. Clocks are set anew by `obligations`, and what falls due fires the moment it does.

Three facts of the old policy stay, since people decided them: an extension keeps the deadline that was granted (where
it is later than the one here), a suspension its days, a merger the earlier due time that was adopted.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from ledger.decisions.clock_effects import facts_of, handed_over, taken_back, with_clocks
from ledger.decisions.extension import granted
from ledger.decisions.handling.correcting import as_corrected, corrected_clocks
from ledger.decisions.suspension import resumption, unvoiding
from ledger.escalation.due import next_due_at
from ledger.escalation.firing import fire_due
from ledger.issue.issue import Issue
from ledger.issue.projection import apply
from ledger.policy.policy import Policy
from ledger.policy.rules import Rules
from ledger.policy.versions import Adoption, Policies
from mobile_schema.events.assigning_events import IssueAssigned, IssueTransferred, IssueTriaged
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.events.escalation_events import (
    AlertAcknowledged,
    EscalationDeferred,
    EscalationFailed,
    EscalationFired,
)
from mobile_schema.events.facts import ClockChanges, Event
from mobile_schema.events.handling_events import ClosureWithdrawn, InstructionOverdue, IssueCorrected
from mobile_schema.events.set_aside_events import IssueUnvoided
from mobile_schema.events.timing_events import ClocksRecomputed, ExtensionApproved, IssueResumed, PolicyMoved

_ALWAYS = datetime.min.replace(tzinfo=UTC)
_OF_THE_OLD_POLICY = (
    EscalationFired | EscalationDeferred | EscalationFailed | ClocksRecomputed | PolicyMoved | InstructionOverdue
)


@dataclass(frozen=True, slots=True)
class Trial:
    """A policy on trial, beside the registry and the calendars as they are now."""

    policy: Policy
    rules: Rules

    @classmethod
    def of(cls, policy: Policy, rules: Rules) -> "Trial":
        """The trial of one policy, which need not be stored anywhere."""
        return cls(policy, replace(rules, policies=Policies([Adoption(policy, _ALWAYS)])))

    def relive(self, history: Iterable[EventEnvelope], until: datetime) -> Iterator[EventEnvelope]:
        """The events that the issue would have had up to `until`, itself included, numbered anew.

        None at all when the issue is outside the policy's scope. Raises ValueError unless it begins with its report.
        """
        events = iter(history)
        first = next(events, None)
        if first is None or first.at > until:
            return
        life = _Life(self, apply(None, first))
        if not self.policy.applies_to.covers(facts_of(life.issue)):
            return
        yield first
        for envelope in events:
            if envelope.at > until:
                break
            if envelope.at != life.issue.updated_at:  # what happened at one moment happened together
                yield from life.wait_until(envelope.at)
            yield from life.go_on(envelope)
        yield from life.wait_until(until)


class _Life:
    """One issue on its way through its history."""

    def __init__(self, trial: Trial, issue: Issue) -> None:
        self.issue = issue
        self._policy = trial.policy
        self._rules = trial.rules
        self._regime = trial.rules.regime(trial.policy, issue.region)

    def wait_until(self, moment: datetime) -> Iterator[EventEnvelope]:
        """Nobody does anything: the clock is held at each moment at which something falls due, in turn."""
        if self.issue.policy is None:
            return
        while (due := next_due_at(self.issue, self._regime)) is not None and due <= moment:
            change = fire_due(self.issue, max(due, self.issue.updated_at), self._rules)
            if change is None:
                raise AssertionError(f"issue {self.issue.id}: due at {due}, and nothing fires")
            self.issue = change.issue
            yield from change.envelopes

    def go_on(self, envelope: EventEnvelope) -> Iterator[EventEnvelope]:
        """The next thing that happened happens here too, if it can."""
        said, at = envelope.data, envelope.at
        event = self._corrected_here(said, at) if isinstance(said, IssueCorrected) else self._here(said, at)
        if event is not None:
            lived = envelope.model_copy(update={"version": self.issue.version + 1, "data": event})
            self.issue = apply(self.issue, lived)
            yield lived

    def _here(self, event: Event, at: datetime) -> Event | None:
        """The event with what it does to the clocks under this policy; None when it would not have happened."""
        match event:
            case AlertAcknowledged():
                return event if self._was_told(event) else None
            case IssueResumed():
                # One whose day had come has resumed by itself, however late the ledger noticed then.
                awake = resumption(self.issue, event.resumed_at, self._regime, event.reason)
                return awake if self.issue.suspension is not None else None
            case ExtensionApproved() | IssueUnvoided() | IssueTransferred() | ClosureWithdrawn():
                return event.model_copy(update={"clocks": self._moved_here(event, at)})
            case IssueAssigned() | IssueTriaged():
                named = {"policy": self._policy.name, "policy_version": self._policy.version}
                return self._with_clocks(event.model_copy(update=named), at)
        if isinstance(event, _OF_THE_OLD_POLICY):
            return None
        return self._with_clocks(event, at)

    def _moved_here(
        self, event: ExtensionApproved | IssueUnvoided | IssueTransferred | ClosureWithdrawn, at: datetime
    ) -> ClockChanges | None:
        """What an event whose handler says itself what it does to the clocks does to those of here."""
        match event:
            case ExtensionApproved():
                return granted(self.issue, event.obligation, event.due_at, self._regime)
            case IssueUnvoided():
                return unvoiding(self.issue, at, self._regime, event.reason).clocks
            case ClosureWithdrawn():
                return taken_back(self.issue, at, self._regime)
        return handed_over(self.issue, at, self._regime)

    def _corrected_here(self, event: IssueCorrected, at: datetime) -> IssueCorrected:
        """The correction under this policy, whatever its scope; the days worked may be those of another region."""
        after = as_corrected(self.issue, event)
        self._regime = self._rules.regime(self._policy, after.region)
        here = {"policy": self._policy.name, "policy_version": self._policy.version}
        return event.model_copy(update=here | {"clocks": corrected_clocks(self.issue, after, at, self._regime)})

    def _with_clocks(self, event: Event, at: datetime) -> Event:
        """Only what it does to the clocks here; what it did there is no matter."""
        here = with_clocks(self.issue, event, at, self._regime)
        if here is event and event.clocks is not None:
            return event.model_copy(update={"clocks": None})
        return here

    def _was_told(self, seen: AlertAcknowledged) -> bool:
        """Whether the step that someone acknowledged fired here too."""
        return any(
            clock.code == seen.obligation and clock.round == seen.round and seen.step in clock.steps
            for clock in self.issue.obligations
        )

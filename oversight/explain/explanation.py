"""Knows the whole explanation of an issue at a moment: pure, from its events, its rules and the time given."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, Literal

from ledger.issue.issue import Issue
from ledger.policy.policy import Policy
from ledger.policy.rules import Rules
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.events.facts import Event
from mobile_schema.events.import_events import IssueImported
from mobile_schema.events.set_aside_events import IssueMerged, IssueVoided
from mobile_schema.events.solving_events import IssueClosed
from mobile_schema.events.timing_events import IssueSuspended
from mobile_schema.labels import label
from mobile_schema.vocabulary import State
from oversight.explain.clocks import clocks_told, policy_version
from oversight.explain.coming import coming
from oversight.explain.firings import Deliveries, firings
from oversight.explain.holding import policy_told
from oversight.explain.names import happening
from oversight.explain.noticed import ahead, notified
from oversight.explain.rooms import empty_rooms
from oversight.explain.sentences.whole import sentences
from oversight.explain.told.whole import Explanation, Silence

Why = Literal["closed", "closed_on_paper", "voided", "import_undone", "merged", "suspended"]

_QUIET: Final[Mapping[State, tuple[Why, type[Event]]]] = {
    State.CLOSED: ("closed", IssueClosed),
    State.ON_PAPER: ("closed_on_paper", IssueImported),
    State.VOIDED: ("voided", IssueVoided),
    State.MERGED: ("merged", IssueMerged),
    State.SUSPENDED: ("suspended", IssueSuspended),
}


def explanation(
    issue: Issue,
    envelopes: Sequence[EventEnvelope],
    rules: Rules,
    now: datetime,
    deliveries: Deliveries | None = None,
) -> Explanation:
    """Why everything is as it is on an issue that has been assigned or triaged, from all its events in order."""
    policy = policy_version(rules, issue.policy, issue.policy_version)
    next_steps = coming(issue, rules.regime(policy, issue.region), rules, now) if policy else ()
    state = State(issue.state)
    told = Explanation(
        issue_id=issue.id,
        serial=issue.serial,
        version=issue.version,
        state=state.value,
        state_zh=label(state),
        state_en=label(state, "en"),
        category=issue.category.value,
        severity=issue.severity.value,
        as_of=now,
        time_zone=policy.time_zone if policy else str(rules.zone),
        empty_rooms=tuple(empty_rooms(envelopes, rules.catalogue)),
        policy=policy_told(issue, envelopes, rules),
        clocks=tuple(clocks_told(issue, envelopes, rules, now)),
        firings=tuple(firings(envelopes, rules, deliveries or {})),
        notified=tuple(notified(envelopes, rules, deliveries or {})),
        coming=next_steps,
        silence=_silence(issue, envelopes, rules, policy, fires=bool(next_steps)),
        notices_ahead=ahead(issue, rules, now) if policy else (),
    )
    said = sentences(told)
    return replace(told, sentences_zh=tuple(one.zh for one in said), sentences_en=tuple(one.en for one in said))


def _silence(
    issue: Issue, envelopes: Sequence[EventEnvelope], rules: Rules, policy: Policy | None, *, fires: bool
) -> Silence | None:
    quiet = _QUIET.get(State(issue.state))
    if quiet is not None:
        why, kind = quiet
        if issue.voiding is not None and issue.voiding.cause is not None:
            why = "import_undone"
        by = next(one for one in reversed(envelopes) if isinstance(one.data, kind))
        return Silence(
            why=why,
            by=happening(by, rules.catalogue),
            until=issue.suspension.until if issue.suspension else None,
            into=issue.merger.into_serial if issue.merger else None,
        )
    if policy is None:
        return Silence("unknown_policy", None)
    return None if fires else Silence("nothing_left", None)

"""Knows how to ask for an explanation, and how to look into it."""

from datetime import timedelta

from ledger.escalation.firing import fire_due
from ledger.escalation.rechecks import rechecked
from ledger.issue.changes import Change
from ledger.issue.words.solving import RecordRecheck
from ledger.policy.rules import Rules
from mobile_schema.events.escalation_events import EscalationDeferred, EscalationFailed, EscalationFired
from mobile_schema.events.facts import Event
from mobile_schema.events.handling_events import InstructionOverdue
from mobile_schema.vocabulary import RecheckResult
from oversight.explain.explanation import explanation
from oversight.explain.told.clocks import ClockTold
from oversight.explain.told.whole import Explanation
from tests.ledger.factories import INSPECTOR, RULES, START, VISIT, person, shown_to
from tests.ledger.stories import Story, reported

OUTCOMES: dict[type[Event], str] = {
    EscalationFired: "fired",
    EscalationDeferred: "deferred",
    EscalationFailed: "failed",
    InstructionOverdue: "fired",
}


def explain(story: Story, rules: Rules = RULES) -> Explanation:
    return explanation(story.issue, story.envelopes, rules, story.now)


def clock(told: Explanation, code: str, round_: int = 1) -> ClockTold:
    (found,) = [one for one in told.clocks if (one.code, one.round) == (code, round_)]
    return found


def said(told: Explanation, *words: str) -> bool:
    """Whether one sentence has all these words."""
    return any(all(word in sentence for word in words) for sentence in (*told.sentences_zh, *told.sentences_en))


def sweep(story: Story) -> list[Event]:
    change = fire_due(story.issue, story.now, RULES)
    if change is None:
        return []
    story.add(change.envelopes)
    return [envelope.data for envelope in change.envelopes if type(envelope.data) in OUTCOMES]


def looked_in_vain(story: Story, rules: Rules = RULES) -> None:
    """An inspector looks, and finds the problem not solved."""
    command = RecordRecheck(result=RecheckResult.NOT_SOLVED, on_site=True, report_id=VISIT)
    actor, before = person(INSPECTOR), Change(story.issue, story.issue, ())
    shown = shown_to(story.issue, actor, story.now)
    story.add(rechecked(story.issue, before, command, actor, story.now, rules, shown).envelopes)


def duplicate_of(story: Story, *, earlier: timedelta) -> Story:
    other = reported(story.issue.category, story.issue.severity, at=START - earlier)
    other.clock, other.main = story.clock, story
    return other

"""Knows events to audit: of an issue on which nobody acts, and a policy with everything odd in it."""

from datetime import datetime, timedelta
from typing import Any

from ledger.escalation.due import next_due_at
from ledger.issue.clocks import StepState
from tests.ledger.factories import RULES, START
from tests.oversight.lives import as_stored, life_of

ODD = """
name: odd
version: 1
title: {zh: 反复, en: Odd}
obligations:
  triage: {title: {zh: 分派, en: Triage}, starts: [triaged, declined], satisfied_by: [assigned], due: {days: 1}}
  resolve:
    title: {zh: 解决, en: Resolve}
    starts: [assigned, reopened]
    satisfied_by: [closure_requested]
    resumed_by: [returned]
    due: {days: 3}
  verify:
    title: {zh: 核查, en: Verify}
    starts: [closure_requested]
    satisfied_by: [closed, returned]
    due: {hours: 30}
ladder:
  - {step: ahead, obligation: resolve, before: {working_days: 2}, repeat: {every: {hours: 5}, until: {days: 2}},
     light: green, instrument: reminder, to: {post: responsible_person}}
  - {step: often, obligation: resolve, after: {minutes: 40}, repeat: {every: {hours: 7}, at_most: 9},
     again_if_idle: {working_days: 1}, light: green, instrument: reminder, to: {post: supervisor, level: county}}
  - {step: lapsed, obligation: resolve, needs: ahead, lapse: {days: 1}, repeat: {every: {months: 1}},
     light: red, instrument: supervision_order, to: {post: supervisor, level: city}}
  - {step: verify, obligation: verify, repeat: {every: {working_days: 1}}, again_if_idle: {hours: 20},
     light: green, instrument: reminder, to: {post: supervisor, level: city}}
on_transfer: restart
quiet_hours: {from: "21:00", to: "07:30", lights: [green]}
"""
NEVER = StepState(occurrence=0, counts_from=START)


def told(days: float = 30) -> tuple[list[dict[str, Any]], datetime]:
    """The events of an issue on which nobody acts, swept as soon as anything is due, and the present."""
    life = life_of(incident=False)
    until = life.story.now + timedelta(days=days)
    while (due := next_due_at(life.story.issue, RULES.regime_of(life.story.issue))) and due <= until:
        life.story.clock.moment = due + timedelta(milliseconds=200)
        life.story.sweep()
    return as_stored(life.story.envelopes), until


def the(events: list[dict[str, Any]], step: str) -> dict[str, Any]:
    """The first firing of a step."""
    return next(event for event in events if event["data"].get("step") == step)

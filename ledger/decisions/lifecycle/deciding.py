"""Knows what a command makes of an issue, by its row: refused, or the event that it becomes, with what goes along."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from ledger.access.permissions import acting
from ledger.decisions.case import NOTHING_SHOWN, Case, PairCase, Shown
from ledger.decisions.clock_effects import facts_of, with_clocks
from ledger.decisions.lifecycle.table import ROWS, possible
from ledger.decisions.merging import Pair
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.assigning import Assign
from ledger.issue.words.command import Command
from ledger.issue.words.setting_aside import Merge, Part
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor
from mobile_schema.events.facts import Event
from mobile_schema.labels import label
from mobile_schema.vocabulary import State


def decide(  # noqa: PLR0917 - what is asked of which issue, by whom, when, by which rules, pointing at what
    issue: Issue, command: Command, actor: Actor, at: datetime, rules: Rules, shown: Shown = NOTHING_SHOWN
) -> tuple[Event, ...]:
    """The events that a command makes of an issue as stored, with what they do to its clocks. Pure.

    Raises CommandRefused: wrong state, not permitted, or the rule that its case does not meet.
    """
    actor = demand_allowed(issue, command, actor, at)
    before = regime = rules.regime_of(issue)
    if isinstance(command, Assign):
        regime = rules.regime(rules.policies.for_issue(facts_of(issue), at), issue.region)
    event: Event = _decided(Case(issue, actor, at, regime, rules, shown), command)
    return (with_clocks(issue, event, at, regime, before.policy),)


def decide_pair(  # noqa: PLR0917 - all that `decide` is given, and the other issue
    issue: Issue, main: Issue, command: Merge | Part, actor: Actor, at: datetime, rules: Rules
) -> Pair:
    """What a command that `demand_allowed` let pass makes of a duplicate and of its main issue. Pure.

    Raises CommandRefused.
    """
    pair: Pair = _decided(PairCase(issue, actor, at, rules.regime_of(issue), rules, NOTHING_SHOWN, main), command)
    return pair


def demand_allowed(issue: Issue, command: Command | type[Command], actor: Actor, at: datetime) -> Actor:
    """The actor in the duty by which they may give the command, or one of its kind, in a state that allows it.

    Raises CommandRefused: not permitted before a wrong state, which is only told to those whose business it is.
    """
    kind = command if isinstance(command, type) else type(command)
    state, row = State(issue.state), ROWS[kind]
    who = acting(issue, kind, actor, at, row.apart)
    if state not in row.states:
        first_zh, _, first_en = row.otherwise.partition(" / ")
        raise CommandRefused(
            Refusal.WRONG_STATE,
            f"问题现为“{label(state, 'zh')}”,不能执行“{kind.title()}”{first_zh and ':'}{first_zh} / "
            f"{kind.name} is not allowed in state {state}{first_en and ': '}{first_en}",
            state=state,
            allowed=possible(issue),
        )
    return who


def _decided(case: Case, command: Command) -> Any:
    row = ROWS[type(command)]
    row.gate(case)
    if row.handler is None:
        return row.event(**vars(command))
    decided = row.handler(case, command)
    if isinstance(decided, Pair):
        return replace(decided, duplicate=_with_what_goes_along(decided.duplicate, command))
    return _with_what_goes_along(decided, command)


def _with_what_goes_along(event: Event, command: Command) -> Event:
    """The event with the note and the files of its command."""
    if command.note is None and not command.attachments:
        return event
    return event.model_copy(update={"note": command.note, "attachments": command.attachments})

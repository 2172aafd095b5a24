"""Knows what a row says of its command: where it is allowed, what it leads to, who never gives it, what decides it."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from typing import Any, Final, Literal

from ledger.access.permissions import Apart
from ledger.decisions.merging import Pair
from ledger.issue.issue import OPEN_STATES, Issue
from ledger.issue.words.command import Command
from mobile_schema.events.facts import Event
from mobile_schema.vocabulary import State

WORKING: Final = frozenset({State.ACCEPTED, State.IN_PROGRESS, State.RETURNED, State.REOPENED})
ASKED: Final = frozenset({State.CLOSURE_REQUESTED})
HANDED: Final = WORKING | ASKED | {State.ASSIGNED}
RESTING: Final = frozenset({State.SUSPENDED})
ACTIVE: Final = OPEN_STATES - RESTING
ANYWHERE: Final = frozenset(State)


@dataclass(frozen=True, slots=True)
class Row:
    """One command: the states it is allowed in, where it leads, who never gives it, its event, and what decides it.

    Who may give it stands in `access.matrix`.

    "back" is to the state before the suspension, the merger or the voiding. Without a handler the event says what the
    command says. What rests and leads elsewhere (a transfer) rests on, and goes there afterwards. What a merger does to
    the other issue goes along in its handler's Pair.
    """

    states: Set[State]
    to: State | Literal["same", "back"]
    apart: Apart
    event: type[Event]
    handler: Callable[[Any, Any], Event | Pair] | None = None
    when: Callable[[Issue], bool] = lambda _: True
    """Whether there is on the issue what the command is about, as far as the issue alone tells."""
    gate: Callable[[Any], None] = lambda _: None
    """Raises CommandRefused for what stands in the way whatever the command says; `may` asks it too."""
    otherwise: str = ""
    """What to do first where the state does not allow it, in both languages."""


Rows = Mapping[type[Command], Row]

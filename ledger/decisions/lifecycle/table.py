"""Knows each command, by the rows of its noun: one table (design §3).

reported → assigned → accepted → in_progress → closure_requested → closed
assigned → declined (退回) → assigned again; with any unit → assigned to another (改派)
closure_requested → returned (不合格) → in_progress
closed → reopened (反弹) → in_progress
any open state → suspended (挂起) → back; merged (并案) → back; voided (误报) → back
"""

from collections.abc import Iterator
from typing import Final

from ledger.decisions.lifecycle import assigning, correcting, handling, referring, setting_aside, solving, timing
from ledger.decisions.lifecycle.row import Rows
from ledger.issue.issue import Issue
from ledger.issue.words.command import Command
from mobile_schema.events.facts import Event
from mobile_schema.vocabulary import State

ROWS: Final[Rows] = {
    **handling.ROWS,
    **correcting.ROWS,
    **assigning.ROWS,
    **solving.ROWS,
    **timing.ROWS,
    **setting_aside.ROWS,
    **referring.ROWS,
}


def allowed(state: State) -> tuple[str, ...]:
    """The names of the commands that a state allows."""
    return tuple(sorted(command.name for command, row in ROWS.items() if state in row.states))


def possible(issue: Issue) -> tuple[str, ...]:
    """The names of the commands that can be carried out on an issue: its state allows them, and there is cause."""
    return tuple(sorted(command.name for command in _possible(issue)))


def may_happen(issue: Issue) -> tuple[type[Event], ...]:
    """The types of the events that these commands lead to, each once."""
    return tuple(dict.fromkeys(ROWS[command].event for command in _possible(issue)))


def _possible(issue: Issue) -> Iterator[type[Command]]:
    state = State(issue.state)
    return (command for command, row in ROWS.items() if state in row.states and row.when(issue))

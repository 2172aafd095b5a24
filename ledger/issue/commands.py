"""Knows all that a person may ask of an issue, by the name of the command; its words stand in `words`, by noun."""

from typing import Final

from ledger.issue.words import (
    assigning,
    correcting,
    handling,
    referring,
    setting_aside,
    solving,
    timing,
)
from ledger.issue.words.command import Command

_NOUNS: Final = (handling, correcting, assigning, solving, timing, setting_aside, referring)
COMMANDS: Final[dict[str, type[Command]]] = {
    command.name: command
    for noun in _NOUNS
    for command in vars(noun).values()
    if isinstance(command, type) and issubclass(command, Command) and command is not Command
}

"""Knows what a set of matters (任务分解) is as it stands: when it was entered, by whom, and how far it has come."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ledger.issue.issue import OPEN_STATES
from ledger.issue.lights import light_of
from mobile_schema.vocabulary import Light, State


@dataclass(frozen=True, slots=True)
class Progress:
    """How many matters of a set somebody may read; of these the open ones, under their lights, and the struck off."""

    shown: int
    open: int
    red: int
    yellow: int
    green: int
    struck_off: int


@dataclass(frozen=True, slots=True)
class MatterSet:
    """A set as far as somebody may read it; `matters` are the documents of its issues, in the order entered."""

    id: str
    entered_at: datetime
    entered_by: str
    matters: tuple[dict[str, Any], ...]

    def progress(self, now: datetime) -> Progress:
        """How far it has come by a moment."""
        states = Counter(State(matter["state"]) for matter in self.matters)
        lights = Counter(
            light_of(State(matter["state"]), matter["due_at"], now)
            for matter in self.matters
            if matter["state"] in OPEN_STATES
        )
        return Progress(
            shown=len(self.matters),
            open=lights.total(),
            red=lights[Light.RED],
            yellow=lights[Light.YELLOW],
            green=lights[Light.GREEN],
            struck_off=states[State.CLOSED],
        )

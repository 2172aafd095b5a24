"""Knows what a set of matters (任务分解) is as it stands: when it was entered, by whom, and what is read of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class MatterSet:
    """A set as far as somebody may read it; `matters` are the documents of its issues, in the order entered."""

    id: str
    entered_at: datetime
    entered_by: str
    matters: tuple[dict[str, Any], ...]

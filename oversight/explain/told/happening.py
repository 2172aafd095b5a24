"""Knows what an explanation says of one event."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of the issue: its version and type, what people call it, who did it, and the reason given if any."""

    version: int
    type: str
    at: datetime
    title_zh: str
    title_en: str
    person_id: str
    person_name: str | None
    reason: str | None = None

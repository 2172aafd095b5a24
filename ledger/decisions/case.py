"""Knows what a command is decided on: an issue or two, who gives it, when, by which rules, and what it points at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ledger.issue.issue import Issue
from ledger.policy.regime import Regime
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor


@dataclass(frozen=True, slots=True)
class Visit:
    """A site visit: to which project, by whom, and since when it is on the ledger (None: it comes in right now)."""

    project_code: str
    reporter: str
    recorded_at: datetime | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a command points at, as the ledger has it; what it does not have is left out."""

    files: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of a stored file → its media type"""
    visits: Mapping[str, Visit] = field(default_factory=dict)
    """report id → the visit"""
    alerts: Mapping[str, str] = field(default_factory=dict)
    """alert id → the issue that it is about"""


NOTHING_SHOWN = Shown()


@dataclass(frozen=True, slots=True)
class Case:
    """One issue as it stands; `regime` is what its clocks run under once this is decided."""

    issue: Issue
    actor: Actor
    at: datetime
    regime: Regime
    rules: Rules
    shown: Shown


@dataclass(frozen=True, slots=True)
class PairCase(Case):
    """A duplicate as the issue, and the main issue that it goes into or leaves."""

    main: Issue

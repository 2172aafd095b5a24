"""Knows what a command is decided on: an issue or two, who gives it, when, and the rules that hold then."""

from dataclasses import dataclass
from datetime import datetime

from ledger.issue.issue import Issue
from ledger.policy.regime import Regime
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor


@dataclass(frozen=True, slots=True)
class Case:
    """One issue as it stands; `regime` is what its clocks run under once this is decided."""

    issue: Issue
    actor: Actor
    at: datetime
    regime: Regime
    rules: Rules


@dataclass(frozen=True, slots=True)
class PairCase(Case):
    """A duplicate as the issue, and the main issue that it goes into or leaves."""

    main: Issue

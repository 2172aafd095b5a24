"""Knows what a caller may do with an issue now: each command, and where not the one reason and what is missing.

No rule stands here: who, in which state and what stands in the way are asked of `lifecycle`, as for a command that is
given. What depends on the words of a command (which unit, which day) only giving it can tell.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from ledger.decisions.case import NOTHING_SHOWN, Case, PairCase
from ledger.decisions.closure import missing_evidence
from ledger.decisions.lifecycle.deciding import demand_allowed
from ledger.decisions.lifecycle.table import ROWS
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused
from ledger.issue.words.command import Command
from ledger.issue.words.solving import RequestClosure
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor

_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
_TOLD: Final = ("level", "recheck", "requested_by", "again_at", "duplicates", "waiting")
"""The facts of a refusal that say what is missing."""


@dataclass(frozen=True, slots=True)
class May:
    """Whether a command may be given, else `why_not`; `missing` is what there has to be: by the names of the facts of a
    refusal, and `evidence` (codes of its kinds), which has to come with the command itself.
    """

    command: type[Command]
    why_not: CommandRefused | None = None
    missing: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)

    @property
    def ok(self) -> bool:
        """Whether nothing but the words of the command can stand in its way."""
        return self.why_not is None


def may(issue: Issue, actor: Actor, at: datetime, rules: Rules, main: Issue | None = None) -> Iterator[May]:
    """Every command, in the order of the table. Pure; `main` is what a merged issue was merged into.

    Raises LookupError where the policy version of the issue is not known here.
    """
    regime = rules.regime_of(issue)
    for kind in ROWS:
        try:
            who = demand_allowed(issue, kind, actor, at)
            case: Case = Case(issue, who, at, regime, rules, NOTHING_SHOWN)
            if main is not None:
                case = PairCase(issue, who, at, regime, rules, NOTHING_SHOWN, main)
            ROWS[kind].gate(case)
        except CommandRefused as refusal:
            yield May(kind, refusal, {name: refusal.facts[name] for name in _TOLD if name in refusal.facts})
        else:
            yield May(kind, missing=_BRINGS[kind](case) if kind in _BRINGS else _NOTHING)


def _evidence(case: Case) -> Mapping[str, Any]:
    return {"evidence": tuple(kind.code for kind in missing_evidence(case, ()))}


_BRINGS: Final[Mapping[type[Command], Callable[[Case], Mapping[str, Any]]]] = {RequestClosure: _evidence}
"""What has to come with a command that may be given."""

"""Knows a whole simulation: many histories under a policy, beside what did fire or beside another policy."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ledger.policy.policy import Policy
from ledger.policy.rules import Rules
from mobile_schema.events.envelope import EventEnvelope
from oversight.simulate.differing import Apart, Differing
from oversight.simulate.reliving import Trial
from oversight.simulate.tally import Tally, Window

History = tuple[EventEnvelope, ...]
"""The events of one issue, in order."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: what would `policy` have fired in the window, beside `against`, or beside what did fire."""

    policy: Policy
    against: Policy | None
    window: Window


@dataclass(slots=True)
class Comparison:
    """The answer. `issues` were within the policy's scope, `outside` were not and are in no count."""

    policy: str
    against: str | None
    issues: int = 0
    outside: int = 0
    would: Tally = field(default_factory=Tally)
    did: Tally = field(default_factory=Tally)
    differing: Differing = field(default_factory=Differing)

    @classmethod
    def begun(cls, question: Question) -> "Comparison":
        """Nothing compared yet."""
        return cls(question.policy.key, question.against.key if question.against else None)

    def add(self, other: "Comparison") -> None:
        """Take in the answer for other issues."""
        self.issues += other.issues
        self.outside += other.outside
        self.would.add(other.would)
        self.did.add(other.did)
        self.differing.add(other.differing)

    def summary(self) -> dict[str, Any]:
        """As JSON: the totals, then by step, level, unit and week what `would` have fired and what `did`."""
        return {
            "issues": self.issues,
            "outside": self.outside,
            "policy": self.policy,
            "against": self.against,
            "fired": self.would.fired,
            "did": self.did.fired,
            "failed": self.would.failed,
            "did_failed": self.did.failed,
            **{f"by_{name[:-1]}": self.side_by_side(name) for name in ("steps", "levels", "units", "weeks")},
        }

    def side_by_side(self, name: str) -> dict[str, dict[str, int]]:
        """One counter of both, by its keys in order: `steps`, `levels`, `units` or `weeks`."""
        would, did = getattr(self.would, name), getattr(self.did, name)
        return {key: {"would": would[key], "did": did[key]} for key in sorted(would.keys() | did.keys())}


def simulate(histories: Iterable[History], question: Question, rules: Rules) -> Comparison:
    """Live every history through; counts and a few issues are kept, so that any number of histories fits."""
    trial, until = Trial.of(question.policy, rules), question.window.until
    other = Trial.of(question.against, rules) if question.against else None
    comparison = Comparison.begun(question)
    for history in histories:
        would, did = comparison.would.fired, comparison.did.fired
        if not comparison.would.count(trial.relive(history, until), question.window):
            comparison.outside += 1
            continue
        comparison.issues += 1
        comparison.did.count(other.relive(history, until) if other else history, question.window)
        fired = comparison.would.fired - would, comparison.did.fired - did
        comparison.differing.note(Apart(history[0].issue_id, _serial(history), *fired))
    return comparison


def _serial(history: History) -> str:
    """Its number on the ledger, as it was opened."""
    return str(getattr(history[0].data, "serial", ""))

"""Knows what an audit of many issues comes to: totals, counts by step, and the first findings of each kind."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from oversight.audit.verdict import WRONG, Finding, Kind, Verdict

_KEPT = 20
StepCounts = Counter[tuple[str, str, Kind]]


@dataclass(slots=True)
class Report:
    """Of constant size however many issues go into it. `unjudged` ran under a policy that is not here."""

    issues: int = 0
    unjudged: int = 0
    counts: StepCounts = field(default_factory=Counter)
    _findings: dict[Kind, list[Finding]] = field(default_factory=dict)

    def add(self, verdict: Verdict | None) -> None:
        """One more issue; None when it could not be judged."""
        self.issues += 1
        if verdict is None:
            self.unjudged += 1
            return
        self.counts.update(verdict.counts)
        for finding in verdict.findings:
            kept = self._findings.setdefault(finding.kind, [])
            if len(kept) < _KEPT:
                kept.append(finding)

    def total(self, kind: Kind) -> int:
        """How often, on all steps of all issues."""
        return sum(count for (_, _, counted), count in self.counts.items() if counted is kind)

    @property
    def clean(self) -> bool:
        """Whether every issue was judged and nothing is missed, doubled, early, misdated or miscounted."""
        return not self.unjudged and not any(self.total(kind) for kind in WRONG)

    def findings(self) -> list[Finding]:
        """The first twenty, what is wrong before what is only late."""
        ordered = [finding for kind in (*WRONG, Kind.LATE) for finding in self._findings.get(kind, ())]
        return ordered[:_KEPT]

    def by_step(self) -> Iterator[tuple[str, str, dict[Kind, int]]]:
        """(clock, step, counts), in the order of their names."""
        for code, step in sorted({(code, step) for code, step, _ in self.counts}):
            yield code, step, {kind: self.counts[code, step, kind] for kind in Kind}

    def summary(self) -> dict[str, int]:
        """The totals by name."""
        totals = {kind.value: self.total(kind) for kind in Kind}
        return totals | {"issues": self.issues, "unjudged": self.unjudged}

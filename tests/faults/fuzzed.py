"""Knows the fault of a client that asks anything: Schemathesis, as each persona of a world whose ids it knows."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from stack.embedded.mongod import Mongod
from tests.access.fuzzing import ALL_PHASES, Bounds, fuzz
from tests.access.world import PERSONAS, world
from tests.databases import prepared

_EXAMPLES = 20


@dataclass(slots=True)
class Answers:
    """What was answered to everybody: how often each status, and each failure of a check."""

    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether no check failed."""
        return not self.failures

    def lines(self) -> str:
        """The counts, and what failed."""
        counts = (f"  {status:<18} {count}" for status, count in sorted(self.statuses.items()))
        return "\n".join([*counts, *self.failures])


def fuzz_everybody(seconds: int, say: Callable[[str], None]) -> Answers:
    """Every operation, asked for so many seconds as each persona, with all checks of Schemathesis."""
    told = Answers()
    bounds = Bounds(_EXAMPLES, ALL_PHASES, seconds=max(seconds, 10))
    with TemporaryDirectory(prefix="xiaohao-faults-") as folder, Mongod(Path(folder)) as mongod:
        url = mongod.url("fuzzed")
        store = prepared(url)
        with world(store, url) as made:
            for seed, persona in enumerate([*PERSONAS, "afar"]):
                found = fuzz(made, persona, bounds, seed)
                told.statuses += found.statuses
                told.failures += [f"{persona}: {name}: {failure}" for name, failure in found.failures.items()]
                say(f"{persona}: {found.statuses.total()} answers, {len(found.failures)} failures")
        store.close()
    return told

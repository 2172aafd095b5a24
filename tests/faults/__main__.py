"""Knows how `make faults` shows what it did: each scenario, what it provoked, what it counted."""

import sys
import time
from collections.abc import Callable, Mapping
from typing import Annotated, Protocol

import typer

from tests.faults import scenarios
from tests.faults.damaged_record import damaged_record
from tests.faults.dead_thread import dead_thread
from tests.faults.fuzzed import fuzz_everybody
from tests.faults.killed_archive import kill_archive
from tests.faults.killed_figures import kill_while_figures_stream
from tests.faults.long_stop import long_stop
from tests.faults.notice_storm import notice_storm
from tests.faults.splitting import split_relays


class Judged(Protocol):
    """What came of a scenario."""

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong."""
        ...

    def lines(self) -> str:
        """What was counted, one a line."""
        ...


Scenario = Callable[[int, scenarios.Say], Judged]

SCENARIOS: Mapping[str, tuple[float, Scenario]] = {
    "kill-everything": (1.0, lambda count, say: scenarios.kill_everything(count, 4, say)),
    "rebalance": (0.2, lambda count, say: scenarios.rebalance(count, 8, say)),
    "freeze-mongod": (0.2, scenarios.freeze_mongod),
    "kill-before-offset-commit": (0.2, lambda count, say: scenarios.kill_before_offset_commit(count, 6, say)),
    "escalations": (0.2, lambda count, say: scenarios.escalations(count, 12, say)),
    "damaged-record": (0.05, damaged_record),
    "dead-thread": (0.02, dead_thread),
    "long-stop": (25.0, long_stop),
    "kill-relay": (0.2, lambda count, say: scenarios.kill_relay(count, 8, say)),
    "split-relays": (0.3, lambda count, say: split_relays(count, 8, say)),
    "notice-storm": (0.05, notice_storm),
    "kill-archive": (0.2, lambda count, say: kill_archive(count, 5, say)),
    "kill-figures": (0.2, lambda count, say: kill_while_figures_stream(count, 8, say)),
    "fuzz": (0.003, fuzz_everybody),
}
"""name → (its share of the reports, the scenario); `fuzz` takes its share for seconds a persona"""


def main(
    reports: Annotated[
        int,
        typer.Option(help="Reports of the longest load; others send a fifth, long-stop has 25 times as many wait."),
    ] = 20_000,
    only: Annotated[str, typer.Option(help=f"Run one: {', '.join(SCENARIOS)}.")] = "",
) -> None:
    """Kill and stop real processes under load, then count. Exits 1 when anything acknowledged was lost or doubled."""
    if only and only not in SCENARIOS:
        raise typer.BadParameter(f"no scenario {only!r}; there are: {', '.join(SCENARIOS)}")
    results = [_run(name, reports) for name in ([only] if only else SCENARIOS)]
    raise typer.Exit(0 if all(results) else 1)


def _run(name: str, reports: int) -> bool:
    share, scenario = SCENARIOS[name]
    began = time.monotonic()
    _say(f"== {name}: {int(reports * share)}")
    verdict = scenario(int(reports * share), lambda line: _say(f"  {line}"))
    _say(verdict.lines())
    _say(f"  {'clean' if verdict.clean else 'NOT CLEAN'} after {time.monotonic() - began:.0f} s")
    return verdict.clean


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    typer.run(main)

"""Knows how long one policy takes over 100,000 issues, and whether what it needs to remember grows with them."""

import multiprocessing
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random
from typing import Final

from bench.rig.figures import Figure
from bench.running.high_water import high_water
from ledger.escalation.due import next_due_at
from ledger.groundwork.interpreter import calm_the_collector
from mobile_schema.vocabulary import Category, Severity, State
from oversight.simulate.comparing import Comparison, History, Question, simulate
from oversight.simulate.tally import Window
from tests.ledger.factories import RULES
from tests.ledger.stories import Story, reported

ISSUES: Final = 100_000
SECONDS: Final = 60
GROWTH_MIB: Final = 100
TEMPLATES: Final = 1_500
_START: Final = datetime(2026, 1, 5, 1, tzinfo=UTC)
_END: Final = _START + timedelta(days=120)
_CATEGORIES: Final = (Category.LAND, Category.ENVIRONMENT, Category.DEMOLITION)


@dataclass(frozen=True, slots=True)
class Share:
    """What one process did: its answer, when (monotonic seconds), the processor's seconds, its peak memory (MiB)."""

    comparison: Comparison
    began: float
    ended: float
    worked: float
    half_way_mib: float
    end_mib: float


def run() -> list[Figure]:
    """`three-sheets` over the lives of issues that ran on 13710, a share of them for each processor."""
    processes = os.cpu_count() or 1
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), calm_the_collector) as pool:
        shares = list(pool.map(_share, range(processes), [ISSUES // processes] * processes))
    for share in shares[1:]:
        shares[0].comparison.add(share.comparison)
    whole = shares[0].comparison
    seconds = max(share.ended for share in shares) - min(share.began for share in shares)
    grown = sum(share.end_mib - share.half_way_mib for share in shares)
    worked, peak = sum(share.worked for share in shares), sum(share.end_mib for share in shares)
    sys.stderr.write(
        f"{whole.issues:,} issues, {processes} processes: {whole.would.fired:,} steps would have fired, "
        f"{whole.did.fired:,} did; {worked:.0f} s of processors, peak {peak:.0f} MiB\n"
    )
    if whole.issues != ISSUES // processes * processes:
        raise AssertionError(f"{whole.issues} issues were simulated")
    return [
        Figure.below(f"simulate, one policy over {ISSUES:,} issues", "s", seconds, SECONDS),
        Figure.below("simulate, peak memory grown from 50,000 to 100,000", "MiB", grown, GROWTH_MIB),
    ]


def _share(seed: int, count: int) -> Share:
    templates = [_life(Random(f"{seed}/{number}")) for number in range(TEMPLATES)]
    question = Question(RULES.policies.newest("three-sheets"), None, Window(None, _END, RULES.zone))
    issues = _issues(templates, seed)
    began, worked = time.monotonic(), time.process_time()
    comparison = simulate(islice(issues, count // 2), question, RULES)
    half_way = high_water()
    comparison.add(simulate(islice(issues, count - count // 2), question, RULES))
    return Share(comparison, began, time.monotonic(), time.process_time() - worked, half_way, high_water())


def _issues(templates: list[History], seed: int) -> Iterator[History]:
    """Issue after issue: each lived as one of the templates, and is nobody else."""
    number = 0
    while True:
        for template in templates:
            number += 1
            issue = f"{seed}-{number:07d}"
            yield tuple(envelope.model_copy(update={"issue_id": issue}) for envelope in template)


def _life(chance: Random) -> History:
    """One life by the ledger's own code, under a sweep that is never late: most in time, some for weeks."""
    at = _START + timedelta(minutes=chance.randrange(60 * 24 * 60))
    severity = Severity.MAJOR if chance.random() < 0.1 else Severity.ORDINARY
    story = reported(chance.choice(_CATEGORIES), severity, at=at)
    slow = 1 if chance.random() < 0.75 else 4
    for state, hours in (
        (State.ACCEPTED, 20),
        (State.IN_PROGRESS, 80),
        (State.CLOSURE_REQUESTED, 200),
        (State.CLOSED, 80),
    ):
        _wait(story, timedelta(hours=chance.random() * hours * slow))
        story.to(state)
    return tuple(story.envelopes)


def _wait(story: Story, span: timedelta) -> None:
    until = story.now + span
    while (due := next_due_at(story.issue, RULES.regime_of(story.issue))) is not None and due <= until:
        story.clock.moment = due
        story.sweep()
    story.clock.moment = until

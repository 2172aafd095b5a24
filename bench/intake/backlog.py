"""Knows what a long backlog costs a worker: its memory, and its rate beside that on a topic where little waits."""

from typing import Final

import psutil

from bench.intake.ingest import worker_rate
from bench.rig.figures import Figure
from bench.rig.load import PROJECTS
from bench.rig.parts import parts
from tests.backlog import pile_up

WAITING: Final = 1_000_000
TAKEN: Final = 60_000
_MIB: Final = 1024 * 1024


def run() -> list[Figure]:
    """Peak RSS of a worker that begins at a million records and takes 60,000 of them in, and how fast (1 round)."""
    held: list[int] = []
    with parts() as running:
        pile_up(running.kafka.bootstrap, PROJECTS, TAKEN, running.signatures)
        little = worker_rate(running, TAKEN)
        pile_up(running.kafka.bootstrap, PROJECTS, WAITING, running.signatures)
        rate = worker_rate(running, TAKEN, look=lambda pid: held.append(psutil.Process(pid).memory_info().rss))
    return [
        Figure.below("RSS of a worker, 1,000,000 records waiting (1 round)", "MiB", max(held) / _MIB, 400),
        Figure.beside("ingest, 1,000,000 waiting, of 60,000 waiting (1 round)", "reports/s", [(rate, little)], 0.9),
    ]

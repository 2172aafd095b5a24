"""Knows how fast one worker takes projects' figures in, beside single reports of the same run."""

from itertools import product

from bench.intake.ingest import worker_rate
from bench.rig.figures import Figure
from bench.rig.ledgered import record
from bench.rig.load import produce, singles
from bench.rig.parts import parts
from ledger.intake.incoming import Record
from mobile_schema.cloudevents import FIGURE
from mobile_schema.topics import FIGURES
from tests import factories

PROJECTS = 1_250
MONTHS = tuple(f"{year}-{number:02}" for year in (2024, 2025) for number in range(1, 13))
ROUNDS = 2
_COUNT = PROJECTS * len(MONTHS)
_BY = "supervisor-140000"
_COUNTIES = ("140105", "140106", "140213", "140421", "140525")


def run() -> list[Figure]:
    """30,000 of each, one a record, by turns: 1,250 projects, month after month of two years."""
    with parts() as running:
        pairs = []
        for _ in range(ROUNDS):
            produce(running, singles(_COUNT))
            reports = worker_rate(running, _COUNT)
            produce(running, figures())
            pairs.append((worker_rate(running, _COUNT, topic=FIGURES), reports))
    name = f"ingest {_COUNT:,} projects' figures, of single reports ({ROUNDS} rounds)"
    return [Figure.beside(name, "figures/s", pairs, 0.5)]


def figures() -> list[Record]:
    """One figure a record, as `POST /v1/figures` puts them on the topic; each month on top of the one before."""
    return [_record(number, month, place + 1) for (place, month), number in product(enumerate(MONTHS), range(PROJECTS))]


def _record(number: int, month: str, done: int) -> Record:
    project = f"2024-{_COUNTIES[number % len(_COUNTIES)]}-54-03-{number:06}"
    said = factories.figure(project=project, month=month, plan_year=36_000_000_000, done_year=done * 1_000_000_000)
    return record(project, factories.as_bytes(said), topic=FIGURES.name, type_=FIGURE, reporter=_BY)

"""Knows how long a ranking of all counties takes, of 50,000 projects with figures of two years, and how much memory,
beside a raw read of the documents of that month, which decodes nothing.
"""

import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from bench.rig.figures import Figure
from bench.rig.parts import parts
from ledger.figures.figure import Figure as ProjectFigure
from ledger.figures.figure import figure_id
from ledger.figures.keeping import FIGURES, to_document
from ledger.mongo.connection import Document, Store
from ledger.registry.days import CHINA
from ledger.registry.files.loading import load_catalogue
from oversight.ranking.periods import period_of
from oversight.ranking.shipped import shipped_rules
from oversight.ranking.stored import Ledger, ranking_of

PROJECTS: Final = 50_000
MONTHS: Final = [f"{year}-{month:02}" for year in (2025, 2026) for month in range(1, 13)]
ASKS: Final = 5
LIMIT_S: Final = 2.0
LIMIT_MIB: Final = 512.0
_AT: Final = datetime(2026, 12, 5, tzinfo=UTC)
_AT_ONCE: Final = 5_000


def run() -> list[Figure]:
    """The median of some rankings of the last month; each as of the same moment, so that it says the same."""
    catalogue = load_catalogue(samples=False)
    counties = sorted(code for code in catalogue.regions if not code.endswith("00"))
    with parts() as running:
        store = running.store()
        fill(store, counties)
        ledger = Ledger(store, catalogue, CHINA, _AT + timedelta(days=1))
        rule, period = shipped_rules()["shanxi-province-level-counties"], period_of(MONTHS[-1])
        took = _median(lambda: ranking_of(rule, period, ledger))
        read = _median(lambda: _read_raw(store, ledger.as_of))
        tracemalloc.start()
        ranking_of(rule, period, ledger)
        memory = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
    name = f"a ranking of {len(counties)} counties, {PROJECTS:,} projects × {len(MONTHS)} months"
    return [Figure.below(name, "s", took, LIMIT_S, read), Figure.below(f"{name}: memory", "MiB", memory, LIMIT_MIB)]


def _median(work: Callable[[], object]) -> float:
    took = []
    for _ in range(ASKS):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return sorted(took)[ASKS // 2]


def _read_raw(store: Store, as_of: datetime) -> None:
    """The same documents, whole and in the same order, as they come over the wire."""
    query = {"month": MONTHS[-1], "at": {"$lte": as_of}}
    batches = store[FIGURES].find_raw_batches(query, batch_size=_AT_ONCE).sort([("project", 1), ("version", 1)])
    if not sum(map(len, batches)):
        raise RuntimeError("there was nothing to read")


def fill(store: Store, counties: list[str]) -> None:
    """Figures of all projects and months, spread over the counties."""
    for month in MONTHS:
        some: list[Document] = []
        for document in _documents(month, counties):
            some.append(document)
            if len(some) == _AT_ONCE:
                store[FIGURES].insert_many(some, ordered=False)
                some.clear()
        if some:
            store[FIGURES].insert_many(some, ordered=False)


def _documents(month: str, counties: list[str]) -> Iterator[Document]:
    for number in range(PROJECTS):
        county = counties[number % len(counties)]
        project = f"2025-{county}-50-03-{number:06}"
        yield to_document(
            ProjectFigure(
                id=figure_id(project, month, 1),
                project=project,
                name=f"项目{number}",
                month=month,
                version=1,
                corrects=None,
                at=_AT,
                by="bench",
                kind=("new", "carried-over")[number % 2],
                stage="building",
                plan_year=10**10 + number,
                done_year=7 * 10**9 + number * 31,
                total=None,
                progress=None,
                due_start="2026-06-30",
                started_on="2026-05-31",
                resumed=None,
                regions=(county,),
                region_count=0,
                unit="",
                source={"sha256": "ab" * 32, "filename": "月报.xlsx", "sheet": "一", "row": number},
            )
        )

"""Knows how fast the board of projects answers over HTTP, of 50,000 projects with figures of two years, beside a bare
read of the counts of that year's last month; while nothing comes in, and while figures do.
"""

import time
from datetime import UTC, datetime
from typing import Final

from bench.asking.ranking import MONTHS, PROJECTS, fill
from bench.rig.figures import Figure, percentile
from bench.rig.http_load import Request, flood, token_of
from bench.rig.parts import api, parts
from ledger.figures.keeping import FIGURES, Reporting, report
from ledger.mongo.connection import Store
from ledger.registry.days import CHINA
from ledger.registry.files.loading import load_catalogue
from mobile_schema.reports.figure import NewFigure

ASKS: Final = 100
LIMIT_MS: Final = 150.0
FIRST_S: Final = 5.0
READERS: Final = ("supervisor-140000", "supervisor-140105")
_ASK: Final = Request("GET", "/v1/project-board")


def run() -> list[Figure]:
    """p95 for the province and for a county; and for the province while another figure comes before each ask."""
    catalogue = load_catalogue(samples=True)
    counties = sorted(code for code in catalogue.regions if not code.endswith("00"))
    with parts() as running:
        store = running.store()
        fill(store, counties)
        bare = _p95_bare(store)
        with api(running) as url:
            tokens = {reader: token_of(running.credentials, reader) for reader in READERS}
            began = time.perf_counter()
            flood(url, tokens[READERS[0]], [_ASK], connections=1)
            first = time.perf_counter() - began
            found = []
            for reader, token in tokens.items():
                seconds = flood(url, token, [_ASK] * ASKS, connections=1).seconds
                found.append(Figure.below(f"{reader}: project board", "p95 ms", _p95(seconds), LIMIT_MS, bare))
            moving: list[float] = []
            for number in range(ASKS):
                said = NewFigure(name=f"新{number}", month=MONTHS[-1], plan_year=100, regions=(counties[0],))
                report(store, [said], Reporting("bench", datetime.now(UTC), catalogue, CHINA))
                moving += flood(url, tokens[READERS[0]], [_ASK], connections=1).seconds
    name = f"project board of {PROJECTS:,} projects × {len(MONTHS)} months"
    return [
        *found,
        Figure.below(f"{name}, each ask after another figure", "p95 ms", _p95(moving), LIMIT_MS, bare),
        Figure.below(f"{name}, the first ask of a process", "s", first, FIRST_S),
    ]


def _p95(seconds: list[float]) -> float:
    return percentile(seconds, 0.95) * 1000


def _p95_bare(store: Store) -> float:
    took = []
    for _ in range(5):
        began = time.perf_counter()
        store[FIGURES].count_documents({"month": MONTHS[-1]})
        took.append(time.perf_counter() - began)
    return _p95(took)

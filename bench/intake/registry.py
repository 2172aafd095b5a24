"""Knows what the registry of a whole province costs a process: to read, to look after, to hold, and beside intake."""

import gc
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context
from statistics import median
from typing import Final

import psutil

from bench.intake.ingest import worker_rate
from bench.rig.figures import Figure
from bench.rig.ledgered import record
from bench.rig.load import PROJECTS, produce, singles, visit
from bench.rig.parts import Parts, parts
from ledger.groundwork.interpreter import calm_the_collector
from ledger.groundwork.portions import portions
from ledger.intake.incoming import Record
from ledger.mongo.connection import connect
from ledger.policy.in_force import RulesSource
from ledger.registry.catalogue import Catalogue
from ledger.registry.files.loading import load_catalogue
from ledger.registry.store import enter
from mobile_schema.topics import SITE_VISITS

OF_A_PROVINCE: Final = 100_000
STAFF: Final = 50_000
REPORTS: Final = 20_000
ROUNDS: Final = 3
STRANGER_EVERY: Final = 100
CHANGED: Final = 3
_LOOKS: Final = 200
_CHANGES: Final = 20
_IN_A_FILE: Final = 25_000
_MIB: Final = 1024 * 1024


def run() -> list[Figure]:
    """Reading and holding 100,000 projects and 50,000 persons; one worker's intake with them against without."""
    with parts() as running:
        province = replace(running, database="province")
        province.prepare()
        fill(province)
        with ProcessPoolExecutor(1, get_context("spawn"), calm_the_collector) as fresh:
            figures = fresh.submit(reading, running.mongod.url(province.database)).result()
        return figures + _beside_intake(running, province)


def fill(province: Parts) -> None:
    """Enter them, a file of the operator's at a time."""
    store, whole = province.store(), of_a_province()
    for some in portions(whole.projects.items(), lambda _: 1, _IN_A_FILE):
        enter(store, replace(of_nothing(), projects=dict(some)))
    for staff in portions(whole.persons.items(), lambda _: 1, _IN_A_FILE):
        enter(store, replace(of_nothing(), persons=dict(staff)))
    store.close()


def of_a_province() -> Catalogue:
    """So many projects and persons, over all counties."""
    shipped = load_catalogue(samples=True)
    project, person = shipped.projects[PROJECTS[0]], next(iter(shipped.persons.values()))
    counties = sorted(code for code in shipped.regions if not code.endswith("00"))
    projects, persons = {}, {}
    for number in range(OF_A_PROVINCE):
        county = counties[number % len(counties)]
        code = f"2024-{county}-30-03-{number:06d}"
        name = f"{shipped.regions[county].name_zh}第{number}号项目"
        projects[code] = replace(project, code=code, name_zh=name, name_en=f"project {number}", regions=(county,))
    for number in range(STAFF):
        county = counties[number % len(counties)]
        persons[f"p{number}"] = replace(person, id=f"p{number}", name=f"第{number}人", region=county)
    return replace(of_nothing(), projects=projects, persons=persons)


def reading(url: str) -> list[Figure]:
    """What reading costs, in a process that does nothing else, set as API and workers are."""
    store = connect(url)
    load_catalogue(samples=False)
    gc.collect()
    process, source = psutil.Process(), RulesSource()
    before = process.memory_info().rss
    with _others_waiting() as waits:
        first = _milliseconds(source.anew)
    held = (process.memory_info().rss - before) / _MIB
    unchanged = median(_milliseconds(source.anew) for _ in range(_LOOKS))
    changed = []
    for number in range(_CHANGES):
        some = list(source.anew().catalogue.projects.values())[:CHANGED]
        projects = {each.code: replace(each, name_en=f"changed {number}") for each in some}
        enter(store, replace(of_nothing(), projects=projects))
        changed.append(_milliseconds(source.anew))
    store.close()
    return [
        Figure.below("registry of 150,000: first read", "ms", first, 10_000),
        Figure.below("registry of 150,000: others wait while it is read", "longest ms", max(waits), 100),
        Figure.below("registry of 150,000: held in memory", "MiB", held, 300),
        Figure.below("registry of 150,000: a turn without a change", "median ms", unchanged, 2),
        Figure.below("registry of 150,000: a turn with 3 entries changed", "median ms", median(changed), 50, first),
    ]


def of_nothing() -> Catalogue:
    """A catalogue to put entries in."""
    return replace(load_catalogue(samples=False), regions={}, units={}, zones={}, projects={}, persons={}, posts={})


@contextmanager
def _others_waiting() -> Iterator[list[float]]:
    """How many milliseconds each turn of another thread came late: what holds the interpreter's lock holds it up."""
    waits, over = [0.0], threading.Event()

    def turn() -> None:
        while not over.is_set():
            began = time.perf_counter()
            time.sleep(0.001)
            waits.append((time.perf_counter() - began) * 1000 - 1)

    other = threading.Thread(target=turn)
    other.start()
    try:
        yield waits
    finally:
        over.set()
        other.join()


def _milliseconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _beside_intake(running: Parts, province: Parts) -> list[Figure]:
    """Two ledgers take in the same records of one broker, one of them with the large registry."""
    large, strangers = [], []
    for _ in range(ROUNDS):
        produce(running, singles(REPORTS))
        small = worker_rate(running, REPORTS, 1)
        large.append((worker_rate(province, REPORTS, 1), small))
        produce(running, with_strangers())
        strangers.append((worker_rate(province, REPORTS, 1), small))
        worker_rate(running, REPORTS, 1)
    return [
        Figure.beside("ingest with the registry of 150,000, of the samples' alone", "reports/s", large, 0.9),
        Figure.beside("the same, one report in 100 of an unknown project", "reports/s", strangers, 0.9),
    ]


def with_strangers() -> list[Record]:
    """Reports one a record, and among them one sender's of projects that nobody knows."""
    records = singles(REPORTS)
    for number in range(0, REPORTS, STRANGER_EVERY):
        code = f"1999-140105-30-03-{number:06d}"
        records[number] = record(code, visit(code), topic=SITE_VISITS.name)
    return records

"""Knows how fast lists and one issue answer over HTTP when a million issues stand on the ledger."""

import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bench.rig.figures import Figure, percentile
from bench.rig.http_load import Request, flood, token_of
from bench.rig.ledgered import built
from bench.rig.load import singles
from bench.rig.parts import api, parts
from ledger.mongo.connection import Document, Store, ensure_indexes
from ledger.registry.regions import ancestors
from mobile_schema.vocabulary import Category, State

ISSUES: Final = 1_000_000
CHUNK: Final = 5_000
ASKS: Final = 200
LIMIT_MS: Final = 100.0


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: as it is asked over HTTP, and as the bare query for the same page."""

    name: str
    path: str
    query: dict[str, Any]


def run() -> list[Figure]:
    """p95 of each list and of one issue, beside the bare indexed query for the same page."""
    with parts() as running:
        store = running.store()
        fill(store)
        with api(running) as url:
            token = token_of(running.credentials, "supervisor-140000")
            return [_measure(store, url, token, asked) for asked in _asked(store)]


def fill(store: Store) -> None:
    """A million issues over all counties, units, states and due times, as plain documents."""
    template = built(singles(1), {})["issues"][0]
    places = [document["_id"] for document in store["regions"].find({"level": "county"}, {"_id": 1})]
    chance = random.Random(13710)
    began = time.perf_counter()
    store["issues"].drop_indexes()  # built anew afterwards, from sorted keys: minutes faster
    for first in range(0, ISSUES, CHUNK):
        store["issues"].insert_many(list(_varied(template, places, chance, first)), ordered=False)
        if first % (20 * CHUNK) == 0:
            sys.stderr.write(f"\r{first:,} issues in {time.perf_counter() - began:.0f} s ")
            sys.stderr.flush()
    ensure_indexes(store)
    sys.stderr.write(f"\n{ISSUES:,} issues with indexes in {time.perf_counter() - began:.0f} s\n")


def _varied(template: Document, places: list[str], chance: random.Random, first: int) -> Iterator[Document]:
    now = datetime.now(UTC).replace(microsecond=0)
    states, categories = [state.value for state in State], [category.value for category in Category]
    for number in range(first, first + CHUNK):
        region = places[number % len(places)]
        due = now + timedelta(minutes=chance.randint(-200_000, 200_000))
        yield template | {
            "_id": f"{number:08d}-bench",
            "serial": f"{region}-2026-{number:07d}",
            "region": region,
            "ancestors": list(ancestors(region)),
            "unit_id": f"{region}-natural-resources",
            "project_code": f"2020-{region}-30-03-{number % 500:06d}",
            "state": chance.choice(states),
            "category": chance.choice(categories),
            "due_at": due,
            "next_due_at": due,
        }


def _asked(store: Store) -> list[Asked]:
    some = store["issues"].find_one({"region": {"$regex": "^1405"}}) or {}
    region, unit, project = some["region"], some["unit_id"], some["project_code"]
    now = datetime.now(UTC)
    return [
        Asked("all, first page", "/v1/issues?limit=50", {}),
        Asked("a city's subtree", f"/v1/issues?region={region[:4]}00&limit=50", {"ancestors": f"{region[:4]}00"}),
        Asked("a county in a state", f"/v1/issues?region={region}&state=assigned&limit=50",
         {"ancestors": region, "state": "assigned"}),
        Asked("a unit", f"/v1/issues?unit={unit}&limit=50", {"unit_id": unit}),
        Asked("a project", f"/v1/issues?project={project}&limit=50", {"project_code": project}),
        Asked("a category, overdue", "/v1/issues?category=land&light=red&limit=50",
         {"category": "land", "due_at": {"$lt": now}}),
        Asked("one issue", f"/v1/issues/{some['_id']}", {"_id": some["_id"]}),
    ]  # fmt: skip


def _measure(store: Store, url: str, token: str, asked: Asked) -> Figure:
    bare = percentile([_bare(store, asked.query) for _ in range(ASKS)], 0.95)
    served = percentile(flood(url, token, [Request("GET", asked.path)] * ASKS, connections=1).seconds, 0.95)
    return Figure.below(f"1,000,000 issues: {asked.name}", "p95 ms", served * 1000, LIMIT_MS, ceiling=bare * 1000)


def _bare(store: Store, query: dict[str, Any]) -> float:
    began = time.perf_counter()
    list(store["issues"].find(query, sort=[("due_at", 1), ("_id", 1)], limit=50))
    return time.perf_counter() - began

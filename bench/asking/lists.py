"""Knows how fast each list answers over HTTP, for every role and filter, on a ledger with a past: a million issues of
which most have ended, and one unit that has a tenth of them; and how many keys MongoDB examines for a page.
"""

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
from ledger.access.scopes import Scope, region_key, reporter_key, unit_key
from ledger.issue.issue import ENDED_STATES, OPEN_STATES
from ledger.mongo.connection import Document, Store, ensure_indexes
from ledger.mongo.whole import BY_STATE, in_states
from ledger.registry.regions import ancestors
from ledger.store.listing import list_issues
from ledger.store.wanted import IssueFilter
from mobile_schema.vocabulary import Category, State

ISSUES: Final = 1_000_000
CHUNK: Final = 5_000
ASKS: Final = 200
LIMIT_MS: Final = 100.0
KEYS_A_LINE: Final = 3.0
PAGE: Final = 50
ENDED_SHARE: Final = 0.85
HOME, BIG_UNIT = "140105", "140105-natural-resources"
BUREAUS: Final = 16
READERS: Final = (
    "inspector-140105-1",
    f"staff-{BIG_UNIT}",
    "supervisor-140105",
    "supervisor-140100",
    "supervisor-140000",
)
"""One of each post that reads lists; an auditor's scope is a supervisor's."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is asked over HTTP."""

    name: str
    path: str


def run(issues: int = ISSUES) -> list[Figure]:
    """p95 and keys examined of each list for each role, of one issue and of the counts; a scoped list beside one that
    is not."""
    with parts() as running:
        store = running.store()
        fill(store, issues)
        with api(running) as url:
            found = [
                figure
                for person in READERS
                for asked in _asked(store)
                for figure in _measure(store, url, token_of(running.credentials, person), person, asked)
            ]
            return [*found, _beside_unscoped(store)]


def fill(store: Store, issues: int = ISSUES) -> None:
    """Issues over all counties, units and due times, most of them ended, as plain documents."""
    template = built(singles(1), {})["issues"][0]
    places = [document["_id"] for document in store["regions"].find({"level": "county"}, {"_id": 1})]
    chance = random.Random(13710)
    began = time.perf_counter()
    store["issues"].drop_indexes()  # built anew afterwards, from sorted keys: minutes faster
    for first in range(0, issues, CHUNK):
        store["issues"].insert_many(list(_varied(template, places, chance, first)), ordered=False)
        if first % (20 * CHUNK) == 0:
            sys.stderr.write(f"\r{first:,} issues in {time.perf_counter() - began:.0f} s ")
            sys.stderr.flush()
    ensure_indexes(store)
    sys.stderr.write(f"\n{issues:,} issues with indexes in {time.perf_counter() - began:.0f} s\n")


def _varied(template: Document, places: list[str], chance: random.Random, first: int) -> Iterator[Document]:
    now = datetime.now(UTC).replace(microsecond=0)
    opened, ended = [state.value for state in OPEN_STATES], [state.value for state in ENDED_STATES]
    categories = [category.value for category in Category]
    for number in range(first, first + CHUNK):
        big = number % 10 == 0
        region = HOME if big else places[number % len(places)]
        unit = BIG_UNIT if big else f"{region}-bureau-{chance.randrange(BUREAUS)}"
        over = chance.random() < ENDED_SHARE
        due = now + timedelta(minutes=chance.randint(-500_000, 0 if over else 20_000))
        yield template | {
            "_id": f"{number:08d}-bench",
            "serial": f"{region}-2026-{number:07d}",
            "region": region,
            "scopes": [
                *(region_key(code) for code in ancestors(region)),
                unit_key(unit),
                reporter_key(f"inspector-{region}-{number % 4}"),
            ],
            "ancestors": list(ancestors(region)),
            "unit_id": unit,
            "project_code": f"2020-{region}-30-03-{number % 500:06d}",
            "state": chance.choice(ended if over else opened),
            "category": chance.choice(categories),
            "due_at": due,
            "next_due_at": due,
        }


def _asked(store: Store) -> list[Asked]:
    some = store["issues"].find_one({"scopes": unit_key(BIG_UNIT)}) or {}
    lists = {
        "all": "",
        "in a state": "&state=assigned",
        "struck off": "&state=closed",
        "overdue": "&light=red",
        "green": "&light=green",
        "a county": f"&region={HOME}",
        "a unit, overdue": f"&unit={BIG_UNIT}&light=red",
        "a project": f"&project={some['project_code']}",
        "a category, overdue": "&category=land&light=red",
    }
    asked = [Asked(name, f"/v1/issues?limit={PAGE}{words}") for name, words in lists.items()]
    return [*asked, Asked("counts", "/v1/counts"), Asked("one issue", f"/v1/issues/{some['_id']}")]


def _measure(store: Store, url: str, token: str, person: str, asked: Asked) -> Iterator[Figure]:
    name = f"{person}: {asked.name}"
    served = percentile(flood(url, token, [Request("GET", asked.path)] * ASKS, connections=1).seconds, 0.95)
    yield Figure.below(name, "p95 ms", served * 1000, LIMIT_MS)
    if asked.path.startswith("/v1/issues?"):
        keys = _keys(store, lambda: flood(url, token, [Request("GET", asked.path)], connections=1))
        yield Figure.below(f"{name}, keys examined", "a line of the page", keys / (PAGE + 1), KEYS_A_LINE + 0.001)


def _keys(store: Store, ask: Any) -> int:
    """How many index keys MongoDB examined for what was asked of issues meanwhile."""
    store.database["system.profile"].drop()
    store.database.command("profile", 2)
    try:
        ask()
    finally:
        store.database.command("profile", 0)
    of_issues = {"ns": f"{store.database.name}.issues"}
    return sum(entry.get("keysExamined", 0) for entry in store.database["system.profile"].find(of_issues))


def _beside_unscoped(store: Store) -> Figure:
    """A county's list in a state, and the first page of the same state with no scope at all, turn by turn."""
    scope, wanted, now = Scope(frozenset({region_key(HOME)})), IssueFilter(state=State.ASSIGNED), datetime.now(UTC)
    query, order = in_states(store, {State.ASSIGNED}), [("due_at", 1), ("_id", 1)]

    def scoped() -> object:
        return list_issues(store, scope, wanted, now, PAGE)

    def unscoped() -> object:
        return list(store["issues"].find(query, sort=order, limit=PAGE + 1, hint=BY_STATE))

    pairs = [(ASKS / _seconds(scoped), ASKS / _seconds(unscoped)) for _ in range(5)]
    return Figure.beside("an authorised list beside the same unscoped", "pages/s", pairs, 0.8)


def _seconds(ask: Any) -> float:
    began = time.perf_counter()
    for _ in range(ASKS):
        ask()
    return time.perf_counter() - began

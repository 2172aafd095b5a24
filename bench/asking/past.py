"""Knows a ledger with a past: a million issues over all counties, units and due times, most of them ended, and one unit
that has a tenth of them.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from bench.rig.ledgered import built, rules
from bench.rig.load import singles
from ledger.access.scopes import region_key, reporter_key, unit_key
from ledger.counting.cells import day_begins, due_day
from ledger.issue.issue import ENDED_STATES, OPEN_STATES
from ledger.mongo.connection import Document, Store, ensure_indexes
from ledger.policy.rules import GivenRules
from ledger.registry.regions import ancestors
from ledger.store.counted.turns import Counting
from mobile_schema.vocabulary import Category, State

ISSUES: Final = 1_000_000
CHUNK: Final = 5_000
DAYS: Final = 365
ENDED_SHARE: Final = 0.85
HOME, BIG_UNIT = "140105", "140105-natural-resources"
BUREAUS: Final = 16


def fill(store: Store, issues: int = ISSUES, describe: Callable[[int], str] | None = None) -> None:
    """Issues over all counties, units and due times, most of them ended, as plain documents; `describe` says what each
    is about, else all are about the same.
    """
    template = built(singles(1), {})["issues"][0]
    places = [document["_id"] for document in store["regions"].find({"level": "county"}, {"_id": 1})]
    chance = random.Random(13710)
    began = time.perf_counter()
    store["issues"].drop_indexes()  # built anew afterwards, from sorted keys: minutes faster
    for first in range(0, issues, CHUNK):
        some = list(_varied(template, places, chance, first))
        if describe is not None:
            some = [issue | {"description": describe(first + place)} for place, issue in enumerate(some)]
        store["issues"].insert_many(some, ordered=False)
        if first % (20 * CHUNK) == 0:
            sys.stderr.write(f"\r{first:,} issues in {time.perf_counter() - began:.0f} s ")
            sys.stderr.flush()
    ensure_indexes(store)
    sys.stderr.write(f"\n{issues:,} issues with indexes in {time.perf_counter() - began:.0f} s\n")


def count(store: Store) -> None:
    """What the worker does once on a ledger that was never counted; boards and counts are read from it."""
    began = time.perf_counter()
    Counting(store, GivenRules(rules()), "bench").turn()
    sys.stderr.write(f"counted in {time.perf_counter() - began:.1f} s\n")


def moment() -> datetime:
    """Now, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def _at_days_end(chance: random.Random, due: datetime) -> datetime:
    """Nine of ten when their day ends in China, as limits of days and months do; the others, of hours, as they are."""
    return due if chance.random() < 0.1 else day_begins(due_day(due) + 1)


def _varied(template: Document, places: list[str], chance: random.Random, first: int) -> Iterator[Document]:
    now = moment()
    opened, ended = [state.value for state in OPEN_STATES], [state.value for state in ENDED_STATES]
    categories = [category.value for category in Category]
    for number in range(first, first + CHUNK):
        big = number % 10 == 0
        region = HOME if big else places[number % len(places)]
        unit = BIG_UNIT if big else f"{region}-bureau-{chance.randrange(BUREAUS)}"
        over = chance.random() < ENDED_SHARE
        due = _at_days_end(chance, now + timedelta(minutes=chance.randint(-DAYS * 1_440, 0 if over else 10_000)))
        reported = due - timedelta(days=7, seconds=chance.randint(0, 86_400))
        state = chance.choice(ended if over else opened)
        updated = min(due, now) - timedelta(seconds=chance.randint(0, 86_400))
        yield (
            template
            | {
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
                "state": state,
                "category": chance.choice(categories),
                "reported_at": reported,
                "updated_at": updated,
                "due_at": due,
                "next_due_at": due,
            }
            | ({"closed_at": updated} if state == State.CLOSED else {})
        )

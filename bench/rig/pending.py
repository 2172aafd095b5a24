"""Knows a million issues that wait for their next step: whole issues whose first clock falls due when it should."""

import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final

from bench.rig.ledgered import built
from bench.rig.load import singles
from ledger.access.scopes import region_key, unit_key
from ledger.mongo.connection import Document, Store, ensure_indexes
from ledger.mongo.slots import slot_of
from ledger.registry.regions import ancestors, level_of
from mobile_schema.vocabulary import Level

PENDING: Final = 1_000_000
_CHUNK: Final = 5_000
_FAR: Final = timedelta(days=400)


Due = Callable[[int], datetime]


def fill(store: Store, start: datetime, due: Due, count: int = PENDING) -> None:
    """`count` issues assigned at `start`; `due` says when the one step of each that comes up falls due.

    All their other clocks are far away.
    """
    template = built(singles(1), {})["issues"][0]
    places = _supervised(store)
    began = time.perf_counter()
    store["issues"].drop_indexes()  # built anew afterwards, from sorted keys: minutes faster
    for first in range(0, count, _CHUNK):
        store["issues"].insert_many(list(_waiting(template, places, start, due, first)), ordered=False)
        if first % (20 * _CHUNK) == 0:
            sys.stderr.write(f"\r{first:,} issues in {time.perf_counter() - began:.0f} s ")
            sys.stderr.flush()
    ensure_indexes(store)
    sys.stderr.write(f"\n{count:,} issues with indexes in {time.perf_counter() - began:.0f} s\n")


def _supervised(store: Store) -> list[str]:
    """The counties of the sample supervisors: as in a ledger at work, somebody is there to be told."""
    posts = store["posts"].find({"code": "supervisor", "holders.0": {"$exists": True}}, {"place": 1})
    return sorted(post["place"] for post in posts if level_of(post["place"]) is Level.COUNTY)


def _waiting(template: Document, places: list[str], start: datetime, due: Due, first: int) -> Iterator[Document]:
    for number in range(first, first + _CHUNK):
        region, due_at, issue_id = places[number % len(places)], due(number), f"bench-{number:08x}"
        yield template | {
            "_id": issue_id,
            "slot": slot_of(issue_id),
            "serial": f"{region}-2026-{number:07d}",
            "region": region,
            "scopes": [*(region_key(code) for code in ancestors(region)), unit_key(f"{region}-natural-resources")],
            "ancestors": list(ancestors(region)),
            "unit_id": f"{region}-natural-resources",
            "due_at": due_at,
            "next_due_at": due_at,
            "obligations": [
                clock | {"started_at": start, "due_at": due_at if clock["code"] == "deploy" else start + _FAR}
                for clock in template["obligations"]
            ],
        }

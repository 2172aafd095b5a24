"""Knows how fast what may be the same as an issue is found among a million issues, over HTTP: of a report of an
ordinary project and of the busiest, and of a matter that has no project, in the county with a tenth of the ledger.
"""

import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bench.asking.lists import ASKS
from bench.asking.past import CHUNK, ENDED_SHARE, HOME, ISSUES
from bench.rig.figures import Figure, percentile
from bench.rig.http_load import Request, flood, token_of
from bench.rig.ledgered import built
from bench.rig.load import singles
from bench.rig.parts import api, parts
from ledger.access.scopes import region_key, reporter_key, unit_key
from ledger.issue.issue import ENDED_STATES, OPEN_STATES
from ledger.mongo.connection import Document, Store, ensure_indexes
from ledger.registry.regions import ancestors

LIMIT_MS: Final = 100.0
DAYS: Final = 60
"""Over how many days the issues came: half of them are near in time to the newest."""
EVERY_BUSY: Final = 200
"""One issue in so many is of the busiest project, one in as many a matter without a project."""
BUSY_PROJECT: Final = f"2020-{HOME}-30-03-999999"
READERS: Final = ("supervisor-140105", "supervisor-140000")
_PLACES: Final = ("汾河东岸便道", "K12+300 段", "拌合站北侧", "三号桥台", "项目部大门", "弃渣场", "取土场")
_TROUBLES: Final = (
    "临时用地手续未办结,便道无法贯通。",
    "村民堵路,渣土车无法进场施工。",
    "高压线迁改未完成,影响架梁。",
    "征地补偿款未到位,三户拒绝搬迁。",
    "变压器增容未批复,施工用电不足。",
    "工人堵门讨要工资,施工停止。",
)


def run(issues: int = ISSUES) -> list[Figure]:
    """p95 of what is suggested, for each kind of issue and each reader."""
    with parts() as running:
        store = running.store()
        fill(store, issues)
        asked: dict[str, Document] = {
            "a report of an ordinary project": {"project_code": {"$ne": BUSY_PROJECT}, "matter": None},
            "a report of the busiest project": {"project_code": BUSY_PROJECT},
            "a matter without a project": {"matter": {"$exists": True}},
        }
        found = {name: _newest(store, query) for name, query in asked.items()}
        with api(running) as url:
            return [
                _figure(url, token_of(running.credentials, person), f"{person}: similar to {name}", issue)
                for person in READERS
                for name, issue in found.items()
            ]


def fill(store: Store, issues: int) -> None:
    """Issues of the last two months over all counties, a tenth of them in one, most of them ended."""
    template = built(singles(1), {})["issues"][0]
    places = [document["_id"] for document in store["regions"].find({"level": "county"}, {"_id": 1})]
    chance, newest = random.Random(13710), datetime.now(UTC).replace(microsecond=0)
    store["issues"].drop_indexes()
    for first in range(0, issues, CHUNK):
        some = (_issue(template, places, chance, number, newest, issues) for number in range(first, first + CHUNK))
        store["issues"].insert_many(list(some), ordered=False)
    ensure_indexes(store)
    sys.stderr.write(f"{issues:,} issues with indexes\n")


def _issue(  # noqa: PLR0917 - one of many, in its place and time
    template: Document, places: list[str], chance: random.Random, number: int, newest: datetime, issues: int
) -> Document:
    busy, entered = number % EVERY_BUSY == 0, number % EVERY_BUSY == EVERY_BUSY // 2
    region = HOME if busy or entered or number % 10 == 1 else places[number % len(places)]
    at = newest - timedelta(days=DAYS) * (1 - number / issues)
    milliseconds = f"{int(at.timestamp() * 1000):012x}"
    project = BUSY_PROJECT if busy else f"2020-{region}-30-03-{number % 500:06d}"
    over = chance.random() < ENDED_SHARE
    state = chance.choice(sorted(ENDED_STATES if over else OPEN_STATES)).value
    due = at + timedelta(days=7)
    matter: dict[str, Any] = {"matter": {"source": "hotline"}, "source": "matter"} if entered else {}
    return (
        template
        | matter
        | {
            "_id": f"{milliseconds[:8]}-{milliseconds[8:]}-8000-8000-{number:012d}",
            "serial": f"{region}-2026-{number:07d}",
            "region": region,
            "scopes": list(_scopes(region, number)),
            "ancestors": list(ancestors(region)),
            "project_code": None if entered else project,
            "description": f"{chance.choice(_PLACES)}{chance.choice(_TROUBLES)}第{number % 97}号",
            "state": state,
            "captured_at": at,
            "reported_at": at,
            "due_at": due,
            "next_due_at": due,
        }
    )


def _scopes(region: str, number: int) -> Iterator[str]:
    yield from (region_key(code) for code in ancestors(region))
    yield unit_key(f"{region}-bureau-{number % 16}")
    yield reporter_key(f"inspector-{region}-{number % 4}")


def _newest(store: Store, query: Document) -> str:
    """The newest such issue of the busiest county."""
    found = store["issues"].find_one(query | {"region": HOME}, {"_id": 1}, sort=[("_id", -1)])
    return str((found or {})["_id"])


def _figure(url: str, token: str, name: str, issue: str) -> Figure:
    asked = [Request("GET", f"/v1/issues/{issue}/similar")] * ASKS
    served = percentile(flood(url, token, asked, connections=1).seconds, 0.95)
    return Figure.below(name, "p95 ms", served * 1000, LIMIT_MS)

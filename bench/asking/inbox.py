"""Knows how fast an inbox answers over HTTP for every role, on a ledger with a past: a million issues, and people who
were told of a hundred thousand things.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from bench.asking.lists import ASKS, LIMIT_MS, READERS
from bench.asking.past import BIG_UNIT, CHUNK, ISSUES, fill
from bench.rig.figures import Figure, percentile
from bench.rig.http_load import Request, flood, token_of
from bench.rig.ledgered import rules
from bench.rig.parts import api, parts
from ledger.mongo.connection import Document, Store
from ledger.policy.rules import GivenRules
from ledger.store.counted.turns import Counting
from mobile_schema.vocabulary import State
from tests.channels.parts import alert, notice

TOLD: Final = 100_000
ALERTED: Final = 20_000
UNSEEN_EVERY: Final = 50
_AWAITS: Final = {
    "triage": (State.REPORTED, State.DECLINED),
    "approve": (State.CLOSURE_REQUESTED,),
    "extension": (State.RETURNED,),
}


def run(issues: int = ISSUES) -> list[Figure]:
    """p95 of `GET /v1/inbox` for each role."""
    with parts() as running:
        store = running.store()
        fill(store, issues)
        Counting(store, GivenRules(rules()), "bench").turn()
        _let_wait(store)
        for person in READERS:
            _tell(store, person)
        with api(running) as url:
            return [_measure(url, token_of(running.credentials, person), person) for person in READERS]


def _let_wait(store: Store) -> None:
    """What waits for a supervisor waits for that of the county, every tenth for the city's, every fiftieth for the
    province's; what the large unit signed for, one of its people did.
    """
    signed_for = {"unit_id": BIG_UNIT, "state": {"$in": [State.ACCEPTED.value, State.IN_PROGRESS.value]}}
    store["issues"].update_many(signed_for, {"$set": {"person_id": f"staff-{BIG_UNIT}"}})
    for what, states in _AWAITS.items():
        for state in states:
            found = store["issues"].find({"scopes": "r:140000", "state": state.value}, {"region": 1})
            regions = {each["_id"]: _supervised(number, each["region"]) for number, each in enumerate(found)}
            for region in set(regions.values()):
                ids = [issue_id for issue_id, of in regions.items() if of == region]
                store["issues"].update_many({"_id": {"$in": ids}}, {"$set": {"awaits": [f"{what}@{region}"]}})


def _supervised(number: int, county: str) -> str:
    if number % 50 == 0:
        return "140000"
    return f"{county[:4]}00" if number % 10 == 0 else county


def _tell(store: Store, person: str) -> None:
    for name, time, made, count in (("notices", "at", notice, TOLD), ("alerts", "fired_at", alert, ALERTED)):
        for first in range(0, count, CHUNK):
            documents = list(_told(person, made(1), time, range(first, min(first + CHUNK, count))))
            store[name].insert_many(documents, ordered=False)


def _told(person: str, template: Document, time: str, numbers: range) -> Iterator[Document]:
    now = datetime.now(UTC).replace(microsecond=0)
    for number in numbers:
        at = now - timedelta(minutes=number)
        seen = number % UNSEEN_EVERY != 0
        of = {"_id": f"{number:08d}-bench:000002/{person}", "recipient_person_id": person, time: at, "dispatched": True}
        yield {"policy": "13710", "policy_version": 2, "vacant_posts": [], "deferred": None, **template, **of} | {
            "acknowledged_note": None,
            "seen": seen,
            "seen_at": at if seen else None,
        }


def _measure(url: str, token: str, person: str) -> Figure:
    seconds = flood(url, token, [Request("GET", "/v1/inbox")] * ASKS, connections=1).seconds
    return Figure.below(f"inbox of {person}", "p95 ms", percentile(seconds, 0.95) * 1000, LIMIT_MS)

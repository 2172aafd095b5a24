"""Knows what a command over HTTP costs beside the bare transaction that it ends in."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from pymongo.client_session import ClientSession

from bench.rig.figures import Figure
from bench.rig.http_load import Request, flood, token_of
from bench.rig.ledgered import put_on_ledger
from bench.rig.parts import api, parts
from ledger.mongo.connection import Document, Store

COMMANDS: Final = 1_000
AT_ONCE: Final = 16
ALONE: Final = 400
ROUNDS: Final = 5
PROJECT: Final = "2020-140105-30-03-990001"
STAFF: Final = "staff-140105-public-security"


def run() -> list[Figure]:
    """Accepts a second by 16 people at once, and by one alone, beside as many bare two-document transactions."""
    with parts() as running, api(running) as url:
        store, token = running.store(), token_of(running.credentials, STAFF)
        together = _pairs(store, url, token, COMMANDS, AT_ONCE)
        alone = _pairs(store, url, token, ALONE, 1)
    return [
        Figure.beside(f"a command (accept) over HTTP, {AT_ONCE} at once", "commands/s", together, 0.7),
        Figure.beside("a command (accept) over HTTP, one alone", "commands/s", alone, 0.7),
    ]


def _pairs(store: Store, url: str, token: str, count: int, people: int) -> list[tuple[float, float]]:
    return [(_accepts(store, url, token, count, people), _bare(store, count, people)) for _ in range(ROUNDS)]


def _accepts(store: Store, url: str, token: str, count: int, people: int) -> float:
    body = json.dumps({"person_id": STAFF}).encode()
    issues = put_on_ledger(store, PROJECT, count, "obstruction")
    return flood(url, token, [Request("POST", f"/v1/issues/{id_}/accept", body) for id_ in issues], people).rate


def _bare(store: Store, count: int, people: int) -> float:
    """The same two documents, an issue replaced at its version and an event added, as pymongo writes them."""
    ids = put_on_ledger(store, PROJECT, count, "obstruction")
    issues = list(store["issues"].find({"_id": {"$in": ids}}))
    event = store["events"].find_one({"issue_id": ids[0], "version": 2}) or {}
    events = [event | {"_id": f"{id_}:000003", "issue_id": id_, "version": 3} for id_ in (i["_id"] for i in issues)]
    began = time.perf_counter()
    with ThreadPoolExecutor(people) as pool:
        list(pool.map(lambda issue, event: _write(store, issue, event), issues, events))
    return len(issues) / (time.perf_counter() - began)


def _write(store: Store, issue: Document, event: Document) -> None:
    def write(session: ClientSession) -> None:
        seen = {"_id": issue["_id"], "version": issue["version"]}
        store["issues"].replace_one(seen, issue | {"version": 3}, session=session)
        store["events"].insert_one(event, session=session)

    store.transaction(write)

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
ROUNDS: Final = 5
PROJECT: Final = "2020-140105-30-03-990001"
STAFF: Final = "staff-140105-public-security"


def run() -> list[Figure]:
    """Accepts a second by 16 people at once, beside as many bare two-document transactions at once."""
    with parts() as running, api(running) as url:
        store, token = running.store(), token_of(running.credentials, STAFF)
        pairs = [(_accepts(store, url, token), _bare(store)) for _ in range(ROUNDS)]
    return [Figure.beside(f"a command (accept) over HTTP, {AT_ONCE} at once", "commands/s", pairs, 0.7)]


def _accepts(store: Store, url: str, token: str) -> float:
    body = json.dumps({"person_id": STAFF}).encode()
    issues = put_on_ledger(store, PROJECT, COMMANDS, "obstruction")
    return flood(url, token, [Request("POST", f"/v1/issues/{id_}/accept", body) for id_ in issues], AT_ONCE).rate


def _bare(store: Store) -> float:
    """The same two documents, an issue replaced at its version and an event added, as pymongo writes them."""
    ids = put_on_ledger(store, PROJECT, COMMANDS, "obstruction")
    issues = list(store["issues"].find({"_id": {"$in": ids}}))
    event = store["events"].find_one({"issue_id": ids[0], "version": 2}) or {}
    events = [event | {"_id": f"{id_}:000003", "issue_id": id_, "version": 3} for id_ in (i["_id"] for i in issues)]
    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as people:
        list(people.map(lambda issue, event: _write(store, issue, event), issues, events))
    return len(issues) / (time.perf_counter() - began)


def _write(store: Store, issue: Document, event: Document) -> None:
    def write(session: ClientSession) -> None:
        seen = {"_id": issue["_id"], "version": issue["version"]}
        store["issues"].replace_one(seen, issue | {"version": 3}, session=session)
        store["events"].insert_one(event, session=session)

    store.transaction(write)

"""A commit that dies with the process that writes it goes on by itself in the next one: nothing lost, nothing twice."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from pymongo import MongoClient

from ledger.imports import waiting
from ledger.jobs.claims import MOST_TRIES
from ledger.mongo.connection import Document
from tests.api.own import Own, kill_whole, own_ledger
from tests.api.parts import Scene
from tests.api.resources.imports.test_committing import ROWS
from tests.api.resources.imports.test_imports import at, begun
from tests.streams.parts import until

MANY = 3_000
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
_GIVEN_UP_SECONDS = 150.0
"""A claim runs out after 20 s, and MongoDB holds what a killed process was writing for a minute."""


@pytest.fixture
def own(tmp_path: Path, kafka_bootstrap: str) -> Iterator[Own]:
    with own_ledger(tmp_path, kafka_bootstrap) as made:
        yield made


def checked(client: httpx.Client, *rows: list[Any]) -> dict[str, Any]:
    return dict(client.post(at(begun(client, *rows), "/check")).raise_for_status().json())


def test_killed_in_the_middle_it_is_ended_by_the_next_process_unasked(own: Own) -> None:
    rows = [
        [n, "2026-01-05", "样例项目一（小店区）", f"便道第{n}段未通", "2027-12-20", "", "整改中", "晴"]
        for n in range(MANY)
    ]
    with own.serve() as (process, client):
        one = checked(client, *rows)
        client.post(at(one, "/commit")).raise_for_status()
        until(lambda: client.get(at(one)).json()["done"] >= 500)
        kill_whole(process)
    with MongoClient[Document](own.mongod.url()) as mongo:
        ledger = mongo.get_default_database()
        kept = ledger["imports"].find_one({"_id": one["id"]})
        assert kept is not None
        assert kept["state"] == "committing"
        assert kept["done"] < MANY
        with own.serve() as (_, client):
            until(lambda: client.get(at(one)).json()["state"] == "committed", _GIVEN_UP_SECONDS)
            told = client.get(at(one)).json()
        assert (told["counts"]["new"], told["done"], told["stopped"]) == (MANY, MANY, None)
        assert len(ledger["issues"].distinct("serial")) == ledger["issues"].count_documents({}) == MANY
        assert ledger["events"].count_documents({"type": "issue.imported.v1"}) == MANY


def test_in_vain_so_many_times_it_waits_to_be_asked_for_again(scene: Scene, county: httpx.Client) -> None:
    one = checked(county, *ROWS)
    died = {"state": "committing", "until": LONG_AGO, "tries": MOST_TRIES}
    scene.store["imports"].update_one({"_id": one["id"]}, {"$set": died})
    until(lambda: county.get(at(one)).json()["stopped"] == waiting.IN_VAIN)
    assert county.post(at(one, "/commit")).status_code == 202
    until(lambda: county.get(at(one)).json()["state"] == "committed")
    assert county.get(at(one)).json()["stopped"] is None


def test_what_cannot_be_read_any_more_says_so_and_is_left(scene: Scene, county: httpx.Client) -> None:
    one = checked(county, *ROWS)
    died = {"state": "committing", "until": LONG_AGO, "tries": 0, "sha256": "0" * 64}
    scene.store["imports"].update_one({"_id": one["id"]}, {"$set": died})
    until(lambda: county.get(at(one)).json()["stopped"] == "unknown-file")
    assert county.get(at(one)).json()["state"] == "committing"

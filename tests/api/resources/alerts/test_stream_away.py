"""The stream while MongoDB is away, and over the end of a process: readers stay, and nothing is lost or told twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pymongo import MongoClient

from ledger.mongo.connection import Document
from tests.api.listening import Listener, alert, listening
from tests.api.own import Own, own_ledger
from tests.api.parts import COUNTY


@pytest.fixture
def own(tmp_path: Path, kafka_bootstrap: str) -> Iterator[Own]:
    """A prepared ledger on a mongod of this test's own."""
    with own_ledger(tmp_path, kafka_bootstrap) as made:
        yield made


def fire(own: Own, *names: str) -> None:
    """Alerts to the supervisor, written by someone else."""
    with MongoClient[Document](own.mongod.url(), retryWrites=True) as client:
        client.get_default_database()["alerts"].insert_many([alert(name, COUNTY) for name in names])


def _says(told: Listener, word: str) -> bool:
    return any(word in block.comment for block in told)


def test_readers_stay_while_mongodb_is_away_and_get_all_of_it_afterwards(own: Own) -> None:
    with own.serve() as (_, client), listening(client) as told:
        fire(own, "before")
        assert told.ids(1) == ["before"]
        own.mongod.kill()
        assert _says(told, "台账暂时不可用")
        own.mongod.start()
        fire(own, "after-1", "after-2")
        assert told.ids(2) == ["after-1", "after-2"]


def test_killed_processes_lose_no_reader_an_event(own: Own) -> None:
    with own.serve() as (first, client), listening(client) as told:
        fire(own, "one")
        assert told.ids(1) == ["one"]
        fire(own, "two", "three")
        first.kill()
    with own.serve() as (_, second), own.serve() as (_, third):
        fire(own, "four")
        with listening(second, told.last_id) as resumed, listening(third, told.last_id) as elsewhere:
            fire(own, "five")
            assert resumed.ids(4) == elsewhere.ids(4) == ["two", "three", "four", "five"]

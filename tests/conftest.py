"""Knows the real parts that tests share: one mongod and Kafka a session, a stack a file, a ledger in that mongod."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, settings
from pymongo import MongoClient

from ledger.mongo.connection import Store, connect
from ledger.mongo.positions import stored_offsets
from mobile_schema.topics import SITE_VISITS
from stack.embedded.kafka import KafkaBroker
from stack.embedded.kafka_parts import tell_stderr
from stack.embedded.mongod import Mongod
from tests.checkout import CHECKOUT
from tests.databases import Databases, database_name, empty
from tests.jvm import keep_loaded, start_from
from tests.ledger.parts import Ledger, photo_sent_by_everybody
from tests.stacks import Up

# How long an example takes, or is in the making, says nothing of the code: the machine does other things beside it.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
gc.set_threshold(50_000, 20, 10)  # as our processes: looking for cycles takes a fifth of what makes many objects

_MOST_PROCESSES: Final = 4
"""Each has a mongod and a Kafka of its own."""
_LONGEST_FIRST: Final = (
    "tests/faults/",
    "tests/cli/terminal/test_every_command.py",
    "tests/stack/supervisor/",
    "tests/play/replay/",
    "tests/docs/",
    "tests/web/test_",
    "tests/web/desk/test_ledger.py",
    "tests/web/desk/test_projects.py",
    "tests/web/office/test_channels.py",
    "tests/web/office/test_imports.py",
    "tests/web/door/",
    "tests/web/phone/",
    "tests/web/desk/",  # these let weeks pass,
    "tests/web/office/",  # and these change what others go by
    "tests/stack/",
    "tests/streams/worker/test_damaged_record.py",
    "tests/api/accepting/",
    "tests/access/test_fuzzed.py",
    "tests/streams/",
    "tests/api/resources/alerts/",
    "tests/cli/run/",
    "tests/play/",
    "tests/access/",
    "tests/api/",
)


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: a test waits for brokers, browsers and limits as long as it counts."""
    return min(_MOST_PROCESSES, len(os.sched_getaffinity(0)) + 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take minutes come first, so that no process of a whole run is left alone with one at its end.

    Of the pages, those that have a stack of their own come before those that share one.
    """
    items.sort(key=lambda item: next((n for n, each in enumerate(_LONGEST_FIRST) if item.nodeid.startswith(each)), 99))


def pytest_collection_finish() -> None:
    """What was collected stands until the end, and is looked at no more."""
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _warm_jvms(tmp_path_factory: pytest.TempPathFactory) -> None:
    """In a run of several processes the first one makes the JVMs of all start faster."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is not None:
        kept = tmp_path_factory.getbasetemp().parent / "kafka.aot"
        if worker == "gw0":
            keep_loaded(kept, tmp_path_factory.mktemp("first-kafka"))
        start_from(kept)


@pytest.fixture(scope="session")
def mongod(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mongod]:
    """A real mongod, one-node replica set. Do not stop it: others share it.

    Its clean-up by age is off: it goes by the machine's clock, and the held ones of tests stand long before it. Its
    oplog is short: who asks for what is older than all of it has MongoDB read all of it.
    """
    with Mongod(tmp_path_factory.mktemp("mongod"), options={"--oplogSize": "128"}) as server:
        with MongoClient[dict[str, Any]](server.url("admin")) as client:
            client.admin.command("setParameter", 1, ttlMonitorEnabled=False)
        yield server


@pytest.fixture(scope="session")
def databases(mongod: Mongod) -> Databases:
    """Those on it that have their indexes."""
    return Databases(mongod)


@pytest.fixture
def mongo_database(mongod: Mongod) -> Iterator[str]:
    """The name of a database of this test's own, dropped at its end."""
    name = database_name()
    yield name
    with MongoClient[dict[str, Any]](mongod.url(name)) as client:
        client.drop_database(name)


@pytest.fixture
def mongo_url(mongod: Mongod, mongo_database: str) -> str:
    """The address of this test's database."""
    return mongod.url(mongo_database)


@pytest.fixture(scope="module")
def database(databases: Databases) -> Iterator[Store]:
    """A database with its indexes, shared by the tests of a module."""
    with databases.one() as url:
        store = connect(url)
        yield store
        store.close()


@pytest.fixture
def store(database: Store) -> Store:
    """The module's database, emptied."""
    empty(database.database)
    return database


@pytest.fixture
def ledger(store: Store) -> Ledger:
    """An empty ledger that stands at the beginning of partition 0."""
    stored_offsets(store, {(SITE_VISITS.name, 0): 0})
    photo_sent_by_everybody(store)
    return Ledger(store)


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KafkaBroker]:
    """A real broker; topics are not created by themselves. Do not stop it: others share it."""
    with KafkaBroker(tmp_path_factory.mktemp("kafka"), say=tell_stderr) as broker:
        yield broker


@pytest.fixture(scope="session")
def kafka_bootstrap(kafka: KafkaBroker) -> str:
    """The broker's address for clients. Name topics and groups apart in each test."""
    return kafka.bootstrap


@pytest.fixture(scope="module")
def running_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """A whole embedded stack with sample people on the movable clock, for a file: even at rest it takes a processor's
    time. Do not stop its parts: others share it."""
    with Up(tmp_path_factory.mktemp("stack")) as stack:
        yield stack


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of building material beside the checkout; the test is skipped where there is none."""
    folder = CHECKOUT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"no {folder.name}/ folder beside the checkout: it is for building, not for users")
    return folder

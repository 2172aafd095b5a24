"""Knows a command run as a user would, on a database of this test's own, and a small ledger in it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from click.testing import Result
from pymongo import MongoClient
from typer.testing import CliRunner

from cli.commands import app
from ledger.groundwork.clock import HeldClock
from ledger.intake.incoming import Record
from ledger.intake.taking import take_in
from ledger.mongo.connection import Store, connect
from ledger.mongo.positions import stored_offsets
from ledger.policy.rules import GivenRules, Rules
from ledger.registry.files.loading import load_catalogue
from ledger.registry.routing_rules import load_rules
from mobile_schema.cloudevents import SITE_VISIT, CloudEvent, encode
from mobile_schema.topics import SITE_VISITS
from tests import factories
from tests.databases import Databases
from tests.ledger.factories import FIRST
from tests.samples import with_samples
from tests.signing import key_file

Run = Callable[..., Result]

PROJECT = "2020-140105-30-03-990001"
_NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def mongo_url(databases: Databases) -> Iterator[str]:
    """The address of this test's database, which has its indexes."""
    with databases.one() as url:
        yield url


@pytest.fixture
def run(mongo_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `xiaohao …` with the environment naming this test's database, and no broker."""
    monkeypatch.setenv("XIAOHAO_MONGO_URL", mongo_url)
    monkeypatch.setenv("XIAOHAO_INTAKE_KEY", str(key_file()))
    monkeypatch.delenv("XIAOHAO_KAFKA", raising=False)
    return lambda *arguments: CliRunner().invoke(app, arguments, catch_exceptions=False)


@pytest.fixture
def store(mongo_url: str) -> Iterator[Store]:
    """The database with the sample registry, on a client that no command closes."""
    with MongoClient[dict[str, Any]](mongo_url, tz_aware=True) as client:
        store = Store(client, client.get_default_database())
        with_samples(store)
        yield store


@pytest.fixture
def ledger(store: Store) -> Store:
    """Three visits with a finding each, and one that no contract knows, taken in."""
    stored_offsets(store, {(SITE_VISITS.name, 0): 0})
    rules = Rules(load_catalogue(samples=True), FIRST, load_rules())
    assert take_in(store, records_of(3, b"{}"), HeldClock(_NOW), GivenRules(rules)) is not None
    return store


def records_of(visits: int, *others: bytes) -> list[Record]:
    """So many visits with a finding each, then other bytes, from the beginning of a topic."""
    reports = [factories.as_bytes(factories.site_visit(project_code=PROJECT)) for _ in range(visits)]
    return [
        Record(SITE_VISITS.name, 0, offset, PROJECT.encode(), raw, _headers(offset), signed=True)
        for offset, raw in enumerate([*reports, *others])
    ]


@contextmanager
def opened(url: str) -> Iterator[Store]:
    """A store as our own processes open it, closed again: there is one such connection a process."""
    store = connect(url)
    try:
        yield store
    finally:
        store.close()


def _headers(offset: int) -> list[tuple[str, bytes]]:
    time = _NOW.isoformat()
    return encode(CloudEvent(f"visit-{offset}", "/phone", SITE_VISIT, time, reporter="inspector-140105-1"))

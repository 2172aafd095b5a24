"""Knows an office with its own administrators, served without a broker."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

import httpx

from api.accepting.publisher import NullPublisher
from api.app import create_app
from api.http.settings import Settings
from ledger.mongo.connection import Store
from ledger.registry.entries import Duty, Person
from ledger.registry.files.loading import load_catalogue
from ledger.registry.store import enter
from mobile_schema.vocabulary import Level, Role
from people.tokens import issue_token
from tests.api.parts import running
from tests.plain_http import PLAIN
from tests.samples import with_samples
from tests.signing import key_file

SAMPLES: Final = load_catalogue(samples=True)
HOUSING: Final = "140105-housing"
PEOPLE: Final = {
    each.id: each
    for each in (
        Person("admin-140105", "赵", Role.ADMIN, None, "140105"),
        Person("admin-140100", "钱", Role.ADMIN, None, "140100"),
        Person("admin-140000", "孙", Role.ADMIN, None, "140000"),
        Person("auditor-140105", "李", Role.AUDITOR, None, "140105"),
        Person("county-140105", "周", Role.SUPERVISOR, None, "140105", Level.COUNTY),
        Person("inspector-x", "吴", Role.INSPECTOR, None, "140105"),
        Person("staff-x", "郑", Role.UNIT_STAFF, HOUSING, "140105", phone="0351-1234"),
        Person("away", "王", Role.UNIT_STAFF, "140213-housing", "140213", also=(Duty(Role.INSPECTOR, "140105"),)),
    )
}


@dataclass(frozen=True)
class Office:
    """The ledger, and the address of the app on it."""

    store: Store
    url: str
    tokens: dict[str, str]

    def client(self, person: str = "admin-140105") -> httpx.Client:
        """A client that speaks for somebody."""
        headers = {"Authorization": f"Bearer {self.tokens[person]}"}
        return httpx.Client(base_url=self.url, headers=headers, **PLAIN)


@contextmanager
def office(store: Store, mongo_url: str) -> Iterator[Office]:
    """An office on an empty store."""
    with_samples(store)
    nothing = replace(SAMPLES, regions={}, units={}, zones={}, projects={}, persons={}, posts={})
    enter(store, replace(nothing, persons=PEOPLE))
    tokens = {person: issue_token(store, person, datetime.now(UTC)) for person in PEOPLE}
    settings = Settings(mongo_url=mongo_url, kafka="127.0.0.1:1", clock="movable", intake_key=key_file())
    with running(create_app(settings, publisher=NullPublisher(), store=store)) as url:
        yield Office(store, url, tokens)

"""Knows what must be there before workers start: topics, indexes, positions, the registry, and sample credentials."""

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeVar

from kafka.errors import KafkaError
from pymongo.errors import PyMongoError

from ledger.groundwork.clock import SystemClock
from ledger.groundwork.key_file import make_keys
from ledger.mongo.connection import Store, connect, ensure_indexes
from ledger.mongo.positions import stored_offsets
from ledger.mongo.shared_clock import clock_of
from ledger.policy.store import seed_policies
from ledger.registry.catalogue import Catalogue
from ledger.registry.files.loading import load_catalogue
from ledger.registry.store import read_catalogue, seed
from ledger.retention.store import read_retention
from mobile_schema.topics import BY_COUNTY, TOPICS
from people.first_run import ADMINISTRATOR, make_administrator, new_password, wants_administrator
from streams import logs
from streams.prepare.credentials import write_administrator, write_credentials
from streams.prepare.topics import beginnings, ensure_topics
from streams.settings import Settings

T = TypeVar("T")
_PATIENCE_SECONDS: Final = 60.0
_WHY_LETTERS: Final = 200
_log = logging.getLogger(__name__)


class NotReadyError(Exception):
    """MongoDB or Kafka did not answer in time; the message says which and why."""


def run(samples: bool, credentials: Path | None, admin_file: Path | None = None) -> None:
    """Prepare the stack that the environment names; safe to run again.

    With `samples`, sample people and projects too, and what they sign in by in the file `credentials`. Without them
    the first administrator, where there is none: the password goes into `admin_file`, else to the terminal, once.
    Raises SettingsError, NotReadyError, and RetentionOutdated before anything of Kafka is made.
    """
    settings = Settings.from_environment()
    logs.set_up(settings.log)
    if make_keys(settings.key_file):
        _log.info("made the keys that records of reports are signed by: %s", settings.key_file)
    if make_keys(settings.informant_key_file):
        _log.info("made the keys that informants are sealed by: %s", settings.informant_key_file)
    store = connect(settings.mongo_url)
    try:
        with _told("MongoDB", PyMongoError), _told("Kafka", KafkaError):
            catalogue = load_catalogue(samples)
            topics = _make(store, settings, catalogue)
            if credentials is not None:
                _hand_out_credentials(store, credentials, settings.clock)
            if not samples:
                _first_administrator(store, admin_file)
    finally:
        store.close()
    _log.info("prepared: %d topics, %d projects", topics, len(catalogue.projects))


def _make(store: Store, settings: Settings, catalogue: Catalogue) -> int:
    """Make what may be made again and again, as a machine that has no time may give up a transaction; how many topics.

    Raises PyMongoError, KafkaError, and RetentionOutdated before anything of Kafka is made.
    """
    _wait_for("MongoDB", lambda: ensure_indexes(store), PyMongoError)
    retention = read_retention(store)
    topics = [replace(topic, retention_ms=retention.lengthened(topic)) for topic in TOPICS]
    partitions = _wait_for("Kafka", lambda: ensure_topics(settings.brokers, topics), KafkaError)
    read = {topic.name: partitions[topic.name] for topic in BY_COUNTY}
    first = _wait_for("Kafka", lambda: beginnings(settings.brokers, read), KafkaError)
    _wait_for("MongoDB", lambda: stored_offsets(store, first), PyMongoError)
    _wait_for("MongoDB", lambda: seed(store, catalogue), PyMongoError)
    at = clock_of(settings.clock, store).now()
    for key in _wait_for("MongoDB", lambda: seed_policies(store, at, settings.time_zone), PyMongoError):
        _log.warning("policy %s was entered before and differs from the one that ships: the one entered holds", key)
    return len(partitions)


def _hand_out_credentials(store: Store, path: Path, clock: str) -> None:
    """For samples alone: who was entered under a sample's id is a person, and has a token of their own."""
    people = [person for person in read_catalogue().persons.values() if person.sample]
    write_credentials(store, people, path, clock_of(clock, store))


def _first_administrator(store: Store, path: Path | None) -> None:
    """Raises OSError where the file cannot be written: nobody is made then."""
    if not wants_administrator(read_catalogue()):
        return
    if path is None and not sys.stdout.isatty():
        _log.warning("nobody is administrator yet: run prepare on a terminal, or give it --admin-file")
        return
    password = new_password()
    if path is not None:
        write_administrator(path, password)
    make_administrator(store, SystemClock().now(), password)
    if path is None:
        sys.stdout.write(
            f"管理员 administrator: {ADMINISTRATOR}\n密码 password (只显示这一次 / told once): {password}\n"
        )


def _wait_for(what: str, attempt: Callable[[], T], trouble: type[Exception]) -> T:
    """Try until it works, for a minute; then it raises what the last attempt did."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return attempt()
        except trouble as error:
            if time.monotonic() > deadline:
                raise
            _log.info("waiting for %s: %s", what, error)
            time.sleep(0.5)


@contextmanager
def _told(what: str, trouble: type[Exception]) -> Iterator[None]:
    """Raises NotReadyError of trouble, in one line of both languages."""
    try:
        yield
    except trouble as error:
        why = " ".join(str(error).split())[:_WHY_LETTERS]
        said = f"{what} 未能及时答复，请再运行一次 / {what} did not answer in time; run it again: {why}"
        raise NotReadyError(said) from error

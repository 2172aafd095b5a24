"""Knows what can be done with dead letters: list them, show one, send its original bytes to its topic again."""

import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from ledger.intake.incoming import DAMAGED
from ledger.mongo.connection import Store
from streams.relay.messages import Message, original_headers
from streams.relay.publisher import NotConfirmedError, Publisher

_SHOWN: Final = ("topic", "reason", "detail", "report_id", "at", "replayed")
_PATIENCE_SECONDS: Final = 20.0

Document = dict[str, Any]


class NothingToReplay(ValueError):
    """The record was damaged, and its bytes are gone."""


class UnknownDeadLetter(LookupError):
    """No dead letter has this id."""


def list_dead_letters(store: Store, *, replayed: bool = False, limit: int = 100) -> Iterator[Document]:
    """The latest dead letters without their bytes, newest first; those replayed already only with `replayed`."""
    wanted = {} if replayed else {"replayed": False}
    yield from store["dead_letters"].find(wanted, dict.fromkeys(_SHOWN, 1), sort=[("at", -1), ("_id", 1)], limit=limit)


def replayable_dead_letters(store: Store, *, limit: int) -> list[str]:
    """The ids of the latest that were not sent again and hold what to send, newest first."""
    wanted = {"replayed": False, "reason": {"$ne": DAMAGED}}
    return [
        letter["_id"] for letter in store["dead_letters"].find(wanted, {}, sort=[("at", -1), ("_id", 1)], limit=limit)
    ]


def show_dead_letter(store: Store, identity: str) -> Document:
    """One dead letter, whole: `raw` is its bytes, `headers` a list of [name, bytes]. Raises UnknownDeadLetter."""
    found = store["dead_letters"].find_one({"_id": identity}, {"written": 0})
    if found is None:
        raise UnknownDeadLetter(identity)
    return found


def replay_dead_letter(store: Store, brokers: list[str], identity: str, at: datetime) -> Document:
    """Send a dead letter to the topic it came from, in its original key, headers and bytes, and mark it.

    Sending one twice does no harm: the ledger takes a report once. It stays unmarked when the brokers
    did not confirm it. Raises UnknownDeadLetter, NothingToReplay, NotConfirmedError, kafka.errors.KafkaError,
    pymongo.errors.PyMongoError.
    """
    letter = show_dead_letter(store, identity)
    if letter["reason"] == DAMAGED:
        raise NothingToReplay(identity)
    deadline = time.monotonic() + _PATIENCE_SECONDS

    def waiting() -> None:
        if time.monotonic() > deadline:
            raise NotConfirmedError(f"no broker confirmed it within {_PATIENCE_SECONDS:.0f} s")

    publisher = Publisher(brokers, waiting)
    try:
        publisher.send(Message(letter["topic"], letter["key"], letter["raw"], original_headers(letter)))
        publisher.confirm()
    finally:
        publisher.close()
    store["dead_letters"].update_one({"_id": identity}, {"$set": {"replayed": True, "replayed_at": at}})
    return letter

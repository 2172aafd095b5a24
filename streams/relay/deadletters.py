"""Knows how dead letters are sent again from the command line: which there are, and one's original bytes to its topic,
signed anew."""

import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from ledger.groundwork.brokers import Brokers
from ledger.intake.incoming import DAMAGED, UNSIGNED
from ledger.intake.letters import demand_replayable, mark_replayed, show_dead_letter
from ledger.intake.signing import Signatures
from ledger.mongo.connection import Store
from mobile_schema.cloudevents import CREDENTIAL
from streams.relay.messages import Message, original_headers
from streams.relay.publisher import NotConfirmedError, Publisher

_SHOWN: Final = ("topic", "reason", "detail", "report_id", "at", "replayed")
_PATIENCE_SECONDS: Final = 20.0

Document = dict[str, Any]


def list_dead_letters(store: Store, *, replayed: bool = False, limit: int = 100) -> Iterator[Document]:
    """The latest dead letters without their bytes, newest first; those replayed already only with `replayed`."""
    wanted = {} if replayed else {"replayed": False}
    yield from store["dead_letters"].find(wanted, dict.fromkeys(_SHOWN, 1), sort=[("at", -1), ("_id", 1)], limit=limit)


def replayable_dead_letters(store: Store, *, limit: int) -> list[str]:
    """The ids of the latest that were not sent again, hold what to send, were signed by the API and not
    mended, newest first."""
    wanted = {"replayed": False, "reason": {"$nin": [DAMAGED, UNSIGNED]}, "mended": {"$exists": False}}
    return [
        letter["_id"] for letter in store["dead_letters"].find(wanted, {}, sort=[("at", -1), ("_id", 1)], limit=limit)
    ]


def replay_dead_letter(
    store: Store,
    brokers: Brokers,
    identity: str,
    at: datetime,
    signatures: Signatures,
    *,
    vouched_by: str | None = None,
) -> Document:
    """Send a dead letter to the topic it came from, in its original key and bytes, signed anew, and mark it.

    One that the API did not sign goes only in the name of an operator who answers for it, `vouched_by` (user@host):
    its `ce_credential` says `operator:user@host` in place of what it said, under the signature, and the letter keeps
    it. Sending one twice does no harm: the ledger takes a report once. It stays unmarked when the brokers did not
    confirm it. Raises UnknownDeadLetter, NothingToReplay, NobodyVouches, MendedBefore, NotConfirmedError,
    kafka.errors.KafkaError, pymongo.errors.PyMongoError.
    """
    letter = show_dead_letter(store, identity)
    demand_replayable(letter, vouched=vouched_by is not None)
    headers = original_headers(letter)
    voucher = vouched_by if letter["reason"] == UNSIGNED else None
    if voucher is not None:
        headers = [(name, value) for name, value in headers if name != CREDENTIAL]
        headers.append((CREDENTIAL, f"operator:{voucher}".encode()))
    signed = signatures.sign(headers, letter["topic"], letter["raw"])
    deadline = time.monotonic() + _PATIENCE_SECONDS

    def waiting() -> None:
        if time.monotonic() > deadline:
            raise NotConfirmedError(f"no broker confirmed it within {_PATIENCE_SECONDS:.0f} s")

    publisher = Publisher(brokers, waiting)
    try:
        publisher.send(Message(letter["topic"], letter["key"], letter["raw"], signed))
        publisher.confirm()
    finally:
        publisher.close()
    mark_replayed(store, identity, at, voucher)
    return letter

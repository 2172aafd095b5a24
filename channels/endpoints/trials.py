"""Knows a trial (试发) of an endpoint: a person asks for it, the deliverer sends a test message past the queue and says
what came back. At most one a minute to each endpoint; the last one stands on the endpoint.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from pymongo import ReturnDocument

from channels.endpoints.endpoint import Endpoint
from channels.endpoints.message import Message
from channels.endpoints.outcomes import Accepted, Limited, Outcome
from channels.endpoints.store import ENDPOINTS
from ledger.mongo.connection import Store

EVERY: Final = timedelta(minutes=1)
WAITING: Final = "waiting"
SENDING: Final = "sending"


class UnknownEndpoint(LookupError):
    """There is no endpoint of this id."""


class TriedLately(Exception):
    """It was tried less than a minute ago, `at`."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self.at = at


@dataclass(frozen=True, slots=True)
class Trial:
    """One that is to be sent now."""

    endpoint: Endpoint
    message: Message


def ask_trial(store: Store, endpoint_id: str, by: str, now: datetime) -> dict[str, Any]:
    """The trial, for the deliverer to send. Raises UnknownEndpoint, TriedLately, pymongo.errors.PyMongoError."""
    trial = {"id": f"tst_{secrets.token_hex(16)}", "by": by, "at": now, "state": WAITING, "says": "", "done_at": None}
    rested = {"$or": [{"trial": None}, {"trial.at": {"$lte": now - EVERY}}]}
    if store[ENDPOINTS].update_one({"_id": endpoint_id, **rested}, {"$set": {"trial": trial}}).matched_count:
        return trial
    there = store[ENDPOINTS].find_one({"_id": endpoint_id}, {"trial": 1})
    if there is None:
        raise UnknownEndpoint(endpoint_id)
    raise TriedLately(there["trial"]["at"])


def claim_trials(store: Store, now: datetime) -> Iterator[Trial]:
    """Those that wait, each once: one whose deliverer dies is not sent again by itself."""
    while True:
        found = store[ENDPOINTS].find_one_and_update(
            {"trial.state": WAITING},
            {"$set": {"trial.state": SENDING}},
            return_document=ReturnDocument.AFTER,
        )
        if found is None:
            return
        yield Trial(Endpoint.of(found), Message(found["trial"]["id"], (), now))


def end_trial(store: Store, trial: Trial, outcome: Outcome, now: datetime) -> None:
    """Keep what came back."""
    state = "accepted" if isinstance(outcome, Accepted) else "limited" if isinstance(outcome, Limited) else "failed"
    done = {"trial.state": state, "trial.says": outcome.says, "trial.done_at": now}
    store[ENDPOINTS].update_one({"_id": trial.endpoint.id, "trial.id": trial.message.id}, {"$set": done})

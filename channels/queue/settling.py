"""Knows what an outcome means for the deliveries of a message and for their endpoint; written in one transaction."""

from datetime import datetime, timedelta
from typing import Any, Final

from pymongo.client_session import ClientSession

from channels.endpoints.outcomes import Failed, Limited, Outcome
from channels.endpoints.store import DELIVERIES, ENDPOINTS
from channels.figures import count_failed, count_sent
from channels.queue import pacing as rules
from channels.queue.claiming import RATE_LIMIT, Claim
from channels.queue.retiring import end, kinds_of_endpoints
from ledger.mongo.connection import Store

Document = dict[str, Any]
_USUAL_PAUSE: Final = timedelta(minutes=1)
_RESULTS_KEPT: Final = 30
_WELL: Final = {"failures": 0, "failing_since": None, "last_error": None, "blocked_until": None}


def settle(store: Store, claim: Claim, outcome: Outcome, now: datetime, jitter: float) -> bool:
    """Write what came of a message; False when the claim had run out and another deliverer has it now.

    Raises pymongo.errors.PyMongoError when MongoDB is away: the claim then runs out, and the message goes again.
    """
    if isinstance(outcome, Failed):
        return _Failure(store, claim, outcome, now, jitter).settle()
    if isinstance(outcome, Limited):
        until = now + rules.pause(outcome.pause, _USUAL_PAUSE)
        later = {"state": "deferred", "reason": RATE_LIMIT, "next_try_at": until}
        return _settle(store, claim, _set(later, "limited", outcome.says, now), {"blocked_until": until})
    delivered = _set({"state": "delivered", "reason": None, "delivered_at": now}, "accepted", outcome.says, now)
    kept = _settle(store, claim, {**delivered, "$unset": {"next_try_at": ""}}, _WELL)
    if kept:
        count_sent(claim.deliveries)
    return kept


class _Failure:
    """An attempt that failed: the message again later, or on to the next; after several, the endpoint fails."""

    def __init__(self, store: Store, claim: Claim, outcome: Failed, now: datetime, jitter: float) -> None:
        self._store, self._claim, self._outcome, self._now = store, claim, outcome, now
        endpoint = claim.endpoint
        failures = endpoint.failures + 1
        self._failures = max(failures, rules.FAIL_OVER_AFTER) if outcome.permanent else failures
        self._until = now + rules.back_off(self._failures, jitter)
        failing = self._failures >= rules.FAIL_OVER_AFTER
        self._kinds = kinds_of_endpoints(store)
        self._leaving = [
            each["_id"]
            for each in claim.deliveries
            if outcome.permanent or (failing and any(following in self._kinds for following in each["onward"]))
        ]
        self._marks: Document = {
            "failures": self._failures,
            "failing_since": (endpoint.failing_since or now) if failing else None,
            "last_error": outcome.says,
            "blocked_until": self._until,
        }

    def settle(self) -> bool:
        later = {"state": "waiting", "reason": self._outcome.says, "next_try_at": self._until}
        change = _set(later, "failed", self._outcome.says, self._now)

        def write(session: ClientSession) -> int | None:
            if not _write(self._store, self._claim, change, self._marks, session):
                return None
            if not self._leaving:
                return 0
            found = list(self._store[DELIVERIES].find({"_id": {"$in": self._leaving}}, session=session))
            return end(self._store, found, session, reason=self._outcome.says, kinds=self._kinds, now=self._now)

        failed = self._store.transaction(write)
        count_failed(failed or 0)
        return failed is not None


def _set(fields: Document, outcome: str, says: str, now: datetime) -> Document:
    result = {"at": now, "outcome": outcome, "says": says}
    return {
        "$set": {**fields, "claim": None},
        "$push": {"results": {"$each": [result], "$slice": -_RESULTS_KEPT}},
    }


def _settle(store: Store, claim: Claim, change: Document, endpoint: Document) -> bool:
    return store.transaction(lambda session: _write(store, claim, change, endpoint, session))


def _write(store: Store, claim: Claim, change: Document, endpoint: Document, session: ClientSession) -> bool:
    ids = [each["_id"] for each in claim.deliveries]
    ours = {"_id": {"$in": ids}, "claim": claim.token}
    if store[DELIVERIES].update_many(ours, change, session=session).matched_count == 0:
        return False
    store[ENDPOINTS].update_one({"_id": claim.endpoint.id}, {"$set": endpoint}, session=session)
    return True

"""Knows how far the counters are behind what is written: what it adds waits in `uncounted` (`store.counted`)."""

from datetime import UTC, datetime, timedelta
from typing import Final

import pymongo

from ledger.mongo.connection import Store

UNCOUNTED: Final = "uncounted"


def counting_lag(store: Store) -> float:
    """For how many seconds of the machine's time the oldest has waited. Raises pymongo.errors.PyMongoError."""
    oldest = store[UNCOUNTED].find_one({}, {"_id": 1}, sort=[("_id", pymongo.ASCENDING)])
    if oldest is None:
        return 0.0
    waits: timedelta = datetime.now(UTC) - oldest["_id"].generation_time
    return max(0.0, waits.total_seconds())

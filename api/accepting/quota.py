"""Knows how much somebody may send in a day: photos, files and ledgers together."""

from datetime import UTC, datetime, timedelta
from typing import Final

import pymongo

from api.http.problems import Problem
from api.http.settings import QUERY_SECONDS
from ledger.evidence.uploads import BYTES_A_DAY, FILES_A_DAY, sent_since
from ledger.mongo.connection import Store

_DAY: Final = timedelta(days=1)


def demand_quota(store: Store, person_id: str) -> None:
    """Raises Problem (429) where somebody has sent as much as one may, and PyMongoError."""
    with pymongo.timeout(QUERY_SECONDS):
        sent = sent_since(store, person_id, datetime.now(UTC) - _DAY)
    if sent.enough:
        raise Problem(
            429,
            "too-many-attachments",
            "您今日上传已达上限 / you have sent as much as one may in a day",
            headers={"Retry-After": "3600"},
            files=FILES_A_DAY,
            bytes=BYTES_A_DAY,
        )

"""Knows the retention rules that were entered: immutable versions, of which the highest holds."""

import hashlib
from datetime import datetime
from typing import Final

from pymongo.errors import DuplicateKeyError

from ledger.mongo.connection import Store
from ledger.retention.retention import Retention, parse_retention, shipped_retention, shipped_text

_COLLECTION: Final = "retention"


class RetentionRefused(Exception):
    """Sound rules that do not go with those entered before; nothing was changed."""


def enter_retention(store: Store, text: str, at: datetime) -> Retention:
    """Keep a version for good; it holds from now on. The same text again changes nothing.

    Raises DataFileRefused when the file is not sound; RetentionRefused when its version is not above the one that
    holds, or is there with another text.
    """
    rules, digest = parse_retention(text), hashlib.sha256(text.encode()).hexdigest()
    there = store[_COLLECTION].find_one({"_id": rules.version})
    if there is None:
        holds = read_retention(store).version
        if rules.version <= holds:
            raise RetentionRefused(f"现行版本为 {holds},请用更高版本号 / version {holds} holds: take a higher one")
        try:
            store[_COLLECTION].insert_one({"_id": rules.version, "text": text, "sha256": digest, "entered_at": at})
        except DuplicateKeyError:
            there = store[_COLLECTION].find_one({"_id": rules.version})
    if there is not None and there["sha256"] != digest:
        raise RetentionRefused(
            f"版本 {rules.version} 已有,内容不同;请用新版本号 / is there already and differs: take the next version"
        )
    return rules


def read_retention(store: Store) -> Retention:
    """The rules that hold: the highest version entered, or those that ship."""
    text = _newest(store)
    return shipped_retention() if text is None else parse_retention(text)


def read_retention_text(store: Store) -> str:
    """The rules that hold, as they were written."""
    return _newest(store) or shipped_text()


def _newest(store: Store) -> str | None:
    found = store[_COLLECTION].find_one({}, {"text": 1}, sort=[("_id", -1)])
    return None if found is None else str(found["text"])

"""Knows the dispatch rules that were entered: immutable versions, of which the highest holds."""

import hashlib
from datetime import datetime
from typing import Final

from pymongo.errors import DuplicateKeyError

from ledger.dispatch.rules import DispatchRules, parse_dispatch, shipped_dispatch, shipped_text
from ledger.mongo.connection import Document, Store

_COLLECTION: Final = "dispatch_rules"


class DispatchRefused(Exception):
    """Sound rules that do not go with those entered before; nothing was changed."""


def enter_dispatch(store: Store, text: str, at: datetime) -> DispatchRules:
    """Keep a version for good; it holds for flags that come from now on. The same text again changes nothing.

    Raises DataFileRefused when the file is not sound; DispatchRefused when its version is not above the one that
    holds, or is there with another text.
    """
    rules, digest = parse_dispatch(text), hashlib.sha256(text.encode()).hexdigest()
    there = store[_COLLECTION].find_one({"_id": rules.version})
    if there is None:
        holds = read_dispatch(store).version
        if rules.version <= holds:
            raise DispatchRefused(f"现行版本为 {holds},请用更高版本号 / version {holds} holds: take a higher one")
        try:
            store[_COLLECTION].insert_one({"_id": rules.version, "text": text, "sha256": digest, "entered_at": at})
        except DuplicateKeyError:
            there = store[_COLLECTION].find_one({"_id": rules.version})
    if there is not None and there["sha256"] != digest:
        raise DispatchRefused(
            f"版本 {rules.version} 已有,内容不同;请用新版本号 / is there already and differs: take the next version"
        )
    return rules


def read_dispatch(store: Store) -> DispatchRules:
    """The rules that hold: the highest version entered, or those that ship. Raises DataFileRefused."""
    newest = _newest(store)
    return shipped_dispatch() if newest is None else parse_dispatch(newest["text"])


def read_dispatch_text(store: Store) -> str:
    """The rules that hold, as they were written."""
    newest = _newest(store)
    return shipped_text() if newest is None else str(newest["text"])


def _newest(store: Store) -> Document | None:
    return store[_COLLECTION].find_one({}, {"text": 1}, sort=[("_id", -1)])

"""Knows the retention rules that were entered: immutable versions, of which the highest holds."""

import hashlib
from datetime import datetime
from typing import Final

from pymongo.errors import DuplicateKeyError

from ledger.groundwork.yaml_lines import DataFileRefused
from ledger.mongo.connection import Document, Store
from ledger.retention.retention import Retention, parse_retention, shipped_retention, shipped_text

_COLLECTION: Final = "retention"


class RetentionRefused(Exception):
    """Sound rules that do not go with those entered before; nothing was changed."""


class RetentionOutdated(Exception):
    """The version that holds was entered when other rules were sound; it takes a higher one to go on."""


def enter_retention(store: Store, text: str, at: datetime) -> Retention:
    """Keep a version for good; it holds from now on. The same text again changes nothing.

    Raises DataFileRefused when the file is not sound; RetentionRefused when its version is not above the one that
    holds, or is there with another text.
    """
    rules, digest = parse_retention(text), hashlib.sha256(text.encode()).hexdigest()
    there = store[_COLLECTION].find_one({"_id": rules.version})
    if there is None:
        newest = _newest(store)
        holds = shipped_retention().version if newest is None else newest["_id"]
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
    """The rules that hold: the highest version entered, or those that ship. Raises RetentionOutdated."""
    newest = _newest(store)
    if newest is None:
        return shipped_retention()
    try:
        return parse_retention(newest["text"])
    except DataFileRefused as refused:
        raise RetentionOutdated(
            f"现行保管规则(retention 第 {newest['_id']} 版)已不合规,请导入更高版本 / "
            f"the retention rules that hold, version {newest['_id']}, are not sound any more: import a higher one: "
            f"{refused}"
        ) from refused


def read_retention_text(store: Store) -> str:
    """The rules that hold, as they were written."""
    newest = _newest(store)
    return shipped_text() if newest is None else str(newest["text"])


def _newest(store: Store) -> Document | None:
    return store[_COLLECTION].find_one({}, {"text": 1}, sort=[("_id", -1)])

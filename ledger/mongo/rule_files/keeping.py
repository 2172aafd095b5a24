"""Knows the rule files that were entered: immutable versions by kind and name, of which the highest holds."""

import hashlib
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, TypeVar, cast

from pymongo.errors import DuplicateKeyError

from ledger.groundwork.yaml_lines import DataFileRefused
from ledger.mongo.connection import Document, Store
from ledger.mongo.rule_files.kinds import COLLECTION, HeldRules, RuleKind, Version

T = TypeVar("T")

_PARTS: Final = re.compile(r"[.-]")
_log = logging.getLogger(__name__)


class RuleFileRefused(Exception):
    """A sound file that does not go with those entered before; nothing was changed."""


@dataclass(frozen=True, slots=True)
class _Text:
    name: str
    version: Version
    text: str
    entered_at: datetime | None = None
    entered_by: str | None = None


def enter_rules(store: Store, kind: RuleKind[T], text: str, at: datetime, by: str | None = None) -> T:
    """Keep a version for good; it holds from now on. The same text again changes nothing.

    Raises DataFileRefused when the file is not sound; RuleFileRefused when its version is not above the one that
    holds, or is there with another text.
    """
    rules = kind.parse(text)
    name, version = kind.called(rules)
    key, digest = kind.key(name, version), hashlib.sha256(text.encode()).hexdigest()
    there = store[kind.collection].find_one({"_id": key})
    if there is None:
        holds = _newest(store, kind).get(name)
        if holds is not None and _order(version) <= _order(holds.version):
            message = f"现行版本为 {holds.version},请用更高版本号 / version {holds.version} holds: take a higher one"
            raise RuleFileRefused(message)
        what = {"_id": key, "kind": kind.kind, "name": name, "version": version}
        try:
            store[kind.collection].insert_one(
                what | {"text": text, "sha256": digest, "entered_at": at, "entered_by": by}
            )
        except DuplicateKeyError:
            there = store[kind.collection].find_one({"_id": key})
    if there is not None and there["sha256"] != digest:
        raise RuleFileRefused(
            f"版本 {version} 已有,内容不同;请用新版本号 / is there already and differs: take the next version"
        )
    return rules


def rules_in_force(store: Store, kind: RuleKind[T]) -> Mapping[str, HeldRules[T]]:
    """The version of each file that holds, by name and in the order of the names.

    One that is not sound any more, after an update, is told in the log, and the version before it holds.
    """
    found: dict[str, HeldRules[T]] = {}
    for each in _all(store, kind):
        try:
            rules = cast("T", _parsed(kind, each.text))
        except DataFileRefused as refused:
            _log.error("%s %s@%s is not sound any more: %s", kind.kind, each.name, each.version, refused)
            continue
        found[each.name] = HeldRules(rules, each.text, each.entered_at, each.entered_by)
    return dict(sorted(found.items()))


def rule_in_force(store: Store, kind: RuleKind[T], name: str = "") -> T:
    """The file that holds. Raises KeyError, DataFileRefused where it is not sound any more."""
    return cast("T", _parsed(kind, text_in_force(store, kind, name)))


def text_in_force(store: Store, kind: RuleKind[Any], name: str = "") -> str:
    """The file that holds, as it was written. Raises KeyError."""
    return _newest(store, kind)[name].text


def _newest(store: Store, kind: RuleKind[Any]) -> dict[str, _Text]:
    return {each.name: each for each in _all(store, kind)}


def _all(store: Store, kind: RuleKind[Any]) -> list[_Text]:
    """Those that ship and those entered, the highest version last."""
    asked: Document = {"kind": kind.kind} if kind.collection == COLLECTION else {}
    entered = (_entered(each) for each in store[kind.collection].find(asked))
    return sorted([*_shipped(kind), *entered], key=lambda each: (_order(each.version), each.entered_at is not None))


def _shipped(kind: RuleKind[Any]) -> Iterator[_Text]:
    for text in kind.shipped():
        name, version = kind.called(_parsed(kind, text))
        yield _Text(name, version, text)


def _entered(each: Document) -> _Text:
    version: Version = each["version"] if "version" in each else each["_id"]
    return _Text(each.get("name", ""), version, each["text"], each["entered_at"], each.get("entered_by"))


def _order(version: Version) -> tuple[tuple[int, int, str], ...]:
    """2019.10 comes after 2019.9."""
    parts = _PARTS.split(str(version))
    return tuple((1, int(part), "") if part.isdecimal() else (0, 0, part) for part in parts)


@lru_cache(maxsize=256)
def _parsed(kind: RuleKind[Any], text: str) -> Any:
    return kind.parse(text)

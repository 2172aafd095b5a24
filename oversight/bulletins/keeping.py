"""Knows the bulletins in MongoDB: that one was built, with figures and hashes of files; that one was issued.

Appended and never changed. Nothing is sent from here: who issues one says so, and that is kept with who it was.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from pymongo.errors import DuplicateKeyError

from ledger.mongo.connection import Document, Store
from oversight.bulletins.making import Bulletin

BULLETINS: Final = "bulletins"
BUILT: Final = "bulletin.built"
ISSUED: Final = "bulletin.issued"


class UnknownBulletin(LookupError):
    """No bulletin of this id was built on this ledger (zh / en)."""


class OtherFiles(ValueError):
    """The same bulletin was kept with other files (zh / en)."""


@dataclass(frozen=True, slots=True)
class KeptFigure:
    """A figure as it was printed, and how often it stands in the paper."""

    key: str
    name: str
    subject: str
    said: str
    shown: int


@dataclass(frozen=True, slots=True)
class KeptBulletin:
    """A bulletin as it was built, and when and by whom it was issued, if it was."""

    id: str
    title: str
    rule: str
    version: str
    period: str
    frozen_at: datetime
    position: str
    built_at: datetime
    built_by: str
    sha256: Mapping[str, str]
    figures: tuple[KeptFigure, ...]
    rule_said: Mapping[str, Any]
    """The rule itself, as it was then."""
    issued_at: datetime | None = None
    issued_by: str | None = None


def keep(store: Store, bulletin: Bulletin, hashes: Mapping[str, str], by: str, at: datetime) -> KeptBulletin:
    """Keep that it was built, once. Raises OtherFiles where it is kept with other hashes; PyMongoError."""
    with suppress(DuplicateKeyError):
        store[BULLETINS].insert_one(_built(bulletin, hashes, by, at))
    kept = kept_bulletin(store, bulletin.id)
    other = [suffix for suffix, sha256 in hashes.items() if kept.sha256[suffix] != sha256]
    if other:
        names = "、".join(other)
        raise OtherFiles(
            f"通报 {kept.id} 已留存,本次生成的 {names} 与留存的不同(字体或软件版本不同) / "
            f"it is kept with another {names}: other fonts, or another version of the software"
        )
    return kept


def issue(store: Store, identity: str, by: str, at: datetime) -> KeptBulletin:
    """Keep that somebody issues it; who did so first stays. Raises UnknownBulletin; PyMongoError."""
    kept = kept_bulletin(store, identity)
    told = {"rule": kept.rule, "version": kept.version, "period": kept.period, "sha256": dict(kept.sha256)}
    frozen = {"frozen_at": kept.frozen_at, "position": kept.position}
    with suppress(DuplicateKeyError):
        store[BULLETINS].insert_one(
            {"_id": _issued_id(kept.id), "type": ISSUED, "bulletin": kept.id, "at": at, "by": by, **told, **frozen}
        )
    return kept_bulletin(store, kept.id)


def kept_bulletin(store: Store, identity: str) -> KeptBulletin:
    """One by its id. Raises UnknownBulletin; PyMongoError."""
    document = store[BULLETINS].find_one({"_id": identity, "type": BUILT})
    if document is None:
        raise UnknownBulletin(
            f"本台账没有编号为 {identity[:40]} 的通报 / no bulletin of this id was built on this ledger"
        )
    return _from(document, store[BULLETINS].find_one({"_id": _issued_id(identity)}))


def kept_bulletins(store: Store) -> Iterator[KeptBulletin]:
    """All of them, the last built first."""
    issued = {each["bulletin"]: each for each in store[BULLETINS].find({"type": ISSUED})}
    for document in store[BULLETINS].find({"type": BUILT}).sort([("at", -1), ("_id", 1)]):
        yield _from(document, issued.get(document["_id"]))


def _issued_id(identity: str) -> str:
    return f"{identity}/issued"


def _built(bulletin: Bulletin, hashes: Mapping[str, str], by: str, at: datetime) -> Document:
    basis, shown = bulletin.basis, dict(bulletin.shown)
    return {
        "_id": bulletin.id,
        "type": BUILT,
        "at": at,
        "by": by,
        "title": bulletin.paper.title,
        "rule": basis.rule.name,
        "version": basis.rule.version,
        "rule_said": json.loads(basis.rule.model_dump_json(exclude_defaults=True)),
        "period": basis.period.name,
        "frozen_at": basis.at,
        "position": basis.position,
        "sha256": dict(hashes),
        "figures": [
            {"key": each.key, "name": each.name, "subject": each.subject, "said": each.said, "shown": shown[each.key]}
            for each in bulletin.figures
            if each.key in shown
        ],
    }


def _from(document: Document, issued: Document | None) -> KeptBulletin:
    return KeptBulletin(
        id=document["_id"],
        title=document["title"],
        rule=document["rule"],
        version=document["version"],
        period=document["period"],
        frozen_at=document["frozen_at"],
        position=document["position"],
        built_at=document["at"],
        built_by=document["by"],
        sha256=document["sha256"],
        figures=tuple(KeptFigure(**each) for each in document["figures"]),
        rule_said=document["rule_said"],
        issued_at=None if issued is None else issued["at"],
        issued_by=None if issued is None else issued["by"],
    )

"""Knows the figures of targets in MongoDB: appended and never changed; as of any past moment they are what they were.

A value is kept as whole hundredths of its measure: no float says what somebody is held to.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from pymongo.errors import DuplicateKeyError

from ledger.mongo.connection import Document, Store
from ledger.store.commit import Conflict
from oversight.targets.standing import TargetFigure

TARGET_FIGURES: Final = "target_figures"
_NAMESPACE: Final = uuid.UUID("5b1b9f6e-7d52-5e5c-8d1c-2c1b0a7f4e19")
_ATTEMPTS: Final = 20


@dataclass(frozen=True, slots=True)
class Entered:
    """What somebody says of a month, with the source of the number."""

    target: str
    month: str
    value: Decimal
    source: str


def enter(store: Store, said: Entered, by: str, at: datetime) -> TargetFigure:
    """The figure as it is kept; the same again keeps nothing and is answered as it was.

    Raises Conflict when races do not end; pymongo.errors.PyMongoError.
    """
    for _ in range(_ATTEMPTS):
        last = max(figures_of(store, target=said.target, month=said.month), key=lambda each: each.version, default=None)
        if last is not None and (last.value, last.source) == (said.value, said.source):
            return last
        version = 1 if last is None else last.version + 1
        identity = str(uuid.uuid5(_NAMESPACE, f"{said.target}\0{said.month}\0{version}"))
        corrects = None if last is None else last.id
        kept = TargetFigure(identity, said.target, said.month, version, corrects, said.value, said.source, at, by)
        try:
            store[TARGET_FIGURES].insert_one(_to_document(kept))
        except DuplicateKeyError:
            continue
        return kept
    raise Conflict(f"the figure of {said.target} met another writer {_ATTEMPTS} times")


def figures_of(
    store: Store, *, target: str | None = None, month: str | None = None, as_of: datetime | None = None
) -> Iterator[TargetFigure]:
    """Those of a target, a month, kept until a moment, by month and version; of all, unless it is said."""
    asked = {"target": target, "month": month, "at": None if as_of is None else {"$lte": as_of}}
    query = {name: value for name, value in asked.items() if value is not None}
    for document in store[TARGET_FIGURES].find(query).sort([("target", 1), ("month", 1), ("version", 1)]):
        yield _from(document)


def _to_document(figure: TargetFigure) -> Document:
    return {
        "_id": figure.id,
        "target": figure.target,
        "month": figure.month,
        "version": figure.version,
        "corrects": figure.corrects,
        "hundredths": int(figure.value * 100),
        "source": figure.source,
        "at": figure.at,
        "by": figure.by,
    }


def _from(document: Document) -> TargetFigure:
    said = {name: value for name, value in document.items() if name not in {"_id", "hundredths"}}
    return TargetFigure(**said, id=document["_id"], value=Decimal(document["hundredths"]) / 100)

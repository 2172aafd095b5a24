"""Knows what can be done with dead letters: list them, show one, say which may be sent again, and that it was."""

from datetime import datetime
from typing import Final

from ledger.intake.incoming import DAMAGED, UNSIGNED
from ledger.mongo.connection import Document, Store
from ledger.mongo.pages import Key, Page, read_page

LETTERS: Final = "dead_letters"
_WITHOUT: Final = {"raw": 0, "headers": 0, "written": 0, "mended.raw": 0}
_LATEST: Final = [("at", -1), ("_id", 1)]


class NothingToReplay(ValueError):
    """The record was damaged, and its bytes are gone."""


class NobodyVouches(ValueError):
    """The record was not signed by the API, and nobody answers for it."""


class MendedBefore(ValueError):
    """Its report was mended, and is not sent as it came, nor in other words again."""


class UnknownDeadLetter(LookupError):
    """No dead letter has this id."""


def page_of_dead_letters(store: Store, *, replayed: bool, limit: int, after: Key | None) -> Page[Document]:
    """Dead letters without their bytes, the latest first; those sent again already only with `replayed`.

    Raises pymongo.errors.PyMongoError.
    """
    wanted: Document = {} if replayed else {"replayed": False}
    index = _LATEST if replayed else [("replayed", 1), *_LATEST]
    return read_page(store[LETTERS], wanted, "at", limit, after, projection=_WITHOUT, hint=index)


def show_dead_letter(store: Store, identity: str) -> Document:
    """One dead letter, whole: `raw` is its bytes, `headers` a list of [name, bytes]. Raises UnknownDeadLetter."""
    found = store[LETTERS].find_one({"_id": identity}, {"written": 0})
    if found is None:
        raise UnknownDeadLetter(identity)
    return found


def demand_replayable(letter: Document, *, vouched: bool = False) -> None:
    """Raises NothingToReplay; MendedBefore; NobodyVouches of one that was not signed and for which nobody answers."""
    if letter["reason"] == DAMAGED:
        raise NothingToReplay(letter["_id"])
    if "mended" in letter:
        raise MendedBefore(letter["_id"])
    if letter["reason"] == UNSIGNED and not vouched:
        raise NobodyVouches(letter["_id"])


def is_replayable(letter: Document) -> bool:
    """Whether it may be sent again without anybody to answer for it."""
    return letter["reason"] not in {DAMAGED, UNSIGNED} and "mended" not in letter


def mark_replayed(store: Store, identity: str, at: datetime, vouched_by: str | None = None) -> None:
    """Keep that it was sent again, and who answers for it where somebody has to."""
    vouched = {} if vouched_by is None else {"vouched_by": vouched_by}
    store[LETTERS].update_one({"_id": identity}, {"$set": {"replayed": True, "replayed_at": at, **vouched}})

"""Knows how far the relay has come: the change stream's resume token, and the latest event time it has published."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from ledger.mongo.connection import Store

_ID: Final = "relay"


class MarkLost(Exception):
    """Another relay has taken over."""


@dataclass(frozen=True, slots=True)
class Mark:
    """`token` is None before the first start; `at` is the ledger's time of the latest event published."""

    token: dict[str, Any] | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """The relay's document in `positions`. Its methods raise pymongo.errors.PyMongoError when MongoDB is away."""

    store: Store
    holder: str

    def take_over(self) -> Mark:
        """The stored mark, which from now on only this relay may move."""
        self.store["positions"].update_one({"_id": _ID}, {"$set": {"holder": self.holder}}, upsert=True)
        found = self.store["positions"].find_one({"_id": _ID}) or {}
        return Mark(found.get("token"), found.get("at"))

    def save(self, mark: Mark) -> None:
        """Move the mark. Raises MarkLost when another relay has taken over."""
        fields = {"token": mark.token, "at": mark.at}
        moved = self.store["positions"].update_one({"_id": _ID, "holder": self.holder}, {"$set": fields})
        if moved.matched_count == 0:
            raise MarkLost(f"{self.holder} no longer holds the relay's mark")

"""Knows saved views: a name for the query of a list, of one person, whom it shows it to, and an address to pass on.

What a view shows to another is what that one may read; the view itself, its name and its query, is shown to nobody else
than its owner says.
"""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Final

from pymongo.errors import DuplicateKeyError

from ledger.mongo.connection import Document, Store
from ledger.registry.entries import Person

VIEWS: Final = "views"
MOST: Final = 200
"""Of one person."""


class Shown(StrEnum):
    """Whom a view is shown to: oneself; those of one's unit, or of one's region and role where one has no unit; all."""

    ME = "me"
    COLLEAGUES = "colleagues"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view. `query` are parameters and values as an address has them."""

    id: str
    owner: str
    name: str
    query: Mapping[str, str]
    shown: Shown


class TooManyViews(Exception):
    """The person has as many views as one may have."""


class NameTaken(Exception):
    """The person has a view of this name."""


def new_id() -> str:
    """An id that nobody guesses."""
    return secrets.token_urlsafe(12)


def keep_view(store: Store, view: SavedView) -> None:
    """Keep a new view. Raises TooManyViews, NameTaken, or pymongo.errors.PyMongoError."""
    if store[VIEWS].count_documents({"owner": view.owner}, limit=MOST) >= MOST:
        raise TooManyViews
    with _named_once():
        store[VIEWS].insert_one(_document(view))


def change_view(store: Store, view: SavedView) -> bool:
    """Let a view be like this; whether its owner has such a one. Raises NameTaken or pymongo.errors.PyMongoError."""
    with _named_once():
        return store[VIEWS].replace_one(_own(view.owner, view.id), _document(view)).matched_count == 1


def drop_view(store: Store, owner: str, view_id: str) -> bool:
    """Forget a view; whether the person had it. Raises pymongo.errors.PyMongoError."""
    return store[VIEWS].delete_one(_own(owner, view_id)).deleted_count == 1


def views_of(store: Store, owner: str) -> list[SavedView]:
    """A person's own views, by name. Raises pymongo.errors.PyMongoError."""
    return [_view(found) for found in store[VIEWS].find({"owner": owner}, sort=[("name", 1)])]


def view_for(store: Store, asking: Person, view_id: str, persons: Mapping[str, Person]) -> SavedView | None:
    """The view with this id, where the one who asks may see it. Raises pymongo.errors.PyMongoError."""
    found = store[VIEWS].find_one({"_id": view_id})
    if found is None:
        return None
    view = _view(found)
    if view.owner == asking.id or view.shown is Shown.EVERYONE:
        return view
    owner = persons.get(view.owner)
    return view if view.shown is Shown.COLLEAGUES and owner is not None and _colleagues(owner, asking) else None


def _colleagues(one: Person, other: Person) -> bool:
    if one.unit_id is not None:
        return one.unit_id == other.unit_id
    return other.unit_id is None and (one.region, one.role) == (other.region, other.role)


def _own(owner: str, view_id: str) -> Document:
    return {"_id": view_id, "owner": owner}


@contextmanager
def _named_once() -> Iterator[None]:
    try:
        yield
    except DuplicateKeyError as error:
        raise NameTaken from error


def _document(view: SavedView) -> Document:
    document = asdict(view)
    document["_id"] = document.pop("id")
    return document


def _view(document: Document) -> SavedView:
    shown = Shown(document["shown"])
    return SavedView(document["_id"], document["owner"], document["name"], document["query"], shown)

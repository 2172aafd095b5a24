"""Knows the registry as deployed: seeded from the package, added to by the operator, read as one snapshot."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, TypeVar

from mongoengine import DynamicDocument
from pydantic import TypeAdapter
from pymongo import ReplaceOne, UpdateOne
from pymongo.client_session import ClientSession

from ledger.mongo.connection import Document, Store
from ledger.mongo.documents import (
    PersonDocument,
    PostDocument,
    ProjectDocument,
    RegionDocument,
    UnitDocument,
    ZoneDocument,
)
from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import Person, Post, Project, Region, Unit, Zone
from ledger.registry.files.loading import load_catalogue

Entry = TypeVar("Entry")
_Write = ReplaceOne[Document] | UpdateOne
_Way = Callable[[Document], list[_Write]]
_MARK = "entered"
"""The field of a document that the operator entered; what ships has none."""


def seed(store: Store, catalogue: Catalogue) -> None:
    """Write the entries that ship; one that is there is replaced, save what the operator has entered or filled."""
    _put_all_but_posts(store, catalogue, _seed)
    _put_new_posts(store, catalogue.posts)


def enter(store: Store, catalogue: Catalogue) -> None:
    """Write what the operator says, whole or not at all; an entry that is there is replaced, others are left alone."""

    def write(session: ClientSession) -> None:
        _put_all_but_posts(store, catalogue, _enter, session)
        _put(store, "posts", catalogue.posts, _enter, session)

    store.transaction(write)


def _put_all_but_posts(store: Store, catalogue: Catalogue, how: _Way, session: ClientSession | None = None) -> None:
    _put(store, "regions", catalogue.regions, how, session)
    _put(store, "units", catalogue.units, how, session)
    _put(store, "projects", catalogue.projects, how, session)
    _put(store, "zones", catalogue.zones, how, session)
    _put(store, "persons", catalogue.persons, how, session)


def _enter(document: Document) -> list[_Write]:
    """Marked, so that no seed after it undoes it."""
    return [ReplaceOne({"_id": document["_id"]}, document | {_MARK: True}, upsert=True)]


def _seed(document: Document) -> list[_Write]:
    """Added when it is not there, and replaced only as long as nobody entered it."""
    key = {"_id": document["_id"]}
    return [UpdateOne(key, {"$setOnInsert": document}, upsert=True), ReplaceOne(key | {_MARK: {"$ne": True}}, document)]


def _put_new_posts(store: Store, posts: Mapping[str, Post]) -> None:
    """A shipped post is vacant, or held by a sample: it never takes the place of the people that are there, and one
    that the operator emptied stays empty."""
    writes: list[UpdateOne] = []
    for key, post in posts.items():
        writes.append(UpdateOne({"_id": key}, {"$setOnInsert": _plain(post)}, upsert=True))
        if post.holders:
            writes.append(
                UpdateOne(
                    {"_id": key, "holders": [], _MARK: {"$ne": True}}, {"$set": {"holders": _plain(post)["holders"]}}
                )
            )
    if writes:
        store["posts"].bulk_write(writes)


def read_catalogue() -> Catalogue:
    """The registry as it stands in MongoDB; what a category is comes with the package."""
    shipped = load_catalogue(samples=False)
    return Catalogue(
        regions=_get(RegionDocument, Region, "code"),
        units=_get(UnitDocument, Unit, "id"),
        projects=_get(ProjectDocument, Project, "code", derived=("region",)),
        zones=_get(ZoneDocument, Zone, "id"),
        persons=_get(PersonDocument, Person, "id"),
        posts=_get(PostDocument, Post, "id", keep_key=False),
        evidence=shipped.evidence,
        categories=shipped.categories,
    )


def _put(
    store: Store,
    collection: str,
    entries: Mapping[str, Any],
    how: _Way,
    session: ClientSession | None = None,
) -> None:
    writes = [write for key, entry in entries.items() for write in how(_document(key, entry))]
    if writes:
        store[collection].bulk_write(writes, session=session)


def _document(key: str, entry: Any) -> Document:
    filed_under = {"region": entry.region} if isinstance(entry, Project) else {}
    return _plain(entry) | filed_under | {"_id": key}


def _plain(entry: Any) -> Document:
    """An entry as MongoDB takes it: a day as YYYY-MM-DD, since BSON has no date without a time."""
    plain: Document = asdict(entry, dict_factory=lambda items: {name: _plain_day(value) for name, value in items})
    return plain


def _plain_day(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _get(
    documents: type[DynamicDocument],
    kind: type[Entry],
    key: str,
    *,
    derived: Iterable[str] = (),
    keep_key: bool = True,
) -> dict[str, Entry]:
    adapter = TypeAdapter(kind)
    entries = {}
    for document in documents.objects.as_pymongo():
        identity = document.pop("_id")
        document.pop(_MARK, None)
        for name in derived:
            document.pop(name)
        entries[identity] = adapter.validate_python({**document, key: identity} if keep_key else document)
    return entries

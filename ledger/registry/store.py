"""Knows the registry as deployed: seeded from the package, added to by the operator, read as one snapshot."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, TypeVar

from mongoengine import DynamicDocument
from pydantic import TypeAdapter
from pymongo import ReplaceOne, UpdateOne
from pymongo.client_session import ClientSession

from ledger.mongo.connection import Store
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


def seed(store: Store, catalogue: Catalogue) -> None:
    """Write the entries that ship; one that is there is replaced, save a post that the operator has filled."""
    _put_all_but_posts(store, catalogue)
    _put_new_posts(store, catalogue.posts)


def enter(store: Store, catalogue: Catalogue) -> None:
    """Write what the operator says, whole or not at all; an entry that is there is replaced, others are left alone."""

    def write(session: ClientSession) -> None:
        _put_all_but_posts(store, catalogue, session)
        _put(store, "posts", catalogue.posts, session=session)

    store.transaction(write)


def _put_all_but_posts(store: Store, catalogue: Catalogue, session: ClientSession | None = None) -> None:
    _put(store, "regions", catalogue.regions, session=session)
    _put(store, "units", catalogue.units, session=session)
    _put(store, "projects", catalogue.projects, lambda project: {"region": project.region}, session)
    _put(store, "zones", catalogue.zones, session=session)
    _put(store, "persons", catalogue.persons, session=session)


def _put_new_posts(store: Store, posts: Mapping[str, Post]) -> None:
    """A shipped post is vacant, or held by a sample: it never takes the place of the people that are there."""
    writes: list[UpdateOne] = []
    for key, post in posts.items():
        writes.append(UpdateOne({"_id": key}, {"$setOnInsert": _plain(post)}, upsert=True))
        if post.holders:
            writes.append(UpdateOne({"_id": key, "holders": []}, {"$set": {"holders": _plain(post)["holders"]}}))
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
    derived: Callable[[Any], dict[str, Any]] = lambda _: {},
    session: ClientSession | None = None,
) -> None:
    writes = [
        ReplaceOne({"_id": key}, {**_plain(entry), **derived(entry), "_id": key}, upsert=True)
        for key, entry in entries.items()
    ]
    if writes:
        store[collection].bulk_write(writes, ordered=False, session=session)


def _plain(entry: Any) -> dict[str, Any]:
    """An entry as MongoDB takes it: a day as YYYY-MM-DD, since BSON has no date without a time."""
    return asdict(entry, dict_factory=lambda items: {name: _plain_day(value) for name, value in items})


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
        for name in derived:
            document.pop(name)
        entries[identity] = adapter.validate_python({**document, key: identity} if keep_key else document)
    return entries

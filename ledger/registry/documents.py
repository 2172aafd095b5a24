"""Knows how the entries of the registry stand in MongoDB as documents, and how they are read back."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from ledger.mongo.connection import Document
from ledger.registry.entries import (
    CategoryEntry,
    EvidenceKind,
    Person,
    Post,
    Project,
    Region,
    RoutingRule,
    Township,
    Unit,
    Zone,
)


def to_document(key: str, entry: Any) -> Document:
    """An entry as MongoDB gives it back: a day as YYYY-MM-DD, since BSON has no date without a time."""
    document: Document = msgspec.json.decode(msgspec.json.encode(entry))
    filed_under = {"region": entry.region} if isinstance(entry, Project) else {}
    return document | filed_under | {"_id": key}


def _reader(kind: type[Any], key: str) -> Callable[[Document], Any]:
    """What is stored was checked when it came in; here only its types are, ten times faster."""
    return lambda document: msgspec.convert(document | {key: document["_id"]}, kind)


def _post(document: Document) -> Post:
    """Older registries have the bare ids of holders stored."""
    holders = [{"person_id": each} if isinstance(each, str) else each for each in document["holders"]]
    return msgspec.convert(document | {"holders": holders}, Post)


READERS: Final[Mapping[str, Callable[[Document], Any]]] = {
    "regions": _reader(Region, "code"),
    "units": _reader(Unit, "id"),
    "projects": _reader(Project, "code"),
    "zones": _reader(Zone, "id"),
    "persons": _reader(Person, "id"),
    "posts": _post,
    "townships": _reader(Township, "code"),
    "evidence": _reader(EvidenceKind, "code"),
    "categories": _reader(CategoryEntry, "code"),
    "routes": _reader(RoutingRule, "id"),
}
"""How each collection of the registry is read; they are named as the catalogue's fields are."""

"""Knows what a change of the registry is, and how those made so far are read: who, when, from what to what."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from ledger.mongo.connection import Document, Store
from ledger.registry.actors import Actor
from ledger.registry.places import EVERYWHERE

EVENTS: Final = "registry_events"
_NOT_SAID: Final = frozenset({"_id", "entered"})


@dataclass(frozen=True, slots=True)
class By:
    """Who changes something, when, and what they say to it."""

    actor: Actor
    at: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class RegistryEvent:
    """One entry that somebody changed. `changes` are the fields, each from what to what (None: it was not there)."""

    id: str
    version: int
    kind: str
    entry_id: str
    what: str
    changes: Mapping[str, tuple[Any, Any]]
    at: datetime
    actor: Mapping[str, Any]
    reason: str | None = None


def changes_between(before: Document | None, after: Document) -> dict[str, tuple[Any, Any]]:
    """The fields in which what is stored of an entry differs, each from what to what; None is what is not there."""
    old = before or {}
    names = dict.fromkeys([*after, *old])
    found = {name: (old.get(name), after.get(name)) for name in names if name not in _NOT_SAID}
    return {
        name: (was, now) for name, (was, now) in found.items() if was != now and not (was is None and now in ([], ""))
    }


def to_event(  # noqa: PLR0917 - what was changed, where, by whom
    version: int, kind: str, before: Document | None, after: Document, by: By, regions: Collection[str] = ()
) -> Document:
    """The document of one change; `regions` is where the entry lay or lies (`places.lies_in`), none for what is no
    entry of the registry: policies and channels have histories of their own."""
    changes = changes_between(before, after)
    return {
        "_id": f"{version:010d}:{kind}:{after['_id']}",
        "version": version,
        "kind": kind,
        "entry_id": after["_id"],
        "what": _what(before, changes),
        "changes": [{"field": name, "from": was, "to": now} for name, (was, now) in changes.items()],
        "at": by.at,
        "actor": by.actor.signature().model_dump(mode="json"),
        "reason": by.reason,
        "regions": sorted(regions),
    }


def read_history(
    store: Store,
    kind: str | None = None,
    entry_id: str | None = None,
    *,
    regions: Collection[str] | None = None,
    before: str = "",
) -> Iterator[RegistryEvent]:
    """The changes, the latest first; of one kind or one entry, or of what lay in these regions, if that is asked for.

    `before` is the id of the event after which to go on.
    Raises pymongo.errors.PyMongoError.
    """
    asked = {
        "kind": kind,
        "entry_id": entry_id,
        "regions": None if regions is None else {"$in": [*regions, EVERYWHERE]},
        "_id": {"$lt": before} if before else None,
    }
    query = {name: value for name, value in asked.items() if value is not None}
    for document in store[EVENTS].find(query, sort=[("_id", -1)]):
        yield RegistryEvent(
            id=document["_id"],
            version=document["version"],
            kind=document["kind"],
            entry_id=document["entry_id"],
            what=document["what"],
            changes={each["field"]: (each["from"], each["to"]) for each in document["changes"]},
            at=document["at"],
            actor=document["actor"],
            reason=document["reason"],
        )


def _what(before: Document | None, changes: Mapping[str, tuple[Any, Any]]) -> str:
    if before is None:
        return "created"
    ended = changes.get("retired_on") or changes.get("left_on")
    if ended is None:
        return "changed"
    return "retired" if ended[1] is not None else "restored"

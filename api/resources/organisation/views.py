"""Knows what the answers about the registry look like, for OpenAPI, and how they are built."""

import hashlib
from datetime import datetime
from typing import Any, Final

import msgspec
from pydantic import AwareDatetime, Field, create_model

from api.http.views import View
from ledger.registry.files.exporting import plain
from ledger.registry.files.kinds import KINDS
from ledger.registry.keeping.history import RegistryEvent

_TAG_DIGITS: Final = 16


def _views(kind: str) -> tuple[type[View], type[View]]:
    shape = KINDS[kind].shape
    one: Any = create_model(f"{shape.__name__}Entry", __base__=View, id=(str, ...), tag=(str, ...), entry=(shape, ...))
    page = create_model(
        f"{shape.__name__}EntryPage", __base__=View, items=(list[one], ...), next_cursor=(str | None, ...)
    )
    return one, page


ENTRY, PAGE = ({kind: _views(kind)[place] for kind in KINDS} for place in (0, 1))


class FieldChange(View):
    """A field from what to what; null: it was not there, or is not any more."""

    field: str
    before: Any = Field(alias="from")
    after: Any = Field(alias="to")


class ChangedBy(View):
    person_id: str
    role: str | None
    unit_id: str | None
    region: str | None
    credential: str | None


class RegistryEventView(View):
    """One change of one entry."""

    id: str
    version: int
    kind: str
    entry_id: str
    what: str = Field(description="created, changed, retired, restored")
    changes: list[FieldChange]
    at: AwareDatetime
    actor: ChangedBy
    reason: str | None


class RegistryHistory(View):
    items: list[RegistryEventView]
    next_cursor: str | None


class Imported(View):
    """What came of a file, or would (`dry_run`), by kind; `without_post` are supervisors whom no alert will reach."""

    dry_run: bool
    version: int
    created: dict[str, int]
    changed: dict[str, int]
    same: dict[str, int]
    without_post: list[str]


def tag_of(entry: Any) -> str:
    """What an entry is recognised by as it stands: the beginning of its SHA-256."""
    return hashlib.sha256(msgspec.json.encode(entry)).hexdigest()[:_TAG_DIGITS]


def entry_view(key: str, entry: Any) -> dict[str, Any]:
    """An entry, whole."""
    return {"id": key, "tag": tag_of(entry), "entry": plain(entry)}


def event_view(event: RegistryEvent) -> dict[str, Any]:
    """One change."""
    at: datetime = event.at
    return {
        "id": event.id,
        "version": event.version,
        "kind": event.kind,
        "entry_id": event.entry_id,
        "what": event.what,
        "changes": [{"field": name, "from": was, "to": now} for name, (was, now) in event.changes.items()],
        "at": at,
        "actor": {name: event.actor.get(name) for name in ChangedBy.model_fields},
        "reason": event.reason,
    }

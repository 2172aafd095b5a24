"""Knows how a change that somebody made is shown: who, by which credential, when, from what to what."""

from typing import Any

from pydantic import AwareDatetime, Field

from api.http.views import View
from ledger.registry.keeping.history import RegistryEvent


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


class ChangeView(View):
    """One change of one entry."""

    id: str
    version: int
    kind: str
    entry_id: str
    what: str = Field(description="created, changed, retired, restored, removed")
    changes: list[FieldChange]
    at: AwareDatetime
    actor: ChangedBy
    reason: str | None


class ChangePage(View):
    items: list[ChangeView]
    next_cursor: str | None


def change_view(event: RegistryEvent) -> dict[str, Any]:
    """One change."""
    return {
        "id": event.id,
        "version": event.version,
        "kind": event.kind,
        "entry_id": event.entry_id,
        "what": event.what,
        "changes": [{"field": name, "from": was, "to": now} for name, (was, now) in event.changes.items()],
        "at": event.at,
        "actor": {name: event.actor.get(name) for name in ChangedBy.model_fields},
        "reason": event.reason,
    }

"""Knows which changes of registry, policies and channels one may read, and how a change is shown: who, by which
credential, when, from what to what.
"""

from dataclasses import dataclass
from typing import Any

import pymongo
from pydantic import AwareDatetime, Field

from api.http.settings import QUERY_SECONDS
from api.http.views import View
from api.reads.reading import not_permitted
from api.reads.reads import Reads
from ledger.access.scopes import may
from ledger.mongo.pages import Page, page_from
from ledger.registry.keeping.history import RegistryEvent, read_history


@dataclass(frozen=True, slots=True)
class Changes:
    """What one person may read of it. Its functions wait for MongoDB, and raise, as those of `Reads`."""

    reads: Reads

    def of_registry(self, kind: str | None, entry_id: str | None, limit: int, before: str) -> Page[RegistryEvent]:
        """A page of what was changed in the registry."""
        regions = self.reads.registry_scope().regions
        with pymongo.timeout(QUERY_SECONDS):
            found = read_history(self.reads.store, kind, entry_id, regions=regions, before=before)
            return page_from(found, limit, lambda event: event.id)

    def of(self, action: str, kind: str, limit: int, before: str) -> Page[RegistryEvent]:
        """A page of what was changed of what is no entry of the registry: policies, channels."""
        if not may(self.reads.person, action):
            raise not_permitted()
        with pymongo.timeout(QUERY_SECONDS):
            found = read_history(self.reads.store, kind, before=before)
            return page_from(found, limit, lambda event: event.id)


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

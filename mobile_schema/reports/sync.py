"""Knows the queue a phone sends at once (`POST /v1/sync`): up to 200 reports, each kept byte for byte."""

from collections.abc import Sequence
from typing import Annotated, Final, Literal

import msgspec
from pydantic import ConfigDict, Field

from mobile_schema.fields import Contract
from mobile_schema.reports import examples
from mobile_schema.reports.brackets import UnbalancedError, elements, members
from mobile_schema.reports.incident import ObstructionIncident
from mobile_schema.reports.site_visit import SiteVisit

MAX_SYNC_ITEMS: Final = 200

ItemType = Literal["site_visit", "incident"]


class SiteVisitItem(Contract):
    """One site visit of the queue."""

    type: Literal["site_visit"]
    report: SiteVisit


class IncidentItem(Contract):
    """One obstruction incident of the queue."""

    type: Literal["incident"]
    report: ObstructionIncident


SyncItem = Annotated[SiteVisitItem | IncidentItem, Field(discriminator="type")]


class SyncRequest(Contract):
    """The whole queue, oldest first. Documents the body; `split_sync` is what reads it."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.SYNC_REQUEST]})

    items: Annotated[tuple[SyncItem, ...], Field(min_length=1, max_length=MAX_SYNC_ITEMS)]


class BadSyncError(ValueError):
    """The queue itself, not one of its reports, cannot be read; the message says where.

    `known` are the types there are, where that of an item is none of them.
    """

    def __init__(self, message: str, known: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.known = known


class _Item(msgspec.Struct, forbid_unknown_fields=True):
    type: ItemType
    report: msgspec.Raw


class _Request(msgspec.Struct, forbid_unknown_fields=True):
    items: Annotated[list[msgspec.Raw], msgspec.Meta(min_length=1, max_length=MAX_SYNC_ITEMS)]


_requests = msgspec.json.Decoder(_Request)
_items = msgspec.json.Decoder(_Item)
_TYPES: Final[dict[bytes, ItemType]] = {b'"site_visit"': "site_visit", b'"incident"': "incident"}


def split_sync(body: bytes) -> list[tuple[ItemType, bytes] | BadSyncError]:
    """Each report's type and its original bytes, in order.

    An item whose wrapper is wrong becomes a BadSyncError in its place, so that it spoils no other.
    BadSyncError is raised when the body is no JSON object with 1..200 items.
    """
    try:
        items: list[bytes] = [bytes(raw) for raw in _requests.decode(body).items]
    except msgspec.ValidationError as error:
        raise BadSyncError(str(error)) from error
    except (msgspec.DecodeError, RecursionError) as error:
        items = _items_by_brackets(body, error)
    return [_item(raw) for raw in items]


def _items_by_brackets(body: bytes, refused: Exception) -> list[bytes]:
    """The items of a body that holds something no JSON reader takes; `refused` is what the reader said."""
    try:
        wrapper = members(body)
        if wrapper.keys() != {b"items"}:
            raise BadSyncError(str(refused)) from refused
        items = elements(wrapper[b"items"])
    except UnbalancedError:
        raise BadSyncError(str(refused)) from refused
    if not 1 <= len(items) <= MAX_SYNC_ITEMS:
        raise BadSyncError(f"Expected `array` of length 1 to {MAX_SYNC_ITEMS} - at `$.items`")
    return items


def _item(raw: bytes) -> tuple[ItemType, bytes] | BadSyncError:
    try:
        item = _items.decode(raw)
    except msgspec.ValidationError as error:
        return _untyped() if str(error).endswith("`$.type`") else BadSyncError(str(error))
    except (msgspec.DecodeError, RecursionError) as error:
        return _item_by_brackets(raw, error)
    return item.type, bytes(item.report)


def _item_by_brackets(raw: bytes, refused: Exception) -> tuple[ItemType, bytes] | BadSyncError:
    try:
        wrapper = members(raw)
    except UnbalancedError:
        return BadSyncError(str(refused))
    kind = _TYPES.get(wrapper.get(b"type", b""))
    if kind is None and b"type" in wrapper:
        return _untyped()
    if kind is None or wrapper.keys() != {b"type", b"report"}:
        return BadSyncError(str(refused))
    return kind, wrapper[b"report"]


def _untyped() -> BadSyncError:
    names = "、".join(_TYPES.values())
    return BadSyncError(f"type 须为 {names} 之一 / must be one of these - at `$.type`", tuple(_TYPES.values()))


def join_reports(reports: Sequence[bytes]) -> bytes:
    """The value of a batch record: a JSON array of the reports' original bytes."""
    return b"[" + b",".join(reports) + b"]"


_batches = msgspec.json.Decoder(list[msgspec.Raw])


def split_reports(value: bytes) -> list[bytes]:
    """The reports of a batch record, byte for byte; BadSyncError when it is no JSON array."""
    try:
        return [bytes(raw) for raw in _batches.decode(value)]
    except (msgspec.DecodeError, RecursionError) as error:
        return _reports_by_brackets(value, error)


def _reports_by_brackets(value: bytes, refused: Exception) -> list[bytes]:
    try:
        return elements(value)
    except UnbalancedError:
        raise BadSyncError(str(refused)) from refused

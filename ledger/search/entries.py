"""Knows what of an issue the index has: its texts, cut; the keys by which people may know of it and those of its other
filters; its place in each order.

Of units, projects and people it has the ids, and they are found by what they are called when somebody asks
(`search.names`): a new name needs no new entry. Only a name that was written onto the issue is among its texts.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final
from zlib import crc32

import msgspec
from msgspec import Struct

from ledger.mongo.connection import Document
from ledger.search.orders import begins, by_serial, by_time
from ledger.search.words import cut
from mobile_schema.events.handling_events import CommentAdded, InstructionGiven, ReplyGiven

VERSION: Final = 2
"""To be raised with whatever changes an entry or how text is cut: an index of another version is made anew."""
SAID: Final = tuple(event.TYPE for event in (CommentAdded, InstructionGiven, ReplyGiven))
"""The events whose texts are found, too."""
READ: Final = (
    "version",
    "serial",
    "state",
    "category",
    "description",
    "measure_proposed",
    "matter",
    "project_code",
    "region",
    "scopes",
    "unit_id",
    "person_id",
    "person_name",
    "policy",
    "policy_version",
    "severity",
    "source",
    "obligations",
    "due_at",
    "reported_at",
    "updated_at",
    "closed_at",
    "comments",
    "instructed",
    "replies",
)
"""The fields of an issue that make it."""
KEYS: Final = {
    "scopes": "",
    "ancestors": "r:",
    "unit_id": "lead:",
    "project_code": "project:",
    "category": "category:",
    "state": "state:",
    "region": "at:",
    "policy": "policy:",
    "policy_version": "policy-version:",
    "person_id": "person:",
    "severity": "severity:",
    "source": "source:",
}
"""By field, with what its keys begin; those of a scope are as `access.scopes` makes them, its regions among them."""
ARCHIVE: Final = "archived"
"""The key of what is in the archive."""
ESCALATED: Final = "escalated"
"""The key of what a step has fired on, on a clock that still runs."""
_FIELDS: Final = tuple(field for field in KEYS if field not in {"scopes", "ancestors"})


class Entry(Struct, frozen=True, kw_only=True):
    """An issue as the index has it; `closed` is a moment's least number."""

    id: str
    texts: tuple[str, ...]
    keys: tuple[str, ...]
    due: int
    updated: int
    reported: int
    serial: int
    region: int
    closed: int

    @property
    def digest(self) -> int:
        """Tells one entry from another of the same issue."""
        return crc32(msgspec.msgpack.encode(self))


def entry_of(document: Document, said: Iterable[str], *, archived: bool) -> Entry:
    """The entry of an issue as stored, with what was said on it."""
    name, serial = document["_id"], document["serial"]
    return Entry(
        id=name,
        texts=tuple(" ".join(pieces) for text in (*_texts(document), *said) if (pieces := cut(text))),
        keys=(*document["scopes"], *_keys(document), *([ARCHIVE] if archived else [])),
        due=by_time(document.get("due_at"), name),
        updated=by_time(document.get("updated_at"), name),
        reported=by_time(document.get("reported_at"), name),
        serial=by_serial(serial),
        region=by_serial(serial, document["region"]),
        closed=begins(document.get("closed_at")),
    )


def key(field: str, value: Any) -> str:
    """The key of a field that has this value; of none it is the empty one."""
    return f"{KEYS[field]}{'' if value is None else value}"


def _keys(document: Document) -> Iterator[str]:
    yield from (key(field, document.get(field)) for field in _FIELDS)
    clocks = document.get("obligations", ())
    if any(clock.get("ended_at") is None and "steps" in clock for clock in clocks):
        yield ESCALATED


def _texts(document: Document) -> Iterator[str]:
    matter = document.get("matter") or {}
    paper = matter.get("paper") or {}
    told = (document["serial"], document["description"], document.get("measure_proposed"), document.get("person_name"))
    yield from (text for text in (*told, matter.get("demand"), paper.get("number"), paper.get("title")) if text)

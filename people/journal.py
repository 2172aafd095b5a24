"""Knows the journal of signing in: what became of whose credentials, when, by whom, from where; nothing is taken out.

It is what security reads, and each person of themselves. No secret stands in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from pymongo.client_session import ClientSession

from ledger.mongo.connection import Document, Store
from ledger.mongo.pages import Key, Page, read_page
from people.credentials import new_id


class What(StrEnum):
    """What can happen."""

    SIGNED_IN = "signed-in"
    SIGNED_OUT = "signed-out"
    TRIES_EXHAUSTED = "tries-exhausted"
    PASSWORD_SET = "password-set"  # noqa: S105 - an occurrence
    CODE_ISSUED = "code-issued"
    SECOND_FACTOR_ADDED = "second-factor-added"
    SECOND_FACTOR_REMOVED = "second-factor-removed"
    SESSION_ENDED = "session-ended"
    DEVICE_ADDED = "device-added"
    DEVICE_ENDED = "device-ended"
    DEVICE_COPIED = "device-copied"
    TOKEN_ISSUED = "token-issued"  # noqa: S105 - an occurrence
    TOKEN_ENDED = "token-ended"  # noqa: S105 - an occurrence
    SUBJECT_LINKED = "subject-linked"
    ACCOUNT_ENDED = "account-ended"
    KEY_ROTATED = "key-rotated"


TOKENS: Final = (What.TOKEN_ISSUED, What.TOKEN_ENDED)
"""What becomes of programs' tokens."""
OPERATOR = "operator"
"""Who acts on the command line: whoever has the database's address."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: about whom (`person_id`), by whom, by which credential, from which address."""

    at: datetime
    what: What
    person_id: str | None
    by: str | None = None
    credential: str | None = None
    address: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    id: str = field(default_factory=new_id)


def write(store: Store, entry: Entry, session: ClientSession | None = None) -> None:
    """Add a line, in the transaction of `session` if there is one: what is told is then done, and what is done told."""
    store["journal"].insert_one(
        {
            "_id": entry.id,
            "at": entry.at,
            "what": entry.what.value,
            "person_id": entry.person_id,
            "by": entry.by,
            "credential": entry.credential,
            "address": entry.address,
            "facts": dict(entry.facts),
        },
        session=session,
    )


def lines(
    store: Store, limit: int, after: Key | None = None, *, person_id: str | None = None, what: What | None = None
) -> Page[Entry]:
    """The latest lines first, about one person or of one kind if that is asked."""
    asked = {"person_id": person_id, "what": None if what is None else what.value}
    query = {name: value for name, value in asked.items() if value is not None}
    by = [*((name, 1) for name in list(query)[:1]), ("at", -1), ("_id", 1)]
    page = read_page(store["journal"], query, "at", limit, after, hint=by)
    return Page([_read(each) for each in page.items], page.next)


def lines_of(store: Store, kinds: Sequence[What], limit: int, after: Key | None = None) -> Page[Entry]:
    """The latest lines of several kinds first."""
    query = {"what": {"$in": [kind.value for kind in kinds]}}
    hint = [("what", 1), ("at", -1), ("_id", 1)]
    page = read_page(store["journal"], query, "at", limit, after, hint=hint)
    return Page([_read(each) for each in page.items], page.next)


def _read(document: Document) -> Entry:
    return Entry(
        at=document["at"],
        what=What(document["what"]),
        person_id=document["person_id"],
        by=document["by"],
        credential=document["credential"],
        address=document["address"],
        facts=document["facts"],
        id=document["_id"],
    )

"""Knows the tokens of programs: random, kept only as a SHA-256, each speaking for one person, named and ending.

Those that an operator makes on the command line (`issue_token`) need no name and have no end. A `session` is that of
the transaction in which the journal is told of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from pymongo.client_session import ClientSession

from ledger.mongo.connection import Document, Store
from people.credentials import Credential, Kind, digest, new_secret

LONGEST: Final = timedelta(days=366)
_ID_DIGITS: Final = 16
_MOST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is listed. `actions` None: all that its person may; `ends_at` None: until it is revoked."""

    id: str
    person_id: str
    created_at: datetime
    name: str | None = None
    actions: tuple[str, ...] | None = None
    ends_at: datetime | None = None
    revoked_at: datetime | None = None
    used_at: datetime | None = None
    issued_by: str | None = None


def issue_token(
    store: Store,
    person_id: str,
    at: datetime,
    *,
    name: str | None = None,
    actions: Sequence[str] | None = None,
    ends_at: datetime | None = None,
    issued_by: str | None = None,
    session: ClientSession | None = None,
) -> str:
    """A new token for a person; this is the only time it can be read."""
    token = new_secret(Kind.TOKEN)
    key = digest(token)
    told = {"name": name, "actions": actions, "ends_at": ends_at, "issued_by": issued_by}
    store["tokens"].insert_one(
        {"_id": key, "person_id": person_id, "created_at": at, "revoked_at": None}
        | {field: value for field, value in told.items() if value is not None},
        session=session,
    )
    return token


def token_id(token: str) -> str:
    """The id of a token: the beginning of its SHA-256."""
    return digest(token)[:_ID_DIGITS]


def person_of(store: Store, token: str) -> str | None:
    """Whom a token was made for; None when it is unknown or revoked."""
    document = store["tokens"].find_one({"_id": digest(token), "revoked_at": None})
    return document["person_id"] if document else None


def tokens_of(store: Store, digests: Sequence[str], at: datetime) -> Mapping[str, Credential]:
    """The good ones among these digests; what is unknown, revoked or ended is left out."""
    good = {"_id": {"$in": list(digests)}, "revoked_at": None, "$or": [{"ends_at": None}, {"ends_at": {"$gt": at}}]}
    found = store["tokens"].find(good, {"person_id": 1, "actions": 1})
    return {each["_id"]: _credential(each) for each in found}


def listed(store: Store, person_id: str | None = None) -> list[Token]:
    """The tokens of a person, or all there are, the newest first; no more than a thousand."""
    query = {} if person_id is None else {"person_id": person_id}
    return [_read(each) for each in store["tokens"].find(query).sort([("created_at", -1), ("_id", 1)]).limit(_MOST)]


def revoke_token(store: Store, identity: str, at: datetime, *, session: ClientSession | None = None) -> Token | None:
    """End one by its id; None when there is no such token that still is good."""
    if len(identity) != _ID_DIGITS:
        return None
    query = {"_id": {"$gte": identity, "$lt": identity + "g"}, "revoked_at": None}  # "g" follows every hex digit
    found = store["tokens"].find_one_and_update(query, {"$set": {"revoked_at": at}}, session=session)
    return _read(found) if found else None


def revoke_tokens(store: Store, person_id: str, at: datetime, *, session: ClientSession | None = None) -> int:
    """End every token of a person; how many there were."""
    good = {"person_id": person_id, "revoked_at": None}
    ended = store["tokens"].update_many(good, {"$set": {"revoked_at": at}}, session=session)
    return ended.modified_count


def _credential(document: Document) -> Credential:
    actions = document.get("actions")
    limit = None if actions is None else frozenset(actions)
    return Credential(Kind.TOKEN, document["_id"][:_ID_DIGITS], document["person_id"], limit)


def _read(document: Document) -> Token:
    actions = document.get("actions")
    return Token(
        id=document["_id"][:_ID_DIGITS],
        person_id=document["person_id"],
        created_at=document["created_at"],
        name=document.get("name"),
        actions=None if actions is None else tuple(actions),
        ends_at=document.get("ends_at"),
        revoked_at=document.get("revoked_at"),
        used_at=document.get("used_at"),
        issued_by=document.get("issued_by"),
    )

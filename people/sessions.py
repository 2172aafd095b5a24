"""Knows sessions at a desk: an opaque token in a cookie, kept as its SHA-256; 12 hours idle or 7 days end one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from ledger.mongo.connection import Document, Store
from people.credentials import Credential, Kind, digest, new_id, new_secret

IDLE: Final = timedelta(hours=12)
WHOLE: Final = timedelta(days=7)
_LISTED: Final = 200


@dataclass(frozen=True, slots=True)
class Session:
    """One session; `methods` are what its person proved to be there by, `proven_at` when they last did."""

    id: str
    person_id: str
    created_at: datetime
    seen_at: datetime
    ends_at: datetime
    proven_at: datetime
    methods: tuple[str, ...]
    agent: str
    address: str


def begin(
    store: Store, person_id: str, at: datetime, *, methods: Sequence[str], agent: str = "", address: str = ""
) -> tuple[str, Session]:
    """A new session and its token, which is told once; never one that the caller brought along."""
    secret = new_secret(Kind.SESSION)
    document = {
        "_id": new_id(),
        "sha256": digest(secret),
        "person_id": person_id,
        "created_at": at,
        "seen_at": at,
        "ends_at": at + WHOLE,
        "proven_at": at,
        "methods": list(methods),
        "agent": agent[:200],
        "address": address,
        "ended_at": None,
    }
    store["sessions"].insert_one(document)
    return secret, _read(document)


def step_up(store: Store, identity: str, at: datetime, method: str) -> str | None:
    """The new token of a session whose person proved to be there again; the old one ends. None when it has ended."""
    secret = new_secret(Kind.SESSION)
    change = {"$set": {"sha256": digest(secret), "proven_at": at, "seen_at": at}, "$addToSet": {"methods": method}}
    return secret if store["sessions"].update_one({"_id": identity} | _good(at), change).matched_count else None


def sessions_of(store: Store, digests: Sequence[str], at: datetime) -> Mapping[str, Credential]:
    """The good ones among these digests; an idle, old or ended one is left out."""
    found = store["sessions"].find({"sha256": {"$in": list(digests)}} | _good(at))
    return {
        each["sha256"]: Credential(Kind.SESSION, each["_id"], each["person_id"], None, each["proven_at"])
        for each in found
    }


def listed(store: Store, at: datetime, person_id: str | None = None) -> list[Session]:
    """The sessions of a person, or of all, that are good now, the last seen first; no more than 200."""
    query = _good(at) if person_id is None else {"person_id": person_id} | _good(at)
    return [_read(each) for each in store["sessions"].find(query).sort([("seen_at", -1), ("_id", 1)]).limit(_LISTED)]


def end(store: Store, identity: str, at: datetime, person_id: str | None = None) -> Session | None:
    """End one, of this person if one is given; None when there is none that still is good."""
    whose = {} if person_id is None else {"person_id": person_id}
    found = store["sessions"].find_one_and_update(
        {"_id": identity} | whose | _good(at), {"$set": {"ended_at": at, "sha256": f"ended:{identity}"}}
    )
    return _read(found) if found else None


def end_all(store: Store, person_id: str, at: datetime, but: str | None = None) -> int:
    """End every session of a person, save one; how many there were."""
    ids = [each.id for each in listed(store, at, person_id) if each.id != but]
    return sum(end(store, identity, at) is not None for identity in ids)


def _good(at: datetime) -> dict[str, Any]:
    return {"ended_at": None, "ends_at": {"$gt": at}, "seen_at": {"$gt": at - IDLE}}


def _read(document: Document) -> Session:
    return Session(
        id=document["_id"],
        person_id=document["person_id"],
        created_at=document["created_at"],
        seen_at=document["seen_at"],
        ends_at=document["ends_at"],
        proven_at=document["proven_at"],
        methods=tuple(document["methods"]),
        agent=document["agent"],
        address=document["address"],
    )

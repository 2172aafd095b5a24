"""Knows bearer tokens: random, kept only as a SHA-256, each speaking for one person."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from ledger.mongo.connection import Store


def issue_token(store: Store, person_id: str, at: datetime) -> str:
    """A new token for a person; this is the only time it can be read."""
    token = f"xh_{secrets.token_urlsafe(32)}"
    store["tokens"].insert_one({"_id": digest(token), "person_id": person_id, "created_at": at, "revoked_at": None})
    return token


def person_of(store: Store, token: str) -> str | None:
    """Whom a token speaks for; None when it is unknown or revoked."""
    document = store["tokens"].find_one({"_id": digest(token), "revoked_at": None})
    return document["person_id"] if document else None


def persons_of(store: Store, digests: Sequence[str]) -> Mapping[str, str]:
    """Whom each of these digests speaks for; an unknown or revoked one is left out."""
    found = store["tokens"].find({"_id": {"$in": list(digests)}, "revoked_at": None}, {"person_id": 1})
    return {document["_id"]: document["person_id"] for document in found}


def revoke_tokens(store: Store, person_id: str, at: datetime) -> int:
    """End every token of a person; how many there were."""
    ended = store["tokens"].update_many({"person_id": person_id, "revoked_at": None}, {"$set": {"revoked_at": at}})
    return ended.modified_count


def digest(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()

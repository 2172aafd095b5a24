"""Knows what somebody can prove to be there by: a password's hash, a one-time code, a second factor, a subject of OIDC.

An account that was ended opens nothing, whatever is right.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from pymongo.errors import DuplicateKeyError

from ledger.mongo.connection import Document, Store
from people.credentials import digest

CODE_GOOD_FOR: Final = timedelta(hours=72)
_LETTERS: Final = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that looks like another
_CODE_LENGTH: Final = 16


@dataclass(frozen=True, slots=True)
class Account:
    """One person's; an empty one where nothing was ever set."""

    person_id: str
    password: str | None = None
    password_set_at: datetime | None = None
    totp: str | None = None
    """The secret of a second factor that was confirmed."""
    ended_at: datetime | None = None
    subjects: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it can be signed in to."""
        return self.ended_at is None


def account_of(store: Store, person_id: str) -> Account:
    """The account of a person."""
    return read(store["accounts"].find_one({"_id": person_id}) or {"_id": person_id})


def set_password(store: Store, person_id: str, kept: str, at: datetime) -> None:
    """Keep the hash of a new password; a one-time code that is open ends with it."""
    change = {"$set": {"password": kept, "password_set_at": at}, "$unset": {"code": ""}}
    store["accounts"].update_one({"_id": person_id}, change, upsert=True)


def rehashed(store: Store, person_id: str, before: str, after: str) -> None:
    """Keep a better hash of the same password, unless another password was set meanwhile."""
    store["accounts"].update_one({"_id": person_id, "password": before}, {"$set": {"password": after}})


def issue_code(store: Store, person_id: str, at: datetime) -> str:
    """A one-time code to set a new password by, in place of one issued before; it is told once, good for 72 hours."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH))
    code = {"sha256": digest(letters), "until": at + CODE_GOOD_FOR}
    store["accounts"].update_one({"_id": person_id}, {"$set": {"code": code}}, upsert=True)
    return "-".join(letters[first : first + 4] for first in range(0, _CODE_LENGTH, 4))


def code_is_right(store: Store, person_id: str, code: str, at: datetime) -> bool:
    """Whether this is the person's open code, without using it up."""
    return store["accounts"].find_one(_with_code(person_id, code, at), {"_id": 1}) is not None


def use_code(store: Store, person_id: str, code: str, kept: str, at: datetime) -> bool:
    """Use the code up for a new password's hash; False when it is not right, or somebody was quicker."""
    change = {"$set": {"password": kept, "password_set_at": at}, "$unset": {"code": ""}}
    return store["accounts"].update_one(_with_code(person_id, code, at), change).modified_count == 1


def end_account(store: Store, person_id: str, at: datetime) -> None:
    """Nobody signs in to it any more, until a code is issued by `reopen`."""
    store["accounts"].update_one({"_id": person_id}, {"$set": {"ended_at": at}, "$unset": {"code": ""}}, upsert=True)


def reopen(store: Store, person_id: str) -> None:
    """Let an ended account be signed in to again."""
    store["accounts"].update_one({"_id": person_id}, {"$unset": {"ended_at": ""}}, upsert=True)


class SubjectTaken(ValueError):
    """Another person has this subject of the sign-on already."""


def link(store: Store, person_id: str, subject: str) -> None:
    """Let a subject of the province's sign-on be this person. Raises SubjectTaken."""
    try:
        store["accounts"].update_one({"_id": person_id}, {"$addToSet": {"subjects": subject}}, upsert=True)
    except DuplicateKeyError:
        raise SubjectTaken(subject) from None


def person_with(store: Store, subject: str) -> Account | None:
    """Whose account a subject opens; None when nobody's."""
    found = store["accounts"].find_one({"subjects": subject})
    return read(found) if found else None


def read(document: Document) -> Account:
    """An account as it stands in MongoDB."""
    return Account(
        person_id=document["_id"],
        password=document.get("password"),
        password_set_at=document.get("password_set_at"),
        totp=document.get("totp", {}).get("secret") if document.get("totp", {}).get("confirmed_at") else None,
        ended_at=document.get("ended_at"),
        subjects=tuple(document.get("subjects", ())),
    )


def _with_code(person_id: str, code: str, at: datetime) -> Document:
    letters = "".join(code.upper().split()).replace("-", "")
    return {"_id": person_id, "code.sha256": digest(letters), "code.until": {"$gt": at}, "ended_at": None}

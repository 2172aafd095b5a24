"""Knows the second factor: six digits of an authenticator app (TOTP, RFC 6238), each step good once."""

from datetime import datetime, timedelta
from typing import Final

import pyotp

from ledger.mongo.connection import Store

_STEP: Final = timedelta(seconds=30)
_NEIGHBOURS: Final = (0, -1, 1)
"""The steps around the present that are good: clocks of phones run half a minute off."""
_NAME: Final = "Xiaohao 销号"


def enrol(store: Store, person_id: str) -> tuple[str, str] | None:
    """A new secret, and its otpauth:// address for an app; it counts once `confirm` saw a code of it.

    None where one is confirmed already: that one is removed first.
    """
    secret = pyotp.random_base32()
    query = {"_id": person_id, "totp.confirmed_at": None}
    fresh = {"secret": secret, "confirmed_at": None, "last_step": 0}
    if not store["accounts"].update_one(query, {"$set": {"totp": fresh}}).matched_count:
        return None
    return secret, pyotp.TOTP(secret).provisioning_uri(name=person_id, issuer_name=_NAME)


def confirm(store: Store, person_id: str, code: str, at: datetime) -> bool:
    """Whether a code is one of the secret that waits, which then counts."""
    found = store["accounts"].find_one({"_id": person_id, "totp.confirmed_at": None}, {"totp": 1}) or {}
    secret = found.get("totp", {}).get("secret")
    step = None if secret is None else _step_of(secret, code, at)
    if step is None:
        return False
    query = {"_id": person_id, "totp.secret": secret, "totp.confirmed_at": None}
    change = {"$set": {"totp.confirmed_at": at, "totp.last_step": step}}
    return store["accounts"].update_one(query, change).modified_count == 1


def use(store: Store, person_id: str, secret: str, code: str, at: datetime) -> bool:
    """Whether a code is right now, and newer than the last one that was; it is used up."""
    step = _step_of(secret, code, at)
    if step is None:
        return False
    query = {"_id": person_id, "totp.secret": secret, "totp.last_step": {"$lt": step}}
    return store["accounts"].update_one(query, {"$set": {"totp.last_step": step}}).modified_count == 1


def remove(store: Store, person_id: str) -> bool:
    """Demand no second factor any more; whether one was demanded."""
    before = store["accounts"].find_one_and_update({"_id": person_id}, {"$unset": {"totp": ""}}) or {}
    return before.get("totp", {}).get("confirmed_at") is not None


def _step_of(secret: str, code: str, at: datetime) -> int | None:
    totp, now = pyotp.TOTP(secret), int(at.timestamp() // _STEP.total_seconds())
    good = (now + apart for apart in _NEIGHBOURS if totp.verify(code, for_time=at + apart * _STEP))
    return next(good, None)

"""Knows how often a wrong password may be tried, so that nobody who tries can lock another out (OWASP device cookies).

A browser that its person has signed in from keeps a count of its own; all strangers share one for each account and
one for each address. Beyond an account's, only known devices, a second factor, or a one-time code get in.
"""

import ipaddress
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from pymongo import ReturnDocument

from ledger.mongo.connection import Document, Store
from people.credentials import digest

WINDOW: Final = timedelta(hours=1)
PER_ACCOUNT: Final = 10
PER_ADDRESS: Final = 100
REVEALS_A_DAY: Final = 50
KNOWN_FOR: Final = timedelta(days=400)
"""How long a browser is remembered: as long as browsers keep a cookie."""


class TooManyTries(Exception):
    """No further try for now; `again_in` is when there is one, `first` whether it is the first that is refused."""

    def __init__(self, again_in: timedelta, *, first: bool) -> None:
        super().__init__("too many tries")
        self.again_in = again_in
        self.first = first


@dataclass(frozen=True, slots=True)
class Count:
    """One thing that is counted, and how often within a `window`, of a day at most, it may be."""

    name: str
    most: int
    window: timedelta = WINDOW


def of_account(person_id: str) -> Count:
    """What strangers try on one account."""
    return Count(f"account/{person_id}", PER_ACCOUNT)


def of_second_factor(person_id: str) -> Count:
    """The digits that strangers try on one account."""
    return Count(f"totp/{person_id}", PER_ACCOUNT)


def of_address(address: str) -> Count:
    """What comes from one address; a network of IPv6 is one, as whoever has it has all of it."""
    try:
        host = ipaddress.ip_address(address)
    except ValueError:
        return Count(f"address/{address}", PER_ADDRESS)
    net = ipaddress.ip_network((host, 64 if host.version == 6 else 32), strict=False)
    return Count(f"address/{net.network_address}", PER_ADDRESS)


def of_known(cookie: str, person_id: str) -> Count:
    """What is tried on one account from a browser that is known to be that person's."""
    return Count(f"known/{digest(cookie)}/{person_id}", PER_ACCOUNT)


def of_credential(name: str) -> Count:
    """What somebody who is signed in tries, to prove that they are there."""
    return Count(f"credential/{name}", PER_ACCOUNT)


def of_reveals(person_id: str) -> Count:
    """How often somebody looks who informants are."""
    return Count(f"reveals/{person_id}", REVEALS_A_DAY, timedelta(days=1))


def admit(store: Store, counts: Sequence[Count], at: datetime) -> None:
    """Count one more try, before it is looked at. Raises TooManyTries where that is one too many."""
    for count in counts:
        document = _counted(store, count, at)
        if document["tries"] > count.most:
            again_in = max(document["began_at"] + count.window - at, timedelta(seconds=1))
            raise TooManyTries(again_in, first=document["tries"] == count.most + 1)


def forgive(store: Store, counts: Sequence[Count]) -> None:
    """Take back a try that was right."""
    names = [count.name for count in counts]
    if names:
        taken = {"_id": {"$in": names}, "tries": {"$gt": 0}}
        store.not_waiting("tries").update_many(taken, {"$inc": {"tries": -1}})


def is_known(store: Store, cookie: str | None, person_id: str, at: datetime) -> bool:
    """Whether this person has signed in from this browser before."""
    if not cookie:
        return False
    query = {"_id": digest(cookie), "persons": person_id, "seen_at": {"$gt": at - KNOWN_FOR}}
    return store.not_waiting("browsers").find_one(query, {"_id": 1}) is not None


def remember(store: Store, cookie: str | None, person_id: str, at: datetime) -> str:
    """Know this browser as the person's from now on; what its cookie is, a new one where the old is none of ours.

    Does not wait for the disk: a browser that a crash forgets is a stranger again.
    """
    browsers = store.not_waiting("browsers")
    change: Document = {"$set": {"seen_at": at}, "$addToSet": {"persons": person_id}}
    if cookie and browsers.update_one({"_id": digest(cookie)}, change).matched_count:
        return cookie
    fresh = secrets.token_urlsafe(32)
    browsers.update_one({"_id": digest(fresh)}, change, upsert=True)
    return fresh


def _counted(store: Store, count: Count, at: datetime) -> Document:
    """The count with this try in it; one that is older than the window begins anew.

    A count that a crash sets back an instant still counts.
    """
    running = {"$gt": ["$began_at", at - count.window]}
    begun = {"$cond": [running, "$began_at", at]}
    tries = {"$add": [{"$cond": [running, "$tries", 0]}, 1]}
    found = store.not_waiting("tries").find_one_and_update(
        {"_id": count.name},
        [{"$set": {"tries": tries, "began_at": begun}}],
        upsert=True,
        return_document=ReturnDocument.AFTER,
    )
    return found or {}

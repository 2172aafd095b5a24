"""Knows phones and what they sign in by: a P-256 key made in the browser that cannot be taken out of it.

To renew its access a device signs a nonce of ours, a counter, and a random `attempt` that it made for that counter.
Nothing rotates: the same counter with the same attempt is answered the same, as often as the line drops the answer. A
counter that is behind, or that comes with another attempt, was signed by a copy of the key: the device ends.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from ledger.mongo.connection import Document, Store
from people.credentials import PREFIX, Credential, Kind, digest
from people.keys import Signer

ACCESS: Final = timedelta(hours=1)
UNUSED: Final = timedelta(days=180)
NONCE_GOOD_FOR: Final = timedelta(minutes=5)
_NONCE: Final = "device nonce"
_HALF: Final = 32
_KEPT: Final = 2
"""So many access tokens are good at a time: what is under way with the one before still arrives."""


class BadKey(ValueError):
    """No public key of P-256."""


class NonceExpired(Exception):
    """The nonce is too old, or none of ours: ask for another and sign that."""


class NotSigned(Exception):
    """The signature is not this device's, or there is no such device."""


class DeviceEnded(Exception):
    """The device was ended, or not used for too long: sign in with a new key."""


class KeyCopied(DeviceEnded):
    """Somebody else has renewed with a copy of its key: it has just been ended."""

    def __init__(self, device: "Device") -> None:
        super().__init__(device.id)
        self.device = device


@dataclass(frozen=True, slots=True)
class Device:
    """One device of a person; `copied` where it ended since its key was."""

    id: str
    person_id: str
    name: str
    registered_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None
    copied: bool = False


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a device sends to have access: the nonce, its counter and attempt, and their signature (r ‖ s)."""

    nonce: str
    counter: int
    attempt: str
    signature: bytes


@dataclass(frozen=True, slots=True)
class Access:
    """What a renewal gives, and to whom."""

    token: str
    until: datetime
    counter: int
    person_id: str


def public_key(x: bytes, y: bytes) -> bytes:
    """A key as it is stored (DER), of the coordinates that WebCrypto exports. Raises BadKey."""
    if len(x) != _HALF or len(y) != _HALF:
        raise BadKey
    try:
        numbers = ec.EllipticCurvePublicNumbers(int.from_bytes(x), int.from_bytes(y), ec.SECP256R1())
        key = numbers.public_key()
    except ValueError:
        raise BadKey from None
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def device_id(key: bytes) -> str:
    """The id of the device that has this key: the beginning of its SHA-256."""
    return hashlib.sha256(key).hexdigest()[:32]


def nonce(signer: Signer, at: datetime) -> str:
    """Something new to sign; good for five minutes by our clock, whatever the phone's says."""
    until = int((at + NONCE_GOOD_FOR).timestamp() * 1000)
    return signer.signed(_NONCE, until.to_bytes(8) + secrets.token_bytes(12), at)


def demand_fresh(signer: Signer, given: str, at: datetime) -> None:
    """Raises NonceExpired unless the nonce is ours and still good."""
    note = signer.opened(_NONCE, given, at)
    if note is None or int.from_bytes(note[:8]) <= at.timestamp() * 1000:
        raise NonceExpired


def to_sign(identity: str, renewal: Renewal) -> bytes:
    """The bytes that a device signs."""
    return f"xiaohao.device.v1\n{identity}\n{renewal.nonce}\n{renewal.counter}\n{renewal.attempt}".encode()


def is_signed(key: bytes, renewal: Renewal) -> bool:
    """Whether the key that is stored made the signature, ECDSA with SHA-256, as WebCrypto writes it."""
    loaded = serialization.load_der_public_key(key)
    if not isinstance(loaded, ec.EllipticCurvePublicKey) or len(renewal.signature) != 2 * _HALF:
        return False
    halves = (renewal.signature[:_HALF], renewal.signature[_HALF:])
    try:
        loaded.verify(
            encode_dss_signature(*(int.from_bytes(half) for half in halves)),
            to_sign(device_id(key), renewal),
            ec.ECDSA(hashes.SHA256()),
        )
    except InvalidSignature:
        return False
    return True


def register(store: Store, person_id: str, key: bytes, name: str, at: datetime) -> Device:
    """The device that has this key, as the person's. Doing it again changes nothing, whatever answer was lost.

    Raises DeviceEnded where it is another's, or was ended: a key never comes back.
    """
    fresh = {
        "person_id": person_id,
        "key": key,
        "name": name,
        "registered_at": at,
        "seen_at": at,
        "ended_at": None,
        "counter": -1,
        "salt": secrets.token_bytes(_HALF),
        "access": [],
    }
    store["devices"].update_one({"_id": device_id(key)}, {"$setOnInsert": fresh}, upsert=True)
    document = store["devices"].find_one({"_id": device_id(key), "person_id": person_id} | _good(at))
    if document is None:
        raise DeviceEnded
    return _read(document)


def renew(store: Store, identity: str, renewal: Renewal, at: datetime) -> Access:
    """Access for an hour. The nonce was looked at before.

    Raises NotSigned, DeviceEnded, KeyCopied.
    """
    while True:
        document = store["devices"].find_one({"_id": identity})
        if document is None or not is_signed(bytes(document["key"]), renewal):
            raise NotSigned
        if document["ended_at"] is not None or document["seen_at"] <= at - UNUSED:
            raise DeviceEnded
        again = renewal.counter == document["counter"]
        if renewal.counter < document["counter"] or (again and digest(renewal.attempt) != document["attempt"]):
            raise KeyCopied(_ended_as_copied(store, document, at))
        access = _access(document, renewal, at)
        if _kept(store, document, renewal, access, at):
            return access


def devices_of(store: Store, digests: Sequence[str], at: datetime) -> Mapping[str, Credential]:
    """The good ones among these digests of access tokens."""
    asked = set(digests)
    found = store["devices"].find({"access.sha256": {"$in": list(digests)}} | _good(at))
    return {
        each["sha256"]: Credential(Kind.DEVICE, document["_id"], document["person_id"], None, document.get("proven_at"))
        for document in found
        for each in document["access"]
        if each["sha256"] in asked and each["until"] > at
    }


def prove(store: Store, identity: str, at: datetime) -> None:
    """Remember that its person proved to be there."""
    store["devices"].update_one({"_id": identity}, {"$set": {"proven_at": at}})


def listed(store: Store, at: datetime, person_id: str) -> list[Device]:
    """A person's devices that are good now or were found to be copied, the last seen first."""
    query = {"person_id": person_id, "$or": [_good(at), {"copied": True}]}
    return [_read(each) for each in store["devices"].find(query).sort([("seen_at", -1), ("_id", 1)])]


def end(store: Store, identity: str, at: datetime, person_id: str | None = None) -> Device | None:
    """End one, of this person if one is given; None when there is none that still is good."""
    whose = {} if person_id is None else {"person_id": person_id}
    ended = {"$set": {"ended_at": at, "access": []}}
    found = store["devices"].find_one_and_update({"_id": identity} | whose | _good(at), ended)
    return _read(found) if found else None


def end_all(store: Store, person_id: str, at: datetime) -> int:
    """End every device of a person; how many there were."""
    ended = {"$set": {"ended_at": at, "access": []}}
    return store["devices"].update_many({"person_id": person_id, "ended_at": None}, ended).modified_count


def _access(document: Document, renewal: Renewal, at: datetime) -> Access:
    """The token of this counter and attempt; one that was never fetched in its hour has another."""
    again = renewal.counter == document["counter"]
    until = document["access"][0]["until"] if again and document["access"] else at
    said = f"{renewal.counter}\n{renewal.attempt}".encode()
    secret = hmac.digest(bytes(document["salt"]), said, hashlib.sha256)
    token = PREFIX[Kind.DEVICE] + base64.urlsafe_b64encode(secret).decode().rstrip("=")
    return Access(token, until if until > at else at + ACCESS, renewal.counter, document["person_id"])


def _kept(store: Store, document: Document, renewal: Renewal, access: Access, at: datetime) -> bool:
    """Whether the device still stood as it was read when this was kept."""
    kept = {"sha256": digest(access.token), "until": access.until}
    others = [each for each in document["access"] if each["sha256"] != kept["sha256"]]
    change = {
        "counter": renewal.counter,
        "attempt": digest(renewal.attempt),
        "access": [kept, *others][:_KEPT],
        "seen_at": at,
    }
    query = {"_id": document["_id"], "counter": document["counter"], "ended_at": None}
    return store["devices"].update_one(query, {"$set": change}).matched_count == 1


def _ended_as_copied(store: Store, document: Document, at: datetime) -> Device:
    change: dict[str, Any] = {"ended_at": at, "copied": True, "access": []}
    store["devices"].update_one({"_id": document["_id"]}, {"$set": change})
    return _read(document | change)


def _good(at: datetime) -> dict[str, Any]:
    return {"ended_at": None, "seen_at": {"$gt": at - UNUSED}}


def _read(document: Document) -> Device:
    return Device(
        id=document["_id"],
        person_id=document["person_id"],
        name=document["name"],
        registered_at=document["registered_at"],
        seen_at=document["seen_at"],
        ended_at=document["ended_at"],
        copied=document.get("copied", False),
    )

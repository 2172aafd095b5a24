"""Knows how tests sign in: a browser of their own, people with passwords, phones that speak HTTP."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx

from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import Person
from ledger.registry.files.loading import load_catalogue
from ledger.registry.store import enter
from mobile_schema.vocabulary import Role
from people.accounts import set_password
from people.passwords import hash_of
from tests.api.parts import Scene
from tests.people.phones import Phone
from tests.plain_http import PLAIN

PASSWORD = "七里河边 three grey herons"
OTHER = "两只斑鸠 forty umbrellas"
KEPT = hash_of(PASSWORD)
SECURITY = "security-140000"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def now() -> datetime:
    """The time that people sign in by."""
    return datetime.now(UTC)


@contextmanager
def browser(scene: Scene, **headers: str) -> Iterator[httpx.Client]:
    """A browser on one of our own pages, with no cookie yet."""
    told = {**SAME_ORIGIN, **headers}
    with httpx.Client(base_url=scene.url, headers=told, **PLAIN) as client:
        yield client


def has_password(scene: Scene, person: str) -> None:
    """Let a person sign in by `PASSWORD`, as if nobody had tried before."""
    scene.store["accounts"].delete_one({"_id": person})
    scene.store["tries"].delete_many({})
    set_password(scene.store, person, KEPT, now())


def sign_in(client: httpx.Client, person: str, password: str = PASSWORD, **more: Any) -> httpx.Response:
    """The answer to somebody who signs in."""
    return client.post("/v1/sign-in", json={"person_id": person, "password": password, **more})


def enter_security(scene: Scene) -> None:
    """Somebody who keeps the credentials of the province."""
    shipped = load_catalogue(samples=False)
    person = Person(SECURITY, "安全管理员", Role.SECURITY, None, "140000")
    nothing: Catalogue = replace(shipped, regions={}, units={}, zones={}, projects={}, persons={}, posts={})
    enter(scene.store, replace(nothing, persons={SECURITY: person}))
    scene.tokens[SECURITY] = scene.token(SECURITY)


def renewal(client: httpx.Client, phone: Phone) -> dict[str, Any]:
    """What a phone sends to have access, with a new nonce."""
    nonce = client.post("/v1/nonces").json()["nonce"]
    signed = phone.renewal(nonce)
    return {
        "nonce": nonce,
        "counter": signed.counter,
        "attempt": signed.attempt,
        "signature": text(signed.signature),
    }


def register(client: httpx.Client, phone: Phone, person: str, **more: Any) -> httpx.Response:
    """The answer to somebody who signs in on a phone."""
    body = {"person_id": person, "password": PASSWORD, **new_device(client, phone)}
    return client.post("/v1/devices", json={**body, **more})


def new_device(client: httpx.Client, phone: Phone) -> dict[str, Any]:
    """What a phone says of itself, with its first renewal."""
    x, y = phone.point
    key = {"kty": "EC", "crv": "P-256", "x": text(x), "y": text(y)}
    return {"name": "HUAWEI P60", "key": key, "renewal": renewal(client, phone)}


def text(content: bytes) -> str:
    """Bytes as WebCrypto's JSON has them."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")

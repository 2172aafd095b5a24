"""A phone's key registered by the session that its person has signed in to on it, without a second password."""

import httpx
import pytest

from api.sign_in.step_up import WITHIN
from tests.api.parts import COUNTY, INSPECTOR, Scene, slug
from tests.api.resources.people.parts import SAME_ORIGIN, browser, has_password, new_device, now, register, sign_in
from tests.people.phones import Phone


@pytest.fixture(autouse=True)
def known(scene: Scene) -> None:
    """An inspector with a password."""
    has_password(scene, INSPECTOR)


def registered(client: httpx.Client, phone: Phone) -> httpx.Response:
    return client.post("/v1/me/devices", json=new_device(client, phone))


def test_who_has_just_signed_in_registers_a_phone_without_the_password(scene: Scene) -> None:
    with browser(scene) as client:
        sign_in(client, INSPECTOR)
        phone = Phone().next()
        answer = registered(client, phone)
        assert answer.status_code == 200, answer.text
        assert answer.json()["device_id"] == phone.id
        access = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        assert client.get("/v1/me", headers=access).json()["id"] == INSPECTOR


def test_an_old_proof_is_given_again_and_the_phone_has_no_later_one(scene: Scene) -> None:
    with browser(scene) as client:
        session = sign_in(client, INSPECTOR).json()["session_id"]
        proven_at = now() - WITHIN / 2
        scene.store["sessions"].update_one({"_id": session}, {"$set": {"proven_at": proven_at}})
        phone = Phone().next()
        assert registered(client, phone).status_code == 200
        kept = scene.store["devices"].find_one({"_id": phone.id})
        assert kept is not None
        assert abs(kept["proven_at"] - proven_at).total_seconds() < 1
    with browser(scene) as client:
        session = sign_in(client, INSPECTOR).json()["session_id"]
        scene.store["sessions"].update_one({"_id": session}, {"$set": {"proven_at": now() - WITHIN}})
        other = Phone().next()
        refused = registered(client, other)
        assert (refused.status_code, slug(refused)) == (403, "step-up-needed")
        assert scene.store["devices"].find_one({"_id": other.id}) is None


def test_neither_a_token_nor_another_phone_makes_a_phone(scene: Scene) -> None:
    with browser(scene) as client, scene.client() as program:
        refused = program.post("/v1/me/devices", json=new_device(client, Phone().next()))
        assert (refused.status_code, slug(refused)) == (403, "not-permitted")
        access = register(client, Phone().next(), INSPECTOR).json()["access_token"]
        body = new_device(client, Phone().next())
        refused = client.post("/v1/me/devices", json=body, headers={"Authorization": f"Bearer {access}"})
        assert (refused.status_code, slug(refused)) == (403, "not-permitted")


def test_nobody_and_another_site_register_nothing(scene: Scene) -> None:
    with browser(scene) as client:
        body = new_device(client, Phone().next())
        assert client.post("/v1/me/devices", json=body).status_code == 401
        sign_in(client, INSPECTOR)
        foreign = SAME_ORIGIN | {"Sec-Fetch-Site": "cross-site"}
        assert slug(client.post("/v1/me/devices", json=body, headers=foreign)) == "cross-site"


def test_a_key_that_did_not_sign_or_is_anothers_is_refused(scene: Scene) -> None:
    with browser(scene) as client:
        sign_in(client, INSPECTOR)
        mine, other = new_device(client, Phone().next()), new_device(client, Phone().next())
        refused = client.post("/v1/me/devices", json=mine | {"renewal": other["renewal"]})
        assert (refused.status_code, slug(refused)) == (401, "not-signed")
        has_password(scene, COUNTY)
        phone = Phone().next()
        register(client, phone, COUNTY)
        assert slug(registered(client, phone)) == "device-ended"

"""Signing in on a phone over HTTP: renewed, dropped answers, a copy found, ended; events name it."""

import httpx
import pytest

from people import devices
from people.devices import NONCE_GOOD_FOR
from people.keys import Signer
from tests import factories
from tests.api.parts import COUNTY, INSPECTOR, LAND_STAFF, Scene, slug, visit
from tests.api.resources.people.parts import browser, has_password, now, register, renewal, text
from tests.people.phones import Phone


@pytest.fixture(autouse=True)
def known(scene: Scene) -> None:
    """An inspector with a password."""
    has_password(scene, INSPECTOR)


def signed_in(client: httpx.Client) -> tuple[Phone, str]:
    """A phone that is registered, and its access."""
    phone = Phone().next()
    answer = register(client, phone, INSPECTOR)
    assert answer.status_code == 200, answer.text
    return phone, answer.json()["access_token"]


def renew(client: httpx.Client, phone: Phone) -> httpx.Response:
    return client.post(f"/v1/devices/{phone.id}/renew", json=renewal(client, phone))


def as_bearer(access: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {access}"}


def test_a_phone_signs_in_and_its_reports_name_it(scene: Scene) -> None:
    report = visit()
    with browser(scene) as client:
        phone, access = signed_in(client)
        assert client.get("/v1/me", headers=as_bearer(access)).json()["id"] == INSPECTOR
        answer = client.post("/v1/site-visits", content=factories.as_bytes(report), headers=as_bearer(access))
        assert answer.status_code == 202, answer.text
    scene.settle()
    event = scene.store["events"].find_one({"type": "issue.reported.v1", "data.report_id": report["report_id"]})
    assert event is not None
    assert event["actor"]["credential"] == f"device:{phone.id}"


def test_a_lost_answer_to_the_first_sign_in_costs_nothing(scene: Scene) -> None:
    with browser(scene) as client:
        phone, access = signed_in(client)
        again = register(client, phone, INSPECTOR)
        assert again.json()["access_token"] == access


def test_fifty_lost_answers_in_a_row_leave_it_signed_in(scene: Scene) -> None:
    with browser(scene) as client:
        phone, _ = signed_in(client)
        phone.next()
        answers = {renew(client, phone).json()["access_token"] for _ in range(50)}
        (access,) = answers
        assert client.get("/v1/me", headers=as_bearer(access)).status_code == 200
        assert renew(client, phone.next()).status_code == 200


def test_a_copied_key_ends_the_device_and_its_person_and_security_are_told(scene: Scene) -> None:
    with browser(scene) as client:
        phone, _ = signed_in(client)
        copy = phone.copied()
        access = renew(client, copy.next()).json()["access_token"]
        found = renew(client, phone.next())
        assert (found.status_code, slug(found)) == (401, "device-copied")
        assert client.get("/v1/me", headers=as_bearer(access)).status_code == 401
        ended = renew(client, copy.next())
        assert (ended.status_code, slug(ended)) == (401, "device-ended")
    with scene.client() as me:
        (line, *_) = me.get("/v1/me/journal").json()["items"]
        assert (line["what"], line["facts"]["device_id"]) == ("device-copied", phone.id)
        shown = {each["id"]: each for each in me.get("/v1/me/devices").json()["items"]}
        assert shown[phone.id]["copied"]


def test_a_nonce_of_long_ago_is_signed_anew_and_nothing_is_suspected(scene: Scene) -> None:
    with browser(scene) as client:
        phone, _ = signed_in(client)
        old = devices.nonce(Signer(scene.store), now() - NONCE_GOOD_FOR)
        signed = phone.next().renewal(old)
        body = renewal(client, phone) | {"nonce": old, "signature": text(signed.signature)}
        answer = client.post(f"/v1/devices/{phone.id}/renew", json=body)
        assert (answer.status_code, slug(answer)) == (401, "nonce-expired")
        assert renew(client, phone).status_code == 200


def test_a_phone_needs_no_clock(scene: Scene) -> None:
    """Nothing that it sends or reads is a time of day: it is told seconds."""
    with browser(scene) as client:
        phone, _ = signed_in(client)
        body = renewal(client, phone.next())
        assert set(body) == {"nonce", "counter", "attempt", "signature"}
        answer = client.post(f"/v1/devices/{phone.id}/renew", json=body).json()
    assert 3_500 < answer["expires_in"] <= 3_600
    assert set(answer) == {"device_id", "access_token", "expires_in", "counter"}


def test_a_stranger_learns_nothing_of_devices(scene: Scene) -> None:
    with browser(scene) as client:
        phone, _ = signed_in(client)
        stranger = Phone().next()
        body = renewal(client, stranger)
        theirs = client.post(f"/v1/devices/{phone.id}/renew", json=body)
        absent = client.post(f"/v1/devices/{stranger.id}/renew", json=body)
    assert theirs.status_code == absent.status_code == 401
    assert theirs.content == absent.content


def test_the_key_of_one_person_is_not_anothers(scene: Scene) -> None:
    with browser(scene) as client:
        phone, _ = signed_in(client)
        has_password(scene, LAND_STAFF)
        answer = register(client, phone, LAND_STAFF)
    assert (answer.status_code, slug(answer)) == (401, "device-ended")


def test_a_report_that_an_ended_phone_kept_is_taken_once_its_person_signs_in_again(scene: Scene) -> None:
    raw = factories.as_bytes(visit())
    with browser(scene) as client, scene.client() as me:
        phone, access = signed_in(client)
        me.delete(f"/v1/me/devices/{phone.id}")
        refused = client.post("/v1/site-visits", content=raw, headers=as_bearer(access))
        assert (refused.status_code, slug(refused)) == (401, "invalid-token")
        _, access = signed_in(client)
        assert client.post("/v1/site-visits", content=raw, headers=as_bearer(access)).status_code == 202
    scene.skip()


def test_one_ends_ones_own_devices(scene: Scene) -> None:
    with browser(scene) as client, scene.client() as me, scene.client(COUNTY) as other:
        phone, access = signed_in(client)
        assert other.delete(f"/v1/me/devices/{phone.id}").status_code == 404
        assert me.delete(f"/v1/me/devices/{phone.id}").status_code == 204
        assert client.get("/v1/me", headers=as_bearer(access)).status_code == 401
        assert slug(renew(client, phone.next())) == "device-ended"


@pytest.mark.parametrize(
    "change",
    [
        {"counter": -1},
        {"counter": 2**53},
        {"counter": 1.5},
        {"attempt": "short"},
        {"signature": "x"},
        {"nonce": ""},
        {"more": 1},
    ],
)
def test_a_renewal_of_another_shape_is_422(scene: Scene, change: dict[str, object]) -> None:
    with browser(scene) as client:
        body = renewal(client, Phone().next()) | change
        answer = client.post(f"/v1/devices/{'0' * 32}/renew", json=body)
    assert (answer.status_code, slug(answer)) == (422, "invalid")


def test_a_point_that_is_not_on_the_curve_is_no_key(scene: Scene) -> None:
    with browser(scene) as client:
        key = {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43}
        answer = register(client, Phone().next(), INSPECTOR, key=key)
    assert (answer.status_code, slug(answer)) == (422, "invalid")

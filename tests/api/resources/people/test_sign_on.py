"""The province's own sign-on over HTTP: a real provider (Canaille), whom it names, and what is refused."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from api.resources.people import sign_on as routes
from people import accounts, sign_on
from tests.api.parts import COUNTY, Scene, slug
from tests.api.resources.people.parts import SAME_ORIGIN, browser, now
from tests.plain_http import PLAIN

SECRET = "client-secret"


@dataclass
class Desk:
    """The app with a sign-on, and a browser at it that the provider knows."""

    client: httpx.Client
    issuer: str
    subject: str

    def begin(self) -> str:
        """Go to the sign-on; where it sends the browser back to."""
        to = self.client.get("/v1/sign-in/oidc")
        assert to.status_code == 303, to.text
        back = httpx.get(to.headers["location"], **PLAIN)
        assert back.status_code in {302, 303}, back.text
        return back.headers["location"]

    def finish(self, address: str) -> httpx.Response:
        """Come back."""
        parts = urlsplit(address)
        return self.client.get(f"{parts.path}?{parts.query}")


@pytest.fixture(scope="module")
def desk(scene: Scene, iam_server: Any) -> Iterator[Desk]:
    """A person of the provider, and the app as one of its clients."""
    issuer = httpx.get(f"{iam_server.url}.well-known/openid-configuration", **PLAIN).json()["issuer"]
    settings = {"oidc_issuer": issuer, "oidc_client_id": "xiaohao", "oidc_client_secret": SECRET}
    with scene.another(**settings) as client:
        client.headers.pop("authorization")
        client.headers.update(SAME_ORIGIN)
        user = iam_server.random_user()
        registered = iam_server.models.Client(
            client_id="xiaohao",
            client_secret=SECRET,
            client_name="Xiaohao",
            redirect_uris=[f"{str(client.base_url).rstrip('/')}/v1/sign-in/oidc/return"],
            grant_types=["authorization_code"],
            response_types=["code"],
            token_endpoint_auth_method="client_secret_basic",
            scope=["openid"],
            id_token_signed_response_alg="RS256",
        )
        iam_server.backend.save(registered)
        registered.audience = [registered]
        iam_server.backend.save(registered)
        iam_server.login(user)
        iam_server.consent(user, registered)
        yield Desk(client, issuer, user.user_name)
        iam_server.logout()


@pytest.fixture(autouse=True)
def unmapped(scene: Scene, desk: Desk, iam_server: Any) -> None:
    """Nobody is mapped, no browser is signed in, and no code is open (the provider in memory mixes them up)."""
    for code in iam_server.backend.query(iam_server.models.AuthorizationCode):
        iam_server.backend.delete(code)
    scene.store["accounts"].delete_one({"_id": COUNTY})
    desk.client.cookies.clear()


def test_who_is_mapped_is_signed_in_and_the_event_will_say_so(scene: Scene, desk: Desk) -> None:
    accounts.link(scene.store, COUNTY, sign_on.subject(desk.issuer, desk.subject))
    answer = desk.finish(desk.begin())
    assert (answer.status_code, answer.headers["location"]) == (303, "/"), answer.text
    assert desk.client.get("/v1/me").json()["id"] == COUNTY
    (session, *_) = desk.client.get("/v1/me/sessions").json()["items"]
    assert session["methods"] == ["oidc"]


def test_who_is_not_mapped_is_told_what_to_give_the_administrator(desk: Desk) -> None:
    answer = desk.finish(desk.begin())
    assert (answer.status_code, slug(answer)) == (403, "unknown-subject")
    assert answer.json()["subject"] == sign_on.subject(desk.issuer, desk.subject)
    assert desk.client.get("/v1/me").status_code == 401


def test_an_ended_account_is_not_opened_by_the_sign_on(scene: Scene, desk: Desk) -> None:
    accounts.link(scene.store, COUNTY, sign_on.subject(desk.issuer, desk.subject))
    accounts.end_account(scene.store, COUNTY, now())
    assert desk.finish(desk.begin()).status_code == 403


def test_a_state_that_another_browser_began_is_refused(scene: Scene, desk: Desk) -> None:
    accounts.link(scene.store, COUNTY, sign_on.subject(desk.issuer, desk.subject))
    address = desk.begin()
    desk.client.cookies.clear()
    stolen = desk.finish(address)
    assert (stolen.status_code, slug(stolen)) == (401, "sign-on-refused")
    desk.begin()
    foreign = desk.finish(address)
    assert (foreign.status_code, slug(foreign)) == (401, "sign-on-refused")


@pytest.mark.parametrize("change", ["error=access_denied", "iss=https://evil.example", "nonce=another"])
def test_what_is_not_a_good_answer_is_refused(desk: Desk, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    address = desk.begin()
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    name, _, value = change.partition("=")
    if name == "nonce":
        read = routes._under_way.decode
        other = _Decoder(lambda note: _renonced(read(note), value))
        monkeypatch.setattr(routes, "_under_way", other)
    else:
        asked[name] = value
    answer = desk.client.get("/v1/sign-in/oidc/return", params=asked)
    assert (answer.status_code, slug(answer)) == (401, "sign-on-refused")
    assert desk.client.get("/v1/me").status_code == 401


def test_a_code_is_good_once(scene: Scene, desk: Desk) -> None:
    accounts.link(scene.store, COUNTY, sign_on.subject(desk.issuer, desk.subject))
    address = desk.begin()
    cookies = dict(desk.client.cookies)
    assert desk.finish(address).status_code == 303
    desk.client.cookies.clear()
    desk.client.cookies.update(cookies)
    assert desk.finish(address).status_code == 401


def test_without_a_sign_on_there_is_none(scene: Scene) -> None:
    with browser(scene) as client:
        for path in ("/v1/sign-in/oidc", "/v1/sign-in/oidc/return?state=x&code=y"):
            answer = client.get(path)
            assert (answer.status_code, slug(answer)) == (404, "no-sign-on")


def test_a_provider_that_is_away_is_a_sentence(scene: Scene) -> None:
    settings = {"oidc_issuer": "http://127.0.0.1:9", "oidc_client_id": "xiaohao"}
    with scene.another(**settings) as client:
        answer = client.get("/v1/sign-in/oidc")
    assert (answer.status_code, slug(answer)) == (503, "sign-on-away")


class _Decoder:
    def __init__(self, decode: Any) -> None:
        self.decode = decode


def _renonced(under_way: sign_on.UnderWay, nonce: str) -> sign_on.UnderWay:
    return sign_on.UnderWay(under_way.state, nonce, under_way.verifier, under_way.until)

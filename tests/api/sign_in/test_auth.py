"""Every endpoint but health needs a token; the wrong one, none, or an ended one is 401 before anything else is read."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from api.sign_in import auth
from ledger.groundwork.clock import HeldClock
from people.credentials import digest
from people.tokens import listed, revoke_tokens, tokens_of
from tests.api.openapi import document
from tests.api.parts import PROVINCE, Scene, slug
from tests.plain_http import PLAIN
from tests.streams.parts import until

OPEN = {"/healthz", "/readyz", "/metrics", "/openapi.json"}
SIGNS_IN = {
    "/v1/sign-in",
    "/v1/sign-in/oidc",
    "/v1/sign-in/oidc/return",
    "/v1/nonces",
    "/v1/devices",
    "/v1/devices/{device_id}/renew",
}


def test_without_a_token_every_operation_is_401(scene: Scene) -> None:
    operations = [(method.upper(), path) for path, methods in document()["paths"].items() for method in methods]
    asked = [each for each in operations if each[1] not in OPEN | SIGNS_IN]
    assert len(asked) > 100
    with httpx.Client(base_url=scene.url, **PLAIN) as nobody:
        for method, path in asked:
            answer = nobody.request(method, path.replace("{", "").replace("}", ""))
            assert (answer.status_code, method, path) == (401, method, path)
            assert answer.headers["www-authenticate"].startswith("Bearer"), (method, path)
            if method != "HEAD":
                assert slug(answer) == "missing-token", (method, path)


@pytest.mark.parametrize("path", sorted(OPEN))
def test_health_needs_none(scene: Scene, path: str) -> None:
    assert httpx.get(scene.url + path, **PLAIN).status_code in {200, 503}


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Bearer xh_wrong", "invalid-token"),
        ("Bearer " + "x" * 5_000, "missing-token"),
        ("Bearer", "missing-token"),
        ("Basic dXNlcjpwYXNz", "missing-token"),
        ('Bearer {"$ne":""}', "invalid-token"),
        ("Bearer \u00e9", "invalid-token"),
    ],
)
def test_a_wrong_token_is_401(scene: Scene, header: str, said: str) -> None:
    answer = httpx.get(f"{scene.url}/v1/me", headers={"Authorization": header.encode("latin-1")}, **PLAIN)
    assert (answer.status_code, slug(answer)) == (401, said)


def test_a_token_that_was_ended_is_refused_within_seconds(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "TTL_SECONDS", 0.2)
    scene.tokens["short"] = scene.token("staff-140105-ecology")
    with scene.client("short") as client:
        assert client.get("/v1/me").status_code == 200
        revoke_tokens(scene.store, "staff-140105-ecology", datetime.now(UTC))
        until(lambda: client.get("/v1/me").status_code != 200, seconds=5)
        answer = client.get("/v1/me")
    assert (answer.status_code, slug(answer)) == (401, "invalid-token")


def test_a_token_says_when_it_was_last_used_and_never_an_earlier_time(scene: Scene) -> None:
    token, clock = scene.token("staff-140105-transport"), HeldClock(datetime(2026, 3, 1, tzinfo=UTC))
    callers = auth.Callers(scene.store, clock)
    for moved in (timedelta(0), timedelta(hours=1), timedelta(hours=-2)):
        clock.advance(moved)
        callers.used(token, tokens_of(scene.store, [digest(token)], clock.now())[digest(token)])
        callers.write_uses()
    (told,) = listed(scene.store, "staff-140105-transport")
    assert told.used_at == datetime(2026, 3, 1, 1, tzinfo=UTC)
    callers.close()


def test_the_clock_is_the_provinces_to_move(scene: Scene, county: httpx.Client) -> None:
    refused = county.put("/v1/clock", json={"now": "2031-01-01T00:00:00Z"})
    assert (refused.status_code, slug(refused)) == (403, "not-permitted")
    with scene.client(PROVINCE) as client:
        assert client.get("/v1/clock").json()["kind"] == "movable"

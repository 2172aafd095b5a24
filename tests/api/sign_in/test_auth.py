"""Every endpoint but health needs a token; the wrong one, none, or an ended one is 401 before anything else is read."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from api.accepting.publisher import NullPublisher
from api.app import create_app
from api.http.settings import Settings
from api.sign_in import auth
from ledger.groundwork.clock import HeldClock
from people.credentials import digest
from people.tokens import listed, revoke_tokens, tokens_of
from tests.api.parts import PROVINCE, Scene, slug
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
DOCUMENT = create_app(Settings(mongo_url="mongodb://x/y", kafka="x:1"), publisher=NullPublisher()).openapi()
OPERATIONS = [(method.upper(), path) for path, methods in DOCUMENT["paths"].items() for method in methods]


@pytest.mark.parametrize(("method", "path"), [each for each in OPERATIONS if each[1] not in OPEN | SIGNS_IN])
def test_without_a_token_it_is_401(scene: Scene, method: str, path: str) -> None:
    answer = httpx.request(method, scene.url + path.replace("{", "").replace("}", ""), trust_env=False)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    if method != "HEAD":
        assert slug(answer) == "missing-token"


@pytest.mark.parametrize("path", sorted(OPEN))
def test_health_needs_none(scene: Scene, path: str) -> None:
    assert httpx.get(scene.url + path, trust_env=False).status_code in {200, 503}


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
    answer = httpx.get(f"{scene.url}/v1/me", headers={"Authorization": header.encode("latin-1")}, trust_env=False)
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

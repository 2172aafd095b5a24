"""Signing in at a desk: the cookie, who is refused and how, other sites, sessions fixed before, step-up, throttling."""

import time

import httpx
import pytest

from api.sign_in import auth
from people.accounts import account_of, end_account, issue_code, set_password
from people.passwords import hash_of
from people.sessions import begin
from tests.api.parts import CITY, COUNTY, INSPECTOR, LAND_STAFF, PROVINCE, Scene, paths, slug
from tests.api.resources.people.parts import KEPT, OTHER, PASSWORD, browser, has_password, now, sign_in
from tests.plain_http import PLAIN


@pytest.fixture(autouse=True)
def known(scene: Scene) -> None:
    """A county supervisor with a password."""
    has_password(scene, COUNTY)


def test_a_session_is_a_cookie_that_no_script_can_read(scene: Scene) -> None:
    with browser(scene, **{"User-Agent": "Firefox"}) as client:
        answer = sign_in(client, COUNTY)
        assert answer.status_code == 200, answer.text
        assert client.get("/v1/me").json()["id"] == COUNTY
    (cookie,) = [each for each in answer.headers.get_list("set-cookie") if each.startswith("xiaohao_session=")]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    secret = cookie.partition("=")[2].partition(";")[0]
    assert secret not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert scene.store["sessions"].find_one({"sha256": secret}) is None


def test_behind_tls_the_cookie_is_of_this_host_alone(scene: Scene) -> None:
    with scene.another(public_url="https://ledger.example.gov.cn") as other:
        other.headers.pop("authorization")
        answer = other.post(
            "/v1/sign-in",
            json={"person_id": COUNTY, "password": PASSWORD},
            headers={"Origin": "https://ledger.example.gov.cn"},
        )
    assert answer.status_code == 200, answer.text
    for cookie in answer.headers.get_list("set-cookie"):
        assert cookie.startswith("__Host-xiaohao_")
        assert "Secure" in cookie.split("; ")
        assert "Path=/" in cookie.split("; ")


def test_without_tls_nobody_signs_in_from_elsewhere(scene: Scene) -> None:
    with browser(scene, Host="ledger.example.gov.cn") as client:
        answer = sign_in(client, COUNTY)
    assert (answer.status_code, slug(answer)) == (403, "not-private")


def test_whoever_is_unknown_and_whatever_is_wrong_the_answer_is_the_same(scene: Scene) -> None:
    end_account(scene.store, CITY, now())
    scene.store["accounts"].delete_one({"_id": LAND_STAFF})
    with browser(scene) as client:
        answers = [
            sign_in(client, "nobody-at-all"),
            sign_in(client, LAND_STAFF),
            sign_in(client, COUNTY, "wrong"),
            sign_in(client, CITY),
            client.post(
                "/v1/sign-in", json={"person_id": COUNTY, "code": "AAAA-AAAA-AAAA-AAAA", "new_password": OTHER}
            ),
        ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert not any("set-cookie" in answer.headers for answer in answers)


def test_an_unknown_name_takes_the_same_work(scene: Scene) -> None:
    def fastest(person: str) -> float:
        times = []
        with browser(scene) as client:
            for _ in range(5):
                scene.store["tries"].delete_many({})
                began = time.perf_counter()
                sign_in(client, person, "wrong password")
                times.append(time.perf_counter() - began)
        return min(times)

    assert 1 / 3 < fastest("nobody-at-all") / fastest(COUNTY) < 3


@pytest.mark.parametrize(
    "body",
    [
        {"person_id": COUNTY},
        {"person_id": COUNTY, "password": PASSWORD, "code": "X", "new_password": OTHER},
        {"person_id": COUNTY, "code": "X"},
        {"person_id": COUNTY, "password": PASSWORD, "new_password": OTHER},
        {"person_id": {"$ne": ""}, "password": PASSWORD},
        {"person_id": COUNTY, "password": PASSWORD, "totp": "12 345"},
        {"person_id": COUNTY, "password": "x" * 5_000},
    ],
)
def test_a_body_of_another_shape_is_422(scene: Scene, body: object) -> None:
    with browser(scene) as client:
        answer = client.post("/v1/sign-in", json=body)
    assert (answer.status_code, slug(answer)) == (422, "invalid")


def test_ten_megabytes_of_password_are_refused_at_once(scene: Scene) -> None:
    with browser(scene) as client:
        began = time.perf_counter()
        answer = sign_in(client, COUNTY, "x" * 10_000_000)
    assert (answer.status_code, slug(answer)) == (413, "too-large")
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("password", ["twelve   spaces   and a heron", "🌾🚜🌧️🏞️🐟🦆🌻🍎🥟🎋🏮🧧"])
def test_spaces_and_emoji_are_characters_as_any_other(scene: Scene, password: str) -> None:
    set_password(scene.store, COUNTY, hash_of(password), now())
    with browser(scene) as client:
        assert sign_in(client, COUNTY, password).status_code == 200


def test_a_session_fixed_beforehand_is_not_the_one_that_is_had(scene: Scene) -> None:
    planted, _ = begin(scene.store, LAND_STAFF, now(), methods=["password"])
    with browser(scene) as client:
        client.cookies.set("xiaohao_session", planted)
        answer = sign_in(client, COUNTY)
    fresh = answer.cookies["xiaohao_session"]
    assert fresh != planted
    with browser(scene, Cookie=f"xiaohao_session={fresh}") as client:
        assert client.get("/v1/me").json()["id"] == COUNTY


def test_a_cookie_holds_a_session_and_a_header_does_not(scene: Scene) -> None:
    with browser(scene, Cookie=f"xiaohao_session={scene.tokens[COUNTY]}") as client:
        answer = client.get("/v1/me")
        assert (answer.status_code, slug(answer)) == (401, "missing-token")
    secret, _ = begin(scene.store, COUNTY, now(), methods=["password"])
    with browser(scene, Authorization=f"Bearer {secret}") as client:
        assert client.get("/v1/me").status_code == 401


def test_a_cookie_beside_the_token_of_another_person_lends_it_nothing(scene: Scene) -> None:
    """Each request is one person's: the header's, and a header that is no token is not made good by the cookie."""
    secret, _ = begin(scene.store, COUNTY, now(), methods=["password"])
    cookie = f"xiaohao_session={secret}"
    with browser(scene, Cookie=cookie, Authorization=f"Bearer {scene.tokens[INSPECTOR]}") as client:
        assert client.get("/v1/me").json()["id"] == INSPECTOR
        assert client.get("/v1/me/sessions").json()["items"] == []
    with browser(scene, Cookie=cookie, Authorization="Bearer xh_another") as client:
        assert client.get("/v1/me").status_code == 401


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "{own}"}, False),
        ({"Origin": "{own}"}, True),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({}, False),
    ],
)
def test_another_site_cannot_use_the_cookie(scene: Scene, headers: dict[str, str], passes: bool) -> None:
    secret, session = begin(scene.store, COUNTY, now(), methods=["password"])
    told = {name: value.format(own=scene.url) for name, value in headers.items()}
    client = httpx.Client(base_url=scene.url, **PLAIN, headers={"Cookie": f"xiaohao_session={secret}", **told})
    with client:
        assert client.get("/v1/me").status_code == 200  # what changes nothing may come from anywhere
        answer = client.post("/v1/sign-out")
    assert answer.status_code == (204 if passes else 403)
    if not passes:
        assert slug(answer) == "cross-site"
    ended = scene.store["sessions"].find_one({"_id": session.id})
    assert ended is not None
    assert (ended["ended_at"] is not None) is passes


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_another_site_signs_nobody_in(scene: Scene, headers: dict[str, str]) -> None:
    with httpx.Client(base_url=scene.url, headers=headers, **PLAIN) as client:
        answer = sign_in(client, COUNTY)
    assert (answer.status_code, slug(answer)) == (403, "cross-site")


def test_what_is_signed_out_opens_nothing(scene: Scene) -> None:
    with browser(scene) as client:
        secret = sign_in(client, COUNTY).cookies["xiaohao_session"]
        answer = client.post("/v1/sign-out")
        assert answer.status_code == 204
        assert "xiaohao_session" not in client.cookies
        client.cookies.set("xiaohao_session", secret)
        assert client.get("/v1/me").status_code == 401


def test_a_one_time_code_sets_a_password_once_and_ends_what_was(scene: Scene) -> None:
    code = issue_code(scene.store, COUNTY, now())
    with browser(scene) as old, browser(scene) as new:
        sign_in(old, COUNTY)
        weak = new.post("/v1/sign-in", json={"person_id": COUNTY, "code": code, "new_password": "supervisor-140105"})
        assert (weak.status_code, paths(weak)) == (422, ["$.new_password"])
        body = {"person_id": COUNTY, "code": code, "new_password": OTHER}
        assert new.post("/v1/sign-in", json=body).status_code == 200
        assert new.get("/v1/me").status_code == 200
        assert new.post("/v1/sign-in", json=body).status_code == 401
        assert sign_in(old, COUNTY).status_code == 401
        assert sign_in(old, COUNTY, OTHER).status_code == 200
    assert account_of(scene.store, COUNTY).password != KEPT


def test_a_step_up_changes_the_cookie_and_what_it_was_opens_nothing(scene: Scene) -> None:
    with browser(scene) as client:
        before = sign_in(client, COUNTY).cookies["xiaohao_session"]
        assert client.post("/v1/step-up", json={"password": "wrong"}).status_code == 401
        answer = client.post("/v1/step-up", json={"password": PASSWORD})
        assert answer.status_code == 200, answer.text
        after = client.cookies["xiaohao_session"]
        assert after != before
        assert client.get("/v1/me").status_code == 200
        client.cookies.clear()
        client.cookies.set("xiaohao_session", before)
        assert client.get("/v1/me").status_code == 401


def test_what_cannot_be_undone_asks_again_who_is_there(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "TTL_SECONDS", 0.0)
    issue = scene.issue()
    void = f"/v1/issues/{issue['id']}/void"
    with browser(scene) as client:
        session = sign_in(client, COUNTY).json()["session_id"]
        stale = {"$set": {"proven_at": now().replace(year=2020)}}
        scene.store["sessions"].update_one({"_id": session}, stale)
        asked = client.post(void, json={"reason": "重复上报,现场无此问题"})
        assert (asked.status_code, slug(asked)) == (403, "step-up-needed")
        assert asked.json()["methods"] == ["password", "totp"]
        assert client.post("/v1/step-up", json={"password": PASSWORD}).status_code == 200
        assert client.post(void, json={"reason": "重复上报,现场无此问题"}).status_code == 200
    event = scene.store["events"].find_one({"issue_id": issue["id"], "type": "issue.voided.v1"})
    assert event is not None
    assert event["actor"]["credential"] == f"session:{session}"


def test_a_movable_clock_ends_no_session(scene: Scene, province: httpx.Client) -> None:
    offset = scene.store["positions"].find_one({"_id": "clock"})
    with browser(scene) as client:
        sign_in(client, COUNTY)
        province.put("/v1/clock", json={"now": "2031-01-01T00:00:00Z"})
        assert client.get("/v1/me").status_code == 200
    scene.store["positions"].replace_one({"_id": "clock"}, offset or {"offset_ms": 0}, upsert=True)


def test_a_page_of_one_person_asks_nothing_by_the_cookie_of_another(scene: Scene) -> None:
    with browser(scene) as client:
        sign_in(client, COUNTY)
        answers = [client.get("/v1/me", headers={"Xiaohao-Person": each}) for each in (COUNTY, PROVINCE)]
        assert [answer.status_code for answer in answers] == [200, 401]
        assert slug(answers[1]) == "another-person"
        assert client.post("/v1/sign-out", headers={"Xiaohao-Person": PROVINCE}).status_code == 401
        assert client.get("/v1/me").json()["id"] == COUNTY

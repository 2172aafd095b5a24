"""What security does: tokens for programs, one-time codes, the journal, ending what others are signed in by."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.api.parts import COUNTY, INSPECTOR, PROVINCE, Scene, done, give, paths, slug
from tests.api.resources.people.parts import (
    OTHER,
    SECURITY,
    browser,
    enter_security,
    has_password,
    now,
    register,
    sign_in,
)
from tests.people.phones import Phone
from tests.plain_http import PLAIN


@pytest.fixture(scope="module")
def security(scene: Scene) -> Iterator[httpx.Client]:
    """Somebody who keeps credentials."""
    enter_security(scene)
    with scene.client(SECURITY) as client:
        yield client


def asked(**over: Any) -> dict[str, Any]:
    return {
        "person_id": COUNTY,
        "name": "省投资平台对接",
        "actions": ["me.read"],
        "ends_at": (now() + timedelta(days=30)).isoformat(),
        **over,
    }


def test_a_token_for_a_program_does_what_it_was_given_and_nothing_else(scene: Scene, security: httpx.Client) -> None:
    made = security.post("/v1/tokens", json=asked(actions=["credential.read"])).json()
    with httpx.Client(base_url=scene.url, headers={"Authorization": f"Bearer {made['token']}"}, **PLAIN) as it:
        refused = it.get("/v1/me/sessions")
        assert (refused.status_code, slug(refused)) == (403, "not-granted")
        assert slug(it.get("/v1/journal")) == "not-permitted"  # the person is no more than before
    (shown, *_) = security.get("/v1/tokens").json()["items"]
    assert (shown["id"], shown["name"], shown["issued_by"]) == (made["id"], "省投资平台对接", SECURITY)
    assert made["token"] not in security.get("/v1/tokens").text


def test_a_token_is_ended_by_its_id(scene: Scene, security: httpx.Client) -> None:
    made = security.post("/v1/tokens", json=asked(actions=["credential.read"])).json()
    with httpx.Client(base_url=scene.url, headers={"Authorization": f"Bearer {made['token']}"}, **PLAIN) as it:
        assert it.get("/v1/journal").status_code == 403
        assert security.delete(f"/v1/tokens/{made['id']}").status_code == 204
        assert it.get("/v1/journal").status_code == 401
    assert slug(security.delete(f"/v1/tokens/{made['id']}")) == "unknown-token"


@pytest.mark.parametrize(
    ("over", "where"),
    [
        ({"ends_at": "2020-01-01T00:00:00Z"}, "$.ends_at"),
        ({"ends_at": "2190-01-01T00:00:00Z"}, "$.ends_at"),
        ({"actions": []}, "$.actions"),
        ({"actions": ["*"]}, "$.actions[0]"),
        ({"actions": ["issue.read", "issue.burn"]}, "$.actions[1]"),
        ({"name": ""}, "$.name"),
    ],
)
def test_a_token_has_an_end_within_a_year_actions_and_a_name(
    security: httpx.Client, over: dict[str, Any], where: str
) -> None:
    answer = security.post("/v1/tokens", json=asked(**{"actions": ["credential.read"], **over}))
    assert (answer.status_code, paths(answer)) == (422, [where])


def test_nobody_else_issues_lists_or_ends(scene: Scene, security: httpx.Client) -> None:
    with scene.client(PROVINCE) as client:
        answers = [
            client.get("/v1/tokens"),
            client.post("/v1/tokens", json=asked()),
            client.delete(f"/v1/tokens/{'0' * 16}"),
            client.get("/v1/journal"),
            client.post(f"/v1/persons/{COUNTY}/code"),
            client.get(f"/v1/persons/{COUNTY}/credentials"),
            client.delete(f"/v1/persons/{COUNTY}/credentials"),
            client.delete(f"/v1/persons/{COUNTY}/sessions/{'0' * 24}"),
            client.delete(f"/v1/persons/{COUNTY}/devices/{'0' * 32}"),
        ]
    assert {(answer.status_code, slug(answer)) for answer in answers} == {(403, "not-permitted")}


def test_a_code_from_security_sets_a_password(scene: Scene, security: httpx.Client) -> None:
    code = security.post(f"/v1/persons/{COUNTY}/code").json()["code"]
    with browser(scene) as client:
        body = {"person_id": COUNTY, "code": code, "new_password": OTHER}
        assert client.post("/v1/sign-in", json=body).status_code == 200
    assert slug(security.post("/v1/persons/nobody/code")) == "unknown-person"


def test_security_ends_all_that_somebody_is_signed_in_by(scene: Scene, security: httpx.Client) -> None:
    has_password(scene, COUNTY)
    with browser(scene) as client:
        session = sign_in(client, COUNTY).json()["session_id"]
        shown = security.get(f"/v1/persons/{COUNTY}/credentials").json()
        assert session in [each["id"] for each in shown["sessions"]]
        assert security.delete(f"/v1/persons/{COUNTY}/credentials").json()["sessions"] >= 1
        assert client.get("/v1/me").status_code == 401
    scene.tokens[COUNTY] = scene.token(COUNTY)


def test_security_ends_one_session_and_leaves_the_others(scene: Scene, security: httpx.Client) -> None:
    has_password(scene, COUNTY)
    with browser(scene) as client, browser(scene) as other:
        session = sign_in(client, COUNTY).json()["session_id"]
        sign_in(other, COUNTY)
        path = f"/v1/persons/{COUNTY}/sessions/{session}"
        assert slug(security.delete(path.replace(COUNTY, INSPECTOR))) == "unknown-session"
        assert security.delete(path).status_code == 204
        assert (client.get("/v1/me").status_code, other.get("/v1/me").status_code) == (401, 200)
        assert slug(security.delete(path)) == "unknown-session"
    (line, *_) = security.get(f"/v1/journal?person={COUNTY}&what=session-ended").json()["items"]
    assert (line["by"], line["facts"]) == (SECURITY, {"session_id": session})


def test_security_ends_one_device(scene: Scene, security: httpx.Client) -> None:
    has_password(scene, INSPECTOR)
    with browser(scene) as client:
        access = register(client, Phone().next(), INSPECTOR).json()
    with httpx.Client(base_url=scene.url, headers={"Authorization": f"Bearer {access['access_token']}"}, **PLAIN) as it:
        assert it.get("/v1/me").status_code == 200
        path = f"/v1/persons/{INSPECTOR}/devices/{access['device_id']}"
        assert slug(security.delete(path.replace(INSPECTOR, COUNTY))) == "unknown-device"
        assert security.delete(path).status_code == 204
        assert it.get("/v1/me").status_code == 401
    assert slug(security.delete(path)) == "unknown-device"


def test_the_journal_is_read_by_person_and_kind_in_pages(security: httpx.Client) -> None:
    security.post(f"/v1/persons/{INSPECTOR}/code")
    security.post(f"/v1/persons/{INSPECTOR}/code")
    first = security.get(f"/v1/journal?person={INSPECTOR}&what=code-issued&limit=1").json()
    again = f"/v1/journal?person={INSPECTOR}&what=code-issued&limit=1&cursor={first['next_cursor']}"
    second = security.get(again).json()
    (one,), (other,) = first["items"], second["items"]
    assert one["id"] != other["id"]
    assert (one["person_id"], one["by"], one["what"]) == (INSPECTOR, SECURITY, "code-issued")


def test_an_event_names_the_token_that_an_operator_made(scene: Scene, county: httpx.Client) -> None:
    issue = scene.issue()
    with scene.client(COUNTY) as client:
        done(give(client, issue, "void", reason="重复上报,现场无此问题"))
    event = scene.store["events"].find_one({"issue_id": issue["id"], "type": "issue.voided.v1"})
    assert event is not None
    assert event["actor"]["credential"].startswith("token:")
    assert event["actor"]["credential"].removeprefix("token:") in [
        each["_id"][:16] for each in scene.store["tokens"].find({"person_id": COUNTY})
    ]

"""What one does about one's own signing in: the password, the second factor, the sessions, the journal."""

import httpx
import pyotp
import pytest

from tests.api.parts import CITY, COUNTY, Scene, paths, slug
from tests.api.resources.people.parts import OTHER, PASSWORD, browser, has_password, now, sign_in


@pytest.fixture(autouse=True)
def known(scene: Scene) -> None:
    """A county supervisor with a password."""
    has_password(scene, COUNTY)


def test_a_password_is_changed_by_who_knows_it_and_other_sessions_end(scene: Scene) -> None:
    with browser(scene) as mine, browser(scene) as other:
        sign_in(mine, COUNTY)
        sign_in(other, COUNTY)
        wrong = mine.post("/v1/me/password", json={"password": "wrong", "new_password": OTHER})
        assert (wrong.status_code, slug(wrong)) == (401, "sign-in-refused")
        weak = mine.post("/v1/me/password", json={"password": PASSWORD, "new_password": "password1234"})
        assert (weak.status_code, paths(weak), weak.json()["faults"][0]["type"]) == (
            422,
            ["$.new_password"],
            "too-weak",
        )
        same = mine.post("/v1/me/password", json={"password": PASSWORD, "new_password": PASSWORD})
        assert [(each["path"], each["type"]) for each in same.json()["faults"]] == [
            ("$.new_password", "same-as-before")
        ]
        assert mine.post("/v1/me/password", json={"password": PASSWORD, "new_password": OTHER}).status_code == 204
        assert mine.get("/v1/me").status_code == 200
        assert other.get("/v1/me").status_code == 401
        assert sign_in(other, COUNTY).status_code == 401
        assert sign_in(other, COUNTY, OTHER).status_code == 200


def test_who_is_signed_in_guesses_ten_times_an_hour(scene: Scene) -> None:
    with browser(scene) as client:
        sign_in(client, COUNTY)
        answers = [client.post("/v1/step-up", json={"password": "wrong"}).status_code for _ in range(11)]
    assert answers == [401] * 10 + [429]


def test_a_second_factor_is_added_used_and_removed(scene: Scene) -> None:
    with browser(scene) as client:
        sign_in(client, COUNTY)
        told = client.post("/v1/me/second-factor").json()
        assert told["uri"].startswith("otpauth://totp/")
        assert not client.get("/v1/me/sign-in").json()["second_factor"]
        app = pyotp.TOTP(told["secret"])
        wrong = client.post("/v1/me/second-factor/confirm", json={"totp": f"{(int(app.now()) + 1) % 1_000_000:06}"})
        assert (wrong.status_code, slug(wrong)) == (401, "second-factor-wrong")
        assert client.post("/v1/me/second-factor/confirm", json={"totp": app.now()}).status_code == 204
        assert client.get("/v1/me/sign-in").json()["second_factor"]
        assert slug(client.post("/v1/me/second-factor")) == "second-factor-exists"
        assert slug(sign_in(client, COUNTY)) == "second-factor-needed"
        assert client.delete("/v1/me/second-factor").status_code == 204
        assert client.delete("/v1/me/second-factor").status_code == 404
        assert sign_in(client, COUNTY).status_code == 200


def test_a_second_factor_is_not_removed_by_who_was_there_long_ago(scene: Scene) -> None:
    with browser(scene) as client:
        session = sign_in(client, COUNTY).json()["session_id"]
        long_ago = {"$set": {"proven_at": now().replace(year=2020)}}
        scene.store["sessions"].update_one({"_id": session}, long_ago)
        answer = client.delete("/v1/me/second-factor")
    assert (answer.status_code, slug(answer)) == (403, "step-up-needed")


def test_one_sees_and_ends_ones_own_sessions_and_nobody_elses(scene: Scene, county: httpx.Client) -> None:
    has_password(scene, CITY)
    with browser(scene, **{"User-Agent": "Firefox"}) as mine, browser(scene) as other, browser(scene) as foreign:
        here = sign_in(mine, COUNTY).json()["session_id"]
        there = sign_in(other, COUNTY).json()["session_id"]
        theirs = sign_in(foreign, CITY).json()["session_id"]
        shown = {each["id"]: each for each in mine.get("/v1/me/sessions").json()["items"]}
        assert shown[here]["current"]
        assert shown[here]["agent"] == "Firefox"
        assert not shown[there]["current"]
        assert theirs not in shown
        assert slug(mine.delete(f"/v1/me/sessions/{theirs}")) == "unknown-session"
        assert mine.delete(f"/v1/me/sessions/{there}").status_code == 204
        assert other.get("/v1/me").status_code == 401
        assert foreign.get("/v1/me").status_code == 200


def test_no_secret_stands_in_any_answer(scene: Scene) -> None:
    with browser(scene) as client:
        secret = sign_in(client, COUNTY).cookies["xiaohao_session"]
        client.post("/v1/me/second-factor")
        told = "".join(
            client.get(path).text for path in ("/v1/me/sessions", "/v1/me/sign-in", "/v1/me/journal", "/v1/me/devices")
        )
    account, session = scene.store["accounts"].find_one({"_id": COUNTY}), scene.store["sessions"].find_one()
    assert account is not None
    assert session is not None
    for hidden in (secret, account["password"], account["totp"]["secret"], session["sha256"]):
        assert hidden not in told


def test_the_journal_tells_what_one_did_the_latest_first(scene: Scene) -> None:
    with browser(scene) as client:
        session = sign_in(client, COUNTY).json()["session_id"]
        client.post("/v1/me/password", json={"password": PASSWORD, "new_password": OTHER})
        (changed, began, *_) = client.get("/v1/me/journal?limit=2").json()["items"]
    assert (changed["what"], began["what"]) == ("password-set", "signed-in")
    assert changed["credential"] == began["credential"] == f"session:{session}"
    assert began["address"] == "127.0.0.1"

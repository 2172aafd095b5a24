"""Guessing passwords and codes locks out strangers alone; a second factor is good once."""

import httpx
import pyotp
import pytest

from people import second_factor
from people.accounts import issue_code
from people.journal import What, lines
from people.throttle import PER_ACCOUNT
from tests.api.parts import COUNTY, Scene, slug
from tests.api.resources.people.parts import OTHER, browser, has_password, now, sign_in


@pytest.fixture(autouse=True)
def known(scene: Scene) -> None:
    """A county supervisor with a password."""
    has_password(scene, COUNTY)


def has_second_factor(scene: Scene, person: str) -> pyotp.TOTP:
    """A second factor whose codes of half an hour ago are used up."""
    told = second_factor.enrol(scene.store, person)
    assert told is not None
    change = {"totp.confirmed_at": now(), "totp.last_step": 0}
    scene.store["accounts"].update_one({"_id": person}, {"$set": change})
    return pyotp.TOTP(told[0])


def test_a_second_factor_is_asked_for_and_its_code_is_good_once(scene: Scene) -> None:
    app = has_second_factor(scene, COUNTY)
    with browser(scene) as client:
        asked = sign_in(client, COUNTY)
        assert (asked.status_code, slug(asked)) == (401, "second-factor-needed")
        wrong = sign_in(client, COUNTY, totp=f"{(int(app.now()) + 500_000) % 1_000_000:06}")
        assert (wrong.status_code, slug(wrong)) == (401, "second-factor-wrong")
        code = app.now()
        assert sign_in(client, COUNTY, totp=code).json()["methods"] == ["password", "totp"]
        replayed = sign_in(client, COUNTY, totp=code)
        assert (replayed.status_code, slug(replayed)) == (401, "second-factor-wrong")
    with browser(scene) as client:
        assert slug(sign_in(client, COUNTY, "wrong")) == "sign-in-refused"


def exhaust(scene: Scene, person: str, tries: int = PER_ACCOUNT) -> httpx.Response:
    """The last answer to somebody elsewhere who guesses."""
    with browser(scene) as client:
        for _ in range(tries):
            client.cookies.clear()
            answer = sign_in(client, person, "a guess")
    return answer


def test_who_guesses_locks_out_strangers_alone(scene: Scene) -> None:
    scene.store["journal"].delete_many({"what": What.TRIES_EXHAUSTED.value})
    with browser(scene) as mine:
        assert sign_in(mine, COUNTY).status_code == 200
        answer = exhaust(scene, COUNTY, PER_ACCOUNT + 1)
        assert (answer.status_code, slug(answer)) == (429, "too-many-tries")
        assert 0 < int(answer.headers["retry-after"]) <= 3_601
        with browser(scene) as stranger:
            assert sign_in(stranger, COUNTY).status_code == 429
            assert sign_in(stranger, "nobody-at-all", "a guess").status_code == 401
        mine.cookies.delete("xiaohao_session")
        assert sign_in(mine, COUNTY).status_code == 200
    page = lines(scene.store, 200, person_id=COUNTY, what=What.TRIES_EXHAUSTED)
    assert len(page.items) == 1


def test_a_second_factor_or_a_code_get_in_where_strangers_do_not(scene: Scene) -> None:
    app, code = has_second_factor(scene, COUNTY), issue_code(scene.store, COUNTY, now())
    exhaust(scene, COUNTY, PER_ACCOUNT + 1)
    with browser(scene) as stranger:
        assert sign_in(stranger, COUNTY).status_code == 429
        assert sign_in(stranger, COUNTY, totp=app.now()).status_code == 200
    scene.store["accounts"].update_one({"_id": COUNTY}, {"$unset": {"totp": ""}})
    with browser(scene) as stranger:
        body = {"person_id": COUNTY, "code": code, "new_password": OTHER}
        assert stranger.post("/v1/sign-in", json=body).status_code == 200


def test_one_address_guesses_a_hundred_times_an_hour_whatever_the_names(scene: Scene) -> None:
    name = "address/127.0.0.1"
    scene.store["tries"].update_one({"_id": name}, {"$set": {"tries": 100, "began_at": now()}}, upsert=True)
    with browser(scene) as client:
        answer = sign_in(client, "another-name", "a guess")
    scene.store["tries"].delete_one({"_id": name})
    assert (answer.status_code, slug(answer)) == (429, "too-many-tries")

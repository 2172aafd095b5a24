"""A policy is proposed: its text is checked line by line, then adopted from a day on by the province, with a reason."""

from datetime import timedelta
from itertools import count
from typing import Any, Final

import httpx
import pytest

from api.resources.policies.policies import PolicyLine
from api.resources.policies.proposing_views import CheckedPolicy
from ledger.policy.versions import shipped_text, shipped_texts
from tests.api.parts import CITY, PROVINCE, Scene, paths, slug
from tests.api.resources.people.parts import browser, has_password, now, sign_in

REASON: Final = "省办〔2026〕3号"
NUMBERS: Final = count(1)


def text_of(name: str) -> str:
    return shipped_texts()["before-due"].replace("name: before-due", f"name: {name}")


def checked(client: httpx.Client, text: str) -> dict[str, Any]:
    answer = client.post("/v1/policies/check", json={"text": text})
    assert answer.status_code == 200, answer.text
    CheckedPolicy.model_validate_json(answer.content)
    return dict(answer.json())


def adopted(client: httpx.Client, **asked: Any) -> httpx.Response:
    return client.post("/v1/policies/adopt", json={"reason": REASON, **asked})


@pytest.fixture
def name() -> str:
    """A name that no policy has: what was entered stays."""
    return f"ours-{next(NUMBERS)}"


@pytest.fixture
def ours(name: str) -> str:
    """The text of a policy that nobody entered yet."""
    return text_of(name)


def test_a_sound_text_is_answered_with_what_it_says(province: httpx.Client, ours: str, name: str) -> None:
    found = checked(province, ours)
    assert (found["state"], found["name"], found["version"], found["faults"]) == ("new", name, 1, [])
    assert found["definition"]["ladder"]
    assert checked(province, shipped_text("13710@2"))["state"] == "entered"
    assert checked(province, shipped_text("13710@2").replace("days: 3", "days: 4", 1))["state"] == "taken"


def test_every_fault_is_told_at_its_line_and_what_is_odd_beside(province: httpx.Client, ours: str) -> None:
    faulty = ours.replace("version: 1", "version: 0")
    found = checked(province, faulty)
    line = next(n for n, each in enumerate(faulty.splitlines(), 1) if each.startswith("version"))
    assert [(fault["line"], fault["path"]) for fault in found["faults"]] == [(line, "$.version")]
    assert (found["state"], found["definition"]) == (None, None)
    odd = checked(province, ours.replace("obligations:", 'applies_to: {regions: ["999999"]}\nobligations:', 1))
    assert odd["faults"] == []
    assert "$.applies_to.regions[0]" in [warning["path"] for warning in odd["warnings"]]


def test_what_is_no_yaml_is_told_at_its_line(province: httpx.Client) -> None:
    assert [fault["line"] for fault in checked(province, "name: ours\nversion: [")["faults"]] == [2]


def test_a_text_is_entered_and_holds_from_a_day_on(province: httpx.Client, scene: Scene, ours: str, name: str) -> None:
    tomorrow = (scene.clock.now() + timedelta(days=2)).date().isoformat()
    answer = adopted(province, text=ours, **{"from": tomorrow})
    assert answer.status_code == 200, answer.text
    line = PolicyLine.model_validate_json(answer.content)
    assert (line.name, line.version, line.adopted) == (name, 1, True)
    assert line.holds_from is not None
    assert line.holds_from > scene.clock.now()
    assert province.get(f"/v1/policies/{name}/1").json()["text"] == ours
    adopting, entering = province.get("/v1/history/policies?limit=2").json()["items"]
    assert [each["entry_id"] for each in (adopting, entering)] == [f"{name}@1"] * 2
    assert {each["actor"]["person_id"] for each in (adopting, entering)} == {PROVINCE}
    assert {each["reason"] for each in (adopting, entering)} == {REASON}
    assert [each["field"] for each in adopting["changes"]] == ["holds_from"]


def test_a_version_that_is_here_holds_at_once(province: httpx.Client, scene: Scene, ours: str, name: str) -> None:
    later = (scene.clock.now() + timedelta(days=30)).date().isoformat()
    assert adopted(province, text=ours, **{"from": later}).status_code == 200
    answer = adopted(province, policy=f"{name}@1")
    assert answer.json()["holds_from"] <= scene.clock.now().isoformat()
    again = adopted(province, policy=f"{name}@1")
    assert (again.status_code, slug(again)) == (409, "adoption-refused")


def test_nothing_is_entered_for_a_day_that_is_past(province: httpx.Client, ours: str, name: str) -> None:
    answer = adopted(province, text=ours, **{"from": "2020-01-01"})
    assert (answer.status_code, slug(answer)) == (409, "adoption-refused")
    assert province.get(f"/v1/policies/{name}/1").status_code == 404


def test_a_number_that_is_taken_is_refused(province: httpx.Client) -> None:
    other = shipped_text("13710@2").replace("days: 3", "days: 4", 1)
    answer = adopted(province, text=other)
    assert (answer.status_code, slug(answer)) == (409, "policy-taken")
    assert province.get("/v1/policies/13710/2").json()["text"] == shipped_text("13710@2")


def test_an_unsound_text_is_told_line_by_line(province: httpx.Client, ours: str) -> None:
    answer = adopted(province, text=ours.replace("version: 1", "version: 0"))
    assert (answer.status_code, paths(answer)) == (422, ["$.version"])


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"policy": "13710@1", "text": "name: x"},
        {"policy": "13710"},
        {"policy": "13710@1", "from": "2026-02-30"},
        {"policy": "13710@1", "reason": " 。"},
        {"policy": "13710@1", "reason": None},
    ],
)
def test_what_is_not_said_whole_is_refused(province: httpx.Client, asked: dict[str, Any]) -> None:
    answer = adopted(province, **asked)
    assert (answer.status_code, slug(answer)) == (422, "invalid")


def test_only_the_province_adopts_and_who_may_not_simulate_checks_nothing(
    scene: Scene, county: httpx.Client, ours: str
) -> None:
    with scene.client(CITY) as city:
        assert checked(city, ours)["state"] == "new"
        answer = adopted(city, text=ours)
    assert (answer.status_code, slug(answer)) == (403, "not-permitted")
    answer = county.post("/v1/policies/check", json={"text": ours})
    assert (answer.status_code, slug(answer)) == (403, "not-permitted")


def test_who_was_there_long_ago_proves_it_again_before_a_policy_is_adopted(scene: Scene, ours: str, name: str) -> None:
    has_password(scene, PROVINCE)
    with browser(scene) as client:
        session = sign_in(client, PROVINCE).json()["session_id"]
        scene.store["sessions"].update_one({"_id": session}, {"$set": {"proven_at": now().replace(year=2020)}})
        answer = adopted(client, text=ours)
        assert (answer.status_code, slug(answer)) == (403, "step-up-needed")
        assert client.get(f"/v1/policies/{name}/1").status_code == 404

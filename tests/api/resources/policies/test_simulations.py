"""A supervisor asks what a policy would have fired: beside what did, over what they supervise, without a trace."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from api.resources.policies import simulations
from api.resources.policies.simulation_views import SimulationView
from ledger.policy.versions import shipped_text, shipped_texts
from tests.api.parts import CITY, Scene, paths, slug
from tests.databases import COLLECTIONS

ASKED = {"policy": "three-sheets@1", "against": "13710@1"}


def simulated(client: httpx.Client, **asked: Any) -> dict[str, Any]:
    answer = client.post("/v1/policies/simulate", json=asked)
    assert answer.status_code == 200, answer.text
    SimulationView.model_validate_json(answer.content)
    return dict(answer.json())


def contents(scene: Scene) -> dict[str, list[Any]]:
    return {name: list(scene.store[name].find({}, sort=[("_id", 1)])) for name in COLLECTIONS}


@pytest.fixture(scope="module", autouse=True)
def some_issues(scene: Scene) -> None:
    """Two more on the ledger, of two categories."""
    scene.issue(category="land")
    scene.issue(category="other")


def test_a_policy_stands_beside_what_did_fire_and_leaves_no_trace(province: httpx.Client, scene: Scene) -> None:
    before = contents(scene)
    answer = simulated(province, policy="13710@1")
    assert answer["issues"] == scene.store["issues"].count_documents({})
    assert (answer["policy"], answer["against"]) == ("13710@1", None)
    assert sum(each["would"] for each in answer["by_step"].values()) == answer["fired"]
    assert contents(scene) == before


def test_a_text_that_nobody_entered_is_simulated(province: httpx.Client) -> None:
    text = shipped_texts()["three-sheets"].replace("name: three-sheets", "name: ours")
    assert simulated(province, text=text, against="13710@1")["policy"] == "ours@1"


def test_the_issues_on_which_they_differ_are_named(province: httpx.Client, scene: Scene) -> None:
    text = shipped_text("13710@2").replace("version: 2", "version: 9")
    same = simulated(province, text=text, against="13710@2")
    assert (same["more"], same["fewer"], same["differing"]) == (0, 0, [])
    issue = scene.issue(category="land")
    scene.clock.move(scene.clock.now() + timedelta(days=9))
    silent = text[: text.index("ladder:")] + "ladder: []\n" + text[text.index("notices:") :]
    found = simulated(province, text=silent, against="13710@2")
    named = {each["id"]: each for each in found["differing"]}
    assert (found["more"], found["fired"]) == (0, 0)
    assert found["fewer"] == len(named) > 0
    assert named[issue["id"]]["serial"] == issue["serial"]
    assert (named[issue["id"]]["would"], sum(each["did"] for each in named.values())) == (0, found["did"])


def test_less_is_asked_for_by_region_and_category(province: httpx.Client, scene: Scene) -> None:
    land = {"category": "land", "ancestors": "140100"}
    answer = simulated(province, **ASKED, region="140100", category="land")
    assert answer["issues"] == scene.store["issues"].count_documents(land) > 0
    elsewhere = scene.store["issues"].count_documents({"ancestors": "140200"})
    assert simulated(province, **ASKED, region="140200")["issues"] == elsewhere < answer["issues"]


def test_days_that_are_over_hold_nothing_that_came_later(province: httpx.Client) -> None:
    answer = simulated(province, policy="13710@1", **{"from": "2020-01-01", "to": "2020-12-31"})
    assert (answer["issues"], answer["fired"]) == (0, 0)


def test_a_city_asks_about_itself_only(scene: Scene) -> None:
    with scene.client(CITY) as city:
        assert simulated(city, **ASKED)["issues"] > 0
        answer = city.post("/v1/policies/simulate", json={**ASKED, "region": "140200"})
        assert (answer.status_code, slug(answer)) == (403, "not-permitted")


def test_who_supervises_no_city_may_not(inspector: httpx.Client, county: httpx.Client, staff: httpx.Client) -> None:
    for client in (inspector, county, staff):
        answer = client.post("/v1/policies/simulate", json=ASKED)
        assert (answer.status_code, slug(answer)) == (403, "not-permitted")


def test_a_bad_policy_is_told_line_by_line(province: httpx.Client) -> None:
    text = (
        shipped_text("13710@1").replace("version: 1", "version: 0").replace("step: deploy-city", "step: deploy-county")
    )
    answer = province.post("/v1/policies/simulate", json={"text": text})
    assert (answer.status_code, slug(answer)) == (422, "invalid")
    assert paths(answer) == ["$.version"]
    assert "line 4" in answer.json()["faults"][0]["message"]
    unsound = shipped_text("13710@1").replace("obligation: zero", "obligation: nowhere")
    answer = province.post("/v1/policies/simulate", json={"text": unsound})
    assert [path.rpartition(".")[2] for path in paths(answer)] == ["obligation"]


@pytest.mark.parametrize(
    ("asked", "status", "problem"),
    [
        ({}, 422, "invalid"),
        ({"policy": "13710@1", "text": "name: x"}, 422, "invalid"),
        ({"policy": "13710"}, 422, "invalid"),
        ({"policy": "13710@7"}, 404, "unknown-policy"),
        ({"policy": "13710@1", "against": "nobody@1"}, 404, "unknown-policy"),
        ({"policy": "13710@1", "region": "Taiyuan"}, 422, "invalid"),
        ({"policy": "13710@1", "from": "2026-02-30"}, 422, "invalid"),
        ({"policy": "13710@1", "from": "2026-03-02", "to": "2026-03-01"}, 422, "invalid"),
        ({"policy": "13710@1", "speed": 2}, 422, "invalid"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    province: httpx.Client, asked: dict[str, Any], status: int, problem: str
) -> None:
    answer = province.post("/v1/policies/simulate", json=asked)
    assert (answer.status_code, slug(answer)) == (status, problem)


def test_more_issues_than_it_takes_are_refused(province: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulations, "MOST_ISSUES", 1)
    answer = province.post("/v1/policies/simulate", json=ASKED)
    assert (answer.status_code, slug(answer), answer.json()["limit"]) == (422, "too-many-issues", 1)


def test_one_that_takes_too_long_is_ended_and_the_next_is_answered(
    province: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as hurried:
        hurried.setattr(simulations, "SECONDS", 0.001)
        answer = province.post("/v1/policies/simulate", json=ASKED)
        assert (answer.status_code, slug(answer)) == (503, "simulation-too-long")
    assert simulated(province, **ASKED)["issues"] > 0

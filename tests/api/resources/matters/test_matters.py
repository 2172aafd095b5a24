"""A supervisor enters a matter or a set over HTTP; it is on the ledger at once, and once."""

import json
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from pydantic import BaseModel

from api.resources.matters.examples import MATTER, SET
from api.resources.matters.views import EnteredView, SetPage, SetView
from ledger.matters.words import NewMatter, NewSet
from tests import factories
from tests.api.parts import COUNTY, LAND_STAFF, LAND_UNIT, Scene, local_day, slug


def matter(scene: Scene, **over: Any) -> dict[str, Any]:
    return MATTER | {"id": factories.report_id(), "due_on": in_days(scene, 20)} | over


def document(scene: Scene, *tasks: dict[str, Any], **over: Any) -> dict[str, Any]:
    said = tasks or (
        {"number": "1", "text": "完成土地预审。", "unit_ids": [LAND_UNIT]},
        {"number": "2", "text": "完成环评批复。", "unit_ids": ["140105-ecology"]},
    )
    return SET | {"id": factories.report_id(), "due_on": in_days(scene, 30), "tasks": list(said)} | over


def in_days(scene: Scene, days: int) -> str:
    today: date = local_day(scene.clock.now())
    return (today + timedelta(days=days)).isoformat()


def entered(answer: httpx.Response, status: int = 201) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    EnteredView.model_validate_json(answer.content)
    return dict(answer.json())


def test_it_is_on_the_ledger_when_it_answers(scene: Scene, county: httpx.Client) -> None:
    said = matter(scene)
    answer = county.post("/v1/matters", json=said)
    (opened,) = entered(answer)["issues"]
    assert answer.headers["location"] == f"/v1/issues/{opened['id']}"
    issue = county.get(f"/v1/issues/{opened['serial']}").json()
    assert (issue["source"], issue["state"], issue["unit_id"]) == ("matter", "assigned", LAND_UNIT)
    assert (issue["project_code"], issue["region"], issue["reporter"]) == (None, "140105", COUNTY)
    assert issue["matter"] == {
        "source": "leader",
        "paper": said["paper"],
        "demand": said["demand"],
        "due_on": said["due_on"],
        "part_of": None,
    }
    listed = county.get("/v1/issues", params={"unit": LAND_UNIT}).json()["items"]
    assert [line["project_code"] for line in listed if line["id"] == opened["id"]] == [None]


def test_its_history_and_its_explanation_are_there_for_its_unit(scene: Scene, county: httpx.Client) -> None:
    (opened,) = entered(county.post("/v1/matters", json=matter(scene)))["issues"]
    with scene.client(LAND_STAFF) as unit:
        history = unit.get(f"/v1/issues/{opened['id']}/history").json()["items"]
        told = unit.get(f"/v1/issues/{opened['id']}/explain").json()
    assert [event["type"] for event in history] == ["matter.entered.v1", "issue.assigned.v1"]
    assert [clock["code"] for clock in told["clocks"] if clock["given_due_at"]] == ["resolve", "zero"]


def test_the_same_again_answers_as_before_and_other_words_under_its_id_conflict(
    scene: Scene, county: httpx.Client
) -> None:
    said = matter(scene)
    first = entered(county.post("/v1/matters", json=said))
    again = entered(county.post("/v1/matters", json=said), 200)
    assert (again["id"], again["entered_at"], again["issues"]) == (first["id"], first["entered_at"], first["issues"])
    assert slug(county.post("/v1/matters", json=said | {"text": "另一件事。"})) == "key-reused"


def test_a_dry_run_says_what_would_be_and_changes_nothing(scene: Scene, county: httpx.Client) -> None:
    before = scene.store["issues"].count_documents({})
    told = entered(county.post("/v1/matter-sets?dry_run=true", json=document(scene)), 200)
    assert [each["number"] for each in told["would_open"]] == ["1", "2"]
    assert told["would_open"][0]["supervising_region"] == "140105"
    assert {clock["code"] for clock in told["would_open"][0]["clocks"]} == {"deploy", "feedback", "resolve", "zero"}
    assert (told["issues"], scene.store["issues"].count_documents({})) == ([], before)


def test_every_fault_of_a_set_has_its_path_and_nothing_is_entered(scene: Scene, county: httpx.Client) -> None:
    before = scene.store["issues"].count_documents({})
    answer = county.post(
        "/v1/matter-sets",
        json=document(
            scene,
            {"text": "无此单位。", "region": "140105", "unit_ids": ["140105-nothing"]},
            {"text": "一切正常。", "unit_ids": [LAND_UNIT]},
            {"text": "期限已过。", "unit_ids": [LAND_UNIT], "due_on": "2001-01-01"},
        ),
    )
    assert slug(answer) == "invalid"
    assert [(fault["path"], fault["type"]) for fault in answer.json()["faults"]] == [
        ("$.tasks[0].unit_ids[0]", "unknown-unit"),
        ("$.tasks[2].due_on", "deadline-passed"),
    ]
    assert scene.store["issues"].count_documents({}) == before


def test_a_set_is_read_back_with_how_each_matter_stands(scene: Scene, county: httpx.Client) -> None:
    said = document(scene)
    answer = county.post("/v1/matter-sets", json=said)
    entered(answer)
    whole = county.get(answer.headers["location"])
    SetView.model_validate_json(whole.content)
    told = whole.json()
    assert (told["title"], told["paper"]["number"], told["count"]) == (said["title"], said["paper"]["number"], 2)
    assert [(line["number"], line["state"]) for line in told["items"]] == [("1", "assigned"), ("2", "assigned")]
    with scene.client(LAND_STAFF) as unit:
        assert [line["number"] for line in unit.get(answer.headers["location"]).json()["items"]] == ["1"]


def test_sets_are_listed_with_how_far_they_have_come(scene: Scene, county: httpx.Client) -> None:
    said = [document(scene, title=f"方案{number}") for number in (1, 2)]
    for each in said:
        entered(county.post("/v1/matter-sets", json=each))
    page = county.get("/v1/matter-sets?limit=1")
    SetPage.model_validate_json(page.content)
    (latest,) = page.json()["items"]
    assert (latest["id"], latest["title"], latest["count"]) == (said[1]["id"], "方案2", 2)
    assert (latest["shown"], latest["open"], latest["struck_off"]) == (2, 2, 0)
    assert latest["red"] + latest["yellow"] + latest["green"] == 2
    (before,) = county.get("/v1/matter-sets", params={"limit": 1, "cursor": page.json()["next_cursor"]}).json()["items"]
    assert before["id"] == said[0]["id"]
    with scene.client(LAND_STAFF) as unit:
        assert unit.get("/v1/matter-sets").json()["items"][0]["shown"] == 1


@pytest.mark.parametrize("name", ["0195551a-9b20-7c31-8f4e-2a6d1b9c0eff"])
def test_a_set_of_which_nothing_may_be_read_is_not_there(scene: Scene, county: httpx.Client, name: str) -> None:
    assert slug(county.get(f"/v1/matter-sets/{name}")) == "unknown-set"


@pytest.mark.parametrize(("kind", "example"), [(NewMatter, MATTER), (NewSet, SET)])
def test_the_examples_of_the_document_can_be_meant(kind: type[BaseModel], example: dict[str, Any]) -> None:
    kind.model_validate_json(json.dumps(example), strict=True)


def test_who_supervises_nothing_there_enters_nothing(
    scene: Scene, county: httpx.Client, inspector: httpx.Client, staff: httpx.Client
) -> None:
    for client in (inspector, staff):
        assert slug(client.post("/v1/matters", json=matter(scene))) == "not-permitted"
    elsewhere = matter(scene, region="140106", unit_id="140106-natural-resources")
    assert slug(county.post("/v1/matters", json=elsewhere)) == "not-permitted"


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"text": "…"}, "$.text"),
        ({"source": "rumour"}, "$.source"),
        ({"due_on": 20260320}, "$.due_on"),
        ({"state": "closed"}, "$.state"),
        ({"supporting_unit_ids": "140105-ecology"}, "$.supporting_unit_ids"),
    ],
)
def test_what_breaks_the_contract_is_told_with_its_path(
    scene: Scene, county: httpx.Client, wrong: dict[str, Any], path: str
) -> None:
    answer = county.post("/v1/matters", json=matter(scene, **wrong))
    assert slug(answer) == "invalid"
    assert [fault["path"] for fault in answer.json()["faults"]] == [path]

"""What fires today is told step by step, as the issues' own explanations have it, to who may read them."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from api.resources.boards.coming import ComingSteps
from tests.api.parts import COUNTY, LAND_STAFF, PROVINCE, Scene


@pytest.fixture(scope="module")
def waiting(scene: Scene) -> dict[str, Any]:
    """An issue of the land bureau, and another that nobody has."""
    scene.issue(category="other")
    return scene.issue(category="land")


def coming(client: httpx.Client, **asked: Any) -> dict[str, Any]:
    answer = client.get("/v1/boards/coming", params=asked)
    assert answer.status_code == 200, answer.text
    ComingSteps.model_validate_json(answer.content)
    return dict(answer.json())


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_each_step_is_there_as_explain_tells_it_in_the_order_of_time(scene: Scene, waiting: dict[str, Any]) -> None:
    until = (scene.clock.now() + timedelta(days=5)).isoformat()
    with scene.client(COUNTY) as client:
        found = coming(client, until=until)
        explained = client.get(f"/v1/issues/{waiting['id']}/explain").json()["coming"]
    mine = [step for step in found["items"] if step["issue_id"] == waiting["id"]]
    told = [(each["step"]["step"], each["until"] or each["at"]) for each in explained]
    assert [(step["step"], step["at"]) for step in mine] == sorted(
        [each for each in told if at(each[1]) < at(until)], key=lambda each: at(each[1])
    )
    assert mine[0]["serial"] == waiting["serial"]
    assert [one["person_id"] for one in mine[0]["to"]] == [one["person_id"] for one in explained[0]["to"]]
    moments = [at(step["at"]) for step in found["items"]]
    assert moments == sorted(moments)


def test_without_a_moment_it_is_until_today_ends(scene: Scene, waiting: dict[str, Any]) -> None:
    with scene.client(COUNTY) as client:
        found = coming(client)
    assert timedelta() < at(found["until"]) - at(found["as_of"]) <= timedelta(days=1)
    assert all(at(step["at"]) < at(found["until"]) for step in found["items"])


def test_nobody_is_told_of_another_scope_and_a_list_is_bounded(scene: Scene, waiting: dict[str, Any]) -> None:
    until = (scene.clock.now() + timedelta(days=40)).isoformat()
    with scene.client(LAND_STAFF) as staff, scene.client(PROVINCE) as province:
        assert {step["unit_id"] for step in coming(staff, until=until)["items"]} == {waiting["unit_id"]}
        assert coming(province, until=until, region="140213")["items"] == []
        short = coming(province, until=until, limit=1)
    assert (len(short["items"]), short["more"]) == (1, True)

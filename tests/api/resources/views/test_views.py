"""A view is kept under a name, shown to whom its owner says, and is for anybody else as one that is not there."""

from typing import Any

import httpx
import pytest

from ledger.store.lists.saved import MOST, VIEWS
from tests.api.parts import CITY, COUNTY, LAND_HEAD, LAND_STAFF, PROVINCE, Scene, paths, slug

OVERDUE: dict[str, Any] = {"name": "本县逾期", "query": {"light": "red", "region": "140105", "sort": "updated"}}


@pytest.fixture(autouse=True)
def _none(scene: Scene) -> None:
    scene.store[VIEWS].delete_many({})


def kept(client: httpx.Client, **over: Any) -> dict[str, Any]:
    answer = client.post("/v1/views", json={**OVERDUE, **over})
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"/v1/views/{answer.json()['id']}"
    return dict(answer.json())


def test_a_view_is_kept_listed_opened_changed_and_forgotten(county: httpx.Client) -> None:
    view = kept(county)
    assert view["list"] == "/v1/issues?light=red&region=140105&sort=updated"
    assert county.get(view["list"]).status_code == 200
    assert county.get("/v1/views").json()["items"] == [view]
    path = f"/v1/views/{view['id']}"
    changed = county.put(path, json={"name": "要紧", "query": {"state": "assigned,accepted"}, "shown": "everyone"})
    assert changed.json() == {**view, **changed.json()} | {"name": "要紧", "shown": "everyone"}
    assert county.get(path).json() == changed.json()
    assert county.delete(path).status_code == 204
    assert slug(county.get(path)) == slug(county.delete(path)) == slug(county.put(path, json=OVERDUE)) == "unknown-view"


@pytest.mark.parametrize(
    ("shown", "owner", "seen_by"),
    [
        ("me", LAND_STAFF, set()),
        ("colleagues", LAND_STAFF, {LAND_HEAD}),
        ("colleagues", COUNTY, set()),
        ("everyone", COUNTY, {LAND_STAFF, LAND_HEAD, CITY, PROVINCE}),
    ],
)
def test_others_see_what_is_shown_to_them(scene: Scene, shown: str, owner: str, seen_by: set[str]) -> None:
    with scene.client(owner) as client:
        path = f"/v1/views/{kept(client, shown=shown)['id']}"
    absent = f"/v1/views/{'x' * 16}"
    for person in {LAND_STAFF, LAND_HEAD, COUNTY, CITY, PROVINCE} - {owner}:
        with scene.client(person) as client:
            answer = client.get(path)
            assert (answer.status_code == 200) == (person in seen_by), person
            if person not in seen_by:
                assert answer.text == client.get(absent).text
            else:
                assert not answer.json()["mine"]
            assert slug(client.delete(path)) == slug(client.put(path, json=OVERDUE)) == "unknown-view"
            assert client.get("/v1/views").json()["items"] == []


@pytest.mark.parametrize(
    ("over", "path"),
    [
        ({"name": ""}, "$.name"),
        ({"name": "x" * 101}, "$.name"),
        ({"name": "\x00"}, "$.name"),
        ({"query": {"stat": "assigned"}}, "$.query.stat"),
        ({"query": {"state": "asigned"}}, "$.query.state"),
        ({"query": {"state": {"$ne": ""}}}, "$.query.state"),
        ({"query": {"cursor": "x"}}, "$.query.cursor"),
        ({"query": {"region": "141"}}, "$.query.region"),
        ({"shown": "the world"}, "$.shown"),
        ({"owner": COUNTY}, "$.owner"),
    ],
)
def test_what_no_list_can_be_asked_is_no_view(county: httpx.Client, over: dict[str, Any], path: str) -> None:
    answer = county.post("/v1/views", json={**OVERDUE, **over})
    assert answer.status_code == 422
    assert paths(answer) == [path]


def test_a_name_is_given_once_and_views_are_bounded(scene: Scene, county: httpx.Client) -> None:
    kept(county)
    assert slug(county.post("/v1/views", json=OVERDUE)) == "view-exists"
    more = [{"_id": str(n), "owner": COUNTY, "name": str(n), "query": {}, "shown": "me"} for n in range(MOST - 1)]
    scene.store[VIEWS].insert_many(more)
    assert slug(county.post("/v1/views", json={**OVERDUE, "name": "再一个"})) == "too-many-views"

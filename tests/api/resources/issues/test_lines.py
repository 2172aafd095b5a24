"""A line of the list says by name what its ids are, how each clock stands, and what fires next, to whom."""

from typing import Any

import httpx
import pytest

from ledger.store.lists import few
from tests.api.parts import LAND_STAFF, LAND_UNIT, Scene, done, give, paths, slug


def line_of(client: httpx.Client, issue: dict[str, Any]) -> dict[str, Any]:
    lines = client.get("/v1/issues?limit=200").json()["items"]
    return dict(next(line for line in lines if line["id"] == issue["id"]))


def test_a_line_has_names_clocks_and_the_next_step_as_explain_has_them(scene: Scene, county: httpx.Client) -> None:
    issue = scene.issue(category="land")
    line = line_of(county, issue)
    assert line["names"]["unit"]["name_zh"].endswith("局")
    assert line["names"]["state"] == {"name_zh": "已交办", "name_en": "assigned"}
    assert set(line["names"]) == {"state", "category", "region", "unit", "project"}
    explained = county.get(f"/v1/issues/{issue['id']}/explain").json()
    told = {clock["code"]: (clock["due_at"], clock["condition"]) for clock in explained["clocks"]}
    assert {clock["code"]: (clock["due_at"], clock["condition"]) for clock in line["clocks"]} == told
    first = explained["coming"][0]
    assert line["next_step"]["at"] == (first["until"] or first["at"])
    assert line["next_step"]["step"] == first["step"]["step"]
    assert [one["person_id"] for one in line["next_step"]["to"]] == [one["person_id"] for one in first["to"]]


def test_a_line_has_the_place_of_its_report_for_a_map(scene: Scene, county: httpx.Client) -> None:
    issue = scene.issue(category="land")
    assert line_of(county, issue)["location"] == issue["location"] is not None
    scene.store["issues"].update_one({"_id": issue["id"]}, {"$set": {"location": None}})
    assert line_of(county, issue)["location"] is None


def test_nothing_fires_on_what_has_ended(scene: Scene, staff: httpx.Client, county: httpx.Client) -> None:
    issue = scene.issue(category="land")
    done(give(staff, issue, "decline", reason="非本单位"))
    scene.store["issues"].update_one({"_id": issue["id"]}, {"$set": {"state": "voided"}})
    assert line_of(county, issue)["next_step"] is None


def test_several_values_are_joined_by_or_and_filters_by_and(scene: Scene, county: httpx.Client) -> None:
    land, other = scene.issue(category="land"), scene.issue(category="other")
    every = {line["id"] for line in county.get("/v1/issues?limit=200&state=assigned,reported").json()["items"]}
    assert {land["id"], other["id"]} <= every
    one = county.get(f"/v1/issues?limit=200&category=other,land&unit={LAND_UNIT},none&state=assigned").json()["items"]
    assert land["id"] in {line["id"] for line in one}
    assert {line["state"] for line in one} == {"assigned"}
    nobodys = county.get("/v1/issues?limit=200&unit=none").json()["items"]
    assert other["id"] in {line["id"] for line in nobodys}
    assert {line["unit_id"] for line in nobodys} == {None}


def test_issues_are_named_by_what_somebody_pastes_and_none_of_another_scope(
    scene: Scene, county: httpx.Client, staff: httpx.Client
) -> None:
    land, other = scene.issue(category="land"), scene.issue(category="other")
    named = f"{other['serial']},{land['id']},{land['serial']},140105-2026-99999,nothing"
    assert {line["id"] for line in county.get(f"/v1/issues?issue={named}").json()["items"]} == {land["id"], other["id"]}
    assert county.get(f"/v1/issues/marks?issue={named}").json()["total"] == 2
    assert [line["id"] for line in staff.get(f"/v1/issues?issue={named}").json()["items"]] == [land["id"]]
    most = ",".join(f"140105-2026-{n:05d}" for n in range(90_000, 90_100))
    assert county.get(f"/v1/issues?issue={most}").json()["items"] == []
    assert slug(county.get(f"/v1/issues?issue={most},{land['id']}")) == "invalid"


def test_issues_are_filtered_by_who_answers_where_they_came_from_and_what_fired(
    scene: Scene, county: httpx.Client, staff: httpx.Client
) -> None:
    issue = scene.issue(category="land")
    done(give(staff, issue, "accept", person_id=LAND_STAFF))

    def found(query: str) -> set[str]:
        return {line["id"] for line in county.get(f"/v1/issues?limit=200&issue={issue['id']}&{query}").json()["items"]}

    shown = ["severity=ordinary,major", "source=site_visit", f"person={LAND_STAFF},nobody", "escalated=false"]
    assert [found(query) for query in shown] == [{issue["id"]}] * 4
    hidden = ["severity=major", "source=incident,matter", "person=nobody", "escalated=true"]
    assert [found(query) for query in hidden] == [set()] * 4
    assert issue["id"] in {line["id"] for line in county.get(f"/v1/issues?person={LAND_STAFF}").json()["items"]}


@pytest.mark.parametrize("sort", ["due", "updated", "reported", "serial", "region"])
def test_pages_in_every_order_go_on_where_the_last_one_ended(scene: Scene, county: httpx.Client, sort: str) -> None:
    whole = [line["id"] for line in county.get(f"/v1/issues?limit=200&sort={sort}").json()["items"]]
    first = county.get(f"/v1/issues?limit=1&sort={sort}").json()
    rest = county.get("/v1/issues", params={"limit": 200, "sort": sort, "cursor": first["next_cursor"]}).json()
    assert [line["id"] for line in (*first["items"], *rest["items"])] == whole
    marks = county.get(f"/v1/issues/marks?sort={sort}").json()
    assert marks == {"total": len(whole), "every": 200, "cursors": []}


def test_what_is_too_much_to_be_sorted_is_refused_with_how_much_would_not_be(
    scene: Scene, county: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        scene.issue()
    monkeypatch.setattr(few, "FEW", 1)
    for path in ("/v1/issues?sort=serial", "/v1/issues?sort=updated", "/v1/issues/marks?sort=updated"):
        answer = county.get(path)
        assert (answer.status_code, slug(answer), answer.json()["most"]) == (422, "too-many-to-sort", 1)
    assert len(county.get("/v1/issues?sort=reported&limit=1").json()["items"]) == 1


@pytest.mark.parametrize(
    "query",
    [
        "state=assigned,,closed",
        "state=assigned, closed",
        "state=" + ",".join(["assigned"] * 21),
        "region=140105,149999999",
        "region=140105,140005",
        "category=Land",
        "unit=$ne",
        "sort=id",
        "at=14",
        "due_from=1",
        "reported_before=2026-03-02",
        "light=red,pink",
    ],
)
@pytest.mark.parametrize("path", ["/v1/issues", "/v1/issues/marks"])
def test_what_is_no_value_is_refused(county: httpx.Client, path: str, query: str) -> None:
    answer = county.get(f"{path}?{query}")
    assert answer.status_code == 422, answer.text
    assert paths(answer) == [f"request.query.{query.partition('=')[0]}"]


def test_a_cursor_of_another_order_is_none_of_this_list(scene: Scene, county: httpx.Client) -> None:
    for _ in range(2):
        scene.issue()
    by_serial = county.get("/v1/issues?limit=1&sort=serial").json()["next_cursor"]
    assert paths(county.get("/v1/issues", params={"cursor": by_serial})) == ["request.query.cursor"]
    by_due = county.get("/v1/issues?limit=1").json()["next_cursor"]
    assert paths(county.get("/v1/issues", params={"sort": "region", "cursor": by_due})) == ["request.query.cursor"]

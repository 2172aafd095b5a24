"""A unit reports the months of its own projects, of no other, and sees which of them nobody has reported."""

from typing import Any

import httpx

from tests import factories
from tests.api.parts import LAND_UNIT, PROJECT, Scene, slug

OWN, FOREIGN = "2019-140105-65-03-990010", PROJECT


def figure(**over: Any) -> dict[str, Any]:
    return factories.figure(**{"project": OWN, "unit": LAND_UNIT, "note": "雨季停工十天"} | over)


def months(client: httpx.Client, **asked: Any) -> dict[str, Any]:
    answer = client.get("/v1/figures", params=asked)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def standings(told: dict[str, Any]) -> dict[str, str]:
    return {each["code"]: each["standing"] for each in told["items"]}


def test_a_unit_reports_its_own_project_and_reads_its_receipt(scene: Scene, staff: httpx.Client) -> None:
    scene.skip()
    assert standings(months(staff, month="2026-01")) == {OWN: "missing"}
    said = figure()
    assert staff.post("/v1/figures", content=factories.as_bytes(said)).status_code == 202
    scene.settle()
    assert staff.get(f"/v1/receipts/{said['report_id']}").json()["figure"]["verdict"] == "new"
    told = months(staff, month="2026-01")
    assert (told["counts"]["reported"], standings(told)) == (1, {OWN: "reported"})
    assert (told["items"][0]["figure"]["note"], told["items"][0]["may_report"]) == ("雨季停工十天", True)
    kept = staff.get(f"/v1/projects/{OWN}/figures").json()
    assert (kept["may_report"], kept["items"][0]["by"]) == (True, f"staff-{LAND_UNIT}")


def test_a_unit_reports_and_sees_no_other_project(scene: Scene, staff: httpx.Client) -> None:
    scene.skip()
    foreign = figure(project=FOREIGN)
    answer = staff.post("/v1/figures", content=factories.as_bytes(foreign))
    assert (answer.status_code, slug(answer)) == (403, "not-permitted")
    dry = staff.post("/v1/figures?dry_run=true", content=factories.as_bytes(foreign)).json()
    assert [(each["slug"], each["project"]) for each in dry["items"]] == [("elsewhere", None)]
    foreign_figures = staff.get(f"/v1/projects/{FOREIGN}/figures").json()
    assert (foreign_figures["may_report"], foreign_figures["items"]) == (False, [])
    assert scene.published() == []


def test_a_project_that_only_figures_name_is_there_for_who_may_read_them(
    county: httpx.Client, staff: httpx.Client
) -> None:
    said = {"name": "新桥", "regions": ["太原市小店区"], "month": "2026-01", "plan_year": 1_00, "done_year": 1_00}
    more = {"stage": "building", "leader": "甲某 副区长", "due_produce": "2020-05-01", "key_project": True}
    kept = county.post("/v1/figures/import", json={"figures": [said | more]}).json()
    code = kept["items"][0]["project"]
    card = county.get(f"/v1/projects/{code}").json()
    assert (card["name_zh"], card["regions"], card["registered"], card["open"]) == ("新桥", ["140105"], False, 0)
    told = county.get(f"/v1/projects/{code}/figures").json()
    assert (told["leader"], len(told["items"]), told["may_report"]) == ("甲某 副区长", 1, False)
    assert (told["programmes"], told["items"][0]["key_project"]) == (["key_project"], True)
    assert [(each["milestone"], each["real_month"], each["late"]) for each in told["milestones"]] == [
        ("start", "2026-01", False),
        ("complete", None, False),
        ("produce", None, True),
    ]
    assert slug(staff.get(f"/v1/projects/{code}")) == "unknown-entry"
    assert staff.get(f"/v1/projects/{code}/figures").json()["milestones"] == []


def test_who_has_not_reported_is_asked_for_by_month_and_region(scene: Scene, county: httpx.Client) -> None:
    told = months(county, month="2019-03", standing="missing", region="140105", limit=1)
    assert (told["counts"]["reported"], len(told["items"])) == (0, 1)
    rest = months(county, month="2019-03", standing="missing", region="140105", cursor=told["next_cursor"])
    assert told["counts"]["missing"] == len(rest["items"]) + 1
    assert months(county, month="2019-03", standing="flagged")["items"] == []


def test_a_correction_under_the_units_name_is_no_other_units_report(scene: Scene, county: httpx.Client) -> None:
    scene.skip()
    first = figure(month="2024-05", unit="140105-natural-resources")
    name = scene.rules().catalogue.units["140105-natural-resources"].name_zh
    county.post("/v1/figures/import", json={"figures": [{**first, "report_id": None, "schema_version": None}]})
    said = figure(month="2024-05", unit=name, done_year=41)
    dry = county.post("/v1/figures?dry_run=true", content=factories.as_bytes(said)).json()
    assert [each["verdict"] for each in dry["items"]] == ["changed"]

"""An inspector reads her own reports and what became of each; a supervisor those of a project."""

from typing import Any

import httpx
import pytest

from mobile_schema.topics import SITE_VISITS
from tests import factories
from tests.api.parts import COUNTY, INSPECTOR, LAND_STAFF, PROJECT, Scene, done, give, paths, slug, visit

NOBODYS = "00000000-0000-7000-8000-000000000000"


def sent(scene: Scene, report: dict[str, Any], way: str = "site-visits") -> dict[str, Any]:
    """A report that is on the ledger."""
    with scene.client() as client:
        client.post(f"/v1/{way}", content=factories.as_bytes(report)).raise_for_status()
    scene.settle()
    return report


def listed(client: httpx.Client, **params: Any) -> list[dict[str, Any]]:
    answer = client.get("/v1/reports", params=params)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def test_she_sees_her_own_reports_and_what_became_of_each(
    scene: Scene, inspector: httpx.Client, staff: httpx.Client
) -> None:
    report = sent(scene, visit())
    line = next(each for each in listed(inspector) if each["report_id"] == report["report_id"])
    assert (line["reporter"], line["type"], line["progress"]["percent"]) == (INSPECTOR, "site_visit", 35)
    (issue,) = line["issues"]
    assert (issue["state"], issue["archived"]) == ("assigned", False)
    done(give(staff, issue, "accept", person_id=LAND_STAFF))
    line = next(each for each in listed(inspector) if each["report_id"] == report["report_id"])
    assert line["issues"][0]["state"] == "accepted"


def test_one_report_is_whole(scene: Scene, county: httpx.Client) -> None:
    report = sent(scene, factories.incident(project_code=PROJECT, attachments=[factories.attachment()]), "incidents")
    told = county.get(f"/v1/reports/{report['report_id']}").json()
    assert (told["type"], told["kind"], told["kept"]) == ("incident", "blockade", True)
    assert told["incident"]["alleged_parties"] == report["alleged_parties"]
    assert (told["incident"]["people"], told["incident"]["minutes"], told["incident"]["injuries"]) == (12, 75, 0)
    assert told["grievance"] == report["grievance"]
    assert told["incident"]["referrals"][0]["body"] == "police_110"
    assert [each["sha256"] for each in told["attachments"]] == [factories.SHA] == told["photos"]
    assert (told["problems"][0]["description"], told["problems"][0]["place"]) == (report["description"], 0)
    assert told["location"]["source_crs"] == "GCJ-02"
    assert told["device"]["id"] == "device-7f3a"


def test_a_project_shows_its_visits_those_without_a_problem_and_how_far_it_is(
    scene: Scene, county: httpx.Client
) -> None:
    quiet = sent(scene, factories.quiet_visit(project_code=PROJECT, captured_at="2026-03-02T09:18:00+08:00"))
    assert quiet["report_id"] in [each["report_id"] for each in listed(county, project=PROJECT, no_problem="true")]
    assert all(each["no_problem_found"] for each in listed(county, project=PROJECT, no_problem="true"))
    assert all(each["type"] == "incident" for each in listed(county, project=PROJECT, type="incident"))
    times = [each["seen_at"] for each in listed(county, project=PROJECT, progress="true")]
    assert times == sorted(times, reverse=True)


def test_a_photo_of_a_report_is_read_under_it(scene: Scene, inspector: httpx.Client, county: httpx.Client) -> None:
    headers = {"Content-Type": "image/jpeg"}
    inspector.put(f"/v1/attachments/{factories.SHA}", content=factories.PHOTO, headers=headers).raise_for_status()
    shown = factories.quiet_visit(project_code=PROJECT, attachments=[factories.attachment()])
    report = sent(scene, shown)
    path = f"/v1/reports/{report['report_id']}/attachments"
    assert county.get(f"{path}/{factories.SHA}").content == factories.PHOTO
    assert slug(county.get(f"{path}/{'0' * 64}")) == "unknown-attachment"


def test_units_read_no_reports_and_others_none_of_elsewhere(scene: Scene, staff: httpx.Client) -> None:
    report = sent(scene, visit())
    assert slug(staff.get("/v1/reports")) == "not-permitted"
    assert slug(staff.get(f"/v1/reports/{report['report_id']}")) == "unknown-report"
    with scene.client(COUNTY) as county:
        assert slug(county.get(f"/v1/reports/{NOBODYS}")) == "unknown-report"
        assert listed(county, project="2020-140213-39-03-990003") == []


@pytest.mark.parametrize(
    ("params", "path"),
    [
        ({"project": "x"}, "request.query.project"),
        ({"type": "visit"}, "request.query.type"),
        ({"photos": "1"}, "request.query.photos"),
        ({"reporter": INSPECTOR}, "request.query.reporter"),
        ({"cursor": "x"}, "request.query.cursor"),
        ({"limit": "0"}, "request.query.limit"),
    ],
)
def test_what_is_asked_wrongly_is_refused(inspector: httpx.Client, params: dict[str, str], path: str) -> None:
    assert paths(inspector.get("/v1/reports", params=params)) == [path]


def test_what_is_no_report_id_is_refused(inspector: httpx.Client) -> None:
    assert inspector.get("/v1/reports/x").status_code == 422


def test_she_is_told_which_of_her_reports_were_refused(
    scene: Scene, inspector: httpx.Client, county: httpx.Client, staff: httpx.Client
) -> None:
    first = visit()
    damaged = factories.as_bytes(first | {"severity": "grave"})
    scene.put(SITE_VISITS, damaged)
    scene.settle()
    (letter,) = inspector.get("/v1/refused-reports").json()["items"]
    assert (letter["report_id"], letter["reason"], letter["project_code"]) == (first["report_id"], "invalid", PROJECT)
    assert letter["faults"][0]["path"] == "$.severity"
    assert county.get("/v1/refused-reports").json()["items"] == []
    assert slug(staff.get("/v1/refused-reports")) == "not-permitted"

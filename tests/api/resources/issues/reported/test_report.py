"""An issue shows the visit or incident that it came from, to whoever may read it, and nothing of other issues."""

import httpx

from tests import factories
from tests.api.parts import COUNTY, PROJECT, Scene, done, give, slug, visit


def reported(scene: Scene, report: dict[str, object], way: str = "site-visits") -> list[str]:
    """The issues that a report opened."""
    with scene.client() as client:
        client.post(f"/v1/{way}", content=factories.as_bytes(report)).raise_for_status()
        scene.settle()
        return [issue["id"] for issue in client.get(f"/v1/receipts/{report['report_id']}").json()["issues"]]


def test_an_incident_is_shown_to_the_unit_that_has_it_with_the_grievance_apart(scene: Scene) -> None:
    report = factories.incident(project_code=PROJECT)
    (issue,) = reported(scene, report, "incidents")
    with scene.client("staff-140105-public-security") as police:
        told = police.get(f"/v1/issues/{issue}/report").json()["report"]
    assert told["problem"]["description"] == report["description"]
    assert told["grievance"] == report["grievance"]
    assert told["incident"]["alleged_parties"] == report["alleged_parties"]
    assert "grievance" not in told["incident"]
    assert (told["reporter"], told["captured_at"]) == ("inspector-140105-1", "2026-03-02T01:15:00Z")


def test_of_a_visit_an_issue_shows_its_own_finding_and_photos_alone(scene: Scene, staff: httpx.Client) -> None:
    photos = [factories.attachment(sha256=digit * 64) for digit in "ab"]
    findings = [
        factories.finding(attachments=["a" * 64]),
        factories.finding(category="permits", description="施工许可未办", attachments=["b" * 64]),
    ]
    land, permits = reported(scene, visit(findings=findings, attachments=photos))
    answer = staff.get(f"/v1/issues/{land}/report")
    told = answer.json()["report"]
    assert (told["problem"]["place"], told["problem"]["category"]) == (0, "land")
    assert [each["sha256"] for each in told["attachments"]] == ["a" * 64]
    assert "施工许可未办" not in answer.text
    assert "b" * 64 not in answer.text
    assert told["progress"]["note"] == "路基填筑完成，桥梁桩基待开工。"
    assert slug(staff.get(f"/v1/issues/{permits}/report")) == "unknown-issue"


def test_an_issue_whose_reports_bytes_are_gone_shows_what_is_left(scene: Scene, county: httpx.Client) -> None:
    report = visit()
    (issue,) = reported(scene, report)
    scene.store["receipts"].update_one({"_id": report["report_id"]}, {"$unset": {"raw": ""}})
    told = county.get(f"/v1/issues/{issue}/report").json()["report"]
    assert (told["kept"], told["problem"], told["location"], told["kind"]) == (False, None, None, "site_visit")


def test_an_issue_that_no_report_opened_shows_none(scene: Scene, county: httpx.Client) -> None:
    report = visit()
    (issue,) = reported(scene, report)
    scene.store["receipts"].delete_one({"_id": report["report_id"]})
    assert county.get(f"/v1/issues/{issue}/report").json()["report"] is None


def test_both_reports_are_shown_what_changed_and_who_judged_it(scene: Scene, county: httpx.Client) -> None:
    first = factories.incident(project_code=PROJECT)
    (issue,) = reported(scene, first, "incidents")
    second = factories.incident(
        project_code=PROJECT, corrects=first["report_id"], people=3, description="实为三人,车辆已挪开。"
    )
    with scene.client() as inspector:
        inspector.post("/v1/incidents", content=factories.as_bytes(second)).raise_for_status()
        scene.settle()
        receipt = inspector.get(f"/v1/receipts/{second['report_id']}").json()
        mine = inspector.get(f"/v1/reports/{first['report_id']}").json()
    assert (receipt["issues"], receipt["corrections"][0]["issue_id"]) == ([], issue)
    assert mine["corrected_by"] == [second["report_id"]]
    told = county.get(f"/v1/issues/{issue}/report").json()
    assert told["report"]["incident"]["people"] == 12
    (correction,) = told["corrections"]
    assert (correction["report"]["incident"]["people"], correction["judged"]) == (3, None)
    assert {"path": "people", "before": 12, "after": 3} in correction["changes"]
    assert "description" in {change["path"] for change in correction["changes"]}
    seen = county.get(f"/v1/issues/{issue}").json()
    assert (seen["description"], "judge-correction" in seen["allowed"]) == (first["description"], True)
    after = done(give(county, seen, "judge-correction", report_id=second["report_id"], accepted=True))
    assert (after["description"], "judge-correction" in after["allowed"]) == (second["description"], False)
    (correction,) = county.get(f"/v1/issues/{issue}/report").json()["corrections"]
    assert (correction["judged"]["by"], correction["judged"]["applied"]) == (COUNTY, ["description"])


def test_a_correction_is_refused_with_a_reason_or_not_at_all(scene: Scene, county: httpx.Client) -> None:
    issue = scene.issue()
    answer = give(county, issue, "judge-correction", report_id=issue["report_id"], accepted=False)
    assert answer.status_code == 422
    answer = give(county, issue, "judge-correction", report_id=issue["report_id"], accepted=True)
    assert (answer.status_code, slug(answer)) == (409, "correction-not-possible")


def test_a_referral_stands_as_its_body_said_last(scene: Scene) -> None:
    (issue,) = reported(scene, factories.incident(project_code=PROJECT), "incidents")
    with scene.client("staff-140105-public-security") as police:
        (waiting,) = police.get(f"/v1/issues/{issue}/report").json()["referrals"]
        assert (waiting["body"], waiting["state"], waiting["answered_at"]) == ("police_110", "waiting", None)
        body = {"place": 0, "state": "taken", "answered_at": scene.clock.now().isoformat(), "case_number": "晋A110-017"}
        answered = done(give(police, {"id": issue}, "answer-referral", **body))
        assert [each["state"] for each in answered["answers"]] == ["taken"]
        (taken,) = police.get(f"/v1/issues/{issue}/report").json()["referrals"]
        assert (taken["state"], taken["case_number"]) == ("taken", "晋A110-017")
        assert slug(give(police, {"id": issue}, "answer-referral", **body | {"place": 3})) == "referral-not-answered"
        assert give(police, {"id": issue}, "answer-referral", **body | {"state": "waiting"}).status_code == 422

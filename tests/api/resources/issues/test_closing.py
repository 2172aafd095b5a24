"""A major issue is struck off on what can be looked at: photos that are photos, and a visit of who rechecks."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests import factories
from tests.api.parts import INSPECTOR, OTHER_PROJECT, PROVINCE, Scene, done, give, slug, visit
from tests.factories import PHOTO
from tests.pictures import pdf, sha256

OTHER_INSPECTOR = "inspector-140105-2"
UNIT = "140000-development-reform"
STAFF = f"staff-{UNIT}"


@pytest.fixture
def unit(scene: Scene) -> Iterator[httpx.Client]:
    """Speaks for the staff of the province's bureau that leads major issues of utilities."""
    for person in (STAFF, OTHER_INSPECTOR):
        scene.tokens.setdefault(person, scene.token(person))
    with scene.client(STAFF) as client:
        yield client


@pytest.fixture
def worked_on(scene: Scene, unit: httpx.Client) -> dict[str, Any]:
    """A major issue that its unit works on."""
    issue = scene.issue(category="utilities", severity="major")
    assert issue["unit_id"] == UNIT
    issue = done(give(unit, issue, "accept", person_id=STAFF))
    return done(give(unit, issue, "report-progress", note="管线已接通"))


def asked(unit: httpx.Client, issue: dict[str, Any], photo: bytes = PHOTO, kind: str = "image/jpeg") -> httpx.Response:
    """The answer to a request for closure that shows this file as the photo of the site."""
    sha = sha256(photo)
    unit.put(f"/v1/attachments/{sha}", content=photo, headers={"Content-Type": kind}).raise_for_status()
    evidence = [{"kind": "connection_record", "text": "供水接通验收单 3 号"}, {"kind": "site_photo", "sha256": sha}]
    return give(unit, issue, "request-closure", statement="管线已接通", evidence=evidence)


def visited(scene: Scene, inspector: str = INSPECTOR, **over: Any) -> str:
    """The id of a visit that is on the ledger."""
    report = visit(**{"findings": [], "no_problem_found": True} | over)
    with scene.client(inspector) as client:
        client.post("/v1/site-visits", content=factories.as_bytes(report)).raise_for_status()
    scene.settle()
    return str(report["report_id"])


def test_a_document_is_no_photo_of_the_site(unit: httpx.Client, worked_on: dict[str, Any]) -> None:
    answer = asked(unit, worked_on, pdf(), "application/pdf")
    assert (answer.status_code, slug(answer)) == (422, "evidence-missing")
    assert (answer.json()["missing"], answer.json()["files"]) == (["site_photo"], ["site_photo"])
    assert done(asked(unit, worked_on))["state"] == "closure_requested"


@pytest.mark.parametrize("text", ["。", ".", "\u200b\u200d", "——", "\u3164"])
def test_text_that_shows_nothing_is_no_certificate_and_no_statement(
    unit: httpx.Client, worked_on: dict[str, Any], text: str
) -> None:
    evidence = [{"kind": "connection_record", "text": text}]
    answer = give(unit, worked_on, "request-closure", statement="管线已接通", evidence=evidence)
    assert (slug(answer), answer.json()["missing"]) == ("evidence-missing", ["connection_record", "site_photo"])
    for command, body in (
        ("request-closure", {"statement": text}),
        ("report-progress", {"note": text}),
        ("file-plan", {"milestones": [{"name": text, "due_on": "2026-03-05"}]}),
        ("return-closure", {"reasons": ["便道未贯通", text]}),
        ("void", {"reason": text}),
        ("approve-closure", {"grade": "good", "note": text}),
    ):
        fault = give(unit, worked_on, command, **body).json()["faults"][0]
        assert fault["type"] == "shows_nothing"
        assert fault["message"].startswith("文本须有文字或数字")


def test_a_tick_at_a_desk_is_no_recheck_on_site(
    scene: Scene, inspector: httpx.Client, unit: httpx.Client, worked_on: dict[str, Any]
) -> None:
    before = visited(scene)
    issue = done(asked(unit, worked_on))
    elsewhere, anothers = visited(scene, project_code=OTHER_PROJECT), visited(scene, OTHER_INSPECTOR)
    tried = (None, factories.report_id(), worked_on["report_id"], before, elsewhere, anothers)
    with scene.client(PROVINCE) as province:
        for report_id in tried:
            told = {"result": "solved", "on_site": True} | ({"report_id": report_id} if report_id else {})
            for client in (inspector, province):
                answer = give(client, issue, "record-recheck", **told)
                assert (answer.status_code, slug(answer)) == (422, "not-on-site"), report_id
        unknown = give(inspector, issue, "record-recheck", result="solved", on_site=False, report_id="no-such-report")
        assert slug(unknown) == "not-on-site"
        done(give(inspector, issue, "record-recheck", result="solved", on_site=False))
        assert slug(give(province, issue, "approve-closure", grade="good")) == "recheck-missing"


def test_a_visit_of_who_rechecks_lets_a_major_issue_be_struck_off(
    scene: Scene, inspector: httpx.Client, unit: httpx.Client, worked_on: dict[str, Any]
) -> None:
    issue = done(asked(unit, worked_on))
    seen = visited(scene)
    issue = done(give(inspector, issue, "record-recheck", result="solved", on_site=True, report_id=seen))
    assert (issue["recheck"]["by"], issue["recheck"]["report_id"]) == (INSPECTOR, seen)
    with scene.client(PROVINCE) as province:
        assert done(give(province, issue, "approve-closure", grade="good"))["state"] == "closed"


def test_a_recheck_in_the_visit_itself_does_too(
    scene: Scene, inspector: httpx.Client, unit: httpx.Client, worked_on: dict[str, Any]
) -> None:
    issue = done(asked(unit, worked_on))
    visited(scene, kind="recheck", no_problem_found=False, rechecks=[factories.recheck(issue["id"], note="。")])
    issue = inspector.get(f"/v1/issues/{issue['id']}").json()
    assert (issue["recheck"]["on_site"], issue["recheck"]["note"]) == (True, None)
    with scene.client(PROVINCE) as province:
        assert done(give(province, issue, "approve-closure", grade="good"))["state"] == "closed"

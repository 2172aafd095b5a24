"""An inspector takes back a report of her own; nothing is deleted."""

from typing import Any

import httpx
import pytest

from tests import factories
from tests.api.parts import INSPECTOR, LAND_STAFF, Scene, done, give, paths, slug, visit


def take_back(client: httpx.Client, report: dict[str, Any], **body: Any) -> httpx.Response:
    return client.post(f"/v1/reports/{report['report_id']}/withdraw", json={"reason": "项目选错"} | body)


@pytest.fixture
def report(scene: Scene, inspector: httpx.Client) -> dict[str, Any]:
    """A visit on the ledger, with one finding."""
    sent = visit()
    inspector.post("/v1/site-visits", content=factories.as_bytes(sent)).raise_for_status()
    scene.settle()
    return sent


def test_what_nobody_has_touched_ends_and_the_report_stays_readable(
    inspector: httpx.Client, county: httpx.Client, report: dict[str, Any]
) -> None:
    answer = take_back(inspector, report)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["withdrawn"]["by"], told["withdrawn"]["reason"]) == (INSPECTOR, "项目选错")
    assert [issue["state"] for issue in told["issues"]] == ["voided"]
    assert told["problems"][0]["description"] == report["findings"][0]["description"]
    assert take_back(inspector, report).json()["withdrawn"] == told["withdrawn"]
    issue = county.get(f"/v1/issues/{told['issues'][0]['id']}").json()
    assert (issue["taken_back"]["by"], issue["allowed"]) == (INSPECTOR, ["comment", "record-recheck", "unvoid"])
    assert done(give(county, issue, "unvoid", reason="经核实属实"))["state"] == "assigned"


def test_what_a_unit_has_signed_for_stands_and_the_supervisor_is_told(
    scene: Scene, inspector: httpx.Client, staff: httpx.Client, county: httpx.Client, report: dict[str, Any]
) -> None:
    (issue,) = inspector.get(f"/v1/reports/{report['report_id']}").json()["issues"]
    done(give(staff, issue, "accept", person_id=LAND_STAFF))
    assert [each["state"] for each in take_back(inspector, report).json()["issues"]] == ["accepted"]
    alerts = county.get("/v1/alerts", params={"issue": issue["id"]}).json()["items"]
    assert [(alert["obligation"], alert["step"]) for alert in alerts] == [("report", "withdrawn")]


def test_others_do_not_withdraw_it(scene: Scene, county: httpx.Client, report: dict[str, Any]) -> None:
    assert slug(take_back(county, report)) == "not-permitted"
    assert slug(take_back(county, {"report_id": factories.report_id()})) == "unknown-report"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"reason": "。"}, "$.reason"),
        ({"reason": None}, "$.reason"),
        ({"reason": "x" * 2001}, "$.reason"),
        ({"x": 1}, "$.x"),
    ],
)
def test_what_is_said_wrongly_is_refused(
    inspector: httpx.Client, report: dict[str, Any], body: dict[str, Any], path: str
) -> None:
    assert paths(take_back(inspector, report, **body)) == [path]
    assert inspector.get(f"/v1/reports/{report['report_id']}").json()["withdrawn"] is None

"""What a report says otherwise than the one that it corrects is told field by field, and of one problem alone."""

from typing import Any

import pytest

from ledger.reports.differences import differences
from ledger.reports.said import FieldReport, said_in
from mobile_schema.cloudevents import INCIDENT, SITE_VISIT
from tests import factories as phone
from tests.ledger.factories import incident, visit


def read(report: dict[str, Any], kind: str = SITE_VISIT) -> FieldReport:
    return said_in(kind, phone.as_bytes(report))


def told(before: FieldReport, after: FieldReport, place: int = 0, place_after: int = 0) -> list[tuple[Any, ...]]:
    return [(each.path, each.before, each.after) for each in differences(before, place, after, place_after)]


def test_the_same_again_differs_in_nothing_whatever_was_sent_when() -> None:
    report = visit()
    again = report | {
        "report_id": phone.report_id(),
        "sent_at": "2026-03-03T09:20:00+08:00",
        "corrects": report["report_id"],
    }
    assert told(read(report), read(again)) == []


def test_what_a_finding_says_otherwise_is_told_and_no_other_finding() -> None:
    before = visit(phone.finding(), phone.finding(description="施工许可未办"))
    after = visit(
        phone.finding(description="另一件事"), phone.finding(severity="major", corrects=0), corrects=before["report_id"]
    )
    assert told(read(before), read(after), 0, 1) == [("problem.severity", "ordinary", "major")]


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"people": 3}, [("people", 12, 3)]),
        ({"works": {"stopped": False}}, [("works.stopped", True, False), ("works.minutes", 75, None)]),
        (
            {"grievance": None},
            [
                ("grievance.description", "村民反映土地补偿款未足额到位。", None),
                ("grievance.raised_with", "乡政府", None),
            ],
        ),
        ({"attachments": [phone.attachment()]}, [("attachments[0]", None, phone.SHA)]),
        ({"ongoing": False, "injuries": 1}, [("ongoing", True, False), ("injuries", 0, 1)]),
    ],
)
def test_everything_that_an_incident_says_is_compared(over: dict[str, Any], said: list[tuple[Any, ...]]) -> None:
    before = incident()
    assert told(read(before, INCIDENT), read(before | over, INCIDENT)) == said


def test_a_place_given_up_is_told() -> None:
    before = visit()
    after = before | {"location": phone.absent_location()}
    paths = [path for path, _, _ in told(read(before), read(after))]
    assert "location.status" in paths
    assert "location.reason" in paths

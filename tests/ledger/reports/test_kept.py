"""What the ledger keeps of a report beside its bytes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ledger.reports.kept import scopes_of_report, seen_at
from tests import factories as phone
from tests.ledger.factories import INSPECTOR, PROJECT, START, incident, planned, record, visit

THEN = START - timedelta(days=2)


def kept(report: dict[str, Any], **how: Any) -> dict[str, Any]:
    (receipt,) = planned(record(report, **how)).receipts
    return receipt


@pytest.mark.parametrize(
    ("flags", "when"),
    [
        ((), THEN),
        (("no-location", "sent-before-captured"), THEN),
        (("captured-in-future",), START),
        (("no-location", "captured-long-ago"), START),
    ],
)
def test_a_time_that_cannot_be_gives_way_to_when_the_report_came(flags: tuple[str, ...], when: datetime) -> None:
    assert seen_at(THEN, START, flags) == when


def test_a_receipt_bears_the_region_of_its_project_and_its_reporter_and_no_unit() -> None:
    assert scopes_of_report("140105", "x") == ("r:140000", "r:140100", "r:140105", "p:x")
    assert kept(visit())["scopes"] == scopes_of_report("140105", INSPECTOR)


def test_a_visit_says_what_lists_show_of_it() -> None:
    quiet = phone.quiet_visit(project_code=PROJECT, attachments=[phone.attachment()])
    receipt = kept(quiet)
    assert (receipt["kind"], receipt["no_problem"], receipt["attachments"]) == ("site_visit", True, [phone.SHA])
    assert receipt["progress"] == {"percent": 35, "stage": "路基施工"}
    assert receipt["seen_at"] == datetime(2026, 3, 2, 1, 15, tzinfo=UTC)


@pytest.mark.parametrize("progress", [None, {}, {"note": "已开工"}])
def test_what_is_not_said_is_left_out(progress: dict[str, Any] | None) -> None:
    assert not {"no_problem", "attachments", "progress"} & kept(visit(progress=progress)).keys()


def test_an_incident_says_its_kind() -> None:
    receipt = kept(incident(), kind="xiaohao.field.obstruction-incident.v1")
    assert receipt["kind"] == "blockade"
    assert not {"no_problem", "attachments", "progress"} & receipt.keys()

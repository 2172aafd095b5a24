"""Knows a complaint as a test says it: an overcharge of the sample county that its ecology bureau is to answer for."""

from datetime import UTC, date, datetime
from typing import Any

from ledger.complaints.complaint import Complaint, ComplaintKind
from tests import factories as phone
from tests.ledger.factories import OTHER_UNIT

AT = datetime(2019, 6, 3, tzinfo=UTC)


def complaint(**over: Any) -> Complaint:
    told: dict[str, Any] = {
        "id": phone.report_id(),
        "complaint": "",
        "version": 0,
        "corrects": None,
        "at": AT,
        "by": "someone",
        "received_by": None,
        "intermediary": "某评估公司",
        "region": "140105",
        "project": None,
        "issue": None,
        "kind": ComplaintKind.OVERCHARGING,
        "service": "环评编制",
        "fee": 3_500_050,
        "days": 20,
        "asked_of": OTHER_UNIT,
        "received_on": date(2019, 5, 20),
        "words": "",
        "withdrawn": "",
    }
    return Complaint(**told | over)

"""Knows a permit as a test says it: an environmental one of the sample project, applied for, with ten working days."""

from datetime import UTC, date, datetime
from typing import Any

from ledger.calendar.calendars import published_calendar
from ledger.permits.permit import Permit
from mobile_schema.reports.permit import PermitKind, PermitState
from tests import factories as phone
from tests.ledger.factories import OTHER_UNIT, PROJECT

CALENDAR = published_calendar()
AT = datetime(2019, 6, 3, tzinfo=UTC)
TODAY = date(2019, 6, 3)


def permit(**over: Any) -> Permit:
    told: dict[str, Any] = {
        "id": phone.report_id(),
        "project": PROJECT,
        "kind": PermitKind.ENVIRONMENT,
        "name": "",
        "version": 0,
        "corrects": None,
        "at": AT,
        "by": "someone",
        "state": PermitState.APPLIED,
        "unit": OTHER_UNIT,
        "applied_on": date(2019, 4, 22),
        "limit_on": None,
        "limit_days": 10,
        "decided_on": None,
        "number": "",
        "parallel": "",
    }
    return Permit(**told | over)


def granted(on: date, **over: Any) -> Permit:
    return permit(state=PermitState.GRANTED, decided_on=on, **over)

"""A report's times exactly at the limits of what is plausible, and a millisecond beyond."""

from datetime import timedelta

import pytest

from mobile_schema.fields import as_utc
from mobile_schema.reports.site_visit import SiteVisit
from tests import factories as make
from tests.ledger.intake.planning.test_plausibility import flags

CAPTURED_AT = as_utc(SiteVisit.model_validate_json(make.as_bytes(make.site_visit())).captured_at)
INSTANT = timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("after_capture", "expected"),
    [
        (-timedelta(minutes=10), ()),
        (-timedelta(minutes=10) - INSTANT, ("captured-in-future",)),
        (timedelta(days=366), ()),
        (timedelta(days=366) + INSTANT, ("captured-long-ago",)),
    ],
)
def test_ten_minutes_ahead_and_a_year_ago_are_still_plausible(
    after_capture: timedelta, expected: tuple[str, ...]
) -> None:
    assert flags(CAPTURED_AT + after_capture) == expected

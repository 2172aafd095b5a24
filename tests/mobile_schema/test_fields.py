"""Fields: moments in UTC to the millisecond, and a report read by pydantic's core without Python per value."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from mobile_schema.fields import as_utc
from mobile_schema.reports.incident import ObstructionIncident
from mobile_schema.reports.site_visit import SiteVisit
from tests import factories as make

offsets = st.integers(-23 * 60 - 59, 23 * 60 + 59).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(timezones=offsets))
def test_any_moment_has_a_utc_moment_in_whole_milliseconds(moment: datetime) -> None:
    utc = as_utc(moment)
    assert utc.tzinfo is UTC
    assert utc.microsecond % 1000 == 0
    assert as_utc(utc) == utc


@given(st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=offsets))
def test_the_utc_moment_is_less_than_a_millisecond_before(moment: datetime) -> None:
    assert timedelta(0) <= moment - as_utc(moment) < timedelta(milliseconds=1)


def test_a_moment_beyond_the_years_of_utc_is_clamped() -> None:
    east, west = timezone(timedelta(hours=8)), timezone(timedelta(hours=-8))
    assert as_utc(datetime(1, 1, 1, tzinfo=east)) == datetime(1, 1, 1, tzinfo=UTC)
    assert as_utc(datetime(9999, 12, 31, 23, tzinfo=west)).year == 9999


def callbacks(schema: Any) -> Iterator[str]:
    """Every place of a core schema where Python is called."""
    if isinstance(schema, dict):
        if str(schema.get("type", "")).startswith("function-"):
            yield schema["function"]["function"].__name__
        for name, value in schema.items():
            if name not in ("metadata", "serialization", "ref"):
                yield from callbacks(value)
    elif isinstance(schema, list | tuple):
        for each in schema:
            yield from callbacks(each)


@pytest.mark.parametrize(("model", "expected"), [(SiteVisit, ["_says_what_was_found"]), (ObstructionIncident, [])])
def test_reading_a_report_calls_python_for_no_more_than_the_rule_across_fields(
    model: type[BaseModel], expected: list[str]
) -> None:
    assert list(callbacks(model.__pydantic_core_schema__)) == expected


def test_what_was_not_sent_is_empty() -> None:
    report = make.quiet_visit()
    for name in ("attachments", "progress", "findings", "rechecks"):
        del report[name]
    read = SiteVisit.model_validate_json(make.as_bytes(report))
    assert (read.attachments, read.progress, read.findings, read.rechecks) == ((), None, (), ())

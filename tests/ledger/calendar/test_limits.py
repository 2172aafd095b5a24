"""What a calendar file holds at most, and at least: the last that is taken, and the first that is not."""

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from ledger.calendar.deadlines import Length
from ledger.calendar.files import CalendarFile, ClosedDays, PublishedYear, WorkingDay

FIRST = date(2026, 3, 3)
CLOSED = [{"from": FIRST + timedelta(days=number), "reason": "雪"} for number in range(1001)]
WORKED = [{"date": FIRST + timedelta(days=number), "reason": "补"} for number in range(1001)]
LOCAL: dict[str, Any] = {"name": "a", "version": 1, "region": "140100", "closed": CLOSED[:1]}


def published(year: int) -> dict[int, dict[str, list[date]]]:
    return {year: {"closed": [date(year, 1, 1), date(year, 5, 1), date(year, 10, 1)]}}


NATIONAL: dict[str, Any] = {"name": "a", "version": 1, "region": None}
LIMITS: list[tuple[type[BaseModel], str, dict[str, Any], list[Any], list[Any]]] = [
    (Length, "months", {}, [0, 120], [-1, 121]),
    (Length, "days", {}, [0, 3660], [-1, 3661]),
    (Length, "working_days", {}, [0, 3660], [-1, 3661]),
    (Length, "hours", {}, [0, 87_840], [-1, 87_841]),
    (Length, "minutes", {}, [0, 5_270_400], [-1, 5_270_401]),
    (ClosedDays, "reason", {"from": FIRST}, ["雪", "雪" * 200], ["", "雪" * 201]),
    (
        ClosedDays,
        "to",
        {"from": FIRST, "reason": "雪"},
        [FIRST, FIRST + timedelta(days=365)],
        [FIRST + timedelta(days=366), FIRST + timedelta(days=367)],
    ),
    (PublishedYear, "closed", {}, [[FIRST]], [[]]),
    (WorkingDay, "reason", {"date": FIRST}, ["补", "补" * 200], ["", "补" * 201]),
    (CalendarFile, "version", LOCAL, [1, 1_000_000], [0, 1_000_001]),
    (CalendarFile, "closed", LOCAL, [CLOSED[:1000]], [CLOSED]),
    (CalendarFile, "working", {**LOCAL, "closed": []}, [WORKED[:1000]], [WORKED]),
    (CalendarFile, "years", NATIONAL, [published(2000), published(2100)], [published(1999), published(2101)]),
]


@pytest.mark.parametrize(("model", "field", "rest", "taken", "refused"), LIMITS)
def test_the_last_that_is_taken_and_the_first_that_is_not(
    model: type[BaseModel], field: str, rest: dict[str, Any], taken: list[Any], refused: list[Any]
) -> None:
    for value in taken:
        model.model_validate({**rest, field: value})
    for value in refused:
        with pytest.raises(ValidationError):
            model.model_validate({**rest, field: value})


def test_what_is_not_said_is_nothing() -> None:
    assert Length().model_dump() == {"months": 0, "days": 0, "working_days": 0, "hours": 0, "minutes": 0}

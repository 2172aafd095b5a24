"""What cannot be meant of a permit is told with its field; no unit puts off a limit of its own."""

from dataclasses import replace as with_
from datetime import date
from typing import Any

import pytest

from ledger.permits.judging import faults, is_for_supervisors
from ledger.permits.permit import Permit
from ledger.permits.standing import Standing, standings
from mobile_schema.reports.permit import PermitKind, PermitState
from tests.ledger.factories import LAND_UNIT, RULES
from tests.ledger.permits.parts import CALENDAR, TODAY, granted, permit


def found(one: Permit) -> list[tuple[str, str]]:
    return [(each.path, each.type) for each in faults(one, RULES.catalogue, TODAY)]


def test_a_whole_report_has_no_fault() -> None:
    required = permit(state=PermitState.REQUIRED, applied_on=None)
    spared = permit(state=PermitState.NOT_NEEDED, applied_on=None, limit_days=None)
    whole = (permit(), required, granted(TODAY), granted(TODAY, applied_on=None, limit_days=None), spared)
    assert [found(each) for each in whole] == [[]] * 5


@pytest.mark.parametrize(
    ("over", "told"),
    [
        ({"unit": "nobody"}, ("$.unit", "unknown-unit")),
        ({"kind": PermitKind.OTHER}, ("$.name", "no-name")),
        ({"limit_on": TODAY}, ("$.limit_days", "two-limits")),
        ({"applied_on": None}, ("$.applied_on", "not-applied")),
        ({"state": PermitState.REQUIRED}, ("$.applied_on", "applied-already")),
        ({"applied_on": date(2019, 6, 4)}, ("$.applied_on", "future")),
        ({"limit_days": None, "limit_on": date(2019, 4, 21)}, ("$.limit_on", "limit-first")),
        ({"state": PermitState.GRANTED}, ("$.decided_on", "no-decision")),
        ({"decided_on": TODAY}, ("$.decided_on", "decided-already")),
        ({"state": PermitState.REFUSED, "decided_on": date(2019, 6, 4)}, ("$.decided_on", "future")),
        ({"state": PermitState.GRANTED, "decided_on": date(2019, 4, 21)}, ("$.decided_on", "decided-first")),
        ({"state": PermitState.GRANTED, "decided_on": TODAY, "applied_on": None}, ("$.applied_on", "not-applied")),
    ],
)
def test_what_cannot_be_meant_is_told_with_its_field(over: dict[str, Any], told: tuple[str, str]) -> None:
    assert found(permit(**over)) == [told]


def standing(one: Permit) -> Standing:
    (it,) = standings([one], TODAY, CALENDAR)
    return it


@pytest.mark.parametrize(
    ("over", "refused"),
    [
        ({"limit_days": 9}, False),
        ({"number": "并环审〔2019〕3号"}, False),
        ({"limit_days": 11}, True),
        ({"limit_days": None}, True),
        ({"applied_on": date(2019, 4, 23)}, True),
        ({"unit": LAND_UNIT}, True),
    ],
)
def test_a_unit_neither_puts_off_a_limit_nor_hands_its_permit_on(over: dict[str, Any], refused: bool) -> None:
    before, after = standing(permit()), standing(permit(**over))
    assert is_for_supervisors(before, after) is refused
    assert not is_for_supervisors(with_(before, due_on=None), with_(after, permit=before.permit))

"""What a figure does not say again stays as figures had it: its month, or the one before; a plan within its year."""

from typing import Any

import pytest
from msgspec import structs

from ledger.figures.carrying import carried
from ledger.figures.figure import Figure
from tests.oversight.ranking.parts import figure

MONTHS = (0, 0, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10)


def july(**said: Any) -> Figure:
    return figure(month="2019-07", **said)


@pytest.mark.parametrize(
    ("said", "before", "stays"), [(False, True, False), (None, True, True), (None, False, False), (None, None, None)]
)
def test_a_month_that_is_new_has_the_programmes_of_the_one_before(said: Any, before: Any, stays: Any) -> None:
    assert carried(figure(transition=said), None, july(transition=before)).transition is stays


def test_a_month_that_was_reported_keeps_what_it_had_whatever_became_known_meanwhile() -> None:
    latest, before = figure(key_project=False), july(key_project=True, transition=True, plan_months=MONTHS)
    found = carried(figure(), latest, before)
    assert (found.key_project, found.transition, found.plan_months) == (False, None, None)


def test_a_plan_by_month_stays_within_its_year() -> None:
    planned = july(plan_months=MONTHS)
    assert carried(figure(), None, planned).plan_months == MONTHS
    assert carried(figure(plan_months=(1,) * 12), figure(plan_months=MONTHS), planned).plan_months == (1,) * 12
    assert carried(figure(), figure(plan_months=MONTHS), None).plan_months == MONTHS
    assert carried(figure(), None, structs.replace(planned, month="2018-12")).plan_months is None


def test_what_was_to_be_done_by_then_is_the_sum_of_the_months() -> None:
    assert (figure(plan_months=MONTHS).plan_to_date, figure().plan_to_date) == (60, None)

"""What a figure leaves unsaid stays as its month had it; a new one is as the registry, or the month before, has it."""

from dataclasses import replace
from typing import Any

import pytest
from msgspec import structs

from ledger.figures.carrying import carried
from ledger.figures.figure import Figure
from ledger.registry.files.loading import load_catalogue
from tests.oversight.ranking.parts import figure

PROJECT = next(iter(load_catalogue(samples=True).projects.values()))
MONTHS = (0, 0, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10)


def july(**said: Any) -> Figure:
    return figure(month="2019-07", **said)


@pytest.mark.parametrize(
    ("said", "registered", "before", "stays"),
    [
        (False, True, True, False),
        (None, True, False, True),
        (None, False, True, False),
        (None, None, True, True),
        (None, None, None, None),
    ],
)
def test_a_month_that_is_new_is_in_the_programmes_of_the_registry_else_of_the_month_before(
    said: Any, registered: Any, before: Any, stays: Any
) -> None:
    project = replace(PROJECT, transition=registered)
    assert carried(figure(transition=said), None, july(transition=before), project).transition is stays


def test_a_month_that_was_reported_keeps_what_it_had_whatever_became_known_meanwhile() -> None:
    latest, before = figure(key_project=False), july(key_project=True, transition=True, plan_months=MONTHS)
    found = carried(figure(), latest, before, replace(PROJECT, key_project=True, transition=True))
    assert (found.key_project, found.transition, found.plan_months) == (False, None, None)


def test_a_plan_by_month_stays_within_its_year() -> None:
    planned = july(plan_months=MONTHS)
    assert carried(figure(), None, planned, None).plan_months == MONTHS
    assert carried(figure(plan_months=(1,) * 12), figure(plan_months=MONTHS), planned, None).plan_months == (1,) * 12
    assert carried(figure(), figure(plan_months=MONTHS), None, None).plan_months == MONTHS
    assert carried(figure(), None, structs.replace(planned, month="2018-12"), None).plan_months is None


def test_what_was_to_be_done_by_then_is_the_sum_of_the_months() -> None:
    assert (figure(plan_months=MONTHS).plan_to_date, figure().plan_to_date) == (60, None)

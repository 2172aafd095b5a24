"""What a figure does not say again stays: by its month, the registry, the month before; a plan only within its year."""

from dataclasses import replace
from typing import Any

import pytest
from msgspec import structs

from ledger.figures.carrying import carried, programmes_of
from ledger.figures.figure import Figure
from ledger.registry.files.loading import load_catalogue
from mobile_schema.reports.figure import Programme
from tests.oversight.ranking.parts import figure

MONTHS = (0, 0, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10)
PROJECT = next(iter(load_catalogue(samples=True).projects.values()))
KEY = replace(PROJECT, key_project=True, transition=None)


def july(**said: Any) -> Figure:
    return figure(month="2019-07", **said)


@pytest.mark.parametrize(
    ("said", "latest", "registered", "before", "stays"),
    [
        (False, True, True, True, False),
        (None, False, True, True, False),
        (None, None, True, False, True),
        (None, None, None, True, True),
        (None, None, None, None, None),
    ],
)
def test_a_programme_stays_as_it_was_known(said: Any, latest: Any, registered: Any, before: Any, stays: Any) -> None:
    project = replace(PROJECT, transition=registered)
    found = carried(figure(transition=said), figure(transition=latest), july(transition=before), project)
    assert found.transition is stays


def test_a_plan_by_month_stays_within_its_year() -> None:
    planned = july(plan_months=MONTHS)
    assert carried(figure(), None, planned, KEY).plan_months == MONTHS
    assert carried(figure(plan_months=(1,) * 12), figure(plan_months=MONTHS), planned, None).plan_months == (1,) * 12
    assert carried(figure(), figure(plan_months=MONTHS), None, None).plan_months == MONTHS
    assert carried(figure(), None, structs.replace(planned, month="2018-12"), KEY).plan_months is None


def test_what_was_to_be_done_by_then_is_the_sum_of_the_months() -> None:
    assert (figure(plan_months=MONTHS).plan_to_date, figure().plan_to_date) == (60, None)


def test_a_project_is_in_the_programmes_of_its_last_figure_else_of_the_registry() -> None:
    assert programmes_of(None, KEY) == [Programme.KEY_PROJECT]
    assert programmes_of(figure(key_project=False, transition=True), KEY) == [Programme.TRANSITION]
    assert programmes_of(None, None) == []

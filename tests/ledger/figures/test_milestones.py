"""A project's start, completion and production stand planned against real; what did not come by its day is late."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ledger.figures.figure import Figure
from ledger.figures.milestones import Milestone, Reached, leader_of, milestones_of
from tests.ledger.factories import PROJECT, RULES
from tests.oversight.ranking.parts import figure

TODAY = date(2019, 9, 5)
REGISTERED = replace(RULES.catalogue.projects[PROJECT], due_produce=date(2019, 8, 31), leader="甲某 副省长")


def reached(milestone: Milestone, *figures: Figure, today: date = TODAY) -> Reached:
    return next(each for each in milestones_of(figures, None, today) if each.milestone is milestone)


def due(**said: Any) -> Figure:
    return figure(**{"due_complete": "2019-07-20", "stage": "building"} | said)


def test_what_the_last_figure_says_goes_before_what_the_registry_has() -> None:
    silent, saying = figure(stage="building"), figure(stage="building", due_produce="2019-12-01", leader="乙某 副市长")
    told = [milestones_of([each], REGISTERED, TODAY)[-1] for each in (silent, saying)]
    assert [(each.planned, each.planned_by, each.late) for each in told] == [
        ("2019-08-31", "registry", True),
        ("2019-12-01", "figure", False),
    ]
    assert [leader_of(each, REGISTERED) for each in (silent, saying, None)] == [
        "甲某 副省长",
        "乙某 副市长",
        "甲某 副省长",
    ]
    assert leader_of(None, None) == ""


@pytest.mark.parametrize(
    ("today", "stage", "late"),
    [
        (date(2019, 7, 20), "building", False),
        (date(2019, 7, 21), "building", True),
        (date(2019, 7, 21), "completed", False),
        (date(2019, 7, 21), "terminated", False),
    ],
)
def test_it_is_late_from_the_day_after_unless_it_is_there_or_ended(today: date, stage: str, late: bool) -> None:
    assert reached(Milestone.COMPLETE, due(month="2019-06", stage=stage), today=today).late is late


def test_the_real_month_is_the_first_that_has_it_and_later_than_the_day_is_late() -> None:
    later = [due(month="2019-07"), due(month="2019-08", stage="completed"), due(month="2019-09", stage="producing")]
    told = reached(Milestone.COMPLETE, *later)
    assert (told.real, told.real_month, told.late) == (None, "2019-08", True)
    in_time = [due(month="2019-06"), due(month="2019-07", stage="completed")]
    assert reached(Milestone.COMPLETE, *in_time).late is False
    first_heard_of = reached(Milestone.COMPLETE, due(month="2019-08", stage="completed"))
    assert (first_heard_of.real_month, first_heard_of.late) == ("2019-08", False)


def test_a_correction_counts_in_the_place_of_what_it_corrects() -> None:
    told = reached(Milestone.COMPLETE, due(month="2019-08", stage="completed"), due(month="2019-08", version=2))
    assert (told.real_month, told.late) == (None, True)


def test_a_start_has_its_day_where_one_is_reported() -> None:
    begun = figure(due_start="2019-05-01", started_on="2019-06-02", stage="terminated")
    told = reached(Milestone.START, begun)
    assert (told.real, told.real_month, told.late) == ("2019-06-02", None, True)
    later = figure(month="2019-09", due_start="2019-05-01", stage="building")
    assert reached(Milestone.START, begun, later).real == "2019-06-02", "the next month need not say it again"
    assert reached(Milestone.START, figure(resumed=False)).real_month == "2019-08"


def test_without_figures_the_registry_alone_says_it() -> None:
    told = milestones_of([], REGISTERED, TODAY)
    assert [(each.planned, each.late) for each in told] == [(None, False), (None, False), ("2019-08-31", True)]

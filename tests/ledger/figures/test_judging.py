"""A figure is new, a correction, the same, in conflict or refused; what is odd about it is told and kept with it."""

import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from ledger.figures.judging import FigureVerdict, judged
from ledger.figures.limits import SHIPPED
from tests.oversight.ranking.parts import figure

TODAY = date(2019, 9, 5)


def test_the_first_is_new_and_the_same_again_is_the_same() -> None:
    first = judged(figure(), None, None, TODAY)
    assert first.figure is not None
    assert (first.verdict, first.figure.version, first.figure.corrects) == (FigureVerdict.NEW, 1, None)
    assert judged(figure(), first.figure, None, TODAY).verdict is FigureVerdict.SAME


def test_what_says_otherwise_corrects_the_last_and_names_it() -> None:
    first = judged(figure(), None, None, TODAY).figure
    later = judged(figure(done_year=60), first, None, TODAY)
    assert first is not None
    assert later.figure is not None
    assert (later.verdict, later.figure.version, later.figure.corrects) == (FigureVerdict.CHANGED, 2, first.id)


def test_two_units_that_report_one_project_are_in_conflict() -> None:
    first = judged(figure(unit="甲"), None, None, TODAY).figure
    told = judged(figure(unit="乙", done_year=60), first, None, TODAY)
    assert (told.verdict, told.figure) == (FigureVerdict.CONFLICT, None)
    assert "甲" in told.reason


def test_two_rows_of_one_file_are_in_conflict_and_the_row_again_is_a_correction() -> None:
    first = judged(figure(source={"sha256": "ab", "sheet": "一", "row": 3}), None, None, TODAY).figure
    other = figure(done_year=60, source={"sha256": "ab", "sheet": "一", "row": 4})
    assert judged(other, first, None, TODAY).verdict is FigureVerdict.CONFLICT
    again = replace(other, source={"sha256": "ab", "sheet": "一", "row": 3})
    assert judged(again, first, None, TODAY).verdict is FigureVerdict.CHANGED


@pytest.mark.parametrize(
    ("said", "slug"),
    [
        ({"month": "2019-10"}, "future-month"),
        ({"month": "1999-12"}, "early-month"),
        ({"done_year": -1}, "negative"),
        ({"plan_year": -1}, "negative"),
        ({"plan_year": 10**16}, "too-much"),
        ({"plan_year": 1_000_000}, "unit-jump"),
        ({"plan_months": (0,) * 11 + (-1,)}, "negative"),
        ({"plan_months": (10**16,) + (0,) * 11}, "too-much"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_sentence(said: dict[str, Any], slug: str) -> None:
    told = judged(figure(**said), None, figure(month="2019-07"), TODAY)
    assert (told.verdict, told.slug) == (FigureVerdict.FAULT, slug)
    assert " / " in told.reason


@pytest.mark.parametrize(
    ("said", "before", "flag"),
    [
        ({"done_year": 151}, None, "over-plan"),
        ({"plan_year": 0}, None, "plan-zero"),
        ({"plan_year": None}, None, "plan-zero"),
        ({"done_year": None}, None, "done-missing"),
        ({"done_year": 10}, figure(month="2019-07"), "progress-back"),
        ({}, figure(month="2019-05"), "gap"),
        ({"started_on": "2019-09-30"}, None, "started-later"),
        ({"plan_months": (9,) * 12}, None, "plan-parts"),
        ({"plan_year": 12_000, "done_year": 12_000, "plan_months": (999,) * 11 + (998,)}, None, "plan-parts"),
        ({"plan_months": (10,) * 8 + (5,) * 4}, None, "behind-path"),
        ({"plan_months": (5,) * 8 + (15,) * 4, "done_year": 31}, None, "behind-path"),
    ],
)
def test_what_is_odd_comes_in_with_a_flag(said: dict[str, Any], before: Any, flag: str) -> None:
    told = judged(figure(**said), None, before, TODAY)
    assert told.verdict is FigureVerdict.NEW
    assert flag in told.flags


def test_what_is_as_it_should_be_has_none() -> None:
    assert judged(figure(done_year=150), None, figure(month="2019-06"), TODAY).flags == ()


@pytest.mark.parametrize(
    "said",
    [
        {"plan_months": (7,) * 8 + (11,) * 4},
        {"plan_months": (0,) * 8 + (25,) * 4, "done_year": 0},
        {"plan_months": (0,) * 8 + (25,) * 4, "done_year": None, "stage": "terminated"},
        {"plan_year": 12_000, "done_year": 12_000, "plan_months": (999,) * 12},
        {"plan_months": (5,) * 8 + (15,) * 4, "done_year": 32},
    ],
)
def test_a_plan_by_month_that_is_kept_to_and_adds_up_is_not_odd(said: dict[str, Any]) -> None:
    assert {"plan-parts", "behind-path"}.isdisjoint(judged(figure(**said), None, None, TODAY).flags)


def test_the_sums_of_a_year_begin_anew_in_january() -> None:
    assert judged(figure(month="2019-01"), None, figure(month="2018-12", done_year=90), TODAY).flags == ()


def test_the_pages_know_the_same_limits() -> None:
    said = (Path(__file__).parents[3] / "web/src/figures/path.ts").read_text(encoding="utf-8")
    rounded = re.search(r"ROUNDED = ([\d_]+)", said)
    behind = re.search(r"\[DONE, PLANNED\] = \[(\d+), (\d+)\]", said)
    assert rounded is not None
    assert behind is not None
    assert Fraction(1, int(rounded[1])) == SHIPPED.rounded
    assert Fraction(int(behind[1]), int(behind[2])) == SHIPPED.behind

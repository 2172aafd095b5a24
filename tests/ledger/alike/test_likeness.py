"""Two issues are alike by what they say, whatever the order of words, the more so where they are near."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.alike.likeness import Sketch, likeness, metres, most_alike, words_alike
from mobile_schema.events.facts import Point
from mobile_schema.vocabulary import Category
from tests.ledger.factories import PROJECT, START

HERE = Point(latitude=37.8706, longitude=112.5489)
DEGREE = 111_195
"""Metres of a degree of latitude."""
SAME = [
    ("K12+300 段临时用地手续未办结，施工便道无法贯通。", "K12+300段便道临时用地手续没有办结,便道不通。"),
    ("村民在便道口堵路,渣土车进不了场。", "便道被村民堵路,运渣车辆无法进场施工"),
    ("汾河东岸便道被渣土阻断", "群众反映汾河东岸便道被渣土阻断,请尽快解决。"),
    ("征地补偿款未到位,三户未搬迁", "三户村民因征地补偿款没有到位拒绝搬迁"),
    ("项目部大门被施工队工人堵门讨薪", "工人在项目部门口讨要工资,堵住大门"),
]
OTHER = [
    ("变压器增容未批复,施工用电不足。", "临时用水管线未接通,影响混凝土养护。"),
    ("桩基施工用地未交付,两台旋挖钻停机。", "拌合站用地租赁合同未签。"),
    ("项目部大门被施工队工人堵门讨薪", "便道被村民堵路,运渣车辆无法进场施工"),
    ("征地补偿款未到位,三户未搬迁", "施工用水管线未接通,影响养护"),
]


def north(distance: float) -> Point:
    return Point(latitude=HERE.latitude + distance / DEGREE, longitude=HERE.longitude)


def sketch(description: str = "便道被堵", **over: Any) -> Sketch:
    said = {
        "project_code": PROJECT,
        "region": "140105",
        "category": Category.LAND,
        "description": description,
        "location": None,
        "at": START,
    }
    return Sketch(**(said | over))


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_problem_in_other_words_is_worth_a_look(one: str, other: str) -> None:
    assert likeness(sketch(one), sketch(other)).worth_a_look


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_another_problem_is_not(one: str, other: str) -> None:
    assert not likeness(sketch(one), sketch(other)).worth_a_look


@pytest.mark.parametrize(
    ("apart", "worth"), [(None, True), (100, True), (4_900, True), (5_100, False), (50_000, False)]
)
def test_far_apart_words_have_to_be_nearly_the_same(apart: float | None, worth: bool) -> None:
    one, other = SAME[0]
    there = None if apart is None else north(apart)
    assert likeness(sketch(one, location=HERE), sketch(other, location=there)).worth_a_look is worth
    assert likeness(sketch(one, location=HERE), sketch(one, location=there)).worth_a_look


def test_in_one_place_fewer_words_will_do() -> None:
    one, other = "便道被村民堵住,渣土车进不来", "有人拦路,车辆不能进便道"
    assert not likeness(sketch(one), sketch(other)).worth_a_look
    assert likeness(sketch(one, location=HERE), sketch(other, location=north(50))).worth_a_look


def test_it_says_what_is_alike() -> None:
    found = likeness(
        sketch(location=HERE), sketch(location=north(1_000), at=START - timedelta(days=2), category=Category.OTHER)
    )
    assert (found.words, found.days, found.same_project, found.same_category) == (1.0, 2.0, True, False)
    assert found.metres == pytest.approx(1_000, rel=0.01)
    assert not likeness(sketch(project_code=None), sketch(project_code=None)).same_project


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_of_any_texts_is_the_same_both_ways_and_from_0_to_1(one: str, other: str) -> None:
    assert 0.0 <= words_alike(one, other) <= 1.0
    assert words_alike(one, other) == words_alike(other, one)


@pytest.mark.parametrize("text", ["", "。。。", "\u200b\u200b", "   "])
def test_what_says_nothing_is_like_nothing(text: str) -> None:
    assert words_alike(text, text) == 0.0


def test_width_case_and_punctuation_tell_no_two_apart() -> None:
    assert words_alike("Ｋ12＋300 便道,不通。", "k12+300便道不通") == 1.0


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_a_point_is_nowhere_else(latitude: float, longitude: float) -> None:
    point = Point(latitude=latitude, longitude=longitude)
    assert metres(point, point) == 0.0


def test_the_coarse_look_puts_the_nearest_first() -> None:
    one, other = SAME[0]
    assert most_alike(one, {"far": OTHER[0][0], "near": other}, 2) == ["near", "far"]
    assert most_alike(one, {"far": OTHER[0][0], "near": other}, 1) == ["near"]

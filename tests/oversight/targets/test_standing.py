"""How a target stands: its path by month, what its lead unit entered, the light of it."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile_schema.vocabulary import Light
from oversight.targets.standing import TargetFigure, due_by, standing
from oversight.targets.target import Target, shipped_targets

AT = datetime(2019, 9, 1, tzinfo=UTC)


def target(**said: Any) -> Target:
    base = {"code": "G3", "item": "G3", "name_zh": "投资", "name_en": "Investment", "unit_id": "u", "measure": "亿元"}
    return Target.model_validate({**base, "kind": "total", "value": 1200, **said})


def figure(month: str, value: str, version: int = 1) -> TargetFigure:
    return TargetFigure(f"{month}/{version}", "G3", month, version, None, Decimal(value), "省统计局", AT, "staff")


def test_a_total_grows_in_a_straight_line_and_a_rate_is_the_same_every_month() -> None:
    assert [due_by(target(), month) for month in (1, 6, 12)] == [100, 600, 1200]
    assert {due_by(target(kind="rate", value=30), month) for month in range(1, 13)} == {Decimal(30)}


def test_a_path_is_gone_point_by_point() -> None:
    stepped = target(path={3: 100, 6: 700})
    assert [due_by(stepped, month) for month in (1, 3, 4, 6, 9, 12)] == [Decimal("33.33"), 100, 300, 700, 950, 1200]
    assert [due_by(target(kind="rate", value=30, path={6: 20}), month) for month in (1, 6, 9, 12)] == [20, 20, 25, 30]


@given(value=st.integers(0, 10**9), points=st.dictionaries(st.integers(1, 11), st.integers(0, 10**9), max_size=5))
def test_a_path_ends_at_the_value_of_the_year_and_passes_each_of_its_points(value: int, points: dict[int, int]) -> None:
    one = target(value=value, path=points)
    assert due_by(one, 12) == value
    assert all(due_by(one, month) == point for month, point in points.items())


@pytest.mark.parametrize(
    ("value", "light"), [("800", Light.GREEN), ("799.99", Light.YELLOW), ("720", Light.YELLOW), ("719.99", Light.RED)]
)
def test_its_light_is_by_the_path_of_the_month_that_was_entered_last(value: str, light: Light) -> None:
    stands = standing(target(), [figure("2019-07", "1"), figure("2019-08", value)])
    assert (stands.due, stands.light) == (800, light)


def test_a_correction_counts_and_what_nobody_entered_is_not_known() -> None:
    corrected = standing(target(), [figure("2019-08", "800"), figure("2019-08", "500", version=2)])
    assert corrected.light is Light.RED
    unknown = standing(target(), [])
    assert (unknown.last, unknown.due, unknown.light) == (None, None, None)


def test_the_targets_of_the_notice_are_there_in_its_order() -> None:
    targets = shipped_targets()[2019]
    assert list(dict.fromkeys(each.item for each in targets.values())) == ["G1", "G2", "G3", "G4", "G5", "G6"]
    assert targets["G3-investment"].value == 6441

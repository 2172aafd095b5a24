"""A row with the id of an earlier one is that row again, or another one under its name."""

import pytest

from exchange.tables.doubles import Doubles
from exchange.tables.mapping import Mapping
from exchange.tables.row import Row, RowRefused
from tests.exchange.tables.test_reports import CELLS


def test_the_same_row_again_is_met_and_another_with_its_id_is_a_conflict(mapping: Mapping) -> None:
    doubles = Doubles(mapping)
    assert not doubles.meet(Row(2, CELLS))
    assert not doubles.meet(Row(3, {**CELLS, "no": "8"}))
    assert doubles.meet(Row(4, {**CELLS, "no": " 7 "}))
    for column in ("made", "what", "lat", "done"):
        with pytest.raises(RowRefused, match="编号与第 2 行相同而内容不同 / the id of line 2 with other cells"):
            doubles.meet(Row(5, {**CELLS, column: "2020-01-02 19:40"}))

"""The reserve of a year: what was in it at the last year's end or since, and what was begun of it by a month."""

import pytest

from ledger.figures.reserve import has_begun

RESERVE, BEGUN = "reserve", "started"


@pytest.mark.parametrize(
    ("stages", "begun"),
    [
        ({"2019-02": RESERVE}, False),
        ({"2019-02": RESERVE, "2019-06": BEGUN}, True),
        ({"2018-12": RESERVE}, False),
        ({"2018-12": RESERVE, "2019-01": BEGUN}, True),
        ({"2018-11": RESERVE, "2018-12": BEGUN}, None),
        ({"2019-02": RESERVE, "2019-03": "stopped"}, True),
        ({"2019-02": RESERVE, "2019-03": "terminated"}, False),
        ({"2019-02": RESERVE, "2019-03": BEGUN, "2019-04": RESERVE}, False),
        ({"2019-02": BEGUN}, None),
        ({"2019-07": RESERVE}, None),
        ({}, None),
    ],
)
def test_a_project_of_the_reserve_is_begun_or_not_by_june(stages: dict[str, str], begun: bool | None) -> None:
    assert has_begun(stages, "2019-06") is begun

"""What the cells of a registry's CSV file say, by the name of their column."""

from typing import Any

import pytest

from ledger.registry.own_files.cells import read_cell


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("name", " true;x ", " true;x "),
        ("sample", " TRUE ", True),
        ("sample", "1", True),
        ("code_is_sample", "yes", True),
        ("sample", "no", False),
        ("sample", "", False),
        ("regions", " 140105 ; ;140106;", ["140105", "140106"]),
        ("regions", None, None),
        ("holders", "li", [{"person_id": "li"}]),
        (
            "holders",
            "li since=2026-03-01 until=2026-08-31; wang deputy",
            [
                {"person_id": "li", "since": "2026-03-01", "until": "2026-08-31"},
                {"person_id": "wang", "deputy": True},
            ],
        ),
        ("holders", "li deputy=", [{"person_id": "li", "deputy": ""}]),
        (
            "absences",
            "since=2026-03-01 until=2026-03-02 reason= 年休 假 ",
            [{"since": "2026-03-01", "until": "2026-03-02", "reason": "年休 假"}],
        ),
        ("absences", "since=2026-03-01", [{"since": "2026-03-01"}]),
        (None, "surplus", "surplus"),
    ],
)
def test_a_cell_is_read_as_its_column_asks(column: str | None, cell: Any, said: Any) -> None:
    assert read_cell(column, cell) == said

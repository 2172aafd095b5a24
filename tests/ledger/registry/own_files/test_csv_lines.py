"""A cell that goes out is never a formula where it is opened, and says what was written when it is read back."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.registry.own_files.csv_lines import guarded, line, unguarded

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20) | st.sampled_from(
    ["=1+1", "'=1", "''@x", "-3", "\t=1", "'", ""]
)


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", "－1"])
def test_what_a_spreadsheet_would_run_stands_behind_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "140105-2026-00001", "便道受阻", "'", "a=1", "3"])
def test_what_is_text_anyway_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


@given(st.lists(CELLS, min_size=1, max_size=5))
def test_what_is_read_back_is_what_was_written(cells: list[str]) -> None:
    written = io.StringIO(line([guarded(cell) for cell in cells]), newline="")
    assert [[unguarded(cell) for cell in row] for row in csv.reader(written, strict=True)] == [cells]

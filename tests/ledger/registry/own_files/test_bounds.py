"""What a file of the office may hold at most is what its people read of it."""

import pytest

from ledger.registry.own_files.written import MAX_CHANGES, MAX_CHARACTERS, MAX_ENTRIES, MAX_VALUES
from tests.checkout import CHECKOUT


@pytest.mark.parametrize(
    "told",
    [
        f"up to {MAX_CHARACTERS / 2**20:g} MiB, ",
        f" {MAX_ENTRIES:,} entries and ",
        f" {MAX_VALUES:,} keys and values, ",
        f" {MAX_CHANGES:,} entries of them new or changed",
    ],
)
def test_the_bounds_are_those_that_the_guide_tells(told: str) -> None:
    assert told in (CHECKOUT / "docs" / "operations.md").read_text(encoding="utf-8")

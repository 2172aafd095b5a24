"""A PDF ends within its last two kilobytes, and of several ends the last counts."""

import pytest

from ledger.evidence.faults import Unreadable
from tests.ledger.evidence.kind import kind_of
from tests.pictures import pdf

PDF = pdf()
END = PDF.rindex(b"startxref")


def test_the_end_of_a_pdf_is_looked_for_in_its_last_2048_bytes() -> None:
    within = PDF + b"\n" * (2048 - len(PDF[END:]))
    assert kind_of(within, "application/pdf") == "application/pdf"
    with pytest.raises(Unreadable, match="不完整"):
        kind_of(within + b"\n", "application/pdf")


def test_of_the_ends_of_a_pdf_that_was_changed_and_saved_again_the_last_counts() -> None:
    nowhere = b"startxref\n%d\n%%%%EOF\n"
    changed = PDF[:END] + nowhere % 1 + nowhere % 2 + PDF[END:]
    assert kind_of(changed, "application/pdf") == "application/pdf"
    with pytest.raises(Unreadable, match="不完整"):
        kind_of(changed + nowhere % 3, "application/pdf")

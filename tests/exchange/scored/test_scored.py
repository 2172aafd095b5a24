"""The records of every case are found, all of them and nothing else, and every fault is told at its cell."""

import pytest

from exchange.ledgers.checking import Checked, Verdict
from tests.exchange.scored import days, offices, shapes, uglier, values
from tests.exchange.scored.case import TOP, Case
from tests.exchange.scored.scorer import checked, score

CASES = [*shapes.CASES, *offices.CASES, *uglier.CASES, *days.CASES, *values.CASES]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: case.name)
def judged(request: pytest.FixtureRequest) -> tuple[Case, Checked]:
    """A case, and what became of its file."""
    return request.param, checked(request.param)


def test_recall_and_precision_of_records_are_one(judged: tuple[Case, Checked]) -> None:
    found = score(*judged)
    assert (found.recall, found.precision) == (1.0, 1.0), str(found)


def test_every_row_below_a_head_is_of_its_kind_and_has_one_verdict(judged: tuple[Case, Checked]) -> None:
    case, of = judged
    kinds = {row.record.row: row.record.skipped or "record" for row in of.rows}
    # What holds nothing at the end of a sheet is not in the file.
    ends = {number for number, line in enumerate(case.lines, 1) if not any(line[1:]) and number not in kinds}
    assert kinds == {number: kind for number, kind in case.kinds.items() if number not in ends}
    assert of.counts["rows"] == len(of.rows) == sum(of.counts[verdict] for verdict in Verdict)
    assert all(case.lines[row.record.row - 1][0] != TOP for row in of.rows)


def test_every_fault_is_told_at_its_cell_and_nothing_else(judged: tuple[Case, Checked]) -> None:
    case, of = judged
    told = {fault.cell: fault.slug for row in of.rows for fault in row.faults}
    assert told == case.faults

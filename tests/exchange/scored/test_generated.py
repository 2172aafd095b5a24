"""Of ledgers made at random the truth is known: their records are found, and every row has one verdict."""

from hypothesis import HealthCheck, given, settings

from exchange.ledgers.checking import NothingKnown, Verdict, check
from exchange.ledgers.mapping import LedgerMapping
from exchange.ledgers.tables.flat import is_blank
from exchange.workbooks.cells import Book, Merged, Sheet
from tests.exchange.scored.case import TOP, Case
from tests.exchange.scored.generated import ledgers
from tests.exchange.scored.scorer import score


def _read(case: Case) -> Book:
    """As a file of it is read, without one: a hundred files are read one by one in `test_scored`."""
    rows = [(*(None,) * case.left, *(None if cell == "" else cell for cell in line[1:])) for line in case.lines]
    return Book("台账.xlsx", "xlsx", (Sheet("台账", rows=rows, merged=_merged(case), hidden_rows=_hidden(case)),))


def _merged(case: Case) -> tuple[Merged, ...]:
    found = []
    for each in case.merged:
        first, _, last = each.partition(":")
        found.append(Merged(int(first[1:]) - 1, ord(first[0]) - 65, int(last[1:]) - 1, ord(last[0]) - 65))
    return tuple(found)


def _hidden(case: Case) -> frozenset[int]:
    return frozenset(number - 1 for number in case.hidden)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ledgers())
def test_records_of_any_ledger_are_found_and_nothing_else(case: Case) -> None:
    of = check(_read(case), LedgerMapping.model_validate({"name": "made"} | dict(case.mapping)), NothingKnown())
    found = score(case, of)
    assert (found.recall, found.precision) == (1.0, 1.0), str(found)
    assert of.counts["rows"] == len(of.rows) == sum(of.counts[verdict] for verdict in Verdict)
    below = [number for number, line in enumerate(case.lines, 1) if line[0] != TOP]
    assert [row.record.row for row in of.rows] == below
    for row in of.rows:
        cells = case.lines[row.record.row - 1][1:]
        assert (row.record.skipped == "blank") == all(is_blank(cell or None) for cell in cells)

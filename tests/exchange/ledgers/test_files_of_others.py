"""Files of the shared folder, whatever they are: each is read, its rows accounted for, or refused with a reason."""

from pathlib import Path

import pytest

from exchange.ledgers.checking import NothingKnown, Verdict, check
from exchange.ledgers.mapping import LedgerMapping
from exchange.workbooks.reading import read_file
from exchange.workbooks.refused import FileRefused

TABLES = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv"})
REFUSED = {
    "stray-quote.csv": "stray-quote",
    # Neither has two columns that mean something in a ledger of problems.
    "la311_2020_first5000.csv": "no-table",
    "shanxi_divisions.csv": "no-table",
}


def _tables(shared: Path) -> list[Path]:
    return sorted(file for name in ("cases", "data") for file in (shared / name).rglob("*") if file.suffix in TABLES)


def test_every_table_that_is_a_ledger_has_a_verdict_for_each_of_its_rows(shared: Path) -> None:
    files = [file for file in _tables(shared) if file.name not in REFUSED]
    assert files
    for file in files:
        counts = check(read_file(file), LedgerMapping(name="of-others"), NothingKnown()).counts
        assert counts["rows"] == sum(counts[verdict] for verdict in Verdict), file.name
        assert counts["rows"] > 0, file.name


def test_what_is_no_ledger_is_refused_with_its_reason(shared: Path) -> None:
    for file in (each for each in _tables(shared) if each.name in REFUSED):
        with pytest.raises(FileRefused) as refused:
            check(read_file(file), LedgerMapping(name="of-others"), NothingKnown())
        assert refused.value.slug == REFUSED[file.name]

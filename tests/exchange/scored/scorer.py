"""Knows how well the records of a file are found: which of its rows were taken for records, and which are ones."""

from dataclasses import dataclass

from exchange.ledgers.checking import Checked, NothingKnown, Verdict, check
from exchange.ledgers.mapping import LedgerMapping
from exchange.workbooks.reading import read_book
from tests.exchange.scored.case import Case


@dataclass(frozen=True, slots=True)
class Score:
    """The rows of a file that are records, and those that were taken for ones."""

    name: str
    true: frozenset[int]
    found: frozenset[int]

    @property
    def recall(self) -> float:
        """How many of the records were found."""
        return len(self.true & self.found) / len(self.true) if self.true else 1.0

    @property
    def precision(self) -> float:
        """How many of those found are records."""
        return len(self.true & self.found) / len(self.found) if self.found else 1.0

    def __str__(self) -> str:
        lost, taken = sorted(self.true - self.found), sorted(self.found - self.true)
        told = f"{self.name}: recall {self.recall:.3f}, precision {self.precision:.3f}"
        return told + (f"; lost rows {lost}" if lost else "") + (f"; taken for records {taken}" if taken else "")


def checked(case: Case) -> Checked:
    """The file of a case, read and judged by itself."""
    mapping = LedgerMapping.model_validate({"name": "scored"} | dict(case.mapping))
    return check(read_book("台账.xlsx", case.workbook()), mapping, NothingKnown())


def score(case: Case, of: Checked) -> Score:
    """How well its records were found, whatever the verdict on them."""
    found = frozenset(row.record.row for row in of.rows if row.verdict is not Verdict.SKIPPED)
    return Score(case.name, frozenset(case.records), found)

"""Knows the books of one replay: the rows read, the reports they make, and what became of each."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from exchange.tables.doubles import Doubles
from exchange.tables.mapping import Mapping
from exchange.tables.reports import FileReport, report_of
from exchange.tables.row import Row, RowRefused
from exchange.tables.rows import Table
from play.replay.refused import RefusedFile
from play.replay.sending import Fate, Outcome
from play.replay.tally import Tally
from play.replay.watching import Watcher


class Books:
    """Counts every row once, and keeps the refused ones with their reasons.

    Raises PlayError when the file cannot be read as a whole; see `Table`.
    """

    def __init__(self, file: Path, mapping: Mapping, refused: Path, watcher: Watcher) -> None:
        self.mapping = mapping
        self.table = Table(file, mapping)
        self.tally = Tally()
        self.refused = RefusedFile(refused, self.table)
        self._watcher = watcher
        self._accepted = set[str]()

    def reports(self) -> Iterator[FileReport]:
        """Each row as a report; one that makes none is refused on the way."""
        self._watcher.begin(self.table.rows)
        doubles = Doubles(self.mapping)
        for row in self.table:
            self.tally.rows += 1
            try:
                report = report_of(row, self.mapping)
                doubles.meet(row)
            except RowRefused as refused:
                self.refuse(row, str(refused))
            else:
                yield report

    def refuse(self, row: Row, reason: str) -> None:
        """Enter a row that was never sent."""
        self.tally.refused += 1
        self.refused.add(row, reason)
        self._watcher.sent(1)
        self._watcher.settled(1)

    def enter(self, outcomes: Iterable[Outcome]) -> None:
        """Enter what became of reports that were sent."""
        for outcome in outcomes:
            if outcome.fate is Fate.REFUSED:
                self.tally.refused += 1
                self.refused.add(outcome.report.row, outcome.reason)
                continue
            self.tally.in_ledger += 1
            report_id = outcome.report.report_id
            # Of rows equal to the letter one makes the issue, also when two processes of the API took one each.
            if outcome.fate is Fate.ACCEPTED and report_id not in self._accepted:
                self._accepted.add(report_id)
                self.tally.accepted += 1
            else:
                self.tally.already += 1

"""Knows the books of one replay: the rows read, the reports they make, and what became of each."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from exchange.tables.mapping import Mapping
from exchange.tables.reports import FileReport, RowRefused, report_of
from exchange.tables.rows import Row, read_header, read_rows
from play.replay.sending import Fate, Outcome
from play.replay.tally import RefusedFile, Tally
from play.replay.watching import Watcher


class Books:
    """Counts every row once, and keeps the refused ones with their reasons.

    Raises PlayError when the file is not there or lacks a column of the mapping.
    """

    def __init__(self, file: Path, mapping: Mapping, refused: Path, watcher: Watcher) -> None:
        self.mapping = mapping
        self.tally = Tally()
        self.refused = RefusedFile(refused, read_header(file, mapping), mapping.encoding)
        self._file = file
        self._watcher = watcher

    def reports(self) -> Iterator[FileReport]:
        """Each row as a report; one that makes none is refused on the way."""
        self._watcher.begin(sum(1 for _ in read_rows(self._file, self.mapping)))
        for row in read_rows(self._file, self.mapping):
            self.tally.rows += 1
            try:
                yield report_of(row, self.mapping)
            except RowRefused as refused:
                self.refuse(row, str(refused))

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
            if outcome.fate is Fate.ACCEPTED:
                self.tally.accepted += 1
            else:
                self.tally.already += 1

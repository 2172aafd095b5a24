"""Knows what became of every row: counted once, and kept with its reason in a file when it was refused."""

import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from exchange.tables.rows import Row

LINE, REASON = "xiaohao_line", "xiaohao_reason"


@dataclass
class Tally:
    """The counts of one replay. A row ends as accepted, already there or refused; the first two are `in_ledger`."""

    rows: int = 0
    accepted: int = 0
    already: int = 0
    in_ledger: int = 0
    refused: int = 0

    @property
    def complete(self) -> bool:
        """Whether nothing is left between the file and the ledger."""
        return self.rows == self.accepted + self.already + self.refused == self.in_ledger + self.refused

    def counts(self) -> dict[str, int]:
        """What `--json` prints."""
        return {
            "rows": self.rows,
            "accepted": self.accepted,
            "in_ledger": self.in_ledger,
            "already": self.already,
            "refused": self.refused,
        }


@dataclass
class RefusedFile:
    """The refused rows as they were, with line and reason; the file is there only when it has rows."""

    path: Path
    columns: tuple[str, ...]
    encoding: str
    _text: TextIO | None = field(default=None, repr=False)
    _writer: Any = None

    def add(self, row: Row, reason: str) -> None:
        """Keep one row. Raises OSError."""
        if self._text is None:
            self._text = self.path.open("w", encoding=self.encoding, errors="surrogateescape", newline="")
            columns = [*self.columns, LINE, REASON]
            self._writer = csv.DictWriter(self._text, columns, extrasaction="ignore")
            self._writer.writeheader()
        self._writer.writerow({**row.cells, LINE: row.line, REASON: reason})

    def close(self) -> None:
        """Finish the file; one that an earlier run left and that no longer holds is taken away."""
        if self._text is None:
            self.path.unlink(missing_ok=True)
        else:
            self._text.close()

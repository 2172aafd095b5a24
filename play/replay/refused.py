"""Knows the file of refused rows: as they stood, in the file's own delimiter and encoding, with line and reason."""

from pathlib import Path
from typing import BinaryIO, Final

from exchange.tables.returned import LINE, REASON, with_columns
from exchange.tables.row import Row
from exchange.tables.rows import Table

_BEGUN: Final = ".begun"


class RefusedFile:
    """Written beside its place, and put there at the end: a run that comes to nothing takes nothing away.

    The file is there only when it has rows, and `kept` says that they are those of this run. It can be mended and
    replayed like the one that it comes from.
    """

    def __init__(self, path: Path, table: Table) -> None:
        self.path = path
        self.kept = False
        self._table = table
        self._beside = path.with_name(path.name + _BEGUN)
        self._content: BinaryIO | None = None

    def add(self, row: Row, reason: str) -> None:
        """Keep one row. Raises OSError."""
        if self._content is None:
            header = self._table.header
            self._content = self._beside.open("wb")
            self._content.write(self._table.encoding.mark)
            delimiter = self._table.mapping.delimiter
            self._write(f"{header.text}{delimiter}{LINE}", f"{delimiter}{REASON}")
        self._write(*with_columns(row, len(self._table.header.columns), self._table.mapping.delimiter, reason))

    def close(self, *, whole: bool = True) -> None:
        """Put the rows of a run in their place, or, when it was cut off, only where no earlier run left any.

        A whole run without refused rows takes away what an earlier one left, since it holds no longer.
        """
        if self._content is not None:
            self._content.close()
            if whole or not self.path.exists():
                self._beside.replace(self.path)
                self.kept = True
            else:
                self._beside.unlink()
        elif whole:
            self.path.unlink(missing_ok=True)

    def _write(self, as_it_was: str, told: str) -> None:
        """A line; what the encoding of the file has no letters for is only lost in what is told."""
        assert self._content is not None  # noqa: S101
        encoding = self._table.encoding
        self._content.write(encoding.encode(as_it_was) + encoding.encode(told + self._table.line_end))

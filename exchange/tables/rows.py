"""Knows how a CSV file is read: every row below the header with its line, an unreadable one told and not lost."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from exchange.tables.faults import PlayError
from exchange.tables.header import AnyShape, Header, RowShape, find_header
from exchange.tables.mapping import Mapping
from exchange.tables.records import Record, cells_of, records_of
from exchange.tables.returned import without_columns
from exchange.tables.row import Row
from exchange.texts.encodings import is_damaged, looks_like_big5
from exchange.texts.reading import MIB, decode, read_bytes

TABLE_BYTES: Final = 256 * MIB


class Table:
    """A CSV file that was read whole and is sound as a whole: its rows may be gone through again and again.

    Raises PlayError: the file is not there, too long, of no known encoding, without the columns of the mapping, with
    a column twice, or with a quote that is not closed.
    """

    def __init__(self, file: Path, mapping: Mapping) -> None:
        self.mapping = mapping
        raw = read_bytes(file, TABLE_BYTES)
        self._text, self.encoding = decode(file, raw, mapping.encoding)
        try:
            self.header = find_header(records_of(self._text, mapping.delimiter, AnyShape()), mapping)
            lines = [(record.line, len(record.cells)) for record in self._records()]
        except PlayError as error:
            if is_damaged(self._text):
                likely = "Big5" if looks_like_big5(raw) else "别的编码 (another one)"
                raise PlayError(
                    f"{file}: 不是 {self.encoding.label} 编码,像是 {likely},请另存为 UTF-8,或在映射中写明 encoding / "
                    f"not {self.encoding.label} but, it seems, {likely}: save it as UTF-8, or name its encoding in the "
                    f"mapping ({error})"
                ) from None
            raise PlayError(f"{file}: {error}") from None
        self.rows = len(lines)
        # Spreadsheets leave out the empty cells at the end of the last rows, not of one in the midst of wider ones.
        width = len(self.header.columns)
        self._last_whole = max((line for line, cells in lines if cells >= width), default=0)

    @property
    def line_end(self) -> str:
        """How the lines of the file end."""
        found = self._text.find("\n")
        if found < 0:
            return "\r" if "\r" in self._text else "\n"
        return "\r\n" if self._text[found - 1 : found] == "\r" else "\n"

    def __iter__(self) -> Iterator[Row]:
        """Every row below the header, in order; blank lines are none."""
        for record in self._records():
            yield self._row(record)

    def _records(self) -> Iterator[Record]:
        shape = _shape(self.header, self.mapping)
        for record in records_of(self._text, self.mapping.delimiter, shape):
            if record.line > self.header.line:
                yield self._as_sent(record) if self.header.returned else record

    def _as_sent(self, record: Record) -> Record:
        """A record of a returned row without the two columns of its refusal."""
        text = without_columns(record.text, self.mapping.delimiter)
        cells = cells_of(text, self.mapping.delimiter)
        return Record(record.line, text, cells or (), record.fault if cells is None else None)

    def _row(self, record: Record) -> Row:
        columns, cells = self.header.columns, record.cells
        padded = (*cells, *("" for _ in range(len(columns) - len(cells))))
        named = dict(zip(columns, padded, strict=False))
        # Of a record that is no CSV nobody knows how many cells it lacks: none are put behind it.
        width = len(columns) if record.fault else len(cells)
        return Row(record.line, named, record.fault or self._fault(record), record.text, width)

    def _fault(self, record: Record) -> str | None:
        width, cells = len(self.header.columns), record.cells
        if is_damaged(record.text):
            return f"有不属于 {self.encoding.label} 编码的字节 / bytes that are not {self.encoding.label}"
        if any(cells[width:]) or (len(cells) < width and record.line < self._last_whole):
            return f"有 {len(cells)} 个单元格,表头有 {width} 个 / {len(cells)} cells where the header has {width}"
        if tuple(cell.strip() for cell in cells) == self.header.columns:
            return "表头又出现一次 / the header once more"
        return None


def _shape(header: Header, mapping: Mapping) -> RowShape:
    behind = 2 if header.returned else 0
    return RowShape(len(header.columns) + behind, header.columns.index(mapping.captured), mapping)

"""Knows where the header of a table stands, and which columns it names: each once, all that a mapping needs."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final

from exchange.cells.moments import read_moment
from exchange.tables.faults import PlayError
from exchange.tables.mapping import Mapping
from exchange.tables.records import Record
from exchange.tables.returned import LINE, REASON, without_columns

# A title, who made the table and when: the header stands below them, but not farther down than this.
_RECORDS_ABOVE: Final = 20
# So many columns, and so much of each, are told of a file that is something else.
_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class Header:
    """The columns, without the two of a returned row, which `returned` says were there; the line it ends on."""

    line: int
    text: str
    columns: tuple[str, ...]
    returned: bool


class AnyShape:
    """Of a file whose header is not found yet: no line looks like a row."""

    width = 2**31

    def is_row(self, _cells: tuple[str, ...], /) -> bool:
        """Never."""
        return False

    def is_dated(self, _cells: tuple[str, ...], /) -> bool:
        """Never."""
        return False


@dataclass(frozen=True, slots=True)
class RowShape:
    """What the rows below a header look like: as wide as it is, or with a moment where it has the time."""

    width: int
    captured: int
    mapping: Mapping

    def is_row(self, cells: tuple[str, ...], /) -> bool:
        """Whether the cells of one line look like a row of their own."""
        return len(cells) == self.width > 1 or (len(cells) > self.width // 2 and self.is_dated(cells))

    def is_dated(self, cells: tuple[str, ...], /) -> bool:
        """Whether a moment stands where a row has its time."""
        return self.captured < len(cells) and read_moment(cells[self.captured].strip(), self.mapping.dates) is not None


def find_header(records: Iterable[Record], mapping: Mapping) -> Header:
    """The first record that names every column of the mapping. Raises PlayError when none of the first 20 does, or
    when it names a column twice.
    """
    seen = [(record, _names(record.cells)) for record in islice(records, _RECORDS_ABOVE)]
    record, names = max(seen, key=lambda each: len(mapping.columns.intersection(each[1])), default=(None, ()))
    missing = sorted(mapping.columns - set(names))
    if missing or record is None:
        shown = [name[:_SHOWN] for name in names[:_SHOWN] if name.isprintable()]
        wanted, found = ", ".join(missing), ", ".join(shown) or "none"
        raise PlayError(
            f"映射 {mapping.name} 所需的列 {wanted} 不在文件中,请核对列名、分隔符与编码 / "
            f"mapping {mapping.name} needs the column(s) {wanted}; the file has {found}"
        )
    returned = names[-2:] == (LINE, REASON)
    # A file may have columns of its own that are called like the two.
    _demand_once(record.line, names[:-2] if returned else names)
    if returned:
        return Header(record.line, without_columns(record.text, mapping.delimiter), names[:-2], returned)
    return Header(record.line, record.text, names, returned)


def _names(cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in cells)


def _demand_once(line: int, names: tuple[str, ...]) -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for place, name in enumerate(names, 1):
        places[name].append(str(place))
    for name, found in places.items():
        if name and len(found) > 1:
            raise PlayError(
                f"第 {line} 行表头“{name}”重复,在第 {'、'.join(found)} 列 / "
                f"line {line}: the header {name} stands twice, in columns {' and '.join(found)}"
            )

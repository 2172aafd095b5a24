"""Knows the layout of somebody's own ledger: the columns in which it came in, with those of a recheck beside."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from exchange.exports.columns import COLUMNS, Column, Kind
from exchange.ledgers.tables.dictionary import meaning_of

SAID: Final = "said:"
"""Of a column's key: what follows is the path of a head, and the column has what the row said under it."""
RECHECK: Final = ("recheck_result", "recheck_on", "recheck_by")
"""What the ledger knows and the office's file does not."""
_WIDE: Final = 20.0
_DIGITS: Final = 2.0


def columns_of(rows: Iterable[Mapping[str, str]], heads: Iterable[str] = ()) -> Sequence[Column]:
    """The columns in which rows came in, each head's path once, in the order of the file; a column of a recheck is the
    ledger's to fill, and comes at the end where the file had none.

    `heads` are those that are known of the file, columns without a single text among them.
    """
    columns = [_column(path) for path in _in_order(rows, heads)]
    had = {column.key for column in columns}
    return [*columns, *(COLUMNS[key] for key in RECHECK if key not in had)]


def _in_order(rows: Iterable[Mapping[str, str]], heads: Iterable[str]) -> Sequence[str]:
    """Every path; a row leaves out what is blank in it, so one not met before goes before the next that is known."""
    paths = list(dict.fromkeys(heads))
    known = set(paths)
    for row in rows:
        if row.keys() <= known:
            continue
        place = len(paths)
        for path in reversed(list(row)):
            if path in known:
                place = paths.index(path)
            else:
                paths.insert(place, path)
                known.add(path)
    return paths


def _column(path: str) -> Column:
    field = meaning_of(path).field
    if field in RECHECK:
        shipped = COLUMNS[field]
        return Column(field, path, shipped.width, shipped.kind)
    return Column(f"{SAID}{path}", path, max(_WIDE, _DIGITS * len(path.rpartition("/")[2])), Kind.WRAPPED)

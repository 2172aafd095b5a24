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


def columns_of(rows: Iterable[Mapping[str, str]]) -> Sequence[Column]:
    """The columns in which rows came in, each head's path once, in their order; a column of a recheck is the ledger's
    to fill, and comes at the end where the file had none.
    """
    paths = dict.fromkeys(path for row in rows for path in row)
    columns = [_column(path) for path in paths]
    had = {column.key for column in columns}
    return [*columns, *(COLUMNS[key] for key in RECHECK if key not in had)]


def _column(path: str) -> Column:
    field = meaning_of(path).field
    if field in RECHECK:
        shipped = COLUMNS[field]
        return Column(field, path, shipped.width, shipped.kind)
    return Column(f"{SAID}{path}", path, max(_WIDE, _DIGITS * len(path.rpartition("/")[2])), Kind.WRAPPED)

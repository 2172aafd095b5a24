"""Knows which years a file names of itself: above the head, in the name of a sheet, in its own."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from exchange.ledgers.tables.flat import flatten, text_of
from exchange.ledgers.tables.heads import Head
from exchange.workbooks.cells import Sheet

# 截止2026年3月31日, 2026-03-31, 2026.3, ledger_2026: a year, and no part of a longer number.
_YEAR: Final = re.compile(r"(?<!\d)(19[9]\d|20\d\d)(?=\s*年|[-./]\d|(?![\d\w]))")


def years_in(texts: Iterable[str]) -> tuple[int, ...]:
    """Those that stand there, each once, in their order."""
    return tuple(dict.fromkeys(int(year) for text in texts for year in _YEAR.findall(text)))


def words_about(sheet: Sheet, head: Head) -> Iterator[str]:
    """What is said of a table beside its rows: the cells above its head, and the name of its sheet."""
    flat = flatten(sheet)
    for row in range(head.top):
        yield from (text_of(value) for _, value in flat.filled(row))
    yield sheet.own_name

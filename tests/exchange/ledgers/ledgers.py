"""Knows a small ledger as offices keep them, and how it is checked in tests."""

from collections.abc import Sequence
from typing import Any

from exchange.ledgers.checking import Checked, Known, NothingKnown, check
from exchange.ledgers.mapping import LedgerMapping
from exchange.ledgers.reading.table import table_of
from exchange.ledgers.records import Record, records_of
from exchange.workbooks.cells import Book, Sheet
from tests.exchange.workbooks.books import sheet

HEAD = ["序号", "检查时间", "项目名称", "存在问题", "整改期限", "责任单位", "状态"]
LINES: list[list[Any]] = [
    [1, "2025-03-01", "一号公路", "便道未通", "2025-03-20", "住建局", "整改中"],
    [2, "2025-03-02", "二号公路", "土地证未办", "2025-04-01", "自然资源局", "已整改"],
]


def mapping(**more: Any) -> LedgerMapping:
    """A mapping of which only the name has to be said."""
    return LedgerMapping.model_validate({"name": "works"} | more)


def book(*rows: Sequence[Any], **more: Any) -> Book:
    """A book of one sheet that has the head above these rows."""
    return Book("台账.xlsx", "xlsx", (sheet([HEAD, *rows], **more),))


def checked(*rows: Sequence[Any], known: Known | None = None, **said: Any) -> Checked:
    """These rows below the head, with their verdicts."""
    return check(book(*rows), mapping(**said), known or NothingKnown())


def records(of: Sheet, **said: Any) -> list[Record]:
    """The records of a sheet."""
    table = table_of(of, mapping(**said))
    assert table is not None
    return list(records_of(table, mapping(**said)))

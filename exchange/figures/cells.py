"""Knows what the cells of a row of a table of projects say, each by its field, and what is wrong in which."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from exchange.figures.dictionary import is_in_programme, truth_of, word_of
from exchange.figures.money import NoMoney, fen_of
from exchange.figures.months import last_day_in
from exchange.figures.tables import FigureTable
from exchange.ledgers.tables.flat import text_of
from exchange.ledgers.values.reading import Fault
from exchange.workbooks.cells import Value, reference
from mobile_schema.reports.figure import Programme

_PARTED: Final = re.compile(r"[、,，;；/\n]+|\s{2,}")
_NUMBERED: Final = re.compile(r"\d|[〇零一二三四五六七八九十]+[年月日号]")
"""What is meant as a day, though it may be none that can be read."""
_NOTHING: Final = frozenset({"", "-", "—", "——", "/", "无", "待定", "未定"})
_MOST_PERCENT: Final = 1_000
_NO_BRACKETS: Final = str.maketrans("", "", "()（）、/")


@dataclass(slots=True)
class RowCells:
    """The cells of row `row` (from 0) by their columns; `faults` grows as they are read."""

    table: FigureTable
    row: int
    values: dict[int, Value]
    faults: list[Fault] = field(default_factory=list)

    def fault(self, name: str, slug: str, sentence: str) -> None:
        """What is wrong of a field, at its cell."""
        place = self.table.places.get(name)
        at = f"{self.row + 1}" if place is None else reference(self.row, place)
        self.faults.append(Fault(at, slug, sentence))

    def head(self, name: str) -> str:
        """The words over a field's column, without brackets."""
        place = self.table.places.get(name, -1)
        path = next((column.path for column in self.table.head.columns if column.place == place), "")
        return path.translate(_NO_BRACKETS)

    def cell(self, name: str) -> Value:
        """A field's cell; None where the table has no such column."""
        place = self.table.places.get(name)
        return None if place is None else self.values.get(place)

    def text(self, name: str) -> str:
        """A field's text on one line; empty where it says nothing."""
        text = text_of(self.cell(name)).replace("\n", "").strip()
        return "" if text in _NOTHING else text

    def money(self, name: str) -> int | None:
        """An amount in 分; None of a blank cell, or of one that holds none, which is a fault."""
        place = self.table.places[name]
        at = (self.row, place)
        if at in self.table.sheet.errors or at in self.table.sheet.unvalued:
            said = self.table.sheet.errors.get(at)
            zh = f"单元格是错误值 {said}" if said else "公式没有算出的值,请在 Excel 中打开并保存一次"
            en = f"the cell is the error {said}" if said else "a formula without a value: open and save it in Excel"
            self.fault(name, "error-cell" if said else "formula-without-value", f"{zh} / {en}")
            return None
        try:
            return fen_of(self.values.get(place), self.table.units.get(place))
        except NoMoney as refused:
            self.fault(name, refused.slug, str(refused))
            return None

    def day(self, name: str, year: int) -> tuple[date | None, bool | None]:
        """A day, and where a word stands in its place whether that says yes or no."""
        cell, text = self.cell(name), self.text(name)
        if not text:
            return None, None
        said = truth_of(text)
        if said is not None:
            return None, said
        day = last_day_in(cell, year)
        if day is None:
            self.fault(name, "day-unread", f"“{text[:30]}”不是能读懂的日期 / is no day that can be read")
        return day, None if day is None else True

    def is_in(self, programme: Programme) -> bool | None:
        """Whether it is in a programme. What says neither is a fault where the head asks whether; under another one,
        such as 重点工程 over names, it is not said.
        """
        if not (text := self.text(programme)):
            return None
        said = is_in_programme(programme, text)
        if said is None and "是否" in self.head(programme):
            self.fault(programme, "truth-unread", f"“{text[:30]}”说不清是或否 / says neither yes nor no")
        return said

    def planned(self, name: str, year: int) -> date | None:
        """A day planned; a word such as 已投产 or 待定 in its place is none."""
        text = self.text(name)
        if word_of("stages", text):
            return None
        return self.day(name, year)[0] if _NUMBERED.search(text) else last_day_in(self.cell(name), year)

    def progress(self) -> int | None:
        """A share in hundredths of a per cent; words of how the works look, and what is no share, are none."""
        for name in ("progress", "percent"):
            cell = self.cell(name)
            text = unicodedata.normalize("NFKC", text_of(cell)).strip().rstrip("%")
            try:
                share = float(text)
            except ValueError:
                continue
            if abs(share) > _MOST_PERCENT:
                continue
            return round(share * 10_000 if isinstance(cell, float) and abs(share) <= 1 else share * 100)
        return None

    def parted(self, name: str) -> list[str]:
        """What several things a cell names."""
        return [part.strip() for part in _PARTED.split(text_of(self.cell(name))) if part.strip() not in _NOTHING]

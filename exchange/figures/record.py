"""Knows how a record of a table of projects becomes a figure: its month, kind and stage, and where it lies."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from exchange.figures.cells import RowCells
from exchange.figures.dictionary import MONEY, PLAN_MONTHS, is_no_stage, stage_in, truth_of, word_of
from exchange.figures.headings import Heading
from exchange.figures.mapping import FigureMapping
from exchange.figures.money import months_of
from exchange.figures.months import last_day_in, month_of_cell
from exchange.figures.tables import FigureTable
from exchange.ledgers.tables.flat import text_of
from exchange.ledgers.tables.rows import LedgerRow
from exchange.ledgers.values.reading import Fault
from exchange.workbooks.cells import Value, letters_of
from mobile_schema.fields import PROJECT_CODE_PATTERN
from mobile_schema.reports.figure import Kind, Programme, Stage

_CODE: Final = re.compile(PROJECT_CODE_PATTERN, re.ASCII)
_ENDED: Final = re.compile(r"(?:项目|已经?)*终止(?:建设|实施)?")
_WORD: Final = 6
"""Words of a stage are no longer; what is longer tells how the works look."""
_LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row: where it stands, its cells by path, what it says as the fields of a figure, faults, why it is skipped."""

    sheet: str
    row: int
    cells: dict[str, str]
    figure: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    skipped: str | None = None


def read_row(
    table: FigureTable, mapping: FigureMapping, row: LedgerRow, values: dict[int, Value], under: Heading
) -> ReadRow:
    """A record of a table as a figure's fields; `values` are its cells by column, those filled down too."""
    cells = RowCells(table, row.row, values)
    if (row.hidden or not table.sheet.visible) and mapping.hidden_rows == "ask":
        sentence = "该行(或整个工作表)是隐藏的,要导入吗? / this row, or its sheet, is hidden: is it to come in?"
        cells.faults.append(Fault(f"{row.row + 1}", "hidden", sentence))
    figure = _Record(table, mapping, cells, under).figure()
    places = {name: f"{letters_of(place)}{row.row + 1}" for name, place in table.places.items()}
    if not figure["project"] and not figure["name"]:
        cells.fault("name", "no-project", "没有写明项目名称或代码 / neither a project's name nor its code")
    return ReadRow(table.sheet.name, row.row + 1, table.texts(row), figure, places, tuple(cells.faults))


@dataclass(frozen=True, slots=True)
class _Record:
    """One record being read."""

    table: FigureTable
    mapping: FigureMapping
    cells: RowCells
    under: Heading

    def figure(self) -> dict[str, Any]:
        """The row as a figure's fields."""
        month = self._month()
        year = int(month[:4]) if month else 1
        amounts = MONEY & self.table.places.keys() - self._unread(year)
        money = {name: self.cells.money(name) for name in sorted(amounts, key=self.table.places.__getitem__)}
        stage = self._word("stage", "stages", self.mapping.stages)
        resumed = self._resumed(year, month)
        kind = self._kind(money, resumed)
        started, said_started = self.cells.day("started_on", year)
        if resumed is None and kind == Kind.CARRIED_OVER and "复工" in self.cells.head("started_on"):
            resumed = bool(said_started)
        return {
            "project": self._code(),
            "name": self.cells.text("name")[:_LONGEST],
            "month": month or "",
            "kind": kind,
            "stage": self._stage(stage, kind, said_started, resumed),
            "plan_year": money.get("plan_year"),
            "done_year": self._done(money, month),
            "total": money.get("total"),
            "progress": self.cells.progress(),
            "due_start": self.cells.planned("due_start", year),
            "due_complete": self.cells.planned("due_complete", year),
            "due_produce": self.cells.planned("due_produce", year),
            "started_on": started,
            "resumed": resumed if kind != Kind.NEW else None,
            "regions": self._regions(),
            "region_count": self._region_count(),
            "zone": self.cells.text("zone")[:_LONGEST],
            "unit": self.cells.text("unit")[:200],
            "new": self.cells.text("name") in self.mapping.new_projects,
            "leader": self.cells.text("leader")[:200],
            "note": self.cells.text("note")[:200],
            "plan_months": months_of(money),
            **{name.value: self.cells.is_in(name) for name in Programme},
        }

    def _unread(self, year: int) -> frozenset[str]:
        """Columns of months that are no plan of the year."""
        planned = self.table.plan_years
        return frozenset() if planned is not None and planned <= {year} else frozenset(PLAN_MONTHS)

    def _done(self, money: Mapping[str, int | None], month: str | None) -> int | None:
        """What was done this year: as it is told; else all that was done less what was before; else January's own."""
        if "done_year" in self.table.places:
            return money["done_year"]
        if money.get("done_all") is not None and "done_before" in self.table.places:
            return (money["done_all"] or 0) - (money["done_before"] or 0)
        if "done_month" in self.table.places and month is not None and month.endswith("-01"):
            return money["done_month"]
        if any(name in self.table.places for name in ("done_all", "done_month")):
            sentence = "没有本年累计完成投资一列 / no column of what was done this year to the month's end"
            self.cells.fault("done_month", "no-cumulative", sentence)
        return None

    def _month(self) -> str | None:
        cell = self.cells.cell("month")
        said = None
        if cell is not None:
            year = int(self.table.month[:4]) if self.table.month else None
            said = month_of_cell(cell, year)
            if said is None:
                self.cells.fault("month", "month-unread", f"“{text_of(cell)[:20]}”不是月份 / is no month")
                return None
        if said is None and self.table.doubt is not None:
            self.cells.fault("month", "month-unclear", self.table.doubt)
            return None
        month = said or self.table.month
        if month is None:
            sentence = "没有写明月份,请指明(命令行 --period 2019-08) / of which month? Say it (--period 2019-08)"
            self.cells.fault("month", "no-month", sentence)
        return month

    def _code(self) -> str | None:
        code = self.cells.text("code").replace(" ", "")
        if code and not _CODE.fullmatch(code):
            self.cells.fault("code", "code-form", f"“{code[:40]}”不是投资项目统一代码 / is no project code")
            return None
        return code or None

    def _word(self, name: str, kind: str, own: Mapping[str, Any]) -> str | None:
        text = self.cells.text(name)
        return str(own[text]) if text in own else word_of(kind, text) if text else None

    def _resumed(self, year: int, month: str | None) -> bool | None:
        """是 or 否, or a day: by the month's end it has, or has not yet."""
        cell, text = self.cells.cell("resumed"), self.cells.text("resumed")
        said = truth_of(text) if text else None
        if not text or said is not None:
            return said
        day = last_day_in(cell, year)
        return None if day is None else month is None or f"{day:%Y-%m}" <= month

    def _kind(self, money: Mapping[str, int | None], resumed: bool | None) -> str | None:
        """新建 or 续建 as it is told; where no column tells it, by whether anything was done before this year."""
        said = self._word("kind", "kinds", self.mapping.kinds)
        said = said or self.under.kind
        if said is not None:
            return said
        if resumed is not None and not self.cells.text("due_start"):
            return Kind.CARRIED_OVER
        before = money.get("done_before")
        if "done_before" not in self.table.places or "kind" in self.table.places:
            return None
        return Kind.CARRIED_OVER if before else Kind.NEW

    def _stage(self, said: str | None, kind: str | None, started: bool | None, resumed: bool | None) -> str | None:
        """As it is told; what is said of a new project's start goes before words such as 在建."""
        text = self.cells.text("stage")
        said = said or self._ended(text) or stage_in(text)
        if said == Stage.TERMINATED:
            return said
        if kind == Kind.NEW and started is False:
            return Stage.PRELIMINARY
        if said is None and kind == Kind.NEW and (started or resumed):
            return Stage.STARTED
        if said is None and text and truth_of(text) is None and len(text) <= _WORD and not is_no_stage(text):
            sentence = f"状态“{text}”没有对应,请指明是哪个阶段(映射的 stages) / no stage given for “{text}”"
            self.cells.fault("stage", "unlisted-value", sentence)
        return said

    def _ended(self, text: str) -> str | None:
        """终止 where a column asks for just that, or a note says nothing else."""
        if "终止" in self.cells.head("stage") and truth_of(text):
            return Stage.TERMINATED
        return Stage.TERMINATED if not text and _ENDED.fullmatch(self.cells.text("note")) else None

    def _regions(self) -> list[str]:
        city, county = self.cells.parted("region"), self.cells.parted("county")
        if truth_of(self.cells.text("across")) or self.cells.text("across").startswith("跨"):
            city = [*city, "跨市"]
        if len(city) == 1 and county:
            return [f"{city[0]}{each}" if not each.startswith(city[0][:2]) else each for each in county]
        return city or county or ([self.under.place] if self.under.place else [])

    def _region_count(self) -> int | None:
        text = self.cells.text("region_count")
        return int(text) if text.isdigit() and int(text) <= 200 else None

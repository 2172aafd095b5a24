"""Knows how a record of a table of projects becomes a figure: each cell read, and what is wrong of which."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from exchange.figures.dictionary import MONEY, is_in_programme, is_no_stage, stage_in, truth_of, word_of
from exchange.figures.headings import Heading
from exchange.figures.mapping import FigureMapping
from exchange.figures.money import NoMoney, fen_of, months_of
from exchange.figures.months import last_day_in, month_of_cell
from exchange.figures.tables import FigureTable
from exchange.ledgers.tables.flat import text_of
from exchange.ledgers.tables.rows import LedgerRow
from exchange.ledgers.values.reading import Fault
from exchange.workbooks.cells import Value, letters_of, reference
from mobile_schema.fields import PROJECT_CODE_PATTERN
from mobile_schema.reports.figure import Kind, Programme, Stage

_PARTED: Final = re.compile(r"[、,，;；/\n]+|\s{2,}")
_CODE: Final = re.compile(PROJECT_CODE_PATTERN, re.ASCII)
_ENDED: Final = re.compile(r"(?:项目|已经?)*终止(?:建设|实施)?")
_NUMBERED: Final = re.compile(r"\d|[〇零一二三四五六七八九十]+[年月日号]")
"""What is meant as a day, though it may be none that can be read."""
_WORD: Final = 6
"""Words of a stage are no longer; what is longer tells how the works look."""
_NOTHING: Final = frozenset({"", "-", "—", "——", "/", "无"})
_LONGEST: Final = 120
_NO_BRACKETS: Final = str.maketrans("", "", "()（）、/")


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


@dataclass(slots=True)
class Reading:
    """One record being read."""

    table: FigureTable
    mapping: FigureMapping
    row: LedgerRow
    cells: dict[int, Value]
    under: Heading
    faults: list[Fault] = field(default_factory=list)

    def read(self, cells: dict[str, str]) -> ReadRow:
        """The row as a figure's fields."""
        sheet, number = self.table.sheet, self.row.row
        if (self.row.hidden or not sheet.visible) and self.mapping.hidden_rows == "ask":
            sentence = "该行(或整个工作表)是隐藏的,要导入吗? / this row, or its sheet, is hidden: is it to come in?"
            self.faults.append(Fault(f"{number + 1}", "hidden", sentence))
        month = self._month()
        money = {name: self._money(name) for name in sorted(MONEY) if name in self.table.places}
        stage = self._word("stage", "stages", self.mapping.stages)
        year = int(month[:4]) if month else 1
        resumed = self._resumed(year, month)
        kind = self._kind(money, resumed)
        started, said_started = self._day("started_on", year)
        if resumed is None and kind == Kind.CARRIED_OVER and "复工" in self._head("started_on"):
            resumed = bool(said_started)
        figure: dict[str, Any] = {
            "project": self._code(),
            "name": self._text("name")[:_LONGEST],
            "month": month or "",
            "kind": kind,
            "stage": self._stage(stage, kind, said_started, resumed),
            "plan_year": money.get("plan_year"),
            "done_year": self._done(money, month),
            "total": money.get("total"),
            "progress": self._progress(),
            "due_start": self._planned("due_start", year),
            "due_complete": self._planned("due_complete", year),
            "due_produce": self._planned("due_produce", year),
            "started_on": started,
            "resumed": resumed if kind != Kind.NEW else None,
            "regions": self._regions(),
            "region_count": self._region_count(),
            "zone": self._text("zone")[:_LONGEST],
            "unit": self._text("unit")[:200],
            "new": self._text("name") in self.mapping.new_projects,
            "leader": self._text("leader")[:200],
            "plan_months": months_of(money),
            **{name.value: self._is_in(name) for name in Programme},
        }
        places = {name: f"{letters_of(place)}{number + 1}" for name, place in self.table.places.items()}
        if not figure["project"] and not figure["name"]:
            self._fault("name", "no-project", "没有写明项目名称或代码 / neither a project's name nor its code")
        return ReadRow(sheet.name, number + 1, cells, figure, places, tuple(self.faults))

    def _fault(self, name: str, slug: str, sentence: str) -> None:
        place = self.table.places.get(name)
        at = f"{self.row.row + 1}" if place is None else reference(self.row.row, place)
        self.faults.append(Fault(at, slug, sentence))

    def _head(self, name: str) -> str:
        """The words over a field's column, without brackets."""
        place = self.table.places.get(name, -1)
        path = next((column.path for column in self.table.head.columns if column.place == place), "")
        return path.translate(_NO_BRACKETS)

    def _cell(self, name: str) -> Value:
        place = self.table.places.get(name)
        return None if place is None else self.cells.get(place)

    def _text(self, name: str) -> str:
        text = text_of(self._cell(name)).replace("\n", "").strip()
        return "" if text in _NOTHING else text

    def _money(self, name: str) -> int | None:
        place = self.table.places[name]
        at = (self.row.row, place)
        if at in self.table.sheet.errors or at in self.table.sheet.unvalued:
            said = self.table.sheet.errors.get(at)
            zh = f"单元格是错误值 {said}" if said else "公式没有算出的值,请在 Excel 中打开并保存一次"
            en = f"the cell is the error {said}" if said else "a formula without a value: open and save it in Excel"
            self._fault(name, "error-cell" if said else "formula-without-value", f"{zh} / {en}")
            return None
        try:
            return fen_of(self.cells.get(place), self.table.units.get(place))
        except NoMoney as refused:
            self._fault(name, refused.slug, str(refused))
            return None

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
            self._fault("done_month", "no-cumulative", sentence)
        return None

    def _month(self) -> str | None:
        cell = self._cell("month")
        said = None
        if cell is not None:
            year = int(self.table.month[:4]) if self.table.month else None
            said = month_of_cell(cell, year)
            if said is None:
                self._fault("month", "month-unread", f"“{text_of(cell)[:20]}”不是月份 / is no month")
                return None
        month = said or self.mapping.month or self.table.month
        if month is None:
            sentence = "没有写明月份,请用 --period 2019-08 指明 / of which month? Say --period 2019-08"
            self._fault("month", "no-month", sentence)
        return month

    def _code(self) -> str | None:
        code = self._text("code").replace(" ", "")
        if code and not _CODE.fullmatch(code):
            self._fault("code", "code-form", f"“{code[:40]}”不是投资项目统一代码 / is no project code")
            return None
        return code or None

    def _word(self, name: str, kind: str, own: Mapping[str, Any]) -> str | None:
        text = self._text(name)
        return str(own[text]) if text in own else word_of(kind, text) if text else None

    def _resumed(self, year: int, month: str | None) -> bool | None:
        """是 or 否, or a day: by the month's end it has, or has not yet."""
        cell, text = self._cell("resumed"), self._text("resumed")
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
        if resumed is not None and not self._text("due_start"):
            return Kind.CARRIED_OVER
        before = money.get("done_before")
        if "done_before" not in self.table.places or "kind" in self.table.places:
            return None
        return Kind.CARRIED_OVER if before else Kind.NEW

    def _stage(self, said: str | None, kind: str | None, started: bool | None, resumed: bool | None) -> str | None:
        """As it is told; what is said of a new project's start goes before words such as 在建."""
        text = self._text("stage")
        said = said or self._ended(text) or stage_in(text)
        if said == Stage.TERMINATED:
            return said
        if kind == Kind.NEW and started is False:
            return Stage.PRELIMINARY
        if said is None and kind == Kind.NEW and (started or resumed):
            return Stage.STARTED
        if said is None and text and truth_of(text) is None and len(text) <= _WORD and not is_no_stage(text):
            sentence = f"状态“{text}”没有对应,请在映射的 stages 中指定 / no stage given for “{text}”"
            self._fault("stage", "unlisted-value", sentence)
        return said

    def _ended(self, text: str) -> str | None:
        """终止 where a column asks for just that, or a note says nothing else."""
        if "终止" in self._head("stage") and truth_of(text):
            return Stage.TERMINATED
        return Stage.TERMINATED if not text and _ENDED.fullmatch(self._text("note")) else None

    def _day(self, name: str, year: int) -> tuple[date | None, bool | None]:
        """A day, and where a word stands in its place whether that says yes or no."""
        cell, text = self._cell(name), self._text(name)
        if not text:
            return None, None
        said = truth_of(text)
        if said is not None:
            return None, said
        day = last_day_in(cell, year)
        if day is None:
            self._fault(name, "day-unread", f"“{text[:30]}”不是能读懂的日期 / is no day that can be read")
        return day, None if day is None else True

    def _is_in(self, programme: Programme) -> bool | None:
        """Whether it is in a programme."""
        if not (text := self._text(programme)):
            return None
        said = is_in_programme(text)
        if said is None:
            self._fault(programme, "truth-unread", f"“{text[:30]}”说不清是或否 / says neither yes nor no")
        return said

    def _planned(self, name: str, year: int) -> date | None:
        """A day planned; a word such as 已投产 or 待定 in its place is none."""
        text = self._text(name)
        if word_of("stages", text):
            return None
        return self._day(name, year)[0] if _NUMBERED.search(text) else last_day_in(self._cell(name), year)

    def _progress(self) -> int | None:
        """A share in hundredths of a per cent; words of how the works look are none."""
        for name in ("progress", "percent"):
            cell = self._cell(name)
            text = unicodedata.normalize("NFKC", text_of(cell)).strip().rstrip("%")
            try:
                share = float(text)
            except ValueError:
                continue
            if (isinstance(cell, float) and abs(share) <= 1) or abs(share) > 1_000:
                share *= 100 if abs(share) <= 1 else 0
            return round(share * 100)
        return None

    def _regions(self) -> list[str]:
        city, county = self._parted("region"), self._parted("county")
        if truth_of(self._text("across")) or self._text("across").startswith("跨"):
            city = [*city, "跨市"]
        if len(city) == 1 and county:
            return [f"{city[0]}{each}" if not each.startswith(city[0][:2]) else each for each in county]
        return city or county or ([self.under.place] if self.under.place else [])

    def _parted(self, name: str) -> list[str]:
        return [part.strip() for part in _PARTED.split(text_of(self._cell(name))) if part.strip() not in _NOTHING]

    def _region_count(self) -> int | None:
        text = self._text("region_count")
        return int(text) if text.isdigit() and int(text) <= 200 else None

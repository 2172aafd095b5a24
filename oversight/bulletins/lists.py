"""Knows the lists behind the figures of a bulletin: a sheet for each indicator, in the order of the ranking."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from oversight.bulletins.basis import Basis, code_in, code_of
from oversight.bulletins.words import GROUPS_SAID, MEASURES, measures_behind
from oversight.ranking.computing import WHOLE, Item, Ranked, behind
from oversight.ranking.measures import SUMS
from oversight.ranking.rule import Indicator

STANDING: Final = "名次"
"""The sheet of the ranking itself."""
_FEN: Final = 100
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\']")

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A list: its name, its head, its lines."""

    name: str
    head: tuple[str, ...]
    lines: Sequence[tuple[Cell, ...]]


class Lists:
    """The lists that figures asked for, each made once; `ordered` are the items in the order of the ranking."""

    def __init__(self, basis: Basis) -> None:
        self._basis = basis
        self._codes = {code_of(row): place for place, row in enumerate(basis.rows)}
        self._names = {code_of(row): row.subject.name for row in basis.rows}
        last = len(self._codes)
        self.ordered = sorted(basis.items, key=lambda item: (self._codes.get(code_in(item), last), item.id))
        self._own: dict[str, list[Item]] = {WHOLE: self.ordered}
        for item in self.ordered:
            self._own.setdefault(code_in(item), []).append(item)
            if item.zone is not None:
                self._own.setdefault(item.zone, []).append(item)
        self._sheets: dict[str, tuple[ListSheet, dict[str, int]]] = {}
        self._asked_standing = False

    def sheets(self) -> list[ListSheet]:
        """Those that were asked for: the ranking, then by indicator in the rule's order."""
        keys = [each.key for each in self._basis.rule.indicators if each.key in self._sheets]
        return [*([self._standing()] if self._asked_standing else []), *(self._sheets[key][0] for key in keys)]

    def behind(self, indicator: Indicator, code: str) -> tuple[str, tuple[int, ...], tuple[tuple[str, Fraction], ...]]:
        """The sheet, the lines of it, and their sums."""
        sheet, numbers = self._sheet(indicator)
        own = self._behind(indicator, code)
        measures = measures_behind(self._basis.rule, indicator)
        sums = tuple((_head(name), sum((_exact(item, name) for item in own), Fraction(0))) for name in measures)
        return sheet.name, tuple(sorted(numbers[item.id] for item in own)), sums

    def standing(self, rows: Sequence[Ranked]) -> tuple[str, tuple[int, ...]]:
        """The lines of subjects in the ranking."""
        self._asked_standing = True
        codes = {code_of(row) for row in rows}
        lines = [number for number, row in enumerate(self._basis.subjects(), 2) if code_of(row) in codes]
        return STANDING, tuple(lines)

    def _sheet(self, indicator: Indicator) -> tuple[ListSheet, dict[str, int]]:
        made = self._sheets.get(indicator.key)
        if made is not None:
            return made
        measures = measures_behind(self._basis.rule, indicator)
        asked = {item.id for code in self._codes for item in self._behind(indicator, code)}
        own = [item for item in self.ordered if item.id in asked]
        head = ("编号", "名称", "对象", *(_head(name) for name in measures))
        lines = [(item.id, item.name, self._where(item), *(_cell(item, name) for name in measures)) for item in own]
        sheet = ListSheet(self._name(indicator), head, lines)
        self._sheets[indicator.key] = sheet, {item.id: number for number, item in enumerate(own, 2)}
        return self._sheets[indicator.key]

    def _name(self, indicator: Indicator) -> str:
        """A name that a workbook takes, of this indicator alone."""
        number = self._basis.rule.indicators.index(indicator) + 1
        return f"清单{number} {_NOT_IN_NAMES.sub('', indicator.name)}"[:31].strip()

    def _standing(self) -> ListSheet:
        lines = [
            (
                row.subject.name,
                row.sequence or "",
                row.place,
                "、".join(GROUPS_SAID[each] for each in row.lists),
                (row.excluded or row.exempt or "").partition(" / ")[0],
            )
            for row in self._basis.subjects()
        ]
        return ListSheet(STANDING, ("对象", "序列", "名次", "榜", "不参与排名或豁免的原因"), lines)

    def _behind(self, indicator: Indicator, code: str) -> list[Item]:
        return behind(self._basis.rule, self._own.get(code, ()), indicator.key, code)

    def _where(self, item: Item) -> str:
        return self._names.get(code_in(item), code_in(item))


def _exact(item: Item, name: str) -> Fraction:
    value = item.series.get(name, 0) if name == "days" else item.measures[name]
    return Fraction(value, _FEN if name in SUMS else 1)


def _cell(item: Item, name: str) -> Cell:
    if name == "days":
        return item.series.get(name)
    value = item.measures[name]
    return value / _FEN if name in SUMS else int(value)


def _head(name: str) -> str:
    return f"{MEASURES[name]}（元）" if name in SUMS else MEASURES[name]


def in_words(lines: Sequence[int]) -> str:
    """Which lines: 第2—21、23行."""
    spans = [f"{first}" if first == last else f"{first}—{last}" for first, last in _spans(lines)]
    return f"第{'、'.join(spans)}行" if spans else "无"


def _spans(lines: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = last = None
    for number in lines:
        if first is None or last is None:
            first = last = number
        elif number == last + 1:
            last = number
        else:
            yield first, last
            first = last = number
    if first is not None and last is not None:
        yield first, last

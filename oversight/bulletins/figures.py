"""Knows the figures of one bulletin: each once, with its key, its formula in words and its list."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from exchange.papers.paper import Keyed
from oversight.bulletins.basis import Basis, code_of
from oversight.bulletins.lists import Lists
from oversight.bulletins.words import GROUPS_SAID, formula_in_words
from oversight.ranking.computing import Ranked
from oversight.ranking.printed import printed
from oversight.ranking.rule import Indicator

NOTHING: Final = "—"
"""What stands where there is no value."""


@dataclass(frozen=True, slots=True)
class BulletinFigure:
    """A number as it is printed, and where it comes from: lines of a list, and what these add up to."""

    key: str
    name: str
    subject: str
    said: str
    unit: str
    formula: str
    sheet: str
    lines: tuple[int, ...]
    """The rows of the sheet, as people count them; the head is the first."""
    sums: tuple[tuple[str, Fraction], ...] = ()
    """Each measure of the list with its sum; money in 元."""


class Figures:
    """Those that the text and the tables ask for, in the order in which they first stand there."""

    def __init__(self, basis: Basis) -> None:
        self._basis, self.lists = basis, Lists(basis)
        self._indicators = {each.key: each for each in basis.rule.indicators}
        self._found: dict[str, BulletinFigure] = {}

    def all(self) -> Sequence[BulletinFigure]:
        """Every one so far."""
        return list(self._found.values())

    def keyed(self, name: str, row: Ranked) -> Keyed:
        """An indicator of a row, as it is printed."""
        key = f"{name}@{code_of(row)}"
        if key not in self._found:
            self._found[key] = self._worked(key, self._indicators[name], row)
        return Keyed(self._found[key].said, key)

    def place(self, row: Ranked) -> Keyed:
        """The place of a subject."""
        key, said = f"place@{code_of(row)}", NOTHING if row.place is None else str(row.place)
        sheet, lines = self.lists.standing([row])
        self._found[key] = BulletinFigure(
            key, "名次", row.subject.name, said, "", self._order(), sheet, lines, (("名次", Fraction(row.place or 0)),)
        )
        return Keyed(said, key)

    def count(self, group: str) -> Keyed:
        """How many stand in a group."""
        rows = self._basis.standing(group)
        key, (sheet, lines) = f"count@{group}", self.lists.standing(rows)
        name = f"{GROUPS_SAID[group]}个数"
        self._found[key] = BulletinFigure(
            key,
            name,
            "",
            str(len(rows)),
            "",
            f"清点：{GROUPS_SAID[group]}",
            sheet,
            lines,
            ((name, Fraction(len(rows))),),
        )
        return Keyed(str(len(rows)), key)

    def unit(self, name: str) -> str:
        """That of an indicator."""
        return self._indicators[name].unit

    def _worked(self, key: str, indicator: Indicator, row: Ranked) -> BulletinFigure:
        value = printed(row.values[indicator.key], indicator.decimals)
        sheet, lines, sums = self.lists.behind(indicator, code_of(row))
        return BulletinFigure(
            key,
            indicator.name,
            row.subject.name,
            NOTHING if value is None else f"{value:f}",
            indicator.unit,
            formula_in_words(self._basis.rule, indicator),
            sheet,
            lines,
            sums,
        )

    def _order(self) -> str:
        score = self._basis.rule.score_of(self._basis.period.quarter)
        if score.sort is not None:
            each = self._indicators[score.sort]
            return f"按{each.name}{'由高到低' if each.better == 'high' else '由低到高'}"
        if score.weights is not None:
            parts = (f"{self._indicators[key].name}×{weight}" for key, weight in score.weights.items())
            return f"按得分由高到低：{'＋'.join(parts)}"
        return "按得分由高到低：" + "；".join(
            f"{point.give}{f'（{point.when}）' if point.when else ''}" for point in score.points or ()
        )

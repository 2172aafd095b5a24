"""Knows what is put into the places of a bulletin's sentences: figures, and who or what is named."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Final

from exchange.papers.paper import Piece
from oversight.bulletins.basis import Basis, code_in, code_of
from oversight.bulletins.figures import NOTHING, Figures
from oversight.bulletins.wording.template import GROUPS, Slot, template
from oversight.bulletins.words import period_in_words
from oversight.ranking.computing import WHOLE, Item, Ranked, behind
from oversight.ranking.formulas import comparison
from oversight.ranking.rule import Indicator

NOBODY: Final = "无"
TIED: Final = "（并列）"
MOST_NAMED: Final = 200
"""Of projects named in a sentence; all of them stand in the list."""
_AND: Final = "、"


class Saying:
    """The sentences of one bulletin."""

    def __init__(self, basis: Basis, figures: Figures) -> None:
        self._basis, self._figures = basis, figures
        self._indicators = {each.key: each for each in basis.rule.indicators}
        self._words = {
            "period": period_in_words(basis.rule, basis.period),
            "year": str(basis.period.year),
            "month": str(basis.period.last_month),
        }

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """A text with its places filled."""
        found: list[Piece] = []
        for piece in template(text):
            found += [piece] if isinstance(piece, str) else self._filled(piece)
        return tuple(found)

    def holds(self, when: str | None, of: str | None) -> bool:
        """Whether a paragraph stands there: never where its row does not exist or a value is missing."""
        if when is None:
            return True
        row = self._basis.row(of or WHOLE)
        if row is None:
            return False
        counts = {group: Fraction(len(self._basis.standing(group))) for group in GROUPS}
        return bool(comparison(when).holds({**row.values, **counts}))

    def _filled(self, slot: Slot) -> list[Piece]:
        if slot.kind == "word":
            return [self._words[slot.name]]
        if slot.kind == "group":
            return [_AND.join(map(_with_reason, self._basis.standing(slot.name))) or NOBODY]
        if slot.kind == "count":
            return [self._figures.count(slot.name)]
        if slot.kind == "list":
            return list(self._listed(self._indicators[slot.name])) or [NOBODY]
        row = self._basis.row(slot.subject)
        if row is None:
            return [NOTHING]
        return [self._figures.keyed(slot.name, row)] if slot.kind == "figure" else [self._named(slot.name, row)]

    def _listed(self, indicator: Indicator) -> Iterator[Piece]:
        """The subjects from the best to the last; of what is counted, those that have any. Sequences by themselves."""
        ranked = [row for row in self._basis.subjects() if row.place is not None]
        for number, name in enumerate(dict.fromkeys(row.sequence for row in ranked)):
            own = [row for row in ranked if row.sequence == name and _is_told(indicator, row)]
            if own and number:
                yield "；"
            if own and name is not None:
                yield f"{name}："
            yield from self._in_order(indicator, own)

    def _in_order(self, indicator: Indicator, rows: Sequence[Ranked]) -> Iterator[Piece]:
        sort = self._basis.rule.score_of(self._basis.period.quarter).sort
        sign = 1 if indicator.better == "low" and indicator.count is None else -1
        ordered = rows if sort == indicator.key else sorted(rows, key=lambda row: sign * _value(indicator, row))
        first = True
        for _, group in groupby(
            ordered,
            key=lambda row: row.place if sort == indicator.key else self._figures.keyed(indicator.key, row).said,
        ):
            tied = list(group)
            for row in tied:
                yield row.subject.name if first else f"{_AND}{row.subject.name}"
                yield self._figures.keyed(indicator.key, row)
                first = False
                if indicator.unit:
                    yield indicator.unit
            if len(tied) > 1:
                yield TIED

    def _named(self, key: str, row: Ranked) -> str:
        """The projects behind a count, those of one place together."""
        items = behind(self._basis.rule, self._figures.lists.ordered, key, code_of(row))
        counted = self._indicators[key].count or ""
        own = [item for item in items if item.measures[counted]]
        names = {code_of(each): each.subject.name for each in self._basis.rows}
        told = [_name(item, names.get(code_in(item), ""), row) for item in own]
        more = "等（全部见数据底表）" if len(told) > MOST_NAMED else ""
        return (_AND.join(told[:MOST_NAMED]) or NOBODY) + more


def _name(item: Item, place: str, row: Ranked) -> str:
    """A project's name; in the row of all with the place that it lies in, unless it says so itself."""
    return item.name if row.kind != WHOLE or item.name.startswith(place) else f"{place}{item.name}"


def _is_told(indicator: Indicator, row: Ranked) -> bool:
    value = row.values[indicator.key]
    return value is not None and (bool(value) or indicator.count is None or indicator.over is not None)


def _value(indicator: Indicator, row: Ranked) -> Fraction:
    return row.values[indicator.key] or Fraction(0)


def _with_reason(row: Ranked) -> str:
    """A name; with why, where it has no place or is kept out of a list."""
    why = (row.excluded or row.exempt or "").partition(" / ")[0]
    return f"{row.subject.name}（{why}）" if why else row.subject.name

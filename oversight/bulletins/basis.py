"""Knows what a bulletin is made of: a rule's ranking of a period, frozen at a position, and the items behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from oversight.bulletins.wording.template import WHOLES
from oversight.ranking.computing import SUBJECT, WHOLE, Item, Ranked
from oversight.ranking.periods import Period
from oversight.ranking.rule import Rule


@dataclass(frozen=True, slots=True)
class Basis:
    """`at` is the ledger's moment at which it is frozen, `position` how far the ledger had come; the rest follows."""

    rule: Rule
    period: Period
    at: datetime
    position: str
    zone: ZoneInfo
    rows: Sequence[Ranked]
    items: Sequence[Item]

    def subjects(self) -> list[Ranked]:
        """The places or units that are compared, in the order of the ranking."""
        return [row for row in self.rows if row.kind == SUBJECT]

    def row(self, name: str) -> Ranked | None:
        """The row of this name or code; the whole under any of its names."""
        for row in self.rows:
            if row.kind != WHOLE and name in {row.subject.name, row.subject.code}:
                return row
        return self.rows[0] if name in {WHOLE, *WHOLES} else None

    def standing(self, group: str) -> list[Ranked]:
        """Who is on a list (red, black), is kept out of one (exempt), or has no place (unranked)."""
        if group == "exempt":
            return [row for row in self.subjects() if row.exempt is not None]
        if group == "unranked":
            return [row for row in self.subjects() if row.excluded is not None]
        return [row for row in self.subjects() if group in row.lists]


def code_of(row: Ranked) -> str:
    """What a row is called in keys: 140400, 跨市, whole."""
    return WHOLE if row.kind == WHOLE else row.subject.code or row.subject.name


def code_in(item: Item) -> str:
    """The code of the row that an item counts to, beside the whole."""
    return item.subject if item.separate is None else item.separate

"""Knows how a column is read as the field that it stands for: each spelling once, however many rows have it."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from exchange.ledgers.mapping import LedgerMapping
from exchange.ledgers.values.reading import DAYS, Found, read_text, read_value, unless_bare_yes
from exchange.ledgers.values.words import says_whether
from exchange.workbooks.cells import Value

LONGEST_TEXT: Final = 20_000
_REMEMBERED: Final = 20_000


class FieldColumn(dict[object, Found]):
    """A column of the table: its place, its field, and what its cells were read as, by their texts; days by what the
    cell holds and the day that one without a year goes by. `is_doubted` once there is something to tell of one."""

    def __init__(self, place: int, name: str, head: str, mapping: LedgerMapping) -> None:
        super().__init__()
        self.place, self.name, self.is_doubted = place, name, False
        self._mapping, self._is_day = mapping, name in DAYS
        self._asks_of_yes = name == "status" and not says_whether(head)

    def read(self, texts: Iterable[str], cells: Iterable[Value], since: Iterable[date | None]) -> list[Found]:
        """Some of its cells, with when each row's problem was found."""
        keys: Iterable[object] = zip(map(type, cells), cells, since, strict=True) if self._is_day else texts
        return list(map(self.__getitem__, keys))

    def __missing__(self, key: str | tuple[type, Value, date | None]) -> Found:
        if isinstance(key, str):
            found = read_text(self.name, key, self._mapping)
        else:
            found = read_value(self.name, key[1], self._mapping, key[2])
        if self._asks_of_yes:
            found = unless_bare_yes(found, self._mapping)
        if found.doubts or len(found.text) > LONGEST_TEXT:
            self.is_doubted = True
        if len(self) > _REMEMBERED:
            self.clear()
        self[key] = found
        return found

"""Knows how an office's template of a table of projects came in last, and remembers it by the words of its heads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from exchange.figures.mapping import FigureMapping, as_remembered, of_template
from exchange.figures.tables import tables_in
from exchange.ledgers.mapping import fingerprint_of
from exchange.workbooks.cells import Book
from ledger.access.scopes import scope_of, units_led
from ledger.figures.reach import REPORT
from ledger.imports.records import mapping_of_office, remember_of_office
from ledger.mongo.connection import Store
from ledger.registry.entries import Person


@dataclass(frozen=True, slots=True)
class Templates:
    """The template of a book, for the offices of a person."""

    store: Store
    book: Book
    person: Person

    def remembered(self, mapping: FigureMapping) -> FigureMapping:
        """With what the template came in by last; as it is where anything is said of the template."""
        if of_template(mapping) or (key := self._key(mapping)) is None:
            return mapping
        return as_remembered(mapping, mapping_of_office(self.store, key, self._offices()))

    def remember(self, mapping: FigureMapping, at: datetime) -> None:
        """Keep what was said of the template; where it was nothing, nothing is left of before."""
        if (key := self._key(mapping)) is not None:
            said = of_template(mapping)
            remember_of_office(self.store, key, self._offices(), said, by=self.person.id, at=at)

    def _key(self, mapping: FigureMapping) -> str | None:
        table = next(iter(tables_in(self.book, mapping)), None)
        return None if table is None else f"figures/{fingerprint_of(table.head)}"

    def _offices(self) -> list[str]:
        led: Iterable[str] = units_led(self.person, REPORT)
        return [*scope_of(self.person, REPORT).regions, *led]

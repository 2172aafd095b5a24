"""Knows rows that name no project where the table has a column for it: told by cell, with the one that stands above."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from exchange.ledgers.reading.table import Table
from exchange.ledgers.reading.whole import WholeRow
from exchange.ledgers.values.reading import Fault
from exchange.workbooks.cells import reference


@dataclass(slots=True)
class Unnamed:
    """The records of one table as they are gone through."""

    table: Table
    _places: Mapping[str, int] = field(init=False)
    _above: str = ""

    def __post_init__(self) -> None:
        self._places = self.table.naming

    def told(self, whole: WholeRow) -> Fault | None:
        """What is to be told of a record that leaves blank what project it is of; None of any other."""
        said = next((whole.fields[name] for name in self._places if name in whole.fields), None)
        if said is not None:
            self._above = said.text if said.value is not None else ""
            return None
        if not self._places:
            return None
        at = reference(whole.row.row, next(iter(self._places.values())))
        if not self._above:
            return Fault(at, "no-project", "没有写项目,入账后不属于任何项目 / no project: its issue will be of none")
        above = self._above[:40]
        zh = f"没有写项目,上面写的是“{above}”:同一项目的,在映射写 fill_down: [project];否则入账后不属于任何项目"
        en = f"no project, above it stands “{above}”: write fill_down: [project] if it is the same; else of none"
        return Fault(at, "blank-project", f"{zh} / {en}")

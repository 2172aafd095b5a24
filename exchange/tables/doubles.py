"""Knows the rows of a file that have the id of an earlier one: that row again, or another under its name."""

import hashlib
from dataclasses import dataclass, field

from exchange.tables.mapping import Mapping
from exchange.tables.row import Row, RowRefused


@dataclass(slots=True)
class Doubles:
    """The ids met so far, each with its line and a digest of the cells that the mapping reads."""

    mapping: Mapping
    _met: dict[str, tuple[int, bytes]] = field(default_factory=dict)

    def meet(self, row: Row) -> bool:
        """Whether the row is an earlier one once more. Raises RowRefused when it only has that one's id."""
        cells = "\0".join(row.cells[column].strip() for column in sorted(self.mapping.columns))
        digest = hashlib.sha256(cells.encode()).digest()
        line, earlier = self._met.setdefault(row.cells[self.mapping.id].strip(), (row.line, digest))
        if digest != earlier:
            raise RowRefused(f"conflict: 编号与第 {line} 行相同而内容不同 / the id of line {line} with other cells")
        return line != row.line

"""Knows what an office's own file says, entry by entry, each with its line: YAML of any kinds, CSV of one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ledger.groundwork.yaml_lines import DataFileRefused
from ledger.registry.own_files.cells import read_cell
from ledger.registry.own_files.kinds import KINDS
from ledger.registry.own_files.refusals import ImportRefused
from ledger.registry.own_files.table import by_column, header_and_entries
from ledger.registry.own_files.yaml_lists import Bounds, YamlLists

MAX_CHARACTERS: Final = 64 * 1024 * 1024
MAX_ENTRIES: Final = 100_000
"""Of a file, those that stay as they are counted in."""
MAX_CHANGES: Final = 25_000
"""New and changed entries of one import: what a transaction of MongoDB writes, with their history, in its time."""
MAX_VALUES: Final = 40 * MAX_ENTRIES
"""Of a YAML file, keys and values: what an entry says takes fifteen to thirty."""


@dataclass(frozen=True, slots=True)
class Written:
    """The entries of a file as they are written, by kind, and the line on which each begins."""

    entries: Mapping[str, list[Any]]
    lines: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def line(self, kind: str, place: int) -> tuple[int, ...]:
        """The line on which an entry begins, alone; nothing where no lines are known. `place` counts from 0."""
        return tuple(self.lines.get(kind, ())[place : place + 1])

    def at(self, kind: str, place: int) -> str:
        """How a fault of an entry begins."""
        return "".join(f"第 {line} 行 / line {line}: " for line in self.line(kind, place))


def read_yaml(text: str) -> Written:
    """The raw entries of a YAML file: a mapping of kinds (`KINDS`) to lists. Raises ImportRefused."""
    try:
        file = YamlLists(text, Bounds(MAX_CHARACTERS, MAX_ENTRIES, MAX_VALUES))
    except DataFileRefused as refused:
        raise ImportRefused([str(fault) for fault in refused.faults]) from None
    content = file.content
    if not isinstance(content, dict) or not content or not content.keys() <= KINDS.keys():
        known = ", ".join(KINDS)
        raise ImportRefused(
            [f"文件只能含有 {known},各为列表 / the file must hold {known}, each a list, and nothing else"]
        )
    faults = [f"{kind}: 须为列表 / not a list" for kind, raw in content.items() if not isinstance(raw, list)]
    if faults:
        raise ImportRefused(faults)
    return Written(content, file.lines)


def tells_a_kind(text: str) -> bool:
    """Whether the columns of a CSV file are those of a kind of entry."""
    try:
        header, _ = header_and_entries(text.partition("\n")[0], MAX_ENTRIES)
    except ValueError:
        return False
    return _told_by(header) is not None


def _told_by(header: Iterable[str]) -> str | None:
    return next((name for name, kind in KINDS.items() if kind.telling <= set(header)), None)


def read_csv(text: str) -> Written:
    """The raw entries of a CSV file, all of the one kind that its columns tell; see `cells`. Raises ImportRefused.

    An empty cell is as if it were not there.
    """
    try:
        header, entries = header_and_entries(text, MAX_ENTRIES)
    except ValueError as error:
        raise ImportRefused([str(error)]) from None
    kind = _told_by(header)
    if kind is None:
        wanted = "; ".join(f"{name}: {', '.join(sorted(kind.telling))}" for name, kind in KINDS.items())
        raise ImportRefused([f"表头不属于任何类别 / its columns tell no kind of entry ({wanted})"])
    raw, faults = [], []
    for place, entry in enumerate(entries, 1):
        try:
            raw.append({name: read_cell(name, cell) for name, cell in by_column(header, entry).items()})
        except ValueError as error:
            faults.append(f"{kind} {place}: {error}")
    if faults:
        raise ImportRefused(faults)
    return Written({kind: raw}, {kind: [line for line, _ in entries]})

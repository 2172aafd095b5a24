"""Knows how a file becomes a set of matters: YAML as it is, or a CSV table of its tasks under a head given beside it.

Every fault has its line: those of the file, and what the ledger says of a matter.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from pydantic import ValidationError

from ledger.groundwork.yaml_lines import MAX_CHARACTERS, DataFileRefused, FileFault, YamlFile
from ledger.matters.words import MOST_TASKS, Location, NewSet
from ledger.registry.own_files.table import by_column, header_and_entries
from mobile_schema.faults import MAX_FAULTS, json_path, message_of

_PARTED: Final = ("unit_ids", "supporting_unit_ids", "attachments")
COLUMNS: Final = (
    "number",
    "text",
    "demand",
    "unit_ids",
    "supporting_unit_ids",
    "due_on",
    "category",
    "severity",
    "region",
    "project_code",
)
"""Of a CSV file; units are parted by a semicolon."""

Identified = Callable[[date | None, str], str]
"""What the id of a set is whose file names none: of the document's own day, and the text of the file."""


@dataclass(frozen=True, slots=True)
class ReadSet:
    """A set as its file has it, and how a place in it is told with its line."""

    entered: NewSet
    fault: Callable[[Location, str], FileFault]


def read_yaml(text: str, identified: Identified) -> ReadSet:
    """The set of a YAML file. Raises DataFileRefused with the line of every fault."""
    file = YamlFile(text)
    content = file.content()
    paper = content.get("paper") if isinstance(content, dict) else None
    day = paper.get("dated_on") if isinstance(paper, dict) else None
    unnamed = {"id": identified(day if isinstance(day, date) else None, text)}
    return ReadSet(file.parse(NewSet, unnamed), file.fault)


def read_csv(text: str, head: Mapping[str, Any], identified: Identified) -> ReadSet:
    """The set whose tasks a CSV file lists, a line each; `head` is the rest. Raises DataFileRefused."""
    try:
        table = _Table.of(text)
    except ValueError as error:
        raise DataFileRefused((FileFault(1, "$", str(error)),)) from None
    day = (head.get("paper") or {}).get("dated_on")
    content = {"id": identified(day, text), **head, "tasks": table.tasks}
    try:
        return ReadSet(NewSet.model_validate(content), table.fault)
    except ValidationError as error:
        entries = error.errors(include_url=False, include_input=False)[:MAX_FAULTS]
        raise DataFileRefused(tuple(table.fault(entry["loc"], message_of(entry)) for entry in entries)) from None


@dataclass(frozen=True, slots=True)
class _Table:
    """The tasks of a CSV file as they are written, and the line of each."""

    tasks: Sequence[Mapping[str, Any]]
    lines: Sequence[int] = field(default_factory=tuple)

    @classmethod
    def of(cls, text: str) -> "_Table":
        """Raises ValueError where it is no table of tasks."""
        if len(text) > MAX_CHARACTERS:
            raise ValueError(f"文件过大,最多 {MAX_CHARACTERS} 个字符 / longer than {MAX_CHARACTERS} characters")
        names, entries = header_and_entries(text, MOST_TASKS)
        unknown = [name for name in names if name not in COLUMNS]
        if unknown or "text" not in names:
            wanted = ", ".join(COLUMNS)
            raise ValueError(f"表头须含 text,只能有 {wanted} / the columns are of these, text among them: {wanted}")
        return cls([_task(by_column(names, entry)) for entry in entries], [line for line, _ in entries])

    def fault(self, at: Location, message: str) -> FileFault:
        """A fault of a task, with its line; of the head, line 1."""
        inside = len(at) > 1 and at[0] == "tasks" and isinstance(at[1], int)
        line = self.lines[int(at[1])] if inside else 1
        return FileFault(line, json_path(at[2:] if inside else at), message)


def _task(cells: Mapping[str, str]) -> dict[str, Any]:
    return {
        name: [part.strip() for part in cell.split(";") if part.strip()] if name in _PARTED else cell.strip()
        for name, cell in cells.items()
    }

"""Knows how a data file of very many entries (YAML, lists under names) is read as it comes, with each entry's line.

By the rules of `yaml_lines`, but nothing of it is held besides what it says: the nodes of a file of 16 MiB take over a
gigabyte. What is more than a bound is refused at its line, before it is held.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from ledger.groundwork.yaml_lines import (
    ANCHORED,
    DEEP,
    FAST,
    MAX_DEPTH,
    MERGE,
    DataFileRefused,
    FileFault,
    not_yaml,
    refused,
    step_of,
)
from ledger.groundwork.yaml_scalars import scalar, tag_of
from mobile_schema.faults import MAX_FAULTS, json_path

# The root is a mapping, and lists in it have the entries.
_OF_ENTRIES: Final = 2
_COLLECTIONS: Final = frozenset({"!", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"})
_NO_CHARACTER: Final = "含有不允许的字符 / holds a character that YAML does not allow"
_Path = tuple[Any, Any] | None
"""The path to what is read, its last step last: `((None, "persons"), 3)`."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a file may hold: characters, entries in lists under names, values (each key is one) of all of them."""

    characters: int
    entries: int
    values: int


class YamlLists:
    """What a file says, in plain lists and dicts, and on which line each entry begins, by the name of its list.

    Raises DataFileRefused where it is no YAML, has more than its bounds allow, or says a thing twice.
    """

    def __init__(self, text: str, bounds: Bounds) -> None:
        if len(text) > bounds.characters:
            raise refused(1, f"文件过大,最多 {bounds.characters} 个字符 / longer than {bounds.characters} characters")
        reading = _Reading(yaml.parse(text, FAST), bounds)
        try:
            self.content = reading.document()
        except yaml.reader.ReaderError as error:
            raise refused(_line_of(text, error.position), _NO_CHARACTER) from None
        except UnicodeError as error:
            raise refused(text.count("\n", 0, getattr(error, "start", 0)) + 1, _NO_CHARACTER) from None
        except yaml.YAMLError as error:
            raise not_yaml(text, error) from None
        if reading.faults:
            raise DataFileRefused(tuple(reading.faults))
        self.lines = reading.lines


@dataclass(slots=True)
class _Reading:
    """One pass over the events of a file."""

    events: Iterator[Any]
    bounds: Bounds
    faults: list[FileFault] = field(default_factory=list)
    lines: dict[Any, list[int]] = field(default_factory=dict)
    values: int = 0
    entries: int = 0

    def document(self) -> Any:
        """What its one document says."""
        next(self.events)  # that the stream began
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise refused(1, "文件是空的 / the file is empty")
        content = self._value(next(self.events), None, 1)
        next(self.events)  # that the document ended
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise refused(after.start_mark.line + 1, "文件只能含一份文档 / not YAML: there is a second document")
        return content

    def _value(self, event: Any, path: _Path, depth: int) -> Any:
        self.values += 1
        if self.values > self.bounds.values:
            raise _too_much(event, f"内容过多,最多 {self.bounds.values} 个值", f"{self.bounds.values} values")
        if event.anchor is not None:
            raise refused(event.start_mark.line + 1, ANCHORED)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        if depth > MAX_DEPTH:
            raise refused(event.start_mark.line + 1, DEEP)
        if event.tag is not None and event.tag not in _COLLECTIONS:
            raise refused(event.start_mark.line + 1, "不得使用类型标记(!)/ tags (!) are not taken")
        read = self._list if isinstance(event, yaml.SequenceStartEvent) else self._mapping
        return read(path, depth)

    def _list(self, path: _Path, depth: int) -> list[Any]:
        found: list[Any] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            if depth == _OF_ENTRIES and path is not None:
                self._begins(event, path[1])
            found.append(self._value(event, (path, len(found)), depth + 1))
        return found

    def _begins(self, event: Any, name: Any) -> None:
        """An entry of the list of this name."""
        self.entries += 1
        if self.entries > self.bounds.entries:
            raise _too_much(event, f"最多 {self.bounds.entries} 条", f"{self.bounds.entries} entries")
        self.lines.setdefault(name, []).append(event.start_mark.line + 1)

    def _mapping(self, path: _Path, depth: int) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        lines: dict[Any, int] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            line = event.start_mark.line + 1
            if not isinstance(event, yaml.ScalarEvent) or tag_of(event) == MERGE:
                self._fault(line, path, "键须为普通文本 / a key must be a plain text")
                self._passed_over(event, path, depth)
                continue
            name = self._value(event, path, depth + 1)
            if name in lines:
                message = f"与第 {lines[name]} 行重复 / stands in line {lines[name]} already"
                self._fault(line, (path, name), message)
            lines.setdefault(name, line)
            found[name] = self._value(next(self.events), (path, name), depth + 1)
        return found

    def _passed_over(self, key: Any, path: _Path, depth: int) -> None:
        """A key that is none, and what stands under it."""
        if not isinstance(key, yaml.ScalarEvent):
            self._value(key, path, depth + 1)
        self._value(next(self.events), path, depth + 1)

    def _scalar(self, event: Any, path: _Path) -> Any:
        line = event.start_mark.line + 1
        try:
            value, odd = scalar(tag_of(event), event.value)
        except yaml.YAMLError as error:
            raise refused(line, f"不是有效的 YAML / not YAML: {getattr(error, 'problem', error)}") from None
        if odd:
            message = f"{event.value[:40]} 会被读作别的数,请加引号 / is read as another number: it needs quotes"
            self._fault(line, path, message)
        return value

    def _fault(self, line: int, path: _Path, message: str) -> None:
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(FileFault(line, json_path(_steps(path)), message))


def _steps(path: _Path) -> tuple[int | str, ...]:
    steps: list[int | str] = []
    while path is not None:
        path, step = path
        steps.append(step_of(step))
    return tuple(reversed(steps))


def _line_of(text: str, position: int) -> int:
    """The line of a position that is counted in bytes of UTF-8."""
    return text.encode()[:position].count(b"\n") + 1


def _too_much(event: Any, zh: str, en: str) -> DataFileRefused:
    return refused(event.start_mark.line + 1, f"{zh},请拆分 / more than {en}: split it")

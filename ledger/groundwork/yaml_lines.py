"""Knows how a data file (YAML) becomes a checked model, or a list of faults, each with its line, path and reason.

Meant for files that people write and send: it runs nothing, takes no anchors (so nothing can be made to unfold),
and neither more text nor deeper nesting than such a file needs.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core.core_schema import ErrorType

from mobile_schema.faults import MAX_FAULTS, faults_in, json_path

M = TypeVar("M", bound=BaseModel)
Location = tuple[int | str, ...]

MAX_CHARACTERS: Final = 262_144
MAX_DEPTH: Final = 32
# From here on a text is a table of entries, where time counts more than the closest words for what is no YAML.
_LARGE: Final = 65_536
FAST: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
ANCHORED: Final = "不得使用锚点和引用(& *)/ anchors and aliases (& *) are not taken"
DEEP: Final = f"嵌套过深,最多 {MAX_DEPTH} 层 / nested deeper than {MAX_DEPTH} levels"
# Pydantic's last step where a key, and not what stands under it, is at fault.
_KEY_ITSELF: Final = "[key]"
# Numbers that are not what they look like: 1:30 is ninety, 010 is eight (YAML 1.1).
ODD_NUMBER: Final = re.compile(r"[-+]?(?:[0-9_]+(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|0[0-7_]+)", re.ASCII)
_FLOAT: Final = "tag:yaml.org,2002:float"
NUMBERS: Final = frozenset({"tag:yaml.org,2002:int", _FLOAT})
# What a file calls its version is a text: 2021.20 is none other than 2021.2 as a number.
_VERSION: Final = ("version",)
TEXT: Final = "tag:yaml.org,2002:str"
MERGE: Final = "tag:yaml.org,2002:merge"
# What these report is already said in full by whoever raised it, in both languages.
_SAID: Final = frozenset({"value_error", "assertion_error"})
_KNOWN_TYPES: Final = frozenset(get_args(ErrorType)) - _SAID


@dataclass(frozen=True, slots=True)
class FileFault:
    """One thing wrong in a file: its line (from 1), where (JSON path from the root `$`), what (zh, en)."""

    line: int
    path: str
    message: str

    def __str__(self) -> str:
        return f"第 {self.line} 行 / line {self.line}: {self.path}: {self.message}"


class DataFileRefused(Exception):
    """The file is not taken, none of it."""

    def __init__(self, faults: tuple[FileFault, ...]) -> None:
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = faults


class YamlFile:
    """A YAML text that is well formed, and the lines of what stands in it. Raises DataFileRefused on any other."""

    def __init__(self, text: str) -> None:
        self._root = _composed(text)
        unsound = tuple(islice(_unsound(self._root, ()), MAX_FAULTS))
        if unsound:
            raise DataFileRefused(unsound)

    def content(self) -> Any:
        """What it holds, in plain lists and dicts. Raises DataFileRefused."""
        return _built(self._root)

    def parse(self, model: type[M], defaults: Mapping[str, Any] | None = None) -> M:
        """Its model; `defaults` are for keys at the root that it does not have.

        Raises DataFileRefused with at most 50 faults, in the order of their lines. A validator of `model` may say more
        closely where it found something: raise `PydanticCustomError` with the steps below the validated field as `at`
        in its context, such as `{"at": [3, "date"]}`.
        """
        content = self.content()
        if defaults and isinstance(content, dict):
            content = {**defaults, **content}
        try:
            return model.model_validate(content)
        except ValidationError as error:
            entries = [dict(entry) for entry in error.errors(include_url=False, include_input=False)]
            faults = dict.fromkeys(self._told(entry) for entry in _in_their_own_right(entries)[:MAX_FAULTS])
            raise DataFileRefused(tuple(sorted(faults, key=lambda fault: fault.line))) from None

    def fault(self, path: Location, message: str) -> FileFault:
        """A fault of what a path of keys and positions names, with its line; its last step may be missing there."""
        return FileFault(self.line_of(path), json_path(self._written(path, missing=1)), message)

    def line_of(self, path: Location) -> int:
        """The line (from 1) of a key or item; of what encloses it where the file does not have it."""
        lines = [line for _, line in _walk(self._root, path)]
        return lines[-1] if lines else self._root.start_mark.line + 1

    def _told(self, entry: Mapping[str, Any]) -> FileFault:
        """Pydantic's error entry as a fault of the file."""
        context: Mapping[str, Any] = entry.get("ctx", {})
        location = _location(entry)
        known = entry["type"] in _KNOWN_TYPES
        message = faults_in([entry])[0].message if known else str(context.get("error", entry["msg"]))
        written = self._written(location, missing=entry["type"] == "missing")
        return FileFault(self.line_of(location), json_path(written), message)

    def _written(self, path: Location, missing: int) -> Location:
        """A path as the file has it, with the first so many keys that are missing there.

        A model may see a list, or a key for each severity, where one value was written, or the name of a type.
        """
        found = [index for index, _ in _walk(self._root, path)]
        last = found[-1] if found else -1
        beyond = [step for step in path[last + 1 :] if isinstance(step, str)]
        return (*(path[index] for index in found), *beyond[:missing])


class Loader(yaml.SafeLoader):
    """PyYAML's safe loader, without anchors and bounded; a value that cannot be read stays the text it is."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line + 1
        if event.anchor is not None:
            raise refused(line, ANCHORED)
        if self.depth == MAX_DEPTH:
            raise refused(line, DEEP)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (ValueError, ArithmeticError, LookupError, AttributeError):
            return node.value  # 2027-02-30 or `!!bool maybe`, say: the model tells what it is instead


def _composed(text: str) -> yaml.Node:
    if len(text) > MAX_CHARACTERS:
        raise refused(1, f"文件过大,最多 {MAX_CHARACTERS} 个字符 / longer than {MAX_CHARACTERS} characters")
    try:
        node = _composed_fast(text) if len(text) > _LARGE else _single_node(Loader(text))
    except yaml.YAMLError as error:
        raise not_yaml(text, error) from None
    if node is None:
        raise refused(1, "文件是空的 / the file is empty")
    return node


def _composed_fast(text: str) -> yaml.Node | None:
    """The same by PyYAML's own C parser, a tenth of the time; what it would not ask for is looked for before."""
    depth = 0
    event: Any
    for event in yaml.parse(text, FAST):
        if getattr(event, "anchor", None) is not None:
            raise refused(event.start_mark.line + 1, ANCHORED)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise refused(event.start_mark.line + 1, DEEP)
    return yaml.compose(text, FAST)


def _single_node(loader: Loader) -> yaml.Node | None:
    try:
        return loader.get_single_node()
    except (ValueError, OverflowError):  # an escape beyond U+10FFFF: PyYAML hands it to chr() as it is
        raise refused(loader.line + 1, "转义符不是任何字符 / an escape that names no character") from None


def _built(root: yaml.Node) -> Any:
    try:
        return Loader("").construct_document(root)
    except yaml.YAMLError as error:
        raise not_yaml("", error) from None


def _unsound(node: yaml.Node, path: Location) -> Iterator[FileFault]:
    """Keys that stand twice in a mapping, or that are no plain value; numbers that are not what they look like."""
    if isinstance(node, yaml.ScalarNode):
        if node.tag in NUMBERS and ODD_NUMBER.fullmatch(node.value):
            message = f"{node.value[:40]} 会被读作别的数,请加引号 / is read as another number: it needs quotes"
            yield FileFault(node.start_mark.line + 1, json_path(path), message)
        elif path == _VERSION and node.tag == _FLOAT and node.value != str(read := _built(node)):
            said = node.value[:40]
            message = f'版本 {said} 会被读作 {read},请加引号:version: "{said}" / is read as {read}: quote it: "{said}"'
            yield FileFault(node.start_mark.line + 1, json_path(path), message)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _unsound(item, (*path, index))
    elif isinstance(node, yaml.MappingNode):
        seen: dict[Any, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode) or key.tag == MERGE:
                yield FileFault(line, json_path(path), "键须为普通文本 / a key must be a plain text")
                continue
            name = key.value if key.tag == TEXT else _built(key)
            if name in seen:
                message = f"与第 {seen[name]} 行重复 / stands in line {seen[name]} already"
                yield FileFault(line, json_path((*path, step_of(name))), message)
            seen.setdefault(name, line)
            yield from _unsound(value, (*path, step_of(name)))


def _location(entry: Mapping[str, Any]) -> Location:
    """Where pydantic, and the validator that it called, found the fault."""
    steps: Location = (*entry["loc"], *entry.get("ctx", {}).get("at", ()))
    return tuple(step for step in steps if step != _KEY_ITSELF)


def _in_their_own_right(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All but lists that are too short only because what is in them is faulty."""
    above = {entry["loc"][:depth] for entry in entries for depth in range(len(entry["loc"]))}
    return [entry for entry in entries if entry["type"] != "too_short" or entry["loc"] not in above]


def _walk(root: yaml.Node, path: Location) -> Iterator[tuple[int, int]]:
    """The steps of a path that the file has: which one, and its line."""
    node = root
    for index, step in enumerate(path):
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            yield index, node.start_mark.line + 1
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(step):
                    node = value
                    yield index, key.start_mark.line + 1
                    break


def step_of(name: Any) -> int | str:
    return name if isinstance(name, int) else str(name)


def not_yaml(text: str, error: yaml.YAMLError) -> DataFileRefused:
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        reason = " ".join(part for part in (error.context, error.problem) if part)
        return refused(mark.line + 1 if mark else 1, f"不是有效的 YAML / not YAML: {reason}")
    position = getattr(error, "position", 0)
    return refused(text.count("\n", 0, position) + 1, "含有不允许的字符 / holds a character that YAML does not allow")


def refused(line: int, message: str) -> DataFileRefused:
    return DataFileRefused((FileFault(line, "$", message),))

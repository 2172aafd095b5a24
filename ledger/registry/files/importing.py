"""Knows how an office's own file becomes registry entries: all of it sound, or every fault named and none of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field, is_dataclass
from datetime import date
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from ledger.groundwork.seen_text import hides, one_line
from ledger.groundwork.yaml_lines import DataFileRefused, YamlFile
from ledger.registry.catalogue import Catalogue
from ledger.registry.files.cells import read_cell
from ledger.registry.files.kinds import KINDS, field_names
from ledger.registry.files.references import loose_ends
from ledger.registry.files.table import by_column, header_and_entries
from mobile_schema.faults import message_of
from mobile_schema.vocabulary import Role

# A province's people and projects in one file.
MAX_CHARACTERS: Final = 64 * 1024 * 1024
# Fields in which a person writes what they like; nobody is told by them.
_FREE_TEXT: Final = frozenset({"absences"})
_MOST_OF_A_KEY: Final = 80
"""What the API takes as an id in an address."""
_NO_STEPS: Final = frozenset({".", ".."})
"""What addresses take for a step, and never bring to the API as an id."""
Fault = tuple[tuple[int, ...], str]
"""The line that a fault is about, alone or not known, and the fault: those of no line come first."""
_HIDDEN = "含控制字符或不可见字符 / has control or invisible characters"


class ImportRefused(Exception):
    """The file is not taken, none of it; `faults` are one line each, with the line and the entry they are about."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(one_line(fault) for fault in faults)
        super().__init__("; ".join(self.faults))


class ImportForbidden(ImportRefused):
    """The file has entries that whoever imports it may not change so; `faults` are those alone."""


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


@dataclass(frozen=True, slots=True)
class Entries:
    """What a file holds, by kind and then by id or code."""

    of: Mapping[str, Mapping[str, Any]]

    def __getitem__(self, kind: str) -> Mapping[str, Any]:
        return self.of.get(kind, {})

    def over(self, known: Catalogue) -> Catalogue:
        """The registry with these entries in it."""
        return known.with_entries(self.of)


Forbids = Callable[[Entries, Catalogue], Iterator[tuple[str, str, str]]]
"""What somebody may not change of these entries in a registry: the kind, the key, and why."""


def read_yaml(text: str) -> Written:
    """The raw entries of a YAML file: a mapping of kinds (`KINDS`) to lists. Raises ImportRefused."""
    try:
        file = YamlFile(text, MAX_CHARACTERS)
        content = file.content()
    except DataFileRefused as refused:
        raise ImportRefused([str(fault) for fault in refused.faults]) from None
    if not isinstance(content, dict) or not content or not content.keys() <= KINDS.keys():
        known = ", ".join(KINDS)
        raise ImportRefused(
            [f"文件只能含有 {known},各为列表 / the file must hold {known}, each a list, and nothing else"]
        )
    faults = [f"{kind}: 须为列表 / not a list" for kind, raw in content.items() if not isinstance(raw, list)]
    if faults:
        raise ImportRefused(faults)
    lines = {kind: [file.line_of((kind, place)) for place in range(len(raw))] for kind, raw in content.items()}
    return Written(content, lines)


def read_csv(text: str) -> Written:
    """The raw entries of a CSV file, all of the one kind that its columns tell; see `cells`. Raises ImportRefused.

    An empty cell is as if it were not there.
    """
    try:
        header, entries = header_and_entries(text)
    except ValueError as error:
        raise ImportRefused([str(error)]) from None
    kind = next((name for name, kind in KINDS.items() if kind.telling <= set(header)), None)
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


def check(
    written: Written, known: Catalogue, today: date = date.min, forbids: Forbids = lambda *_: iter(())
) -> Entries:
    """The entries, each of the right shape and every reference leading somewhere. Raises ImportRefused with all faults,
    or ImportForbidden.

    `known` is the registry as it stands; an entry with an id that it has takes that one's place. Posts that are not in
    the file are checked too where the file changes someone who holds them. A holding that ended before `today` is
    history: whoever left has a unit of their own by now. Of references in what somebody may not change they learn
    nothing.
    """
    shapes: list[Fault] = []
    places: dict[tuple[str, str], int] = {}
    found = Entries({kind: _shaped(kind, written, shapes, places) for kind in KINDS if kind in written.entries})

    def told(faults: Iterable[tuple[str, str, str]]) -> list[Fault]:
        return [_placed(written, places, *fault) for fault in faults]

    forbidden = told(forbids(found, known))
    if forbidden and not shapes:
        raise ImportForbidden(_in_order(forbidden))
    faults = shapes if forbidden else shapes + told(loose_ends(found.of, found.over(known), known, today))
    if faults:
        raise ImportRefused(_in_order(faults))
    return found


def shaped(kind: str, raw: Mapping[str, Any]) -> tuple[str, Any]:
    """The key of one entry, and the entry, as far as it can be told by itself. Raises ImportRefused."""
    faults, entry = _shape(kind, dict(raw), TypeAdapter(KINDS[kind].shape))
    if faults:
        raise ImportRefused(faults)
    return KINDS[kind].key_of(entry), entry


def _placed(written: Written, places: Mapping[tuple[str, str], int], kind: str, key: str, fault: str) -> Fault:
    place = places.get((kind, key))
    return ((), fault) if place is None else (written.line(kind, place), f"{written.at(kind, place)}{fault}")


def _in_order(faults: Iterable[Fault]) -> list[str]:
    return [fault for _, fault in sorted(faults, key=lambda each: each[0])]


def _shaped(kind: str, written: Written, faults: list[Fault], places: dict[tuple[str, str], int]) -> dict[str, Any]:
    """The entries of a kind that are of its shape; what is wrong with the others goes to `faults`."""
    adapter: TypeAdapter[Any] = TypeAdapter(KINDS[kind].shape)
    found: dict[str, Any] = {}
    for place, item in enumerate(written.entries[kind]):
        line, named = written.line(kind, place), f"{written.at(kind, place)}{kind} {place + 1}: "
        unshaped, entry = _shape(kind, item, adapter)
        faults.extend((line, named + fault) for fault in unshaped)
        if entry is None:
            continue
        key = KINDS[kind].key_of(entry)
        if key in found:
            first = written.at(kind, places[kind, key])
            faults.append((line, f"{named}{key} 重复出现 / {key} is there twice{f' ({first[:-2]})' if first else ''}"))
        found[key], places[kind, key] = entry, place
    return found


def _shape(kind: str, item: Any, adapter: TypeAdapter[Any]) -> tuple[list[str], Any | None]:
    """What is wrong with one entry by itself, and the entry where it could be read."""
    if isinstance(item, dict):
        unknown = sorted(str(name) for name in item.keys() - set(field_names(kind)))
        if unknown:
            return [f"未知字段 / unknown field(s) {', '.join(unknown)}"], None
        item = {**KINDS[kind].absent(item), **item}
    try:
        entry = adapter.validate_python(item)
    except ValidationError as error:
        return [
            f"{'.'.join(str(part) for part in fault['loc'])}: {message_of(dict(fault))}" for fault in error.errors()
        ], None
    return [*(f"{name}: {_HIDDEN}" for name in _hidden_in(kind, entry)), *_unnamed(kind, entry)], entry


def _unnamed(kind: str, entry: Any) -> Iterator[str]:
    """What keeps an entry from being named: by its key in an address, by its name to people."""
    key, written = KINDS[kind].key_of(entry), field_names(kind)
    if any(mark.isspace() for mark in key):
        yield f"{KINDS[kind].key}: 编号不得含空白 / an id has no blanks"
    if "/" in key or key in _NO_STEPS:
        yield f"{KINDS[kind].key}: 编号不得含斜杠,也不得为 . 或 .. / an id has no slash, and is not . or .."
    if KINDS[kind].key in written and not 0 < len(key) <= _MOST_OF_A_KEY:
        yield f"{KINDS[kind].key}: 编号须为 1 至 {_MOST_OF_A_KEY} 个字符 / an id has 1 to {_MOST_OF_A_KEY} characters"
    yield from (
        f"{name}: 名称为空 / the name is empty"
        for name in ("name", "name_zh")
        if name in written and (said := getattr(entry, name)) is not None and not said.strip()
    )


def without_post(found: Entries, known: Catalogue) -> tuple[str, ...]:
    """The supervisors of a file who hold no post, in it or in the registry as it stands: no alert reaches them."""
    posts = {**known.posts, **found["posts"]}.values()
    holders = {holding.person_id for post in posts for holding in post.holders}
    return tuple(
        person.id
        for person in found["persons"].values()
        if person.has(Role.SUPERVISOR) and person.left_on is None and person.id not in holders
    )


def _hidden_in(kind: str, entry: Any) -> Iterator[str]:
    """The fields whose text has characters that cannot be seen: an id or a name that is not what it looks like."""
    texts = {name: tuple(_texts(getattr(entry, name))) for name in field_names(kind) if name not in _FREE_TEXT}
    if hides("".join(text for some in texts.values() for text in some)):
        yield from (name for name, some in texts.items() if any(hides(text) for text in some))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(astuple(part) if is_dataclass(part) and not isinstance(part, type) else part)

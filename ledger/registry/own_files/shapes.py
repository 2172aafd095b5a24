"""Knows what one entry of a registry may say by itself: the fields of its kind, an id and a name as they are seen."""

from collections.abc import Iterator, Mapping
from dataclasses import astuple, is_dataclass
from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from ledger.groundwork.seen_text import hides
from ledger.registry.own_files.kinds import KINDS, field_names
from ledger.registry.own_files.refusals import ImportRefused
from mobile_schema.faults import message_of

# Fields in which a person writes what they like; nobody is told by them.
_FREE_TEXT: Final = frozenset({"absences"})
_MOST_OF_A_KEY: Final = 80
"""What the API takes as an id in an address."""
_NO_STEPS: Final = frozenset({".", ".."})
"""What addresses take for a step, and never bring to the API as an id."""
_HIDDEN: Final = "含控制字符或不可见字符 / has control or invisible characters"


def shaped(kind: str, raw: Mapping[str, Any]) -> tuple[str, Any]:
    """The key of one entry, and the entry, as far as it can be told by itself. Raises ImportRefused."""
    faults, entry = shape(kind, dict(raw))
    if faults:
        raise ImportRefused(faults)
    return KINDS[kind].key_of(entry), entry


def shape(kind: str, item: Any) -> tuple[list[str], Any | None]:
    """What is wrong with one entry by itself, and the entry where it could be read."""
    if isinstance(item, dict):
        unknown = sorted(str(name) for name in item.keys() - set(field_names(kind)))
        if unknown:
            return [f"未知字段 / unknown field(s) {', '.join(unknown)}"], None
        item = {**KINDS[kind].absent(item), **item}
    try:
        entry = _adapter(kind).validate_python(item)
    except ValidationError as error:
        return [
            f"{'.'.join(str(part) for part in fault['loc'])}: {message_of(dict(fault))}" for fault in error.errors()
        ], None
    return [*(f"{name}: {_HIDDEN}" for name in _hidden_in(kind, entry)), *_unnamed(kind, entry)], entry


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(KINDS[kind].shape)


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

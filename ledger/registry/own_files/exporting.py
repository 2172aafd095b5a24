"""Knows how the registry is written as the files that an import takes, an entry at a time: what is read back is what
was written."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from functools import cache
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

import msgspec

from ledger.registry.catalogue import Catalogue
from ledger.registry.own_files.cells import write_cell
from ledger.registry.own_files.csv_lines import line
from ledger.registry.own_files.kinds import KINDS, field_names
from ledger.registry.own_files.written import MAX_CHANGES
from ledger.registry.own_files.yaml_text import entry_text

Named = tuple[str, str]
"""The kind of an entry, and its id or code."""


def part_of(
    catalogue: Catalogue,
    kinds: Iterable[str] = KINDS,
    after: Named | None = None,
    shown: Callable[[Any], bool] = lambda _: True,
    most: int = MAX_CHANGES,
) -> tuple[list[Named], bool]:
    """As many entries of these kinds as one import takes from the one after `after` on, and whether there are more.

    They come in an order in which they can be imported: what others refer to is before them.
    """
    found = list(islice(_from(catalogue, kinds, after, shown), most + 1))
    return found[:most], len(found) > most


def parts_of(
    catalogue: Catalogue, kinds: Sequence[str] = tuple(KINDS), most: int = MAX_CHANGES
) -> Iterator[list[Named]]:
    """All of these kinds, as many in each part as one import takes; one part that is empty where there is none."""
    after, goes_on = None, True
    while goes_on:
        part, goes_on = part_of(catalogue, kinds, after, most=most)
        yield part
        after = part[-1] if part else None


def as_yaml(catalogue: Catalogue, part: Iterable[Named]) -> Iterator[str]:
    """The lines of these entries, each with what is not as it would be anyway."""
    kind = None
    for kind, some in groupby(part, itemgetter(0)):
        yield f"{kind}:\n"
        entries = getattr(catalogue, kind)
        for _, key in some:
            yield entry_text(_said(kind, entries[key]))
    if kind is None:
        yield "{}\n"


def as_csv(catalogue: Catalogue, kind: str, part: Iterable[Named]) -> Iterator[str]:
    """The lines of these entries of one kind, a column for each field of it."""
    columns, entries = field_names(kind), getattr(catalogue, kind)
    yield line(columns)
    for _, key in part:
        said = _said(kind, entries[key])
        yield line([write_cell(said[name]) if name in said else "" for name in columns])


def plain(entry: Any) -> dict[str, Any]:
    """An entry as JSON has it, whole."""
    value: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(entry))
    return value


def _from(
    catalogue: Catalogue, kinds: Iterable[str], after: Named | None, shown: Callable[[Any], bool]
) -> Iterator[Named]:
    kinds = tuple(kinds)
    for kind in kinds[0 if after is None else kinds.index(after[0]) :]:
        first = after[1] if after is not None and kind == after[0] else ""
        entries = getattr(catalogue, kind)
        yield from ((kind, key) for key in catalogue.ids(kind) if key > first and shown(entries[key]))


def _said(kind: str, entry: Any) -> dict[str, Any]:
    """An entry as JSON has it, without what says nothing."""
    defaults = _defaults(kind)
    return {
        name: _plain(value)
        for name, value in plain(entry).items()
        if value is not None and not (name in defaults and value == defaults[name])
    }


def _plain(value: Any) -> Any:
    """Without the parts that say nothing."""
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {name: part for name, part in value.items() if part is not None and part is not False}
    return value


@cache
def _defaults(kind: str) -> Mapping[str, Any]:
    """What the fields of a kind say anyway, as JSON has it."""
    given = {each.name: each.default for each in fields(KINDS[kind].shape) if each.default is not MISSING}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}

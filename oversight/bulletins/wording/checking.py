"""Knows what no shape can tell of a rule's wording: names of figures, of rows and of columns that the rule has not."""

import re
from collections.abc import Iterator, Set
from typing import TYPE_CHECKING, Final

from oversight.bulletins.wording.shape import PLACE
from oversight.bulletins.wording.template import GROUPS, WHOLES, Slot, slots
from oversight.ranking.formulas import comparison

if TYPE_CHECKING:
    from oversight.ranking.rule import Rule

_CODE: Final = re.compile(r"[0-9]{6}", re.ASCII)
Path = tuple[int | str, ...]


def unknown_in_wording(rule: "Rule", measured: Set[str]) -> Iterator[tuple[Path, str, Set[str]]]:
    """Where a name stands that nothing has, the name, and what may stand there. `measured` is what `when` may ask."""
    if rule.bulletin is None:
        return
    keys = {each.key for each in rule.indicators}
    counted = {each.key for each in rule.indicators if each.count is not None}
    rows = {*WHOLES, *(each.name for each in rule.separate), *(each.show_as for each in rule.exclude if each.show_as)}
    yield from _of_text(("bulletin", "title"), rule.bulletin.title, keys, counted, rows)
    for index, each in enumerate(rule.bulletin.paragraphs):
        path: Path = ("bulletin", "paragraphs", index)
        for name in ("heading", "text"):
            if (said := getattr(each, name)) is not None:
                yield from _of_text((*path, name), said, keys, counted, rows)
        for column in each.table or ():
            if column not in {*keys, PLACE}:
                yield (*path, "table"), column, {*keys, PLACE}
        if each.when is not None:
            asked = {*measured, *keys, *GROUPS}
            yield from (((*path, "when"), name, asked) for name in comparison(each.when).names() if name not in asked)
        if each.of is not None and not _is_row(each.of, rows):
            yield (*path, "of"), each.of, rows


def _of_text(
    path: Path, text: str, keys: Set[str], counted: Set[str], rows: Set[str]
) -> Iterator[tuple[Path, str, Set[str]]]:
    for slot in slots(text):
        known = _known(slot, keys, counted)
        if known is not None and slot.name not in known:
            yield path, slot.name, known
        if not _is_row(slot.subject, rows):
            yield path, slot.subject, rows


def _known(slot: Slot, keys: Set[str], counted: Set[str]) -> Set[str] | None:
    """What may be named there: only what is counted has projects that can be named."""
    if slot.kind == "named":
        return counted
    return keys if slot.kind in {"figure", "list"} else None


def _is_row(name: str, rows: Set[str]) -> bool:
    """A row that the rule makes, or the code of a region, which only the registry knows."""
    return name in rows or _CODE.fullmatch(name) is not None

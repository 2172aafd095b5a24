"""Knows which subject of a ranking or a campaign a name or a code means, and which may have been meant by none."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from itertools import islice
from typing import Final

from ledger.registry.catalogue import Catalogue
from ledger.registry.regions import level_of
from mobile_schema.vocabulary import Level

_NEAR: Final = 3
_FEW: Final = 5


class UnknownSubject(LookupError):
    """Nothing is called so; it says what is (zh / en)."""


def code_of(subject: str, named: Mapping[str, str]) -> str:
    """The code that a name means, or a code itself, of codes by name. Raises UnknownSubject."""
    known = {code: code for code in named.values()} | dict(named)
    if subject in known:
        return known[subject]
    near = get_close_matches(subject, known, _NEAR)
    if near:
        zh, en = f",是否为 {_list(near)}?", f"; is it {', '.join(near)}?"
    else:
        few = list(islice(named, _FEW))
        zh, en = f",例如 {_list(few)}", f"; such as {', '.join(few)}"
    raise UnknownSubject(f"没有对象 {subject}{zh} / no such subject: {subject}{en}")


def regions_named(catalogue: Catalogue, level: Level) -> dict[str, str]:
    """The codes of the regions by what they are called, those of a level before others of the same name."""
    named: dict[str, str] = {}
    for code in sorted(catalogue.regions, key=lambda code: (level_of(code) is not level, code)):
        region = catalogue.regions[code]
        named.setdefault(region.full_name_zh or region.name_zh, code)
        named.setdefault(region.name_zh, code)
    return named


def _list(names: Iterable[str]) -> str:
    return "、".join(names)

"""Knows what is found of whose figure it is: its project and regions, or why nobody can tell; and when names agree."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ledger.figures.figure import NO_CODE

OFFERED: Final = 3
"""So many projects at most are offered of those that may be meant."""
_BLANKS: Final = re.compile(r"[\s\u200b\ufeff]+")


@dataclass(frozen=True, slots=True)
class WhereFault:
    """What a figure names that nobody knows, or that is several: its field, a slug, a sentence (zh / en)."""

    field: str
    slug: str
    sentence: str


@dataclass(frozen=True, slots=True)
class PlacedFigure:
    """The project's code and name, its regions, how many the figure says it crosses (0: nothing said), its zone."""

    project: str
    name: str
    regions: tuple[str, ...]
    region_count: int
    is_new: bool = False
    zone: str | None = None


def plain(name: str) -> str:
    """A name as people mean it: no blanks, one width, no case."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", name)).casefold()


def derived_code(name: str, regions: tuple[str, ...]) -> str:
    """A code of the right form for a project that came without one: the year 0000 says that nobody gave it."""
    number = f"{int.from_bytes(hashlib.sha256(plain(name).encode()).digest()[:8]) % 10**10:010}"
    region = regions[0] if len(regions) == 1 else f"{regions[0][:2]}0000" if regions else "000000"
    return f"{NO_CODE}{region}-{number[:2]}-{number[2:4]}-{number[4:]}"


def near_to(name: str, near: Mapping[str, Sequence[str]]) -> WhereFault:
    """Nobody knows the name, and these known ones, with their projects, are near to it."""
    codes = [code for each in near.values() for code in each]
    told = "、".join([*near][:OFFERED]) + f"({'、'.join(codes[:OFFERED])})"
    return WhereFault(
        "project",
        "near-project",
        f"没有项目“{name[:60]}”,相近的是 {told}:是它的,写它的名称或代码;确是另一个的,在映射写 new_projects: "
        f"[{name[:60]}] / nobody knows “{name[:60]}”, near is {told}: write its name or code; if it is another, "
        "new_projects in the mapping",
    )


def unknown(said: str) -> WhereFault:
    """The registry alone may name projects, and has none of this code or name."""
    return WhereFault(
        "project",
        "unknown-project",
        f"名录中没有项目“{said[:60]}”:改正名称、先登记该项目,或在映射中写 projects: register / the registry has no "
        f"project “{said[:60]}”: correct it, register it, or write projects: register in the mapping",
    )

"""Knows what was changed by hand in a bulletin's Word file: its figures, found by their keys, beside the kept ones."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from exchange.papers.controls import Control, controls_in
from exchange.papers.paper import IDENTITY
from oversight.bulletins.keeping import KeptBulletin

Kind = Literal["changed", "missing", "added"]


class NotOurs(ValueError):
    """A Word file that says of no bulletin that it is one (zh / en)."""


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is not as it was kept: it says something else, stands there less often, or was never there."""

    kind: Kind
    key: str
    name: str
    subject: str
    kept: str | None
    found: str | None


@dataclass(frozen=True, slots=True)
class Compared:
    """`untouched`: the very file, to the byte. `changes` are of figures; words may be an office's own."""

    untouched: bool
    changes: tuple[Change, ...]


def identity_in(controls: Sequence[Control]) -> str:
    """Which bulletin it says to be. Raises NotOurs."""
    said = next((each.said.strip() for each in controls if each.tag == IDENTITY), "")
    if not said:
        raise NotOurs(
            "这不是本系统生成的通报:文件里没有通报编号 / it is no bulletin of this system: the file has no id of one"
        )
    return said


def compared(content: bytes, kept: KeptBulletin) -> Compared:
    """What was changed in a file since it was built. Raises NotWord."""
    if hashlib.sha256(content).hexdigest() == kept.sha256["docx"]:
        return Compared(True, ())
    found: dict[str, list[str]] = {}
    for control in controls_in(content):
        if "@" in control.tag:
            found.setdefault(control.tag, []).append(control.said)
    changes: list[Change] = []
    for each in kept.figures:
        there = found.pop(each.key, [])
        others = Counter(said for said in there if said != each.said)
        changes += [Change("changed", each.key, each.name, each.subject, each.said, said) for said in others]
        if len(there) < each.shown:
            changes.append(Change("missing", each.key, each.name, each.subject, each.said, None))
    added = [Change("added", key, key, "", None, said) for key, all_said in found.items() for said in all_said]
    return Compared(False, (*changes, *added))

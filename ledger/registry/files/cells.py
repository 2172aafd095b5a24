"""Knows how the cells of a CSV file are written: lists parted by `;`, truths, and entries of several parts as words.

A holder is a person id, then any of `since=2026-03-01`, `until=2026-08-31` and `deputy`; an absence is the same
`since=` and `until=`, then `reason=` and the rest of its text. A further duty is a role, then `region=140105` and,
where it has them, `unit_id=` and `level=`.
"""

from collections.abc import Callable, Mapping
from typing import Any

_TRUTHS = frozenset({"sample", "code_is_sample"})


def read_cell(name: str | None, cell: Any) -> Any:
    """What a cell says, by the name of its column; what is not understood is left for the entry's shape to refuse."""
    if name in _PARTS and isinstance(cell, str):
        return [_PARTS[name](part.strip()) for part in cell.split(";") if part.strip()]
    return cell.strip().lower() in ("true", "1", "yes") if name in _TRUTHS else cell


def _holding(part: str) -> dict[str, Any]:
    person_id, *words = part.split()
    return {"person_id": person_id, **dict(_fact(word) for word in words)}


def _absence(part: str) -> dict[str, Any]:
    before, reason, text = part.partition("reason=")
    facts = dict(_fact(word) for word in before.split())
    return facts | ({"reason": text.strip()} if reason else {})


def _duty(part: str) -> dict[str, Any]:
    role, *words = part.split()
    return {"role": role, **dict(_fact(word) for word in words)}


def _fact(word: str) -> tuple[str, str | bool]:
    name, said, value = word.partition("=")
    return name, value if said else True


_PARTS: Mapping[str | None, Callable[[str], Any]] = {
    "regions": str,
    "holders": _holding,
    "absences": _absence,
    "also": _duty,
}

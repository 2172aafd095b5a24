"""Knows how the cells of a CSV file are written: lists parted by `;`, truths, and entries of several parts as words.

A holder is a person id, then any of `since=2026-03-01`, `until=2026-08-31` and `deputy`; an absence is the same
`since=` and `until=`, then `reason=` and the rest of its text. A further duty is a role, then `region=140105` and,
where it has them, `unit_id=` and `level=`; a zone's target is `projects=5 at_least=10`, and `at_most=`. Within a part
`;`, backslash and a new line are written behind a backslash. A text that a spreadsheet would take for a formula is
guarded (`ledger.registry.own_files.csv_lines`).
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from ledger.registry.own_files.csv_lines import guarded, unguarded

_TRUTHS = frozenset({"sample", "code_is_sample", "photo"})
_PART: Final = re.compile(r"(?:\\.|[^;\\])+|\\$", re.DOTALL)
_ESCAPED: Final = re.compile(r"\\([;\\nr])")
_MARKS: Final[Mapping[str, str]] = {";": ";", "\\": "\\", "\n": "n", "\r": "r"}
_UNMARKED: Final = {mark: text for text, mark in _MARKS.items()}


def read_cell(name: str | None, cell: Any) -> Any:
    """What a cell says, by the name of its column; what is not understood is left for the entry's shape to refuse."""
    if not isinstance(cell, str):
        return cell
    cell = unguarded(cell)
    if name in _PARTS:
        parts = (_ESCAPED.sub(lambda found: _UNMARKED[found[1]], part).strip() for part in _PART.findall(cell))
        return [_PARTS[name](part) for part in parts if part]
    return cell.strip().lower() in ("true", "1", "yes") if name in _TRUTHS else cell


def write_cell(value: Any) -> str:
    """The cell that `read_cell` reads as this plain value (of JSON)."""
    if isinstance(value, list):
        written = ";".join("".join(f"\\{_MARKS[c]}" if c in _MARKS else c for c in _written(part)) for part in value)
    elif isinstance(value, bool):
        return "true" if value else "false"
    else:
        written = str(value)
    return guarded(written)


def _written(part: Any) -> str:
    """One part of a list: a text, or a holder, an absence or a duty as words, what names it first."""
    if not isinstance(part, dict):
        return str(part)
    first = [str(part[name]) for name in ("person_id", "role") if name in part]
    facts = [
        name if value is True else f"{name}={value}"
        for name, value in part.items()
        if name not in ("person_id", "role", "reason") and value is not False
    ]
    last = [f"reason={part['reason']}"] if "reason" in part else []
    return " ".join(first + facts + last)


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


def _facts(part: str) -> dict[str, Any]:
    return dict(_fact(word) for word in part.split())


def _fact(word: str) -> tuple[str, str | bool]:
    name, said, value = word.partition("=")
    return name, value if said else True


_PARTS: Mapping[str | None, Callable[[str], Any]] = {
    "regions": str,
    "evidence": str,
    "categories": str,
    "leads": str,
    "shares": str,
    "succeeded_by": str,
    "holders": _holding,
    "absences": _absence,
    "also": _duty,
    "targets": _facts,
}

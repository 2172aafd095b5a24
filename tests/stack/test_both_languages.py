"""What the stack and the settings of a process are refused with is told in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.checkout import CHECKOUT
from tests.languages import in_both_languages

FAULTS: Final = {"StackError", "SettingsError", "NoContact", "BrokersRefused", "KeysRefused"}
FILES: Final = [*sorted((CHECKOUT / "stack").rglob("*.py")), *sorted((CHECKOUT / "ledger" / "groundwork").glob("*.py"))]


def faults_in(file: Path) -> Iterator[str]:
    """The text of each fault that a module raises as it stands there, or a few words where it is put together."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Name(name), args=[ast.Constant(str(text)), *_]) if name in FAULTS:
                yield text
            case ast.Call(func=ast.Name(name), args=[ast.JoinedStr(values), *_]) if name in FAULTS:
                yield "".join(each.value if isinstance(each, ast.Constant) else "X" for each in values)


def test_there_are_faults_to_look_at() -> None:
    assert len([fault for file in FILES for fault in faults_in(file)]) > 30


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(CHECKOUT)))
def test_each_fault_is_told_in_both_languages(file: Path) -> None:
    assert [fault for fault in faults_in(file) if not in_both_languages(fault)] == []

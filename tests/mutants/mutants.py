"""Knows the mutants of a module: where cosmic-ray's operators find something to change, and the text then."""

import re
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Final

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

_TELLING: Final = ("ReplaceComparison", "NumberReplacer", "ReplaceTrue", "ReplaceFalse", "ReplaceAnd", "ReplaceOr")
_MORE: Final = ("AddNot", "ReplaceUnaryOperator", "ZeroIteration", "ReplaceBinaryOperator_Add_Sub")
_STORAGE: Final = re.compile(r"\b(?:frozen|slots)= *(?:True|False)\b")
_IDENTITY: Final = frozenset({"Is", "IsNot"})


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change to one module; `tests` stand on it."""

    module: Path
    operator: str
    occurrence: int
    tests: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.module} {self.operator} #{self.occurrence}"

    def text(self, original: str) -> str:
        """The module with the change."""
        return str(mutate_code(original, get_operator(self.operator)(), self.occurrence))

    def only_storage(self, original: str) -> bool:
        """Whether it changes nothing but how values of a class are kept: frozen, slots."""
        return _STORAGE.sub("", original) == _STORAGE.sub("", self.text(original))

    def change(self, original: str) -> tuple[str, str]:
        """What it takes away and what it puts there, without the blanks around."""
        lines = [line.strip() for line in self.diff(original).splitlines()]
        taken, put = ([line[1:].strip() for line in lines if line.startswith(sign)] for sign in "-+")
        return "\n".join(taken), "\n".join(put)

    def diff(self, original: str) -> str:
        """The lines that it changes."""
        lines = unified_diff(
            original.splitlines(), self.text(original).splitlines(), str(self.module), n=0, lineterm=""
        )
        return "\n".join(f"    {line}" for line in list(lines)[2:])


def mutants_of(module: Path, original: str, tests: tuple[str, ...]) -> list[Mutant]:
    """Every mutant of a module."""
    nodes = list(ast_nodes(get_ast(original)))
    return [
        Mutant(module, name, occurrence, tests)
        for name in _operators()
        for occurrence in range(_positions(name, nodes))
    ]


def _operators() -> list[str]:
    names = sorted(name for name in operator_names() if name.rpartition("/")[2].startswith(_TELLING + _MORE))
    return [name for name in names if not _of_accident(name)]


def _of_accident(name: str) -> bool:
    """Whether it puts identity for equality or an order, or the reverse: which numbers are one is the interpreter's."""
    _, *operators = name.rpartition("/")[2].split("_")
    return len(_IDENTITY.intersection(operators)) == 1


def _positions(name: str, nodes: list[object]) -> int:
    operator = get_operator(name)()
    return sum(len(list(operator.mutation_positions(node))) for node in nodes)

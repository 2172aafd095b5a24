"""Knows the formulas of a ranking rule: names, numbers, + - * / and brackets, compared once; nothing else is one.

They are read by a grammar of their own and never run: a rule comes from whoever writes one. Values are exact fractions.
"""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

LONGEST: Final = 200
_DEEPEST: Final = 20
_TOKEN: Final = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([a-z_][a-z0-9_]*)|(>=|<=|!=|==|[-+*/()=<>])|$)", re.ASCII)
_COMPARED: Final[Mapping[str, Callable[[Fraction, Fraction], Any]]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
    "==": operator.eq,
    "!=": operator.ne,
}

Values = Mapping[str, Fraction | None]


class FormulaRefused(ValueError):
    """It is no formula, or names what nobody knows; the message says where (zh / en)."""


@dataclass(frozen=True, slots=True)
class Node:
    """A number, a name, or an operation on one or two parts."""

    operation: str
    number: Fraction | None = None
    name: str = ""
    parts: tuple["Node", ...] = ()

    def names(self) -> Iterator[str]:
        """What it asks for."""
        if self.name:
            yield self.name
        for part in self.parts:
            yield from part.names()

    def value(self, values: Values) -> Fraction | None:
        """What it comes to; None where something is missing, or is divided by nothing. Raises KeyError."""
        if self.operation == "number":
            return self.number
        if self.operation == "name":
            return values[self.name]
        parts = [part.value(values) for part in self.parts]
        if any(part is None for part in parts):
            return None
        return _worked(self.operation, [part for part in parts if part is not None])


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two formulas and how they are compared."""

    sign: str
    left: Node
    right: Node

    def names(self) -> Iterator[str]:
        """What it asks for."""
        yield from self.left.names()
        yield from self.right.names()

    def holds(self, values: Values) -> bool | None:
        """Whether it holds; None where a side has no value. Raises KeyError."""
        left, right = self.left.value(values), self.right.value(values)
        if left is None or right is None:
            return None
        holds: bool = _COMPARED[self.sign](left, right)
        return holds


@lru_cache(maxsize=1024)
def formula(text: str) -> Node:
    """A formula such as `done / plan * 100`. Raises FormulaRefused."""
    reader = _Reader(text)
    node = reader.sum()
    reader.end()
    return node


@lru_cache(maxsize=1024)
def comparison(text: str) -> Comparison:
    """Two formulas compared, such as `due - late + early = started` or `region_count > 1`. Raises FormulaRefused."""
    reader = _Reader(text)
    left = reader.sum()
    sign = reader.next
    if sign not in _COMPARED:
        raise reader.refused("缺少比较符号 / no = < > in it")
    reader.take()
    right = reader.sum()
    reader.end()
    return Comparison(sign, left, right)


def _worked(operation: str, parts: list[Fraction]) -> Fraction | None:
    if len(parts) == 1:
        return -parts[0]
    left, right = parts
    if operation == "/":
        return None if right == 0 else left / right
    return {"+": left + right, "-": left - right}[operation] if operation != "*" else left * right


class _Reader:
    """Reads from the left: sums of products of numbers, names and brackets."""

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST:
            raise FormulaRefused(f"公式超过 {LONGEST} 个字符 / a formula of more than {LONGEST} characters")
        self._text = text
        self._tokens = list(_tokens(text))
        self._at = 0
        self._depth = 0

    @property
    def next(self) -> str:
        """The token that comes; empty at the end."""
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def take(self) -> str:
        """That token, and go on."""
        token = self.next
        self._at += 1
        return token

    def sum(self) -> Node:
        node = self._product()
        while self.next in {"+", "-"}:
            operation = self.take()
            node = Node(operation, parts=(node, self._product()))
        return node

    def end(self) -> None:
        """Raises FormulaRefused where something is left."""
        if self.next:
            raise self.refused(f"不认识“{self.next}” / “{self.next}” is not understood here")

    def refused(self, why: str) -> FormulaRefused:
        """The refusal, with the formula in it."""
        return FormulaRefused(f"公式“{self._text[:60]}”:{why}")

    def _product(self) -> Node:
        node = self._part()
        while self.next in {"*", "/"}:
            operation = self.take()
            node = Node(operation, parts=(node, self._part()))
        return node

    def _part(self) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self.refused("嵌套过深 / nested too deep")
        word = self.take()
        if word == "-":
            node = Node("minus", parts=(self._part(),))
        elif word == "(":
            node = self.sum()
            if self.take() != ")":
                raise self.refused("括号没有闭合 / a bracket is not closed")
        elif word[:1].isdigit():
            node = Node("number", number=Fraction(word))
        elif word[:1].isalpha() or word[:1] == "_":
            node = Node("name", name=word)
        else:
            raise self.refused(f"此处应为数或名称,而不是“{word}” / a number or a name is wanted, not “{word}”")
        self._depth -= 1
        return node


def _tokens(text: str) -> Iterator[str]:
    place = 0
    while place < len(text.rstrip()):
        found = _TOKEN.match(text, place)
        if found is None or found.end() == place:
            raise FormulaRefused(f"公式“{text[:60]}”:不认识“{text[place:].strip()[:1]}” / not understood there")
        place = found.end()
        yield found[1] or found[2] or found[3]

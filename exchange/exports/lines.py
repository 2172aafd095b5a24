"""Knows a line of an exported ledger, and what is said above all lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from exchange.exports.columns import Column, Value


class Line(NamedTuple):
    """An issue as it stood: its id, its 编号, its version, and what stands in each column of the template."""

    issue: str
    serial: str
    version: int
    cells: Sequence[Value]


@dataclass(frozen=True, slots=True)
class Layout:
    """What the table is called and has for columns; `unit` is that of a template, `note` stands above the lines."""

    title: str
    columns: Sequence[Column]
    wide: bool
    unit: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What stands above the table: who fills it in, as of when, at which position of the events, which filters.

    `address` is where an issue's page is, before its 编号; without it there are no links. `total` is how many lines
    come.
    """

    unit: str
    as_of: str
    position: str
    filters: str
    total: int
    address: str | None = None

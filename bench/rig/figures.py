"""Knows what a bench answers: a figure beside its ceiling, and whether it reaches what was promised."""

import json
from dataclasses import asdict, dataclass
from statistics import median
from typing import Self

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure. `ratio` is figure/ceiling (None without a ceiling); `ok` whether it reaches `reach`."""

    bench: str
    figure: float
    unit: str
    ceiling: float | None
    ratio: float | None
    reach: str
    ok: bool

    @classmethod
    def beside(cls, bench: str, unit: str, pairs: list[tuple[float, float]], at_least: float) -> Self:
        """The medians of (figure, ceiling) pairs, each pair measured back to back, and of their ratios."""
        ratio = median(figure / ceiling for figure, ceiling in pairs)
        return cls(
            bench,
            round(median(figure for figure, _ in pairs), 2),
            unit,
            round(median(ceiling for _, ceiling in pairs), 2),
            round(ratio, 3),
            f">= {at_least}",
            ratio >= at_least,
        )

    @classmethod
    def below(cls, bench: str, unit: str, figure: float, limit: float, ceiling: float | None = None) -> Self:
        """A figure that must stay under a limit, beside what the bare system takes where that was measured."""
        ratio = None if ceiling is None else round(figure / ceiling, 3)
        shown = None if ceiling is None else round(ceiling, 2)
        return cls(bench, round(figure, 2), unit, shown, ratio, f"< {limit:g}", figure < limit)

    @classmethod
    def above(cls, bench: str, unit: str, figure: float, least: float) -> Self:
        """A figure that must not be under a limit."""
        return cls(bench, round(figure, 2), unit, None, None, f">= {least:g}", figure >= least)

    def as_json(self) -> str:
        """One JSON line."""
        return json.dumps(asdict(self))


def show_table(figures: list[Figure]) -> None:
    """The figures as a table for people."""
    table = Table("bench", "figure", "unit", "ceiling", "ratio", "reach", "ok")
    for figure in figures:
        row = asdict(figure)
        cells = ["—" if value is None else str(value) for name, value in row.items() if name != "ok"]
        table.add_row(*cells, "yes" if figure.ok else "[red]NO[/red]")
    Console().print(table)


def percentile(values: list[float], share: float) -> float:
    """The value that `share` (0..1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

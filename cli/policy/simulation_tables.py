"""Knows how a simulation is shown in a terminal: what a policy would have fired beside what did."""

from typing import TYPE_CHECKING, Final

from cli.terminal.shown import as_line
from cli.terminal.wide import console

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.table import Table

    from ledger.policy.policy import Policy
    from oversight.simulate.comparing import Comparison

MOST_UNITS: Final = 10


def show(comparison: "Comparison", policy: "Policy", against: "Policy | None") -> None:
    """Four tables: by step as the ladders have them, by level, the units with most, by week."""
    shown = console()
    ladder = [step.step for each in (policy, against) if each is not None for step in each.ladder]
    units = comparison.side_by_side("units")
    most = sorted(units, key=lambda unit: -max(units[unit].values()))[:MOST_UNITS]
    for title, name, first in (
        ("步骤 step", "steps", ladder),
        ("层级 level", "levels", ["unit", "county", "city", "province"]),
        (f"单位 unit（{len(most)}/{len(units)}）", "units", most),
        ("周 week", "weeks", []),
    ):
        found = comparison.side_by_side(name)
        keys = [key for key in dict.fromkeys((*first, *found)) if key in found]
        shown.print(_table(title, comparison, found, keys[:MOST_UNITS] if name == "units" else keys))
    shown.print(
        f"{comparison.issues} 个问题,{comparison.outside} 个不在适用范围 / "
        f"{comparison.issues} issues, {comparison.outside} outside the policy's scope"
    )


def _table(title: str, comparison: "Comparison", found: dict[str, dict[str, int]], keys: "Iterable[str]") -> "Table":
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(title, box=None, pad_edge=False, title_justify="left")
    table.add_column(comparison.policy, justify="right")
    table.add_column(comparison.against or "实际 did", justify="right")
    table.add_column("±", justify="right")
    for key in keys:
        would, did = found[key]["would"], found[key]["did"]
        table.add_row(escape(as_line(key)), str(would), str(did), f"{would - did:+}" if would != did else "")
    total = sum(each["would"] for each in found.values()), sum(each["did"] for each in found.values())
    table.add_row("合计 total", *map(str, total), f"{total[0] - total[1]:+}", end_section=True)
    return table

"""Knows how a ranking looks on a terminal: a table with a bar for what the order goes by."""

from typing import Any, Final

_BAR: Final = 20
_SHOWN: Final = 8
_LISTS: Final = {"red": "红榜", "black": "黑榜"}


def show_ranking(found: dict[str, Any]) -> None:
    """The rows of `GET /v1/rankings/NAME`, with the rule's first indicators."""
    from rich.table import Table  # noqa: PLC0415

    from cli.terminal.wide import as_cell, console  # noqa: PLC0415

    rule, items = found["rule"], found["items"]
    indicators = rule["indicators"][:_SHOWN]
    key = indicators[0]["key"]
    most = max((abs(row["values"][key] or 0) for row in items), default=0) or 1
    table = Table(title=as_cell(f"{rule['title']} {found['period']} ({rule['name']}@{rule['version']})"))
    table.add_column("名次", justify="right")
    table.add_column("较上期", justify="right")
    table.add_column("对象")
    sequences = any(row["sequence"] is not None for row in items)
    if sequences:
        table.add_column("序列")
    for each in indicators:
        table.add_column(as_cell(f"{each['name']} {each['unit']}".strip()), justify="right")
    table.add_column("")
    for row in items:
        values = [_text(row["values"][each["key"]]) for each in indicators]
        within = [row["sequence"] or ""] if sequences else []
        cells = (str(row["place"] or "—"), _moved(row), row["subject"], *within, *values, _told(row, key, most))
        table.add_row(*map(as_cell, cells))
    console().print(table)


def _moved(row: dict[str, Any]) -> str:
    """By how many places it rose or fell since the period before."""
    if row["place"] is None or row["previous"] is None:
        return ""
    by = row["previous"] - row["place"]
    return f"{'▲' if by > 0 else '▼'}{abs(by)}" if by else "="


def _text(value: float | None) -> str:
    return "—" if value is None else str(value)


def _told(row: dict[str, Any], key: str, most: float) -> str:
    if row["excluded"] is not None:
        return str(row["excluded"]).partition(" / ")[0]
    bar = "█" * round(_BAR * abs(row["values"][key] or 0) / most)
    lists = " ".join(_LISTS[colour] for colour in row["lists"])
    return f"{bar} {lists}{row['exempt'] or ''}".strip()

"""Knows how a ranking looks on a terminal: a table with a bar for the indicator that the order goes by."""

from typing import Any, Final

_BAR: Final = 20
_SHOWN: Final = 8
_LISTS: Final = {"red": "红榜", "black": "黑榜"}


def show_ranking(found: dict[str, Any]) -> None:
    """The rows of `GET /v1/rankings/NAME`, with the rule's first indicators; weights and points have no bar."""
    from rich.table import Table  # noqa: PLC0415

    from cli.terminal.wide import as_cell, console  # noqa: PLC0415

    rule, items = found["rule"], found["items"]
    indicators = rule["indicators"][:_SHOWN]
    sort = next((each for each in rule["indicators"] if each["key"] == found["sort"]), None)
    longest = max((_size(row, sort) for row in items), default=0) or 1
    table = Table(title=as_cell(f"{rule['title']} {found['period']} ({rule['name']}@{rule['version']})"))
    table.add_column("名次", justify="right")
    table.add_column("较上期", justify="right")
    table.add_column("对象")
    sequences = any(row["sequence"] is not None for row in items)
    if sequences:
        table.add_column("序列")
    for each in indicators:
        table.add_column(as_cell(f"{each['name']} {each['unit']}".strip()), justify="right")
    table.add_column("" if sort is None else as_cell(sort["name"]))
    for row in items:
        values = [_text(row["values"][each["key"]]) for each in indicators]
        within = [row["sequence"] or ""] if sequences else []
        told = _told(row, _size(row, sort) / longest)
        cells = (str(row["place"] or "—"), _moved(row), row["subject"], *within, *values, told)
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


def _size(row: dict[str, Any], sort: dict[str, Any] | None) -> float:
    return 0 if sort is None else abs(row["values"][sort["key"]] or 0)


def _told(row: dict[str, Any], share: float) -> str:
    if row["excluded"] is not None:
        return str(row["excluded"]).partition(" / ")[0]
    bar = "█" * round(_BAR * share)
    lists = " ".join(_LISTS[colour] for colour in row["lists"])
    return f"{bar} {lists}{row['exempt'] or ''}".strip()

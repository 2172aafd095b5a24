"""Knows how a campaign looks on a terminal: a row a place, each number with its light, what is not known as such."""

from typing import Any, Final

import typer

from cli.terminal.shown import as_line

_LIGHTS: Final = {"red": "红", "yellow": "黄", "green": "绿"}


def show_campaign(found: dict[str, Any]) -> None:
    """The rows of `GET /v1/campaigns/NAME`, what is not known and why, and the matters that were opened."""
    from rich.table import Table  # noqa: PLC0415

    from cli.terminal.wide import as_cell, console  # noqa: PLC0415

    campaign = found["campaign"]
    table = Table(title=as_cell(f"{campaign['title']} {found['day']} ({campaign['name']}@{campaign['version']})"))
    table.add_column("灯")
    table.add_column("对象")
    for each in campaign["indicators"]:
        table.add_column(as_cell(f"{each['name']} {each['unit']}".strip()), justify="right")
    for row in found["items"]:
        values = [_told(row["values"][each["key"]]) for each in campaign["indicators"]]
        table.add_row(*map(as_cell, (_LIGHTS.get(row["light"], "—"), row["subject"], *values)))
    console().print(table)
    for each in campaign["indicators"]:
        if each["unknown"]:
            typer.echo(as_line(f"{each['name']}:不掌握 / not known: {each['unknown']}"))
    named = {each["key"]: each["name"] for each in campaign["indicators"]}
    subjects = {row["code"]: row["subject"] for row in found["items"]}
    for each in found["matters"]:
        stands = "仍落后 still behind" if each["behind"] else "已赶上 on schedule again"
        where = subjects.get(each["code"], each["code"])
        figure = named.get(each["figure"], each["figure"])
        typer.echo(as_line(f"已立事项 matter {each['serial']} {where} {figure}:{stands}"))


def _told(reached: dict[str, Any]) -> str:
    if reached["value"] is None:
        return "不掌握" if reached["done"] is None else "—"
    light = _LIGHTS.get(reached["light"], "")
    expected = "" if reached["expected"] is None else f"(应{reached['expected']})"
    return f"{reached['value']}{expected}{light}"

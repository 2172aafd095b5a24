"""Knows `xiaohao issues`: the ledger as a table on the terminal, filtered and sorted as the API's list is."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.terminal.asking import As, Data, Token, Url, asking
from cli.terminal.filtering import Archived, Category, Light, Project, Region, Search, Sort, State, Unit, filters
from cli.terminal.refusing import one_clear_line
from cli.terminal.shown import as_json_text, as_line
from cli.terminal.wide import console

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


def issues(  # noqa: PLR0917 - the options of a command
    search: Search = None,
    region: Region = None,
    unit: Unit = None,
    light: Light = None,
    state: State = None,
    category: Category = None,
    project: Project = None,
    archived: Archived = False,
    sort: Sort = "due",
    limit: Annotated[int, typer.Option(min=1, max=200, help="Show so many; --csv writes all.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="As the API answers it.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="The whole list as CSV, for a spreadsheet.")] = False,
    data: Data = None,
    url: Url = None,
    token: Token = None,
    person: As = None,
) -> None:
    """List issues: their light, the step that comes next, when they fall due, and who has them.

    Examples:

    xiaohao issues --light red,yellow --region 140105

    xiaohao issues --search 便道

    xiaohao issues --as supervisor-140105 --state assigned --sort reported

    xiaohao issues --csv > issues.csv
    """
    from exchange.tables.faults import PlayError  # noqa: PLC0415

    if as_json and as_csv:
        raise typer.BadParameter("--json 与 --csv 只能选一个 / either of the two", param_hint="--json, --csv")
    wanted: dict[str, str | int] = {
        **filters(
            search, archived, region=region, unit=unit, light=light, state=state, category=category, project=project
        )
    }
    wanted |= {"form": "csv"} if as_csv else {"limit": limit}
    with one_clear_line(PlayError):
        asked = asking(data, url, token, person)
        found = asked.ask("/v1/issues", sort=sort, **wanted)
    if as_csv:
        typer.echo(found, nl=False)
    elif as_json:
        typer.echo(as_json_text(found))
    else:
        _show(found, asked.zone)


def _show(found: dict[str, Any], zone: "ZoneInfo") -> None:
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    if not found["items"]:
        typer.echo("没有符合条件的问题 / no issue is like that")
        return
    table = Table(
        "编号 serial", "灯 light", "状态 state", "下一步 next", "时限 due", "单位 unit", box=None, pad_edge=False
    )
    for line in found["items"]:
        table.add_row(*(escape(as_line(cell)) for cell in _cells(line, zone)))
    console().print(table)
    shown = len(found["items"])
    more = "" if found["next_cursor"] is None else ",还有更多,见 --limit 或 --csv / and more: --limit or --csv"
    typer.echo(f"{shown} 件 / {shown} issues{more}")


def _cells(line: dict[str, Any], zone: "ZoneInfo") -> tuple[str, ...]:
    names = line["names"]
    unit = names["unit"]
    return (
        line["serial"],
        light_of(line["light"]),
        names["state"]["name_zh"],
        step_of(line["next_step"], zone),
        local(line["due_at"], zone),
        unit["name_zh"] if unit else line["unit_id"] or "—",
    )


def light_of(code: str) -> str:
    """A light by its mark and its word."""
    from mobile_schema.labels import label, shape  # noqa: PLC0415
    from mobile_schema.vocabulary import Light  # noqa: PLC0415

    return f"{shape(code)} {label(Light(code))}"


def step_of(step: dict[str, Any] | None, zone: "ZoneInfo") -> str:
    """What comes next, when, and to whom."""
    if step is None:
        return "—"
    people = "、".join(one["person_name"] or one["title_zh"] for one in step["to"])
    return f"{local(step['at'], zone)} {step['title_zh']} → {people or '—'}"


def local(moment: str | None, zone: "ZoneInfo") -> str:
    """A moment on the clock on the wall."""
    return f"{datetime.fromisoformat(moment).astimezone(zone):%m-%d %H:%M}" if moment else "—"

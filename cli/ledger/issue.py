"""Knows `xiaohao issue`: one issue on a terminal: its facts, its clocks, what comes next, what happened, what one may
do."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.ledger.issues import light_of, local, step_of
from cli.terminal.asking import As, Data, Token, Url, asking
from cli.terminal.refusing import one_clear_line
from cli.terminal.shown import as_json_text, as_line
from cli.terminal.wide import console

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from rich.table import Table


def issue(
    number: Annotated[str, typer.Argument(metavar="编号", help="The issue's 编号, or its id.", show_default=False)],
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="The slip, the history and `may`, as the API has them.")
    ] = False,
    data: Data = None,
    url: Url = None,
    token: Token = None,
    person: As = None,
) -> None:
    """Show one issue: facts, clocks, the next step and to whom, what happened, and what one may do now.

    Examples:

    xiaohao issue 140105-2026-00002

    xiaohao issue 140105-2026-00002 --as staff-140105-natural-resources

    Why each clock is as it is:  xiaohao explain 140105-2026-00002
    """
    from urllib.parse import quote  # noqa: PLC0415

    from exchange.tables.faults import PlayError  # noqa: PLC0415

    path = f"/v1/issues/{quote(number, safe='')}"
    with one_clear_line(PlayError):
        asked = asking(data, url, token, person)
        parts = ("", "/slip", "/history", "/may")
        whole, slip, history, may = asked.all(*((f"{path}{part}", {}) for part in parts))
    if as_json:
        typer.echo(as_json_text({"slip": slip, "history": history["items"], "may": may["items"]}))
        return
    typer.echo(as_line(f"{slip['serial']}  {light_of(slip['light'])}  {slip['names']['state']['name_zh']}"))
    if whole["informant"]:
        typer.echo("线索人 informant: 已填写，内容不在此显示 given, and not shown here")
    out = console()
    for table in (_facts(slip, asked.zone), _clocks(slip, asked.zone), _timeline(history["items"], asked.zone)):
        out.print(table)
    typer.echo(f"下一步 next: {as_line(step_of(slip['next_step'], asked.zone))}")
    given = [f"{one['title_zh']} {one['command']}" for one in may["items"] if one["ok"]]
    typer.echo(f"可执行 may: {' · '.join(given) or '无 nothing'}")


def _facts(slip: dict[str, Any], zone: "ZoneInfo") -> "Table":
    names, origin = slip["names"], slip["origin"]
    facts = {
        "项目 project": [_name(names["project"]), slip["project_code"]],
        "属地 region": [_name(names["region"])],
        "类别 category": [_name(names["category"])],
        "描述 description": [slip["description"]],
        "来源 origin": [origin["title_zh"], origin["by_name"] or origin["by"], local(origin["at"], zone)],
        "单位 unit": _party(slip["lead"]),
        **{f"配合 support {number}": _party(each) for number, each in enumerate(slip["supporting"], 1)},
        "督办 supervisor": _party(slip["supervisor"]),
        "要求 demand": [slip["demand"]],
        "材料 evidence": [kind["name_zh"] for kind in slip["evidence"]],
    }
    return _table("", "", rows=[[what, " ".join(filter(None, said))] for what, said in facts.items() if any(said)])


def _party(party: dict[str, Any] | None) -> list[str | None]:
    return [] if party is None else [party["name_zh"] or party["id"], party["person_name"], party["person_phone"]]


def _name(named: dict[str, Any] | None) -> str | None:
    return None if named is None else named["name_zh"]


def _clocks(slip: dict[str, Any], zone: "ZoneInfo") -> "Table":
    from cli.ledger.explained import CONDITIONS  # noqa: PLC0415

    rows = [[one["title_zh"], local(one["due_at"], zone), CONDITIONS[one["condition"]]] for one in slip["clocks"]]
    return _table("时限 clock", "到期 due", "情况 condition", rows=rows)


def _timeline(events: list[dict[str, Any]], zone: "ZoneInfo") -> "Table":
    from mobile_schema.events.envelope import EVENT_TYPES  # noqa: PLC0415

    rows = []
    for event in events:
        known = EVENT_TYPES.get(event["type"])
        title = known.TITLE[0] if known else event["type"]
        said = _said(event["data"])
        rows.append([str(event["version"]), local(event["at"], zone), title, event["actor"]["person_id"], said])
    return _table("版本", "时间 time", "事项 event", "操作人 by", "内容 text", rows=rows)


def _said(data: dict[str, Any]) -> str:
    """What somebody said with an event; the reasons why a closure was returned are several."""
    if data.get("reasons"):
        return "；".join(data["reasons"])
    return str(next((data[name] for name in ("note", "reason", "statement") if data.get(name)), ""))


def _table(*headings: str, rows: list[list[str]]) -> "Table":
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(*headings, box=None, pad_edge=False, show_header=any(headings))
    for row in rows:
        table.add_row(*(escape(as_line(cell)) for cell in row))
    return table

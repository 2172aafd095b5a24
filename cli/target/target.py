"""Knows `xiaohao target`: how the year's targets stand, and the figures that their lead units enter."""

from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from cli.ranking.ranking import AsOf, Json
from cli.terminal.asking import As, Data, Token, Url
from cli.terminal.days import as_known
from cli.terminal.refusing import one_clear_line
from cli.terminal.rule_files import add_rule_commands
from cli.terminal.shown import as_line, tell_lines
from cli.terminal.wide import tell_table

if TYPE_CHECKING:
    from ledger.mongo.rule_files.kinds import RuleKind

app = typer.Typer(no_args_is_help=True, help="Targets of a year (主要目标): how each stands, figures by lead units.")

_COLUMNS: Final = ("代码", "目标", "牵头", "全年", "月份", "应完成", "完成", "灯")


@app.callback()
def target() -> None:
    """Targets of a year."""


@app.command()
def show(  # noqa: PLR0917 - the options of a command
    year: Annotated[int | None, typer.Option(help="Default: the last year that has targets.")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
    data: Data = None,
    url: Url = None,
    token: Token = None,
    person: As = None,
) -> None:
    """Show each target: the value of the year, what should be reached by now, what was, and the light of it.

    Example:  xiaohao target show --data ./data
    """
    from cli.terminal.asking import asking  # noqa: PLC0415
    from exchange.tables.faults import PlayError  # noqa: PLC0415

    with one_clear_line(PlayError):
        asked = asking(data, url, token, person)
        items: list[dict[str, Any]] = asked.ask("/v1/targets", **as_known(as_of, str(asked.zone), year=year))["items"]
    if as_json:
        tell_lines(items)
    else:
        _show_table(items)


@app.command()
def report(  # noqa: PLR0917 - the options of a command
    code: Annotated[str, typer.Argument(help="A target, as `show` names it.", show_default=False)],
    month: Annotated[str, typer.Option(help="At whose end it stood so: 2019-08.")],
    value: Annotated[float, typer.Option(help="In the target's measure, to two decimals.")],
    source: Annotated[str, typer.Option(help="Where the number is from: a bulletin, a statistic, a count.")],
    data: Data = None,
    url: Url = None,
    token: Token = None,
    person: As = None,
) -> None:
    """Enter what was reached by the end of a month, as one of the target's lead unit; it corrects the last one.

    Example:  xiaohao target report G3-investment --month 2019-08 --value 4250.5 --source 省统计局8月月报
    --as staff-140000-development-reform --data ./data
    """
    from cli.terminal.asking import asking  # noqa: PLC0415
    from exchange.tables.faults import PlayError  # noqa: PLC0415

    with one_clear_line(PlayError):
        asked = asking(data, url, token, person)
        body = {"month": month, "value": value, "source": source}
        kept: dict[str, Any] = asked.tell(f"/v1/targets/{code}/figures", body)
    typer.echo(as_line(f"{code} {kept['month']} {kept['value']:g} 第{kept['version']}次 / version {kept['version']}"))


def _kind() -> "RuleKind[Any]":
    from oversight.targets.target import TARGETS  # noqa: PLC0415

    return TARGETS


add_rule_commands(app, "target", _kind)


def _show_table(items: list[dict[str, Any]]) -> None:
    from mobile_schema.labels import label  # noqa: PLC0415
    from mobile_schema.vocabulary import Light  # noqa: PLC0415

    rows = []
    for item in items:
        light = "未填报 unknown" if item["light"] is None else label(Light(item["light"]))
        numbers = [f"{item['value']:g} {item['measure']}", item["month"] or "—", _text(item["due"])]
        rows.append([item["code"], item["name_zh"], item["unit_name_zh"], *numbers, _text(item["reached"]), light])
    tell_table(_COLUMNS, rows)


def _text(value: float | None) -> str:
    return "—" if value is None else f"{value:g}"

"""Knows `xiaohao permit`: which permits are late, how those of a project stand, and a report of one."""

import json
from typing import Annotated, Any, Final

import typer

from cli.permit.shown import called, set_of, state_of, tell
from cli.ranking.ranking import AsOf, Json
from cli.terminal.asking import As, Data, Token, Url
from cli.terminal.days import as_known, day_of
from cli.terminal.refusing import one_clear_line
from cli.terminal.shown import as_line

app = typer.Typer(no_args_is_help=True, help="Permits of projects (手续): state, unit, limit (限期办结), light.")

_KINDS: Final = (
    "initiation 立项, planning 规划, land 用地, environment 环评, energy 节能审查, water-soil 水土保持, "
    "safety 安评, forest 林地, heritage 文物, fire 消防, construction 施工许可, acceptance 竣工验收, other 其他"
)
_STATES: Final = "required 待申请, applied 办理中, granted 已办结, refused 不予许可, not_needed 不需办理"
Project = Annotated[str, typer.Argument(help="The project's code: 2019-140100-48-01-990011.", show_default=False)]
OfKind = Annotated[str | None, typer.Option(help=f"Of one kind: {_KINDS}.")]


@app.callback()
def permit() -> None:
    """Permits of projects."""


@app.command("list")
def list_(  # noqa: PLR0917 - the options of a command
    light: Annotated[str | None, typer.Option(help="red (over its limit), yellow (near it) or green.")] = None,
    kind: OfKind = None,
    state: Annotated[str | None, typer.Option(help=f"{_STATES}.")] = None,
    region: Annotated[str | None, typer.Option(help="A region's code, with all below it: 140100.")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
    data: Data = None,
    url: Url = None,
    token: Token = None,
    person: As = None,
) -> None:
    """List the permits of all projects that one may see, each with its limit and light.

    Examples:

    xiaohao permit list --light red --data ./data

    xiaohao permit list --kind environment --region 140100 --json --data ./data
    """
    from cli.terminal.asking import asking  # noqa: PLC0415
    from exchange.tables.faults import PlayError  # noqa: PLC0415

    with one_clear_line(PlayError):
        asked = asking(data, url, token, person)
        wanted = as_known(as_of, str(asked.zone), light=light, kind=kind, state=state, region=region)
        items = asked.items("/v1/permits", **wanted)
    tell(items, as_json=as_json)


@app.command()
def show(  # noqa: PLR0917 - the options of a command
    project: Project,
    as_of: AsOf = None,
    as_json: Json = False,
    data: Data = None,
    url: Url = None,
    token: Token = None,
    person: As = None,
) -> None:
    """Show how the permits of a project stand: state, unit, limit, light, and the set in parallel (并联).

    Example:  xiaohao permit show 2019-140100-48-01-990011 --as-of 2019-06-30 --data ./data
    """
    from cli.terminal.asking import asking  # noqa: PLC0415
    from exchange.tables.faults import PlayError  # noqa: PLC0415

    with one_clear_line(PlayError):
        asked = asking(data, url, token, person)
        found: dict[str, Any] = asked.ask(f"/v1/projects/{project}/permits", **as_known(as_of, str(asked.zone)))
    tell(found["items"], as_json=as_json)
    for each in [] if as_json else found["sets"]:
        typer.echo(as_line(set_of(each)))


@app.command()
def report(  # noqa: PLR0917 - the options of a command
    project: Project,
    kind: Annotated[str, typer.Argument(help=f"{_KINDS}.", show_default=False)],
    state: Annotated[str, typer.Option(help=f"{_STATES}.")],
    unit: Annotated[str, typer.Option(help="The unit that has to handle it, by its id: 140105-ecology.")],
    name: Annotated[str, typer.Option(help="Tells several of one kind apart; what an `other` one is.")] = "",
    applied_on: Annotated[str | None, typer.Option(metavar="DAY", help="When it was applied for: 2019-03-01.")] = None,
    limit_on: Annotated[str | None, typer.Option(metavar="DAY", help="Until when it is to be decided.")] = None,
    limit_days: Annotated[int | None, typer.Option(help="Or in how many working days from then.")] = None,
    decided_on: Annotated[str | None, typer.Option(metavar="DAY", help="When it was granted or refused.")] = None,
    number: Annotated[str, typer.Option(help="Number of the document.")] = "",
    parallel: Annotated[str, typer.Option(help="Name of the set that is approved in parallel (并联).")] = "",
    identity: Annotated[
        str | None, typer.Option("--id", metavar="UUIDv7", help="Of the report: the same again keeps nothing.")
    ] = None,
    as_json: Json = False,
    data: Data = None,
    url: Url = None,
    token: Token = None,
    person: As = None,
) -> None:
    """Report how a permit of a project stands now, as a whole: it takes the place of the last report, and both stay.

    Examples:

    xiaohao permit report 2019-140100-48-01-990011 environment --state applied --unit 140105-ecology
    --applied-on 2019-03-01 --limit-days 15 --parallel 开工前 --data ./data

    xiaohao permit report 2019-140100-48-01-990011 environment --state granted --unit 140105-ecology
    --applied-on 2019-03-01 --limit-days 15 --decided-on 2019-03-18 --number 环审〔2019〕3号 --data ./data
    """
    from cli.terminal.asking import asking  # noqa: PLC0415
    from exchange.tables.faults import PlayError  # noqa: PLC0415
    from exchange.tables.ids import new_id  # noqa: PLC0415

    days = {"applied_on": applied_on, "limit_on": limit_on, "decided_on": decided_on}
    read = {name: day_of(day, f"--{name.replace('_', '-')}") for name, day in days.items()}
    with one_clear_line(PlayError):
        asked = asking(data, url, token, person)
        named = identity or new_id()
        said = {"report_id": named, "kind": kind, "name": name, "state": state, "unit": unit}
        limits = {key: None if day is None else day.isoformat() for key, day in read.items()}
        rest = {"limit_days": limit_days, "number": number, "parallel": parallel}
        kept: dict[str, Any] = asked.tell(f"/v1/projects/{project}/permits", {**said, **limits, **rest})
    told = f"{called(kept)} {state_of(kept)} 第{kept['version']}次 / version {kept['version']}"
    typer.echo(json.dumps(kept, ensure_ascii=False) if as_json else as_line(told))

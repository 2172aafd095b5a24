"""Knows `xiaohao campaign`: which campaigns there are, how far each place has come on a day, a file checked."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from cli.ranking.ranking import AsOf, Json
from cli.terminal.asking import As, Data, Token, Url
from cli.terminal.days import as_known
from cli.terminal.refusing import every_fault_of, one_clear_line
from cli.terminal.rule_files import add_rule_commands, entry
from cli.terminal.shown import as_json_text, as_line, tell_lines

if TYPE_CHECKING:
    from ledger.mongo.rule_files.kinds import RuleKind

app = typer.Typer(no_args_is_help=True, help="Campaigns (专题活动月) with targets by date, and how far each place is.")

_ROWS: Final = ("subject", "code", "kind", "light", "values")
Name = Annotated[
    str, typer.Argument(help="A campaign, as `list` names it, or a campaign file (.yaml, .json).", show_default=False)
]
OnDay = Annotated[
    str | None, typer.Option("--day", metavar="DAY", help="On which day: 2019-06-30 (default: that of --as-of).")
]
OfLevel = Annotated[str | None, typer.Option("--level", help="city or county (default: the campaign's own).")]


@app.callback()
def campaign() -> None:
    """Campaigns over the projects of a year."""


@app.command("list")
def list_(data: Data = None, url: Url = None, token: Token = None, as_json: Json = False, person: As = None) -> None:
    """Show the campaigns that there are.

    Example:  xiaohao campaign list --data ./data
    """
    from cli.terminal.asking import asking  # noqa: PLC0415
    from exchange.tables.faults import PlayError  # noqa: PLC0415

    with one_clear_line(PlayError):
        found: list[dict[str, Any]] = asking(data, url, token, person).ask("/v1/campaigns")["items"]
    for each in found:
        said = f"{each['name']}@{each['version']} {each['title']} {each['begins']}—{each['ends']}: {_names(each)}"
        typer.echo(as_json_text(each) if as_json else as_line(said + entry(each)))


@app.command()
def show(  # noqa: PLR0917 - the options of a command
    name: Name,
    as_of: AsOf = None,
    day: OnDay = None,
    level: OfLevel = None,
    as_json: Json = False,
    data: Data = None,
    url: Url = None,
    token: Token = None,
    person: As = None,
) -> None:
    """Show how far each place has come in a campaign that ships, or in a campaign file, with a light behind schedule.

    What the ledger cannot answer is told as not known, never as 0. The same --day and --as-of give the same bytes,
    where --as-of is a moment that is past.

    Examples:

    xiaohao campaign show start-month --data ./data

    xiaohao campaign show start-month --day 2019-05-31 --json --data ./data

    xiaohao campaign show ours.yaml --as-of 2019-06-30 --data ./data
    """
    from cli.terminal.asking import asking  # noqa: PLC0415
    from cli.watch.shown import show_campaign  # noqa: PLC0415
    from exchange.tables.faults import PlayError  # noqa: PLC0415

    with one_clear_line(PlayError):
        asked = asking(data, url, token, person)
        more = as_known(as_of, str(asked.zone), day=day, level=level)
        if name.endswith((".yaml", ".yml", ".json")):
            found = asked.tell("/v1/campaigns/tried", {"text": _text(Path(name)), **more})
        else:
            found = asked.ask(f"/v1/campaigns/{name}", **more)
    if not as_json:
        show_campaign(found)
        return
    tell_lines({key: row[key] for key in _ROWS} for row in found["items"])


@app.command()
def rows(  # noqa: PLR0917 - the options of a command
    name: Annotated[str, typer.Argument(help="A campaign, as `list` names it.", show_default=False)],
    figure: Annotated[str, typer.Option(help="The indicator's key, such as started.")],
    which: Annotated[str, typer.Option(help="done, of (all that is to be), or left (not done).")] = "done",
    subject: Annotated[str, typer.Option(help="A row's name or code; `whole` is the sum of all.")] = "whole",
    as_of: AsOf = None,
    day: OnDay = None,
    level: OfLevel = None,
    as_json: Json = False,
    data: Data = None,
    url: Url = None,
    token: Token = None,
    person: As = None,
) -> None:
    """Show the projects, or issues, that a number of a campaign is made of.

    Example:  xiaohao campaign rows start-month --figure started --which left --subject 长治市 --data ./data
    """
    from cli.terminal.asking import asking  # noqa: PLC0415
    from exchange.tables.faults import PlayError  # noqa: PLC0415

    with one_clear_line(PlayError):
        asked = asking(data, url, token, person)
        more = as_known(as_of, str(asked.zone), day=day, level=level)
        found = asked.ask(f"/v1/campaigns/{name}/rows", figure=figure, which=which, subject=subject, **more)
    for item in found["items"]:
        said = f"{item['id']} {item['name']}"
        typer.echo(as_json_text(item) if as_json else as_line(said))
    if not as_json:
        typer.echo(f"{len(found['items'])} 个 / {len(found['items'])} of them")


def _kind() -> "RuleKind[Any]":
    from oversight.campaigns.checking import CAMPAIGNS  # noqa: PLC0415

    return CAMPAIGNS


add_rule_commands(app, "campaign", _kind)


def _text(file: Path) -> str:
    """A campaign file that nothing is wrong with."""
    from exchange.texts.reading import read_text  # noqa: PLC0415
    from oversight.campaigns.checking import parse_campaign  # noqa: PLC0415

    text = read_text(file)
    with every_fault_of(file):
        parse_campaign(text)
    return text


def _names(found: dict[str, Any]) -> str:
    return ", ".join(each["name"] for each in found["indicators"])

"""Knows `xiaohao ranking`: which rules there are, a ranking shown, a rule file checked, a figure's projects."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from cli.terminal.asking import As, Data, Token, Url
from cli.terminal.days import as_known
from cli.terminal.refusing import every_fault_of, one_clear_line
from cli.terminal.rule_files import add_rule_commands, entry
from cli.terminal.shown import as_json_text, as_line, tell_lines

if TYPE_CHECKING:
    from ledger.mongo.rule_files.kinds import RuleKind

app = typer.Typer(no_args_is_help=True, help="Rankings (排名) of places and units, by rules that are data.")

_ROWS: Final = (
    *("subject", "place", "values", "excluded", "code", "kind", "sequence", "lists", "exempt", "broken"),
    "previous",
)
RuleName = Annotated[
    str, typer.Argument(help="A rule, as `list` names it, or a rule file (.yaml).", show_default=False)
]
PeriodName = Annotated[str | None, typer.Option(help="2019-08, 2019-Q3 or 2019 (default: this month).")]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="TIME", help="As the ledger stood then: 2019-09-05 or 2019-09-05T08:00:00+08:00."),
]
Json = Annotated[bool, typer.Option("--json", help="A line of JSON a row.")]


@app.callback()
def ranking() -> None:
    """Rankings of places and units."""


@app.command("list")
def list_(data: Data = None, url: Url = None, token: Token = None, as_json: Json = False, person: As = None) -> None:
    """Show the rules by which there are rankings.

    Example:  xiaohao ranking list --data ./data
    """
    from cli.terminal.asking import asking  # noqa: PLC0415
    from exchange.tables.faults import PlayError  # noqa: PLC0415

    with one_clear_line(PlayError):
        rules: list[dict[str, Any]] = asking(data, url, token, person).ask("/v1/rankings")["items"]
    for rule in rules:
        said = f"{rule['name']}@{rule['version']} {rule['title']}: {', '.join(_titles(rule))}{entry(rule)}"
        typer.echo(as_json_text(rule) if as_json else as_line(said))


@app.command()
def show(  # noqa: PLR0917 - the options of a command
    rule: RuleName,
    period: PeriodName = None,
    as_of: AsOf = None,
    as_json: Json = False,
    data: Data = None,
    url: Url = None,
    token: Token = None,
    person: As = None,
) -> None:
    """Show a ranking by a rule that ships or a rule file: the whole, the places, who has none and why, rows apart.

    The same rule and period give the same bytes with the same --as-of, once that is a moment that is past.

    Examples:

    xiaohao ranking show shanxi-province-level --period 2019-08 --data ./data

    xiaohao ranking show my-rule.yaml --period 2019-08 --data ./data

    xiaohao ranking show shanxi-province-level --period 2019-08 --as-of 2019-09-05 --json --data ./data
    """
    from cli.ranking.shown import show_ranking  # noqa: PLC0415
    from cli.terminal.asking import asking  # noqa: PLC0415
    from exchange.tables.faults import PlayError  # noqa: PLC0415

    with one_clear_line(PlayError):
        asked = asking(data, url, token, person)
        more = as_known(as_of, str(asked.zone), period=period)
        if rule.endswith((".yaml", ".yml")):
            found = asked.tell("/v1/rankings/tried", {"text": _rule_text(Path(rule)), **more})
        else:
            found = asked.ask(f"/v1/rankings/{rule}", **more)
    if as_json:
        tell_lines({name: row[name] for name in _ROWS} for row in found["items"])
    else:
        show_ranking(found)
    for row in found["items"]:
        for text in row["broken"]:
            typer.echo(as_line(f"{row['subject']}: 不成立 does not hold: {text}"), err=True)


@app.command()
def rows(  # noqa: PLR0917 - the options of a command
    rule: RuleName,
    figure: Annotated[str, typer.Option(help="The indicator's key, such as done.")],
    period: PeriodName = None,
    subject: Annotated[str, typer.Option(help="A row's name or code; `whole` is the sum of all.")] = "whole",
    as_of: AsOf = None,
    as_json: Json = False,
    data: Data = None,
    url: Url = None,
    token: Token = None,
    person: As = None,
) -> None:
    """Show the projects, or issues, that a figure of a ranking is made of.

    Example:  xiaohao ranking rows shanxi-province-level --period 2019-08 --figure late --subject 长治市 --data ./data
    """
    from cli.terminal.asking import asking  # noqa: PLC0415
    from exchange.tables.faults import PlayError  # noqa: PLC0415

    with one_clear_line(PlayError):
        asked = asking(data, url, token, person)
        more = as_known(as_of, str(asked.zone), period=period)
        found = asked.ask(f"/v1/rankings/{rule}/rows", figure=figure, subject=subject, **more)
    for item in found["items"]:
        said = f"{item['id']} {item['name']}"
        typer.echo(as_json_text(item) if as_json else as_line(said))
    if not as_json:
        typer.echo(f"{len(found['items'])} 个 / {len(found['items'])} of them")


def _kind() -> "RuleKind[Any]":
    from oversight.ranking.shipped import RANKINGS  # noqa: PLC0415

    return RANKINGS


add_rule_commands(app, "ranking", _kind)


def _rule_text(file: Path) -> str:
    """A rule file that nothing is wrong with."""
    from exchange.texts.reading import read_text  # noqa: PLC0415
    from oversight.ranking.checking import parse_rule  # noqa: PLC0415

    text = read_text(file)
    with every_fault_of(file):
        parse_rule(text)
    return text


def _titles(rule: dict[str, Any]) -> list[str]:
    return [each["name"] for each in rule["indicators"]]

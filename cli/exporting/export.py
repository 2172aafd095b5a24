"""Knows `xiaohao export`: a list of the ledger as a file, in the officials' layout or as text, however long it is."""

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from cli.terminal.asking import As, Data, Token, Url, asking
from cli.terminal.filtering import Archived, Category, Light, Project, Region, Search, Sort, State, Unit, filters
from cli.terminal.refusing import one_clear_line

_SUFFIXES: Final = {".xlsx": "xlsx", ".csv": "csv"}


def export(  # noqa: PLR0917 - the options of a command
    out: Annotated[
        Path, typer.Option(metavar="FILE", help="Where it goes: FILE.xlsx or FILE.csv.", show_default=False)
    ],
    search: Search = None,
    region: Region = None,
    unit: Unit = None,
    light: Light = None,
    state: State = None,
    category: Category = None,
    project: Project = None,
    archived: Archived = False,
    more: Annotated[
        list[str] | None,
        typer.Option("--filter", metavar="NAME=VALUE", help="Any other filter of GET /v1/issues, again and again."),
    ] = None,
    sort: Sort = "due",
    encoding: Annotated[str, typer.Option(help="Of CSV: utf-8 (with its mark) or gb18030.")] = "utf-8",
    template: Annotated[str, typer.Option(metavar="NAME|FILE", help="ledger, supervision, or a YAML file.")] = "ledger",
    columns: Annotated[str | None, typer.Option(metavar="KEYS", help="Columns, joined by commas.")] = None,
    job: Annotated[str | None, typer.Option(metavar="ID", help="Fetch one that was asked for before.")] = None,
    data: Data = None,
    url: Url = None,
    token: Token = None,
    person: As = None,
) -> None:
    """Export what the same filters list, row for row, as of one moment.

    It is made on the server; what breaks off here goes on where it was, or with --job.

    Examples:

    xiaohao export --light red --region 140105 --out 红灯.xlsx

    xiaohao export --out 台账.csv --encoding gb18030

    xiaohao export --template 我局模板.yaml --filter due_before=2026-04-01T00:00:00+08:00 --out 台账.xlsx
    """
    from exchange.tables.faults import PlayError  # noqa: PLC0415
    from play.client.fetching import Fetching  # noqa: PLC0415

    query = filters(
        search, archived, region=region, unit=unit, light=light, state=state, category=category, project=project
    )
    query |= {"sort": sort} | _named(more or [])
    said: dict[str, Any] = {"query": query, "form": _form(out), "encoding": encoding, "columns": columns}
    with one_clear_line(PlayError):
        said["template"] = _template(template)
        asked = asking(data, url, token, person)
        with Fetching(asked.url, asked.token) as fetching:
            rows = fetching.fetch(job or fetching.ask(said), out)
    typer.echo(f"已导出 {rows} 条 / {rows} lines: {out}")


def _form(out: Path) -> str:
    if out.suffix.lower() not in _SUFFIXES:
        raise typer.BadParameter("文件名以 .xlsx 或 .csv 结尾 / the name ends in .xlsx or .csv", param_hint="--out")
    return _SUFFIXES[out.suffix.lower()]


def _named(more: list[str]) -> dict[str, str]:
    pairs = [each.partition("=") for each in more]
    for name, sign, _ in pairs:
        if not sign:
            raise typer.BadParameter(f"写成 名称=值 / as NAME=VALUE: {name}", param_hint="--filter")
    return {name: value for name, _, value in pairs}


def _template(said: str) -> str:
    """The name of one that ships, or the text of a file. Raises PlayError."""
    from exchange.exports.template import parse_template, shipped_templates  # noqa: PLC0415
    from exchange.tables.faults import PlayError  # noqa: PLC0415
    from exchange.texts.reading import read_text  # noqa: PLC0415

    if said in shipped_templates():
        return said
    path = Path(said)
    if not path.exists():
        known = ", ".join(shipped_templates())
        raise PlayError(f"没有模板 {said}:既不是文件,也不是自带的 / no template {said}: no file, nor one of {known}")
    text = read_text(path)
    parse_template(path.name, text)
    return f"{text}\n"

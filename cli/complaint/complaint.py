"""Knows `xiaohao complaint`: complaints about intermediaries listed, counted by kind, entered, and withdrawn."""

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Final
from urllib.parse import quote

import typer

from cli.complaint.shown import tell, tell_counts, word_of
from cli.ranking.ranking import AsOf, Json
from cli.terminal.asking import As, Data, Token, Url
from cli.terminal.days import as_known, day_of
from cli.terminal.reasons import demand_said
from cli.terminal.refusing import one_clear_line
from cli.terminal.shown import as_json_text, as_line, tell_lines

app = typer.Typer(no_args_is_help=True, help="Complaints about intermediaries (中介投诉): body, matter, fee, time.")

_KINDS: Final = "monopoly 垄断, overcharging 乱收费, too-many 事项多, too-slow 耗时长, irregular 不规范, other 其他"
OfKind = Annotated[str | None, typer.Option(help=f"One kind: {_KINDS}.")]
OfRegion = Annotated[str | None, typer.Option(help="A region's code, with all below it: 140100.")]
OfMonth = Annotated[str | None, typer.Option(help="Received in this month: 2026-03.")]
EntryId = Annotated[
    str | None, typer.Option("--id", metavar="UUIDv7", help="Of the entry: the same again keeps nothing.")
]


@app.callback()
def complaint() -> None:
    """Complaints about intermediaries."""


@app.command("list")
def list_(  # noqa: PLR0917 - the options of a command
    region: OfRegion = None,
    kind: OfKind = None,
    month: OfMonth = None,
    as_of: AsOf = None,
    as_json: Json = False,
    data: Data = None,
    url: Url = None,
    token: Token = None,
    person: As = None,
) -> None:
    """List the complaints that one may see, the last received first.

    Example:  xiaohao complaint list --kind overcharging --month 2026-03 --data ./data
    """
    from cli.terminal.asking import asking  # noqa: PLC0415
    from exchange.tables.faults import PlayError  # noqa: PLC0415

    with one_clear_line(PlayError):
        asked = asking(data, url, token, person)
        wanted = as_known(as_of, str(asked.zone), region=region, kind=kind, month=month)
        items = asked.items("/v1/complaints", **wanted)
    if as_json:
        tell_lines(items)
    else:
        tell(items)


@app.command()
def counts(  # noqa: PLR0917 - the options of a command
    region: OfRegion = None,
    kind: OfKind = None,
    month: OfMonth = None,
    as_of: AsOf = None,
    as_json: Json = False,
    data: Data = None,
    url: Url = None,
    token: Token = None,
    person: As = None,
) -> None:
    """Count the complaints by kind and by region: how many, the fees asked, the middle of the days taken.

    Example:  xiaohao complaint counts --region 140100 --data ./data
    """
    from cli.terminal.asking import asking  # noqa: PLC0415
    from exchange.tables.faults import PlayError  # noqa: PLC0415

    with one_clear_line(PlayError):
        asked = asking(data, url, token, person)
        wanted = as_known(as_of, str(asked.zone), region=region, kind=kind, month=month)
        found = asked.ask("/v1/complaints/counts", **wanted)
    if as_json:
        typer.echo(as_json_text(found))
    else:
        tell_counts(found)


@app.command()
def add(  # noqa: PLR0917 - the options of a command
    intermediary: Annotated[str, typer.Argument(help="What the intermediary is called.", show_default=False)],
    kind: Annotated[str, typer.Argument(help=f"{_KINDS}.", show_default=False)],
    service: Annotated[str, typer.Option(help="What it was to do: 施工图审查.")],
    region: Annotated[str, typer.Option(help="The region's code: 140105.")],
    asked_of: Annotated[str, typer.Option(help="The unit that is to answer, by its id: 140105-housing.")],
    received_on: Annotated[str, typer.Option(metavar="DAY", help="When it was received: 2026-03-02.")],
    fee: Annotated[str | None, typer.Option(metavar="YUAN", help="What was asked for it, in 元.")] = None,
    days: Annotated[int | None, typer.Option(help="How many days it took.")] = None,
    project: Annotated[str | None, typer.Option(help="The code of its project.")] = None,
    issue: Annotated[str | None, typer.Option(help="The number of its issue: 140105-2026-00001.")] = None,
    words: Annotated[str, typer.Option(help="What happened; not who complained.")] = "",
    corrects: Annotated[
        str | None,
        typer.Option(metavar="ID", help="The id of the last version, which it takes the place of: `list` shows it."),
    ] = None,
    identity: EntryId = None,
    as_json: Json = False,
    data: Data = None,
    url: Url = None,
    token: Token = None,
    person: As = None,
) -> None:
    """Enter a complaint about an intermediary, or correct one: a correction says everything anew.

    What a correction leaves out is not known from then on; the versions before stay as they were.

    Example:  xiaohao complaint add 某某工程咨询有限公司 overcharging --service 施工图审查 --region 140105
    --asked-of 140105-housing --received-on 2026-03-02 --fee 26000 --days 25 --data ./data
    """
    from cli.terminal.asking import asking  # noqa: PLC0415
    from exchange.tables.faults import PlayError  # noqa: PLC0415
    from exchange.tables.ids import new_id  # noqa: PLC0415

    day = day_of(received_on, "--received-on")
    said = {"intermediary": intermediary, "kind": kind, "service": service, "region": region, "asked_of": asked_of}
    rest = {"days": days, "project": project, "issue": issue, "words": words, "corrects": corrects}
    money = {"received_on": None if day is None else day.isoformat(), "fee": None if fee is None else _fen(fee)}
    with one_clear_line(PlayError):
        asked = asking(data, url, token, person)
        kept = asked.tell("/v1/complaints", {"report_id": identity or new_id(), **said, **money, **rest})
    _tell_kept(kept, "", as_json)


@app.command()
def withdraw(  # noqa: PLR0917 - the options of a command
    complaint_id: Annotated[
        str, typer.Argument(metavar="ID", help="Of the complaint, as `list` shows it.", show_default=False)
    ],
    reason: Annotated[str, typer.Option(callback=demand_said, help="Why it counts no longer.")],
    identity: EntryId = None,
    as_json: Json = False,
    data: Data = None,
    url: Url = None,
    token: Token = None,
    person: As = None,
) -> None:
    """Withdraw a complaint with the reason: it stays listed and no longer counts, and is corrected no more.

    Example:  xiaohao complaint withdraw ID --reason 投诉人说明系误会 --data ./data
    """
    from cli.terminal.asking import asking  # noqa: PLC0415
    from exchange.tables.faults import PlayError  # noqa: PLC0415
    from exchange.tables.ids import new_id  # noqa: PLC0415

    with one_clear_line(PlayError):
        asked = asking(data, url, token, person)
        said = {"report_id": identity or new_id(), "reason": reason}
        kept = asked.tell(f"/v1/complaints/{quote(complaint_id, safe='')}/withdrawal", said)
    _tell_kept(kept, "已撤回 withdrawn ", as_json)


def _tell_kept(kept: dict[str, Any], what: str, as_json: bool) -> None:
    version = f"第{kept['version']}次 / version {kept['version']}: {kept['id']}"
    told = f"{what}{kept['intermediary']} {word_of(kept['kind'])} {version}"
    typer.echo(as_json_text(kept) if as_json else as_line(told))


def _fen(yuan: str) -> int:
    """元 with at most two decimals in 分. Raises typer.BadParameter."""
    try:
        fen = Decimal(yuan) * 100
        whole = int(fen)
    except (InvalidOperation, ValueError, OverflowError):
        whole, fen = 0, Decimal(1)
    if whole != fen:
        raise typer.BadParameter(f"金额不对 / no amount in yuan: {yuan}", param_hint="--fee")
    return whole

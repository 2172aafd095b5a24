"""Knows `xiaohao bulletin`: a bulletin built and kept, a Word file checked, bulletins shown and issued."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.ranking.ranking import AsOf, Json, PeriodName, RuleName
from cli.terminal.addresses import Data, addresses, open_store
from cli.terminal.refusing import every_fault_of, one_clear_line, refused_whole
from cli.terminal.shown import as_line
from stack.processes.faults import StackError

if TYPE_CHECKING:
    from datetime import datetime

    from ledger.mongo.connection import Store
    from oversight.bulletins.basis import Basis
    from oversight.ranking.rule import Rule
    from stack.processes.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Bulletins (通报) of rankings: build, check, show, issue.")

Identity = Annotated[str, typer.Argument(metavar="ID", help="As `build` and `show` tell it.", show_default=False)]


@app.callback()
def bulletin() -> None:
    """Bulletins of rankings."""


@app.command()
def build(  # noqa: PLR0917 - the options of a command
    rule: RuleName,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the three files go.", show_default=False)],
    period: PeriodName = None,
    as_of: AsOf = None,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Build the Word file, the workbook behind it and the PDF of a period; keep their hashes and every figure.

    The same rule, period and data give the same bytes. Nothing is sent or issued.

    Examples:

    xiaohao bulletin build shanxi-province-level --period 2019-08 --out ./bulletins --data ./data

    xiaohao bulletin build my-rule.yaml --period 2019-Q3 --as-of 2019-10-10 --out ./bulletins --data ./data
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from cli.bulletin.told import told  # noqa: PLC0415
    from cli.organisation.operator import operator  # noqa: PLC0415
    from exchange.papers.faces import FontsMissing  # noqa: PLC0415
    from exchange.tables.faults import PlayError  # noqa: PLC0415
    from oversight.bulletins.files import files_of, hashes_of  # noqa: PLC0415
    from oversight.bulletins.keeping import OtherFiles, keep  # noqa: PLC0415
    from oversight.bulletins.making import NoBulletin, bulletin_of  # noqa: PLC0415
    from oversight.ranking.periods import NoPeriod  # noqa: PLC0415
    from stack.processes.settings import settings  # noqa: PLC0415

    with one_clear_line(PyMongoError, PlayError, NoPeriod, NoBulletin, FontsMissing, OtherFiles):
        where = addresses(data)
        with open_store(where) as store:
            made = bulletin_of(_basis(_rule(rule, store), period, as_of, where, store))
            files = files_of(made, settings().fonts)
            by = operator(where, store)
            kept = keep(store, made, hashes_of(files), by.actor.person_id, by.at)
        written = [_written(out, f"{kept.rule}-{kept.period}.{suffix}", content) for suffix, content in files.items()]
    if as_json:
        typer.echo(json.dumps(told(kept) | {"files": list(map(str, written))}, ensure_ascii=False))
        return
    for line in (as_line(kept.title), f"编号 id: {kept.id}", *map(str, written)):
        typer.echo(line)
    typer.echo(f"尚未印发 / not issued: xiaohao bulletin issue {kept.id}")


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE.docx", help="The Word file.", show_default=False)],
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Name the figures of a Word file that were changed by hand, beside those that are kept; exits 1 where any was.

    A file that is not there, or is no bulletin of this ledger, is refused (exit code 2).

    Example:  xiaohao bulletin check shanxi-province-level-2019-08.docx --data ./data
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from cli.bulletin.told import said_of, told_change  # noqa: PLC0415
    from exchange.papers.controls import NotWord, controls_in  # noqa: PLC0415
    from exchange.tables.faults import PlayError  # noqa: PLC0415
    from exchange.texts.reading import read_bytes  # noqa: PLC0415
    from exchange.workbooks.reading import FILE_BYTES  # noqa: PLC0415
    from oversight.bulletins.comparing import NotOurs, compared, identity_in  # noqa: PLC0415
    from oversight.bulletins.keeping import UnknownBulletin, kept_bulletin  # noqa: PLC0415

    with one_clear_line(PyMongoError), refused_whole(PlayError, NotWord, NotOurs, UnknownBulletin):
        content = read_bytes(file, FILE_BYTES)
        identity = identity_in(controls_in(content))
        with open_store(addresses(data)) as store:
            kept = kept_bulletin(store, identity)
        found = compared(content, kept)
    if as_json:
        changes = [told_change(each) for each in found.changes]
        typer.echo(json.dumps({"id": kept.id, "untouched": found.untouched, "changes": changes}, ensure_ascii=False))
    else:
        for line in said_of(found, kept):
            typer.echo(as_line(line))
    if found.changes:
        raise typer.Exit(1)


@app.command()
def show(
    identity: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="One with its figures; all of them unless given.")
    ] = None,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Show the bulletins that were built, or one with its hashes and figures, and who issued it.

    Example:  xiaohao bulletin show --data ./data
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from cli.bulletin.told import figures_said, told, told_figure  # noqa: PLC0415
    from oversight.bulletins.keeping import UnknownBulletin, kept_bulletin, kept_bulletins  # noqa: PLC0415

    with one_clear_line(PyMongoError, UnknownBulletin), open_store(addresses(data)) as store:
        found = list(kept_bulletins(store)) if identity is None else [kept_bulletin(store, identity)]
    for each in found:
        figures = {} if identity is None else {"figures": list(map(told_figure, each.figures))}
        if as_json:
            typer.echo(json.dumps(told(each) | figures, ensure_ascii=False))
            continue
        issued = "未印发 not issued" if each.issued_by is None else f"{each.issued_by} {each.issued_at:%Y-%m-%d %H:%M}Z"
        typer.echo(as_line(f"{each.id} {each.title} ({each.rule}@{each.version} {each.period}): {issued}"))
        for line in () if identity is None else figures_said(each):
            typer.echo(as_line(line))
    if not found and not as_json:
        typer.echo("还没有通报 / no bulletin yet")


@app.command()
def issue(
    identity: Identity,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Record that a bulletin is issued (印发), by whom and with which files; it cannot be taken back. Nothing is sent.

    Example:  xiaohao bulletin issue ID --data ./data
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from cli.bulletin.told import told  # noqa: PLC0415
    from cli.organisation.operator import operator  # noqa: PLC0415
    from oversight.bulletins.keeping import UnknownBulletin, kept_bulletin  # noqa: PLC0415
    from oversight.bulletins.keeping import issue as issued  # noqa: PLC0415

    with one_clear_line(PyMongoError, UnknownBulletin):
        where = addresses(data)
        with open_store(where) as store:
            kept = kept_bulletin(store, identity)
            if kept.issued_by is None:
                if not yes:
                    typer.echo(as_line(f"{kept.title} ({kept.rule}@{kept.version} {kept.period})"), err=True)
                    typer.confirm("印发后不能撤回,确定? / It cannot be taken back. Issue it?", abort=True, err=True)
                by = operator(where, store)
                kept = issued(store, identity, by.actor.person_id, by.at)
    if as_json:
        typer.echo(json.dumps(told(kept), ensure_ascii=False))
        return
    typer.echo(as_line(f"已印发 / issued: {kept.id} {kept.issued_by} {kept.issued_at:%Y-%m-%dT%H:%M:%SZ}"))


def _rule(name: str, store: "Store") -> "Rule":
    """A rule that holds, or that of a file. Raises StackError, PlayError, pymongo.errors.PyMongoError."""
    from exchange.texts.reading import read_text  # noqa: PLC0415
    from ledger.mongo.rule_files.keeping import rules_in_force  # noqa: PLC0415
    from oversight.ranking.checking import parse_rule  # noqa: PLC0415
    from oversight.ranking.shipped import RANKINGS  # noqa: PLC0415

    if name.endswith((".yaml", ".yml")):
        with every_fault_of(Path(name)):
            return parse_rule(read_text(Path(name)))
    held = rules_in_force(store, RANKINGS).get(name)
    if held is None:
        raise StackError(f"没有排名规则 {name} / no such ranking rule: {name}")
    return held.rules


def _basis(rule: "Rule", period: str | None, as_of: str | None, where: "Settings", store: "Store") -> "Basis":
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    from ledger.mongo.shared_clock import clock_of  # noqa: PLC0415
    from ledger.registry.days import local_day  # noqa: PLC0415
    from ledger.registry.store import read_catalogue  # noqa: PLC0415
    from oversight.bulletins.stored import basis_of  # noqa: PLC0415
    from oversight.ranking.periods import period_of  # noqa: PLC0415
    from oversight.ranking.stored import Ledger  # noqa: PLC0415

    zone, now = ZoneInfo(where.time_zone), clock_of(where.clock, store).now()
    at = now if as_of is None else min(now, _moment(as_of, where.time_zone))
    of = period_of(period or local_day(at, zone).isoformat()[:7])
    return basis_of(rule, of, Ledger(store, read_catalogue(), zone, at))


def _moment(text: str, zone: str) -> "datetime":
    from datetime import UTC, datetime  # noqa: PLC0415

    from cli.terminal.days import moment_of  # noqa: PLC0415

    return datetime.fromisoformat(moment_of(text, zone)).astimezone(UTC)


def _written(folder: Path, name: str, content: bytes) -> Path:
    """The file, which may be there already if it is the same. Raises StackError, OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    if file.exists():
        if file.read_bytes() != content:
            raise StackError(f"{file} 已存在且内容不同,未覆盖 / exists, says something else, and is left as it is")
        return file
    file.write_bytes(content)
    return file

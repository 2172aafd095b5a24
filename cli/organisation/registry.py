"""Knows `xiaohao registry`: the office's own entries, in and out as files, and what was changed by whom."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final
from zoneinfo import ZoneInfo

import typer

from cli.organisation.changes import Limit, show_changes
from cli.organisation.export import export
from cli.organisation.operator import operator
from cli.organisation.vacancies import vacancies
from cli.terminal.addresses import Data, addresses, open_store
from cli.terminal.files import text_of
from cli.terminal.reasons import demand_said
from cli.terminal.refusing import one_clear_line, refused_whole
from cli.terminal.shown import as_line

if TYPE_CHECKING:
    from ledger.registry.catalogue import Catalogue
    from ledger.registry.keeping.changing import Changed
    from ledger.registry.own_files.checking import Entries
    from ledger.registry.own_files.written import Written

_ALWAYS_TOLD: Final = ("persons", "projects", "posts")


class ListKind(StrEnum):
    """What a list may be of."""

    PROJECTS = "projects"
    UNITS = "units"
    PERSONS = "persons"


DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")]
Reason = Annotated[str | None, typer.Option(help="Why, for the history.", callback=demand_said)]

app = typer.Typer(no_args_is_help=True, help="Units, persons, projects, posts, rules: import, export, history.")
app.command("vacancies")(vacancies)
app.command("export")(export)


@app.callback()
def registry() -> None:
    """The registry."""


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="YAML (any kinds) or CSV (one kind); see --kind.", show_default=False)],
    kind: Annotated[
        ListKind | None, typer.Option(help="A list as an office keeps it, of one kind: .xlsx, .xls, .ods, CSV.")
    ] = None,
    dry_run: DryRun = False,
    reason: Reason = None,
    data: Data = None,
) -> None:
    """Add units, persons, projects and so on, or change those with the same id; refuses all on any fault.

    A YAML file holds lists under townships, zones, units, persons, projects, posts, evidence, categories and routes; a
    CSV file holds one kind, told by its columns, and parts lists by a semicolon. `xiaohao registry export` shows
    the form. With --kind the file is a list with a head of its own, found wherever it stands, its columns known by
    their words and its regions and units by their names.

    Examples:

    xiaohao registry import people.yaml --dry-run

    xiaohao registry import projects.csv --data ./data

    xiaohao registry import 重点工程名单.xlsx --kind projects --dry-run
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from ledger.registry.days import local_day  # noqa: PLC0415
    from ledger.registry.keeping.changing import change  # noqa: PLC0415
    from ledger.registry.own_files.checking import check, without_post  # noqa: PLC0415
    from ledger.registry.own_files.refusals import ImportRefused  # noqa: PLC0415

    taken: list[tuple[Entries, Catalogue]] = []

    with one_clear_line(PyMongoError):
        read = _reader(file, kind)
        where = addresses(data)
        with open_store(where) as store:
            by = operator(where, store, reason)
            today = local_day(by.at, ZoneInfo(where.time_zone))

            def decide(known: "Catalogue") -> Mapping[str, Mapping[str, Any]]:
                taken.append((check(read(known), known, today), known))
                return taken[-1][0].of

            try:
                came = change(store, decide, by, dry_run=dry_run)
            except ImportRefused as refused:
                for fault in refused.faults:
                    typer.echo(as_line(f"xiaohao: {file}: {fault}"), err=True)
                raise typer.Exit(1) from None
    for person_id in without_post(*taken[-1]):
        typer.echo(
            f"xiaohao: 督办人员 {person_id} 没有岗位,收不到督办提醒 / "
            f"supervisor {person_id} holds no post and will get no alerts",
            err=True,
        )
    typer.echo(_told(came, dry_run=dry_run))


def _reader(file: Path, kind: ListKind | None) -> "Callable[[Catalogue], Written]":
    """How the entries of a file are read where the registry is known. Raises StackError; exits where it is refused."""
    if kind is None:
        from ledger.registry.own_files.written import read_csv, read_yaml  # noqa: PLC0415

        text = text_of(file)
        return lambda _known: read_csv(text) if file.suffix.lower() == ".csv" else read_yaml(text)
    from api.resources.organisation.listed import written_of  # noqa: PLC0415
    from exchange.listings.reading import listing_of  # noqa: PLC0415
    from exchange.tables.faults import PlayError  # noqa: PLC0415
    from exchange.workbooks.reading import read_file  # noqa: PLC0415
    from exchange.workbooks.refused import FileRefused  # noqa: PLC0415

    with one_clear_line(PlayError), refused_whole(FileRefused):
        listing = listing_of(read_file(file), kind.value)
    for name in listing.unread:
        typer.echo(as_line(f"工作表 {name} 没有读 / sheet {name} was not read"), err=True)
    return lambda known: written_of(listing, kind.value, known)


def _told(came: "Changed", *, dry_run: bool) -> str:
    from ledger.registry.own_files.kinds import KINDS  # noqa: PLC0415

    counts = {kind: came.count(kind) for kind in KINDS}
    kinds = [kind for kind in KINDS if kind not in _ALWAYS_TOLD and counts[kind]] + list(_ALWAYS_TOLD)
    zh = "、".join(f"{KINDS[kind].name_zh} {counts[kind]}" for kind in kinds)
    en = ", ".join(f"{counts[kind]} {kind}" for kind in kinds)
    created, changed, same = (sum(each.values()) for each in (came.created, came.changed, came.same))
    said = ("将导入", "would import") if dry_run else ("已导入", "imported")
    return (
        f"{said[0]}{zh};新增 {created},修改 {changed},未变 {same} / "
        f"{said[1]} {en}; {created} created, {changed} changed, {same} as they were"
    )


@app.command("history")
def history(
    kind: Annotated[str | None, typer.Argument(help="units, persons, …", show_default=False)] = None,
    entry: Annotated[str | None, typer.Argument(help="The id or code of one entry.", show_default=False)] = None,
    limit: Limit = 100,
    data: Data = None,
) -> None:
    """List what was changed in the registry, the latest first: when, by whom, from what to what.

    Example:  xiaohao registry history units 140107-housing
    """
    show_changes(kind, entry, limit, data)

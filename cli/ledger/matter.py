"""Knows `xiaohao matter`: what no inspector reported, entered for a supervisor: one, or a document's tasks as a set."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from cli.ledger.entering import carry_out, identified
from cli.terminal.addresses import Data, addresses, open_store
from cli.terminal.files import text_of
from cli.terminal.refusing import every_fault_of, one_clear_line
from cli.terminal.shown import as_line
from stack.processes.faults import StackError

if TYPE_CHECKING:
    from cli.ledger.entering import Entering
    from ledger.matters.words import NewMatter

_DAYS: Final = ["%Y-%m-%d"]
app = typer.Typer(no_args_is_help=True, help="Matters (交办事项): enter one, a document's tasks, the sample set; show.")
By = Annotated[str, typer.Option(metavar="PERSON_ID", help="The supervisor who enters it, of its region.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be entered, and enter nothing.")]
Day = Annotated[datetime | None, typer.Option(formats=_DAYS, help="Its own deadline; none: the policy's.")]
Number = Annotated[str | None, typer.Option(help="The document's number (文号).")]
Dated = Annotated[datetime | None, typer.Option(formats=_DAYS, help="The document's own day.")]
Title = Annotated[str | None, typer.Option(help="The document's title.")]


@app.callback()
def matter() -> None:
    """Matters that no inspector reported."""


@app.command("enter")
def enter_one(  # noqa: PLR0917 - the options of a command
    by: By,
    source: Annotated[str, typer.Option(help="leader, meeting, inspection, hotline, petition, media, …")],
    text: Annotated[str, typer.Option(help="What it is about.")],
    unit: Annotated[str | None, typer.Option(metavar="UNIT_ID", help="Who leads it; none: routed.")] = None,
    support: Annotated[list[str] | None, typer.Option(metavar="UNIT_ID", help="Who supports; several times.")] = None,
    region: Annotated[str | None, typer.Option(metavar="CODE", help="Where it lies.")] = None,
    project: Annotated[str | None, typer.Option(metavar="CODE", help="Of which project it is.")] = None,
    due: Day = None,
    demand: Annotated[str | None, typer.Option(help="What is to be done.")] = None,
    category: Annotated[str, typer.Option(help="Its category.")] = "other",
    severity: Annotated[str, typer.Option(help="ordinary or major.")] = "ordinary",
    number: Number = None,
    dated: Dated = None,
    title: Title = None,
    identity: Annotated[str | None, typer.Option("--id", metavar="UUIDv7", help="Under which it is entered.")] = None,
    dry_run: DryRun = False,
    data: Data = None,
) -> None:
    """Enter one matter; it gets its 编号 and its unit at once.

    Example:  xiaohao matter enter --by supervisor-140105 --source leader --text 便道受阻 --unit 140105-housing
    """
    said = {
        "source": source,
        "text": text,
        "unit_id": unit,
        "supporting_unit_ids": support or [],
        "region": region,
        "project_code": project,
        "due_on": due and due.date(),
        "demand": demand,
        "category": category,
        "severity": severity,
        "paper": _paper(number, dated, title),
    }

    def read(at: datetime) -> "Entering":
        from exchange.tables.ids import uuid7_at  # noqa: PLC0415
        from ledger.matters.words import NewMatter  # noqa: PLC0415

        named = identity or uuid7_at(at, f"{by}\0{text}")
        return _model(NewMatter, said | {"id": named}), lambda at, message: f"{'.'.join(map(str, at))}: {message}"

    carry_out(read, by, data, dry_run=dry_run)


@app.command("set")
def enter_set(  # noqa: PLR0917 - the options of a command
    file: Annotated[Path, typer.Argument(help="YAML, or CSV of the tasks alone.", show_default=False)],
    by: By,
    title: Title = None,
    number: Number = None,
    dated: Dated = None,
    due: Day = None,
    dry_run: DryRun = False,
    data: Data = None,
) -> None:
    """Enter a document's tasks as a set, all or nothing; the same file again is the same set.

    A YAML file says all; with a CSV file the title, number and days of the document are options.

    Examples:

    xiaohao matter set plan.yaml --by supervisor-140105 --dry-run

    xiaohao matter set tasks.csv --by supervisor-140105 --title 攻坚方案 --due 2026-06-30
    """
    from ledger.matters.files import read_csv, read_yaml  # noqa: PLC0415

    head = {"title": title, "paper": _paper(number, dated, None), "due_on": due and due.date()}
    given = {name: value for name, value in head.items() if value is not None}
    as_rows = file.suffix.lower() == ".csv"
    if given and not as_rows:
        raise typer.BadParameter("YAML 文件自身写明 / a YAML file says it itself", param_hint="--title, --number, …")

    def read(at: datetime) -> "Entering":
        with one_clear_line(), every_fault_of(file):
            text = text_of(file)
            found = read_csv(text, given, identified(at)) if as_rows else read_yaml(text, identified(at))
        return found.entered, found.fault

    carry_out(read, by, data, dry_run=dry_run)


@app.command("sample")
def enter_sample(
    by: By,
    as_of: Annotated[
        datetime | None, typer.Option(formats=_DAYS, help="As if it were issued on this day (default: today).")
    ] = None,
    dry_run: DryRun = False,
    data: Data = None,
) -> None:
    """Enter the tasks T1–T30 of the notice 晋政办发〔2019〕20号, with its own units; the days move along.

    Example:  xiaohao matter sample --by supervisor-140000
    """

    def read(at: datetime) -> "Entering":
        from ledger.matters import samples  # noqa: PLC0415
        from ledger.matters.files import read_yaml  # noqa: PLC0415

        day = as_of.date() if as_of else at.date()
        found = read_yaml(samples.notice_text(), identified(at))
        named = identified(at)(day, f"{samples.NOTICE}\0{day}")
        return samples.as_of(found.entered, day, named), found.fault

    carry_out(read, by, data, dry_run=dry_run)


@app.command("show")
def show(set_id: Annotated[str, typer.Argument(help="The set's id.")], data: Data = None) -> None:
    """Show a set and how each of its matters stands.

    Example:  xiaohao matter show 0195551a-9b20-7c31-8f4e-2a6d1b9c0e57
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from ledger.access.scopes import Scope, region_key  # noqa: PLC0415
    from ledger.matters.sets import matter_set  # noqa: PLC0415
    from ledger.registry.store import read_catalogue  # noqa: PLC0415
    from mobile_schema.labels import label  # noqa: PLC0415
    from mobile_schema.vocabulary import Level, State  # noqa: PLC0415

    with one_clear_line(PyMongoError), open_store(addresses(data)) as store:
        catalogue = read_catalogue()
        whole = (code for code, region in catalogue.regions.items() if region.level is Level.PROVINCE)
        found = matter_set(store, Scope(frozenset(map(region_key, whole))), set_id)
        if found is None:
            raise StackError(f"没有这组任务 / no such set: {set_id}")
    for each in found.matters:
        unit = catalogue.units.get(each.get("unit_id") or "")
        number = each["matter"]["part_of"].get("number") or ""
        words = (number, each["serial"], label(State(each["state"])), unit.name_zh if unit else "—")
        typer.echo(as_line("  ".join((*words, str(each["description"])[:40]))))
    typer.echo(f"{len(found.matters)} 件 / {len(found.matters)} matters")


def _paper(number: str | None, dated: datetime | None, title: str | None) -> dict[str, Any] | None:
    said = {"number": number, "dated_on": dated and dated.date(), "title": title}
    return {name: value for name, value in said.items() if value is not None} or None


def _model(kind: "type[NewMatter]", said: dict[str, Any]) -> "NewMatter":
    """Raises StackError with what is wrong."""
    from pydantic import ValidationError  # noqa: PLC0415

    from mobile_schema.faults import faults_of  # noqa: PLC0415

    try:
        return kind.model_validate(said)
    except ValidationError as error:
        raise StackError("; ".join(f"{fault.path}: {fault.message}" for fault in faults_of(error))) from None

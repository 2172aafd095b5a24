"""Knows `xiaohao matter`: what no inspector reported, entered for a supervisor: one, or a document's tasks as a set."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar

import typer

from cli.ledger.entering import carry_out, identified
from cli.ledger.sets import list_sets, show_set
from cli.terminal.addresses import Data
from cli.terminal.files import text_of
from cli.terminal.refusing import every_fault_of, one_clear_line
from stack.processes.faults import StackError

if TYPE_CHECKING:
    from pydantic import BaseModel

    from cli.ledger.entering import Entering
    from ledger.matters.words import NewSet

Said = TypeVar("Said", bound="BaseModel")

_DAYS: Final = ["%Y-%m-%d"]
app = typer.Typer(no_args_is_help=True, help="Matters (交办事项): enter one, a document's tasks, the sample set; show.")
By = Annotated[str, typer.Option(metavar="PERSON_ID", help="The supervisor who enters it, of its region.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be entered, and enter nothing.")]
Day = Annotated[datetime | None, typer.Option(formats=_DAYS, help="Its own deadline; none: the policy's.")]
Number = Annotated[str | None, typer.Option(help="The document's number (文号).")]
Dated = Annotated[datetime | None, typer.Option(formats=_DAYS, help="The document's own day.")]
Title = Annotated[str | None, typer.Option(help="The document's title.")]
Attach = Annotated[
    list[Path] | None, typer.Option(metavar="FILE", help="A photo or a PDF that belongs to it; several times.")
]


@app.callback()
def matter() -> None:
    """Matters that no inspector reported."""


@app.command("enter")
def enter_one(  # noqa: PLR0917 - the options of a command
    by: By,
    source: Annotated[
        str,
        typer.Option(help="leader, meeting, inspection, hotline, petition, media, self_check, superior or document."),
    ],
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
    attach: Attach = None,
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

    def read(at: datetime, hashes: list[str]) -> "Entering":
        from exchange.tables.ids import uuid7_at  # noqa: PLC0415
        from ledger.matters.words import NewMatter  # noqa: PLC0415

        named = identity or uuid7_at(at, f"{by}\0{text}")
        return _model(
            NewMatter, said | {"id": named, "attachments": hashes}
        ), lambda at, message: f"{'.'.join(map(str, at))}: {message}"

    carry_out(read, by, data, dry_run=dry_run, attach=attach or ())


@app.command("set")
def enter_set(  # noqa: PLR0917 - the options of a command
    file: Annotated[Path, typer.Argument(help="YAML, or CSV of the tasks alone.", show_default=False)],
    by: By,
    title: Title = None,
    number: Number = None,
    dated: Dated = None,
    due: Day = None,
    attach: Attach = None,
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
    if as_rows and title is None:
        raise typer.BadParameter("CSV 文件须另写标题 / a CSV file needs it", param_hint="--title")
    if given and not as_rows:
        raise typer.BadParameter("YAML 文件自身写明 / a YAML file says it itself", param_hint="--title, --number, …")

    def read(at: datetime, hashes: list[str]) -> "Entering":
        with one_clear_line(), every_fault_of(file):
            text = text_of(file)
            found = read_csv(text, given, identified(at)) if as_rows else read_yaml(text, identified(at))
        return _attached(found.entered, hashes), found.fault

    carry_out(read, by, data, dry_run=dry_run, attach=attach or ())


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

    def read(at: datetime, _: list[str]) -> "Entering":
        from ledger.matters import samples  # noqa: PLC0415
        from ledger.matters.files import read_yaml  # noqa: PLC0415

        day = as_of.date() if as_of else at.date()
        found = read_yaml(samples.notice_text(), identified(at))
        named = identified(at)(day, f"{samples.NOTICE}\0{day}")
        return samples.as_of(found.entered, day, named), found.fault

    carry_out(read, by, data, dry_run=dry_run)


app.command("sets")(list_sets)
app.command("show")(show_set)


def _paper(number: str | None, dated: datetime | None, title: str | None) -> dict[str, Any] | None:
    said = {"number": number, "dated_on": dated and dated.date(), "title": title}
    return {name: value for name, value in said.items() if value is not None} or None


def _attached(entered: "NewSet", hashes: list[str]) -> "NewSet":
    """The set with these files beside those that it names. Raises StackError where they are too many."""
    if not hashes:
        return entered
    named = dict.fromkeys((*entered.attachments, *hashes))
    return _model(type(entered), entered.model_dump(exclude_unset=True) | {"attachments": list(named)})


def _model(kind: "type[Said]", said: dict[str, Any]) -> "Said":
    """Raises StackError with what is wrong."""
    from pydantic import ValidationError  # noqa: PLC0415

    from mobile_schema.faults import faults_of  # noqa: PLC0415

    try:
        return kind.model_validate(said)
    except ValidationError as error:
        raise StackError("; ".join(f"{fault.path}: {fault.message}" for fault in faults_of(error))) from None

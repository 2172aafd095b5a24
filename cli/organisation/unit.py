"""Knows `xiaohao unit`: one unit at a time, as an office changes it: new, renamed, retired, split."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, NoReturn
from zoneinfo import ZoneInfo

import typer

from cli.organisation.operator import operator
from cli.terminal.addresses import Data, addresses, open_store
from cli.terminal.reasons import demand_said
from cli.terminal.refusing import one_clear_line
from cli.terminal.shown import as_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from ledger.registry.catalogue import Catalogue

app = typer.Typer(no_args_is_help=True, help="Units (责任单位): list, add, rename, retire, split.")
Id = Annotated[str, typer.Argument(help="The unit's id, such as 140107-housing.", show_default=False)]
Reason = Annotated[str | None, typer.Option(help="Why, for the history.", callback=demand_said)]
On = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="From which day on (default: today).")]


@app.callback()
def unit() -> None:
    """The units."""


@app.command("list")
def list_units(
    region: Annotated[str | None, typer.Option(metavar="CODE", help="Only in this region and all below it.")] = None,
    data: Data = None,
) -> None:
    """List units: id, name, how many people, and whether one was retired.

    Example:  xiaohao unit list --region 140107
    """
    from collections import Counter  # noqa: PLC0415

    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from ledger.registry.regions import is_within  # noqa: PLC0415
    from ledger.registry.store import read_catalogue  # noqa: PLC0415

    with one_clear_line(PyMongoError), open_store(addresses(data)):
        catalogue = read_catalogue()
    there = (person for person in catalogue.persons.values() if person.left_on is None)
    people = Counter(place for person in there for place in {duty.unit_id for duty in person.duties})
    for each in sorted(catalogue.units.values(), key=lambda found: found.id):
        if region is None or is_within(each.region, region):
            ended = f" 已撤销 retired {each.retired_on}" if each.retired_on else ""
            typer.echo(as_line(f"{each.id}  {each.name_zh}  {people[each.id]} 人 people{ended}"))


@app.command("add")
def add(  # noqa: PLR0917 - the options of a command
    unit_id: Id,
    name: Annotated[str, typer.Option(help="Its name.")],
    region: Annotated[str, typer.Option(metavar="CODE", help="The region it is of.")],
    bureau: Annotated[str, typer.Option(help="The word by which routing finds it; none: only people do.")] = "",
    parent: Annotated[str | None, typer.Option(help="The unit above it.")] = None,
    phone: Annotated[str | None, typer.Option(help="Its telephone.")] = None,
    reason: Reason = None,
    data: Data = None,
) -> None:
    """Add a unit.

    Example:  xiaohao unit add 140107-new-town --name 新城管委会 --region 140107
    """
    given = {"id": unit_id, "name_zh": name, "region": region, "bureau": bureau, "parent": parent, "phone": phone}

    def raw(known: "Catalogue") -> list[dict[str, Any]]:
        if unit_id in known.units:
            _refuse(f"已有责任单位 / there is a unit {unit_id} already")
        return [given]

    _carry_out(raw, reason, data)


@app.command("rename")
def rename(
    unit_id: Id, name: Annotated[str, typer.Argument(help="Its new name.")], reason: Reason = None, data: Data = None
) -> None:
    """Give a unit another name; the history keeps the old one, and open issues show the new one.

    Example:  xiaohao unit rename 140107-housing 住房和城乡建设管理局 --reason 机构改革
    """
    _carry_out(lambda known: [{**_plain(known, unit_id), "name_zh": name}], reason, data)


@app.command("retire")
def retire(unit_id: Id, on: On = None, reason: Reason = None, data: Data = None) -> None:
    """Say that a unit is no more; what it did stays readable under its name.

    Example:  xiaohao unit retire 140107-old --on 2026-03-01
    """
    _carry_out(lambda known: [_plain(known, unit_id)], reason, data, ended=(unit_id, on))


@app.command("split")
def split(
    unit_id: Id,
    into: Annotated[list[str], typer.Argument(help="The units that follow it, which must be there.")],
    on: On = None,
    reason: Reason = None,
    data: Data = None,
) -> None:
    """Say that a unit was split into others, or merged into one; it is retired, and names them.

    Example:  xiaohao unit split 140107-planning-and-land 140107-planning 140107-natural-resources
    """
    _carry_out(lambda known: [{**_plain(known, unit_id), "succeeded_by": into}], reason, data, ended=(unit_id, on))


def _plain(known: "Catalogue", unit_id: str) -> dict[str, Any]:
    from ledger.registry.own_files.exporting import plain  # noqa: PLC0415

    if unit_id not in known.units:
        _refuse(f"没有责任单位 / no unit {unit_id}")
    return plain(known.units[unit_id])


def _carry_out(
    raw: "Callable[[Catalogue], list[dict[str, Any]]]",
    reason: str | None,
    data: Any,
    ended: tuple[str, datetime | None] | None = None,
) -> None:
    """Change units as an import of them would, by the same rules."""
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from ledger.registry.days import local_day  # noqa: PLC0415
    from ledger.registry.keeping.changing import change  # noqa: PLC0415
    from ledger.registry.own_files.checking import check  # noqa: PLC0415
    from ledger.registry.own_files.refusals import ImportRefused  # noqa: PLC0415
    from ledger.registry.own_files.written import Written  # noqa: PLC0415

    with one_clear_line(PyMongoError):
        where = addresses(data)
        with open_store(where) as store:
            by = operator(where, store, reason)
            today = local_day(by.at, ZoneInfo(where.time_zone))

            def decide(known: "Catalogue") -> Mapping[str, Mapping[str, Any]]:
                entries = [each | _ending(each, ended, today) for each in raw(known)]
                return check(Written({"units": entries}), known, today).of

            try:
                came = change(store, decide, by)
            except ImportRefused as refused:
                _refuse(*refused.faults)
    created, changed = came.created["units"], came.changed["units"]
    typer.echo(f"新增 {created},修改 {changed} / {created} created, {changed} changed")


def _ending(entry: Mapping[str, Any], ended: tuple[str, datetime | None] | None, today: "date") -> dict[str, Any]:
    if ended is None or entry["id"] != ended[0]:
        return {}
    return {"retired_on": (ended[1].date() if ended[1] else today).isoformat()}


def _refuse(*faults: str) -> NoReturn:
    for fault in faults:
        typer.echo(as_line(f"xiaohao: {fault}"), err=True)
    raise typer.Exit(1)

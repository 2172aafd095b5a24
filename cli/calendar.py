"""Knows `xiaohao calendar`: checking and entering calendar files, and a year's days as people read them."""

import calendar as month_grids
from collections.abc import Iterator
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.terminal.addresses import Data, addresses, open_store, running_or_none
from cli.terminal.files import text_of
from cli.terminal.refusing import every_fault_of, one_clear_line
from cli.terminal.shown import as_line
from stack.processes.faults import StackError

if TYPE_CHECKING:
    from ledger.calendar.calendars import Calendar, Calendars
    from ledger.calendar.files import CalendarFile

app = typer.Typer(no_args_is_help=True, help="Working days (工作日, 调休): check, import, show.")

File = Annotated[Path, typer.Argument(help="A calendar file (YAML), see docs/calendars.md.", show_default=False)]
_LEGEND = "班 调休上班 made up · 休 放假 closed · “·” 周末 weekend"
_WIDTH = 35


@app.command("check")
def check_file(file: File) -> None:
    """Say what is wrong with a calendar file, line by line, or that nothing is; changes nothing.

    Example:  xiaohao calendar check national-2027.yaml
    """
    with one_clear_line():
        typer.echo(f"没有错误 / no fault: {_told(_parsed(file, text_of(file)))}")


@app.command("import")
def import_file(file: File, data: Data = None) -> None:
    """Enter a calendar file for good; it holds within seconds, and running clocks are set anew within a minute.

    Says how many. The same file again changes nothing.

    Example:  xiaohao calendar import taiyuan.yaml --data ./data
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from ledger.calendar.store import CalendarRefused, enter_calendar  # noqa: PLC0415
    from ledger.mongo.shared_clock import clock_of  # noqa: PLC0415
    from ledger.policy.in_force import read_rules  # noqa: PLC0415
    from ledger.store.by_itself.recomputing import affected  # noqa: PLC0415

    with one_clear_line(PyMongoError, CalendarRefused):
        text = text_of(file)
        found, where = _parsed(file, text), addresses(data)
        with open_store(where) as store:
            if found.region and store["regions"].find_one({"_id": found.region}) is None:
                raise StackError(f"{file}: 没有行政区划 {found.region} / no region {found.region} in the registry")
            now = clock_of(where.clock, store).now()
            enter_calendar(store, text, now)
            typer.echo(f"已导入 / imported: {_told(found)}")
            regions = None if found.region is None else {found.region}
            anew = affected(store, now, read_rules(where.time_zone), regions)
    typer.echo(
        f"一分钟内将按新日历重算 {anew.issues} 个问题的 {anew.clocks} 个时限 / "
        f"{anew.clocks} running clock(s) on {anew.issues} issue(s) will be set anew within a minute"
    )


@app.command("show")
def show_year(
    region: Annotated[str, typer.Option(help="GB/T 2260 code, such as 140105.", show_default=False)],
    year: Annotated[int, typer.Option(min=2004, max=2100, show_default=False)],
    data: Data = None,
) -> None:
    """Show which days of a year are worked in a region, and whether the year is published yet.

    Without a stack: by the national calendars that come with the software.

    Example:  xiaohao calendar show --region 140105 --year 2026
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    with one_clear_line(PyMongoError, ValueError):
        calendars = _calendars(data, region)
        days = calendars.of(region)
    published = days.is_known(date(year, 1, 1))
    state = "已公布 published" if published else "未公布,暂按周一至周五 not published yet: weekdays, provisional"
    typer.echo(f"{region}  {year}  {state}\n{_LEGEND}\n")
    for first in range(1, 13, 2):
        pair = zip_longest(_month(days, year, first), _month(days, year, first + 1), fillvalue="")
        for left, right in pair:
            typer.echo(f"{left}{' ' * (_WIDTH - _columns(left))}    {right}".rstrip())
    for told in _local_days(calendars, region, year):
        typer.echo(as_line(told))


def _calendars(data: Path | None, region: str) -> "Calendars":
    """Those of the stack, whose registry knows the region, or those of the software, which knows none."""
    from ledger.calendar.calendars import Calendars  # noqa: PLC0415
    from ledger.calendar.store import read_calendars  # noqa: PLC0415
    from ledger.registry.regions import level_of  # noqa: PLC0415

    where = running_or_none(data)
    if where is None:
        return Calendars()
    with open_store(where) as store:
        level_of(region)
        if store["regions"].find_one({"_id": region}) is None:
            raise StackError(f"没有行政区划 {region} / no region {region} in the registry")
        return read_calendars(store)


def _parsed(file: Path, text: str) -> "CalendarFile":
    from ledger.calendar.files import parse_calendar  # noqa: PLC0415

    with every_fault_of(file):
        return parse_calendar(text)


def _told(file: "CalendarFile") -> str:
    years = ", ".join(str(year) for year in sorted(file.years)) or "—"
    closed, working = len(file.local_closed()), len(file.local_working())
    return (
        f"{file.name}@{file.version} ({file.region or '全国 national'}): 年份 years {years}; "
        f"地方放假 closed {closed}; 地方上班 worked {working}"
    )


def _month(days: "Calendar", year: int, month: int) -> Iterator[str]:
    """One month's lines, Monday first, each day five columns wide."""
    yield f"{year}-{month:02}"
    yield "".join(f" {name}  " for name in "一二三四五六日")
    for week in month_grids.Calendar().monthdatescalendar(year, month):
        yield "".join(_cell(days, day) if day.month == month else " " * 5 for day in week).rstrip()


def _cell(days: "Calendar", day: date) -> str:
    ordered, plain = ("班", "  ") if days.is_working(day) else ("休", "· ")
    mark = ordered if day in days.working or day in days.closed else plain
    return f"{day.day:2}{mark} "


def _columns(text: str) -> int:
    """How wide a terminal shows it: a Chinese character takes two columns."""
    return len(text) + sum("一" <= mark <= "鿿" for mark in text)


def _local_days(calendars: "Calendars", region: str, year: int) -> Iterator[str]:
    """What the region and those above it ordered for the year, and why."""
    from ledger.registry.regions import ancestors  # noqa: PLC0415

    for file in calendars.in_force:
        if file.region is None or file.region in ancestors(region):
            source = f"{file.name}@{file.version}"
            for closed in file.closed:
                if closed.first.year <= year <= closed.last.year:
                    yield f"休 {closed.first} – {closed.last}  {closed.reason}  ({source})"
            for working in file.working:
                if working.day.year == year:
                    yield f"班 {working.day}  {working.reason}  ({source})"

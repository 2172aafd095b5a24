"""Knows `xiaohao registry vacancies`: the posts nobody holds."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from cli.terminal.addresses import Data, addresses, open_store
from cli.terminal.refusing import one_clear_line
from cli.terminal.shown import as_line
from cli.terminal.wide import console
from stack.processes.faults import StackError

if TYPE_CHECKING:
    from ledger.registry.vacancies import ListedVacancy


def vacancies(
    region: Annotated[str | None, typer.Option(metavar="CODE", help="Only in this region and all below it.")] = None,
    data: Data = None,
) -> None:
    """List the posts that nobody holds: since when, on how many open issues, and who is told in their place.

    Example:  xiaohao registry vacancies --region 140100
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from ledger.mongo.shared_clock import clock_of  # noqa: PLC0415
    from ledger.registry.regions import level_of  # noqa: PLC0415
    from ledger.registry.store import read_catalogue  # noqa: PLC0415
    from ledger.store.vacancies import list_vacancies  # noqa: PLC0415

    if region is not None:
        try:
            level_of(region)
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="--region") from None
    with one_clear_line(PyMongoError):
        where = addresses(data)
        with open_store(where) as store:
            now, zone = clock_of(where.clock, store).now(), ZoneInfo(where.time_zone)
            catalogue = read_catalogue()
            if region is not None and region not in catalogue.regions:
                raise StackError(f"没有行政区划 {region} / no region {region} in the registry")
            found = list(list_vacancies(store, catalogue, now, region, zone=zone))
    if found:
        _show(found)
    typer.echo(
        f"{len(found)} 个空缺岗位 / {len(found)} vacant post(s)" if found else "没有空缺岗位 / no post is vacant"
    )


def _show(found: "Sequence[ListedVacancy]") -> None:
    """One line a post."""
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table("岗位 post", "地点 place", "自 since", "问题 issues", "转交 passes to", box=None, pad_edge=False)
    for each in found:
        empty, to = each.vacancy, each.vacancy.passes_to
        table.add_row(
            empty.name,
            escape(as_line(f"{empty.name_zh} {empty.name_en}{' · 全员空缺 nobody at all' if empty.nobody else ''}")),
            str(empty.since or "—"),
            str(each.open_issues),
            escape(as_line(f"{to.person_id or '无人 nobody'}{' 代理 deputy' if to.deputy else ''}")),
        )
    console().print(table)

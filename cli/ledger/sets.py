"""Knows `xiaohao matter sets` and `show`: which sets of tasks there are, and how each of one stands."""

from typing import TYPE_CHECKING, Annotated

import typer

from cli.terminal.addresses import Data, addresses, open_store
from cli.terminal.refusing import one_clear_line
from cli.terminal.shown import as_line
from stack.processes.faults import StackError

if TYPE_CHECKING:
    from ledger.access.scopes import Scope
    from ledger.registry.catalogue import Catalogue


def list_sets(
    limit: Annotated[int, typer.Option(min=1, max=200, help="Show so many.")] = 50,
    data: Data = None,
) -> None:
    """List the sets of tasks, the latest first: how many matters, how many of them open, overdue and struck off.

    Example:  xiaohao matter sets --limit 10
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from ledger.matters import sets  # noqa: PLC0415
    from ledger.mongo.shared_clock import clock_of  # noqa: PLC0415
    from ledger.registry.store import read_catalogue  # noqa: PLC0415

    with one_clear_line(PyMongoError):
        where = addresses(data)
        with open_store(where) as store:
            now = clock_of(where.clock, store).now()
            found = sets.list_sets(store, _everything(read_catalogue()), limit, None)
    for each in found.items:
        title, how = each.matters[0]["matter"]["part_of"]["title"], each.progress(now)
        said = f"{how.shown} 件 在办 open {how.open} 超期 red {how.red} 销号 struck off {how.struck_off}"
        typer.echo(as_line(f"{each.id}  {said}  {title}"))


def show_set(set_id: Annotated[str, typer.Argument(help="The set's id.")], data: Data = None) -> None:
    """Show a set and how each of its matters stands.

    Example:  xiaohao matter show 0195551a-9b20-7c31-8f4e-2a6d1b9c0e57
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from ledger.matters.sets import matter_set  # noqa: PLC0415
    from ledger.registry.store import read_catalogue  # noqa: PLC0415
    from mobile_schema.labels import label  # noqa: PLC0415
    from mobile_schema.vocabulary import State  # noqa: PLC0415

    with one_clear_line(PyMongoError), open_store(addresses(data)) as store:
        catalogue = read_catalogue()
        found = matter_set(store, _everything(catalogue), set_id)
        if found is None:
            raise StackError(f"没有这组任务 / no such set: {set_id}")
    for each in found.matters:
        unit = catalogue.units.get(each.get("unit_id") or "")
        number = each["matter"]["part_of"].get("number") or ""
        words = (number, each["serial"], label(State(each["state"])), unit.name_zh if unit else "—")
        typer.echo(as_line("  ".join((*words, str(each["description"])[:40]))))
    typer.echo(f"{len(found.matters)} 件 / {len(found.matters)} matters")


def _everything(catalogue: "Catalogue") -> "Scope":
    from ledger.access.scopes import Scope, region_key  # noqa: PLC0415
    from mobile_schema.vocabulary import Level  # noqa: PLC0415

    whole = (code for code, region in catalogue.regions.items() if region.level is Level.PROVINCE)
    return Scope(frozenset(map(region_key, whole)))

"""Knows `xiaohao registry export`: the registry as files that an import takes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

import typer

from cli.terminal.addresses import Data, addresses, open_store
from cli.terminal.refusing import one_clear_line
from stack.processes.faults import StackError

_PIECE: Final = 64 * 1024


def export(
    kind: Annotated[
        list[str] | None, typer.Option("--kind", help="Only this kind; may be given several times.", metavar="KIND")
    ] = None,
    csv: Annotated[bool, typer.Option("--csv", help="CSV, of one kind, instead of YAML.")] = False,
    into: Annotated[
        Path | None, typer.Option("--into", help="A new folder for it, in files of 25,000 entries.", metavar="FOLDER")
    ] = None,
    data: Data = None,
) -> None:
    """Print the registry in the form that `import` takes: importing it changes nothing.

    What is more than an import takes goes into a folder, in files to be imported in the order of their names.

    Examples:

    xiaohao registry export > registry.yaml

    xiaohao registry export --kind persons --csv > persons.csv

    xiaohao registry export --into registry
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from ledger.registry.own_files.exporting import as_csv, as_yaml, parts_of  # noqa: PLC0415
    from ledger.registry.own_files.kinds import KINDS  # noqa: PLC0415
    from ledger.registry.store import read_catalogue  # noqa: PLC0415

    kinds = tuple(kind or KINDS)
    unknown = [each for each in kinds if each not in KINDS]
    if unknown:
        raise typer.BadParameter(f"{unknown[0]}: {', '.join(KINDS)}", param_hint="--kind")
    if csv and len(kinds) != 1:
        raise typer.BadParameter("CSV 只含一个类别 / a CSV file is of one --kind", param_hint="--csv")
    with one_clear_line(PyMongoError):
        with open_store(addresses(data)):
            catalogue = read_catalogue()
        files = [
            as_csv(catalogue, kinds[0], part) if csv else as_yaml(catalogue, part)
            for part in parts_of(catalogue, kinds)
        ]
        if into is not None:
            name = kinds[0] if len(kinds) == 1 else "registry"
            _keep(files, into, f"{name}-{{:03}}.{'csv' if csv else 'yaml'}")
        else:
            _print(files)


def _print(files: list[Iterator[str]]) -> None:
    from ledger.groundwork.portions import portions  # noqa: PLC0415
    from ledger.registry.own_files.written import MAX_CHANGES  # noqa: PLC0415

    if len(files) > 1:
        raise StackError(
            f"超过一次导入的上限 {MAX_CHANGES} 条,请用 --into 导出到文件夹 / "
            f"more than the {MAX_CHANGES} entries that an import takes in: name a folder with --into"
        )
    for lines in portions(files[0], len, _PIECE):
        typer.echo("".join(lines), nl=False)


def _keep(files: list[Iterator[str]], into: Path, name: str) -> None:
    into.mkdir(parents=True)
    for number, lines in enumerate(files, 1):
        with (into / name.format(number)).open("w", encoding="utf-8") as file:
            file.writelines(lines)
        typer.echo(into / name.format(number))

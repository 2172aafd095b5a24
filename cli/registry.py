"""Knows `xiaohao registry`: the operator's own persons, projects and posts, taken whole or not at all."""

from pathlib import Path
from typing import Annotated

import typer

from xiaohao.cli.addresses import Data, addresses, open_store
from xiaohao.cli.refusing import one_clear_line

app = typer.Typer(no_args_is_help=True, help="Regions, units, persons and projects: import.")


@app.callback()
def registry() -> None:
    """The registry."""


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="YAML (persons, projects, posts) or CSV.", show_default=False)],
    data: Data = None,
) -> None:
    """Add persons, projects and posts, or put them in the place of those with the same id; refuses all on any fault.

    A YAML file holds lists under persons, projects and posts; a CSV file holds one kind, told by its columns, and
    parts lists by a semicolon.

    Examples:

    xiaohao registry import people.yaml

    xiaohao registry import projects.csv --data ./data
    """
    from dataclasses import replace  # noqa: PLC0415

    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from xiaohao.ledger.registry.importing import ImportRefused, check, read_csv, read_yaml  # noqa: PLC0415
    from xiaohao.ledger.store.registry import enter, read_catalogue  # noqa: PLC0415

    with one_clear_line(PyMongoError, UnicodeDecodeError):
        text = file.read_text(encoding="utf-8-sig")
        with open_store(addresses(data)) as store:
            known = read_catalogue()
            try:
                found = check(read_csv(text) if file.suffix.lower() == ".csv" else read_yaml(text), known)
            except ImportRefused as refused:
                for fault in refused.faults:
                    typer.echo(f"xiaohao: {file}: {fault}", err=True)
                raise typer.Exit(1) from None
            nothing = replace(known, regions={}, units={}, zones={}, projects={}, persons={}, posts={})
            enter(store, replace(nothing, persons=found.persons, projects=found.projects, posts=found.posts))
    persons, projects, posts = len(found.persons), len(found.projects), len(found.posts)
    typer.echo(
        f"已导入人员 {persons}、项目 {projects}、岗位 {posts} / "
        f"imported {persons} persons, {projects} projects, {posts} posts"
    )

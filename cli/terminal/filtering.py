"""Knows the options by which commands narrow the ledger's list, as the API has its filters."""

from typing import Annotated, Final

import typer

_SEVERAL: Final = "; several, joined by commas."

Search = Annotated[str | None, typer.Option(metavar="WORDS", help="Words that all stand in it, or a 编号.")]
Region = Annotated[str | None, typer.Option(metavar="CODE", help=f"A region with all below it{_SEVERAL}")]
Unit = Annotated[str | None, typer.Option(metavar="UNIT_ID", help=f"The lead unit, or none{_SEVERAL}")]
Light = Annotated[str | None, typer.Option(help=f"red, yellow, green{_SEVERAL}")]
State = Annotated[str | None, typer.Option(help=f"Such as assigned, in_progress{_SEVERAL}")]
Category = Annotated[str | None, typer.Option(help=f"Such as land, funding{_SEVERAL}")]
Project = Annotated[str | None, typer.Option(metavar="CODE", help=f"Of a project{_SEVERAL}")]
Archived = Annotated[bool, typer.Option("--archived", help="Those in the archive.")]
Sort = Annotated[str, typer.Option(help="due, updated, reported, serial, region.")]


def filters(search: str | None, archived: bool, **said: str | None) -> dict[str, str]:
    """What is said, by the names of the API's parameters."""
    named = {"q": search, **said, "archived": "true" if archived else None}
    return {name: value for name, value in named.items() if value is not None}

"""Knows how what others wrote is shown on a terminal: nothing in it is a line break, an escape or out of sight."""

import json
from collections.abc import Iterable
from typing import Any

import typer


def as_line(text: object) -> str:
    """Text on one line, as text."""
    from ledger.groundwork.seen_text import one_line  # noqa: PLC0415

    return one_line(str(text))


def as_json_text(value: Any, **how: Any) -> str:
    """JSON that reads back as it was, with escapes for what a terminal would not show."""
    from ledger.groundwork.seen_text import escaped  # noqa: PLC0415

    return escaped(json.dumps(value, ensure_ascii=False, **how))


def tell_lines(items: Iterable[Any]) -> None:
    """A line of JSON each."""
    for item in items:
        typer.echo(as_json_text(item))

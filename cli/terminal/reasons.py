"""Knows what a reason is on a command line: words that can be read, or the command is refused before it begins."""

import typer


def demand_said(reason: str | None) -> str | None:
    """The reason without the blanks around it, or None where none was asked for. Leaves when it says nothing."""
    from mobile_schema.statements import says_something  # noqa: PLC0415

    if reason is None:
        return None
    if not says_something(reason):
        raise typer.BadParameter("请写明理由,空白或标点不算 / say why: blanks and punctuation say nothing")
    return reason.strip()

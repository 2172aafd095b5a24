"""Knows how a data folder is named on the command line."""

from pathlib import Path
from typing import Any, Final

import typer


def _named(text: str) -> Path:
    """The folder. An empty name, of a variable that nobody set, is no folder, least of all the current one."""
    if not text:
        raise typer.BadParameter("数据目录名为空,当前目录请写作 . / the name is empty; the current folder is .")
    return Path(text)


FOLDER: Final[dict[str, Any]] = {"parser": _named, "metavar": "<path>"}
"""What every option of a data folder has in common."""

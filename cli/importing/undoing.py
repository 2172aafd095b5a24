"""Knows `xiaohao import --undo`: an import by its id, a file of figures by its SHA-256; what stays is named."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import typer

from cli.importing.over_api import Import
from cli.terminal.asking import Asking
from cli.terminal.shown import as_line

_FILE: Final = re.compile(r"[0-9a-fA-F]{64}")
_PATIENCE: Final = 120.0
_WHY: Final = {
    "corrected-since": "此后已更正 / corrected since",
    "expired": "入账已超过 30 日 / kept more than 30 days ago",
    "elsewhere": "不归您报 / not yours to report",
}


def is_file(undo: str) -> bool:
    """Whether what is to be undone is a file of figures, and no import."""
    return _FILE.fullmatch(undo) is not None


def import_taken_back(import_id: str, asked: Asking, as_json: bool) -> None:
    """Undo an import, and say what was left. Raises StackError."""
    undone = Import(asked, import_id).undo()
    _tell(undone, (f"{left['serial'] or left['issue_id']}: {left['why']}" for left in undone["left"]), as_json)


def figures_taken_back(sha256: str, asked: Asking, as_json: bool) -> None:
    """Undo what a file of figures reported, and say what was left. Raises StackError, PlayError."""
    undone = asked.tell("/v1/figures/undo", {"sha256": sha256}, _PATIENCE)
    lines = (f"{left['name']}({left['project']}){left['month']}: {_WHY[left['why']]}" for left in undone["left"])
    _tell(undone, lines, as_json)


def _tell(undone: dict[str, Any], left: Iterator[str], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(undone, ensure_ascii=False))
        return
    for line in left:
        typer.echo(as_line(line))
    zh = f"撤回 {undone['withdrawn']} 个,复原 {undone['restored']} 处,保留 {len(undone['left'])} 个"
    typer.echo(f"{zh} / {undone['withdrawn']} withdrawn, {undone['restored']} put back, {len(undone['left'])} left")

"""Knows `xiaohao dispatch`: which flag of a monthly figure opens a matter (针对性调度); checked, entered and shown."""

from typing import TYPE_CHECKING, Any

import typer

from cli.terminal.rule_files import add_rule_commands

if TYPE_CHECKING:
    from ledger.mongo.rule_files.kinds import RuleKind

app = typer.Typer(no_args_is_help=True, help="Which flagged figure opens a matter (针对性调度): check, import, show.")


def _kind() -> "RuleKind[Any]":
    from ledger.dispatch.store import DISPATCH  # noqa: PLC0415

    return DISPATCH


add_rule_commands(app, "dispatch", _kind, named=False)

"""Knows `xiaohao retention`: the rules of how long what is kept (保管规则), checked, entered and shown."""

from typing import TYPE_CHECKING, Any

import typer

from cli.terminal.rule_files import add_rule_commands

if TYPE_CHECKING:
    from ledger.mongo.rule_files.kinds import RuleKind

app = typer.Typer(
    no_args_is_help=True,
    help="How long what is kept (保管规则): check, import, show. Nothing is moved or deleted before `xiaohao archive`; "
    "for topics rules hold from the next start of the stack.",
)


def _kind() -> "RuleKind[Any]":
    from ledger.retention.store import RETENTION  # noqa: PLC0415

    return RETENTION


add_rule_commands(app, "retention", _kind, named=False)

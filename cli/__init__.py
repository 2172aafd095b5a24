"""Knows how the command `xiaohao` begins: in order from the start, as Ctrl-C may come while its commands are loaded."""

from cli.terminal.leaving import in_order


def main() -> None:
    """The console script."""
    with in_order():
        from cli.commands import app  # noqa: PLC0415

        app()

"""Knows the commands of the workshop: `python -m workshop build`, `dev`, `check`."""

import sys

import typer

from workshop import pages
from workshop.node import StepFailed, become_npm, npm

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.command()
def build() -> None:
    """Build the pages into web/dist, unless they are as the checkout has them."""
    pages.build()


@app.command()
def dev() -> None:
    """Serve the pages with reload, against the stack at XIAOHAO_URL (http://127.0.0.1:8710)."""
    pages.ready()
    become_npm("run", "dev")


@app.command()
def check() -> None:
    """Check the pages' types and lint."""
    pages.ready()
    npm("run", "check")


if __name__ == "__main__":
    try:
        app()
    except StepFailed as failed:
        sys.exit(str(failed))

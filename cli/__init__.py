"""Knows the command `xiaohao`: which commands there are. Each lives in a module of its own and loads its work late."""

from importlib import import_module
from importlib.util import find_spec

import typer

from xiaohao.cli import doctor, processes, up

_GROUPS = {
    "deadletters": "Records that could not be taken into the ledger: list, show, replay.",
    "ledger": "The ledger itself: rebuild it from its events.",
    "token": "Bearer tokens: issue, revoke.",
    "registry": "Regions, units, persons and projects: import.",
}
_COMMANDS = ("replay", "demo")

app = typer.Typer(
    name="xiaohao",
    help="Field inspection and issue ledger (销号): 进工地, 台账, 督办, 销号.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """The console script."""
    app()


app.command("up")(up.up)
app.command("doctor")(doctor.doctor)
for process in (processes.prepare, processes.worker, processes.relay, processes.api, processes.alive):
    app.command(process.__name__, rich_help_panel="Processes of a stack")(process)
for name, about in _GROUPS.items():
    if find_spec(f"xiaohao.cli.{name}"):
        app.add_typer(import_module(f"xiaohao.cli.{name}").app, name=name, help=about)
for name in _COMMANDS:
    if find_spec(f"xiaohao.cli.{name}"):
        app.command(name)(getattr(import_module(f"xiaohao.cli.{name}"), name))

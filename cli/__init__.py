"""Knows the command `xiaohao`: which commands there are. Each lives in a module of its own and loads its work late."""

import typer

from cli import calendar, deadletters, registry, replay, token
from cli.channels import channel
from cli.ledger import escalation, explain, ledger
from cli.policy import policy
from cli.run import demo, doctor, processes, up

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


for command in (up.up, demo.demo, doctor.doctor, replay.replay, explain.explain):
    app.command(command.__name__)(command)
for group in (deadletters, ledger, token, registry, calendar, channel, policy, escalation):
    app.add_typer(group.app, name=group.__name__.rpartition(".")[2])
for process in (
    processes.prepare,
    processes.worker,
    processes.relay,
    processes.deliver,
    processes.api,
    processes.alive,
):
    app.command(process.__name__, rich_help_panel="Processes of a stack")(process)

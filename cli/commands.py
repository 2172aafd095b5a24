"""Knows which commands `xiaohao` has. Each lives in a module of its own and loads its work late."""

from typing import Annotated

import typer

from cli import calendar, deadletters, keys, person, replay, retention, search, session, token
from cli.bulletin import bulletin
from cli.channels import channel, notices
from cli.complaint import complaint
from cli.exporting import export
from cli.importing import importing
from cli.ledger import archive, escalation, explain, inbox, issue, issues, ledger, matter
from cli.organisation import registry, unit
from cli.papers import paper
from cli.permit import permit
from cli.policy import policy
from cli.ranking import ranking
from cli.run import demo, doctor, processes, up
from cli.target import target
from cli.watch import campaign, dispatch

app = typer.Typer(
    name="xiaohao",
    help="Field inspection and issue ledger (销号): 进工地, 台账, 督办, 销号.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _tell_version(wanted: bool) -> None:
    from importlib.metadata import version  # noqa: PLC0415

    if wanted:
        typer.echo(f"xiaohao {version('xiaohao')}")
        raise typer.Exit


@app.callback()
def xiaohao(
    _: Annotated[
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """The command itself."""


for command in (
    up.up,
    demo.demo,
    doctor.doctor,
    replay.replay,
    importing.import_,
    export.export,
    issues.issues,
    issue.issue,
    paper.paper,
    explain.explain,
    inbox.inbox,
    archive.archive,
):
    app.command(command.__name__.rstrip("_"))(command)
for group in (
    deadletters,
    ledger,
    token,
    person,
    session,
    keys,
    registry,
    unit,
    calendar,
    channel,
    notices,
    policy,
    ranking,
    bulletin,
    campaign,
    dispatch,
    target,
    permit,
    complaint,
    escalation,
    matter,
    retention,
    search,
):
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

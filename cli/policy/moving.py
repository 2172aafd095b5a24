"""Knows `xiaohao policy move`: open issues taken from one policy version to another, each by a command of its own."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.terminal.folders import FOLDER
from cli.terminal.reasons import demand_said
from cli.terminal.refusing import one_clear_line
from cli.terminal.shown import as_line
from stack.processes.faults import StackError

if TYPE_CHECKING:
    from cli.policy.all_issues import Move, OpenIssue, Outcome
    from play.client.credentials import Target
    from play.client.http import Api

_REFUSED_SHOWN = 10


def move(
    old: Annotated[str, typer.Argument(metavar="NAME@OLD", show_default=False)],
    new: Annotated[str, typer.Argument(metavar="NAME@NEW", show_default=False)],
    *,
    reason: Annotated[
        str,
        typer.Option(help="Why; it stands in the history of every issue.", show_default=False, callback=demand_said),
    ],
    person: Annotated[
        str | None,
        typer.Option("--as", metavar="PERSON", help="Who approves, of the stack's sample people."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count the issues.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data: Annotated[
        Path | None, typer.Option(**FOLDER, help="Data folder of the running stack (default: that of `up`).")
    ] = None,
    url: Annotated[str | None, typer.Option(help="Address of the API, with --token instead of --data.")] = None,
    token: Annotated[
        str | None,
        typer.Option(
            envvar="XIAOHAO_TOKEN",
            help="With --url: of a supervisor at the level that the old version asks for (`xiaohao token issue`).",
        ),
    ] = None,
) -> None:
    """Move every open issue under a policy version to another: running clocks are counted anew from their own starts.

    Each is a command of its own, checked and logged like any other; may be run again when it was broken off.

    Examples:

    xiaohao policy move ours@1 ours@2 --reason "省办〔2026〕3号" --dry-run

    xiaohao policy move ours@1 ours@2 --reason "省办〔2026〕3号" --url http://127.0.0.1:8710 --token TOKEN
    """
    from cli.policy.all_issues import Move  # noqa: PLC0415
    from exchange.tables.faults import PlayError  # noqa: PLC0415
    from play.client.credentials import chosen_target  # noqa: PLC0415

    with one_clear_line(PlayError):
        wanted = Move(_parts(old), _parts(new), reason)
        target = chosen_target(data, url, token if url is not None else None)
        outcome = asyncio.run(_move(target, _token(target, person), wanted, dry_run=dry_run, yes=yes))
    if outcome is None:
        return
    typer.echo(
        f"已改用 {outcome.moved},其间已办结或他人改用 {outcome.gone},未能改用 {len(outcome.refused)} / "
        f"{outcome.moved} moved, {outcome.gone} ended or moved by others meanwhile, {len(outcome.refused)} refused"
    )
    for serial, why in list(outcome.refused.items())[:_REFUSED_SHOWN]:
        typer.echo(f"  {as_line(serial)}: {as_line(why)}", err=True)
    if outcome.refused:
        raise typer.Exit(1)


async def _move(target: "Target", token: str, wanted: "Move", *, dry_run: bool, yes: bool) -> "Outcome | None":
    from cli.policy.all_issues import CONNECTIONS, issues_under, outside, scope_of  # noqa: PLC0415
    from play.client.http import Api  # noqa: PLC0415

    async with Api(target.url, CONNECTIONS) as api:
        await scope_of(api, token, wanted.old)
        scope = await scope_of(api, token, wanted.new)
        issues = await issues_under(api, token, wanted.old)
        _tell(issues, outside(issues, scope))
        if dry_run or not issues:
            return None
        if not yes:
            typer.confirm("全部改用新版本,确定? / Move them all?", abort=True)
        return await _with_bar(api, token, issues, wanted)


async def _with_bar(api: "Api", token: str, issues: "list[OpenIssue]", wanted: "Move") -> "Outcome":
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    from cli.policy.all_issues import move_all  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("改用 moving", total=len(issues))
        return await move_all(api, token, issues, wanted, lambda: progress.advance(task))


def _tell(issues: "list[OpenIssue]", refused: int) -> None:
    from cli.policy.all_issues import count_by_state  # noqa: PLC0415
    from mobile_schema.labels import label  # noqa: PLC0415
    from mobile_schema.vocabulary import State  # noqa: PLC0415

    for state, count in sorted(count_by_state(issues).items()):
        typer.echo(f"  {label(State(state))} {label(State(state), 'en')}: {count}")
    typer.echo(f"共 {len(issues)} 个未销号问题 / {len(issues)} open issue(s)")
    if refused:
        typer.echo(
            f"其中 {refused} 个不在新版本的适用范围,不会改用 / "
            f"{refused} of them outside the new version's scope: their move is refused"
        )


def _token(target: "Target", person: str | None) -> str:
    """The token to move with. Raises StackError or PlayError."""
    from play.client.credentials import how_to_sign  # noqa: PLC0415

    if target.token is not None:
        if person is not None:
            raise StackError("--token 已说明是谁,不能再写 --as / --token says who it is already: leave out --as")
        return target.token
    if person is None:
        return target.province()
    if person not in target.people:
        raise StackError(f"没有此人的凭据 / no credentials of {person} in this stack: {how_to_sign(target.url)}")
    return target.people[person].token


def _parts(named: str) -> tuple[str, int]:
    name, _, version = named.partition("@")
    if not name or not version.isdecimal():
        raise StackError(f"{named}: 应为 NAME@VERSION / should be NAME@VERSION, such as 13710@1")
    return name, int(version)

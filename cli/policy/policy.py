"""Knows `xiaohao policy`: escalation policies checked, entered, adopted and shown, and open issues moved to another."""

import json
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from cli.organisation.changes import Limit, show_changes
from cli.organisation.operator import operator
from cli.policy.moving import move
from cli.policy.simulate import simulate
from cli.policy.tables import listed, tables
from cli.terminal.addresses import Data, addresses, deployment_zone, open_store, running_or_none, stack_is_named
from cli.terminal.days import day_of
from cli.terminal.files import text_of
from cli.terminal.refusing import one_clear_line
from cli.terminal.shown import as_line
from stack.processes.faults import StackError

if TYPE_CHECKING:
    from ledger.groundwork.yaml_lines import FileFault
    from ledger.policy.policy import Policy
    from ledger.policy.reading import Checked

app = typer.Typer(no_args_is_help=True, help="Escalation policies (督办规则), see docs/policies.md.")

File = Annotated[Path, typer.Argument(help="A policy file (YAML), see docs/policies.md.", show_default=False)]
Table = Annotated[bool, typer.Option("--table", help="Clocks and ladder as tables, in words.")]
_NOW = "now"


@app.command("check")
def check_file(file: File, table: Table = False, data: Data = None) -> None:
    """Say what is wrong with a policy file (FILE:LINE: reason, exit code 1) and what is odd about it (exit code 0).

    With --data, or where the environment names a stack, it is also said where nobody supervises; changes nothing.

    Examples:

    xiaohao policy check ours.yaml

    xiaohao policy check ours.yaml --data ./data --table
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    with one_clear_line(PyMongoError):
        checked = _check(text_of(file), data)
    policy = _demand_sound(file, checked)
    if table:
        typer.echo(tables(policy), nl=False)
    typer.echo(
        f"没有错误,{len(checked.warnings)} 条提示 / no fault, {len(checked.warnings)} warning(s): "
        f"{policy.key} {policy.title.zh} {policy.title.en}"
    )


@app.command("list")
def list_policies(data: Data = None) -> None:
    """List every version: from when it holds, for which issues, and how many open issues are under it.

    Without a stack: those that come with the software.

    Example:  xiaohao policy list --data ./data
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from ledger.policy.store import count_open, read_policies  # noqa: PLC0415
    from ledger.policy.versions import shipped_policies  # noqa: PLC0415
    from ledger.registry.files.loading import load_catalogue  # noqa: PLC0415
    from ledger.registry.store import read_catalogue  # noqa: PLC0415

    with one_clear_line(PyMongoError):
        where, zone = running_or_none(data), deployment_zone()
        if where is None:
            listed(shipped_policies(zone), None, load_catalogue(samples=False), ZoneInfo(zone))
            return
        with open_store(where) as store:
            listed(read_policies(zone), count_open(store), read_catalogue(), ZoneInfo(zone))


@app.command("show")
def show_policy(
    policy: Annotated[
        str, typer.Argument(metavar="NAME[@VERSION]", help="Without a version the newest.", show_default=False)
    ],
    table: Table = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="With --table: as Markdown.")] = False,
    shipped: Annotated[bool, typer.Option("--shipped", help="As it comes with the software; needs no stack.")] = False,
    data: Data = None,
) -> None:
    """Show a policy's text as it was entered, or its clocks and its ladder as tables.

    Examples:

    xiaohao policy show 13710 --table

    xiaohao policy show three-sheets --shipped > ours.yaml
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    if markdown and not table:
        raise typer.BadParameter("--markdown 须与 --table 同用 / --markdown goes with --table", param_hint="--markdown")
    with one_clear_line(PyMongoError, LookupError):
        found, text = _shipped(policy) if shipped else _stored(policy, data)
    typer.echo(tables(found, markdown=markdown) if table else text, nl=False)


@app.command("enter")
def enter_file(file: File, data: Data = None) -> None:
    """Enter a policy version for good; it holds for nobody until it is adopted. The same file again changes nothing.

    Example:  xiaohao policy enter ours.yaml --data ./data
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from ledger.policy.store import PolicyTaken, enter_policy  # noqa: PLC0415

    with one_clear_line(PyMongoError):
        where = addresses(data)
        text = text_of(file)
        policy = _demand_sound(file, _check(text, data))
        with open_store(where) as store:
            try:
                by = operator(where, store)
                enter_policy(store, text, by.at, deployment_zone(), actor=by.actor)
            except PolicyTaken as taken:
                raise StackError(
                    f"{file}: {taken} 已有且内容不同,请将 version 加一 / "
                    f"{taken} is there and says something else: give this one the next version"
                ) from None
    typer.echo(
        f"已录入 {policy.key},尚未生效 / entered {policy.key}; it holds for nobody yet: "
        f"xiaohao policy adopt {policy.key} --from DATE"
    )


@app.command("adopt")
def adopt_version(
    policy: Annotated[str, typer.Argument(metavar="NAME@VERSION", show_default=False)],
    begin: Annotated[
        str,
        typer.Option("--from", metavar="DATE", help="First day, such as 2026-04-01; or `now`.", show_default=False),
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data: Data = None,
) -> None:
    """Let a version hold for issues assigned from a day on (midnight in the deployment's time zone).

    Open issues keep the version that they have; `xiaohao policy move` takes them over.

    Example:  xiaohao policy adopt ours@2 --from 2026-04-01
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from ledger.mongo.shared_clock import clock_of  # noqa: PLC0415
    from ledger.policy.store import AdoptionRefused, adopt_policy, read_policies  # noqa: PLC0415
    from ledger.policy.words import scope_words  # noqa: PLC0415
    from ledger.registry.store import read_catalogue  # noqa: PLC0415

    with one_clear_line(PyMongoError, LookupError, AdoptionRefused):
        where, zone = addresses(data), ZoneInfo(deployment_zone())
        with open_store(where) as store:
            now = clock_of(where.clock, store).now()
            holds_from = now if begin == _NOW else datetime.combine(day_of(begin, "--from"), time(), tzinfo=zone)
            found = read_policies(zone.key).named(policy)
            typer.echo(
                f"{found.key} {found.title.zh} / {found.title.en}\n"
                f"适用 for: {scope_words(found.applies_to, read_catalogue())}\n"
                f"生效 from: {holds_from.astimezone(zone):%Y-%m-%d %H:%M} {zone.key}"
            )
            if not yes:
                typer.confirm(
                    "此后交办的问题适用该版本,确定? / Issues assigned from then on get it. Go on?", abort=True
                )
            adopt_policy(store, found.name, found.version, holds_from, now, operator(where, store).actor)
    typer.echo(f"已采用 / adopted: {found.key}")


@app.command("history")
def history(
    policy: Annotated[str | None, typer.Argument(metavar="NAME@VERSION", show_default=False)] = None,
    limit: Limit = 100,
    data: Data = None,
) -> None:
    """List who entered and adopted which version, the latest first: when, from what to what.

    Example:  xiaohao policy history 13710@2
    """
    from ledger.policy.store import POLICIES  # noqa: PLC0415

    show_changes(POLICIES, policy, limit, data)


@app.command("schema")
def schema() -> None:
    """Print the JSON Schema of a policy file, for editors.

    Example:  xiaohao policy schema > policy.schema.json
    """
    from ledger.policy.schema import policy_schema  # noqa: PLC0415

    typer.echo(json.dumps(policy_schema(), ensure_ascii=False, indent=2))


app.command("move")(move)
app.command("simulate")(simulate)


def _check(text: str, data: Path | None) -> "Checked":
    """What is wrong with a text and odd about it; with the registry where a stack was named."""
    from ledger.mongo.shared_clock import clock_of  # noqa: PLC0415
    from ledger.policy.reading import check_policy  # noqa: PLC0415
    from ledger.registry.store import read_catalogue  # noqa: PLC0415

    if not stack_is_named(data):
        return check_policy(text, deployment_zone())
    where = addresses(data)
    with open_store(where) as store:
        return check_policy(text, deployment_zone(), read_catalogue(), clock_of(where.clock, store).now())


def _demand_sound(file: Path, checked: "Checked") -> "Policy":
    """Tell everything, and leave when the policy is not sound."""
    for warning in checked.warnings:
        typer.echo(_line(file, warning, "提示 warning: "), err=True)
    for fault in checked.faults:
        typer.echo(_line(file, fault, ""), err=True)
    if checked.policy is None:
        raise typer.Exit(1)
    return checked.policy


def _line(file: Path, fault: "FileFault", kind: str) -> str:
    return as_line(f"{file}:{fault.line}: {kind}{fault.path}: {fault.message}")


def _stored(named: str, data: Path | None) -> "tuple[Policy, str]":
    from ledger.policy.store import read_policies, read_policy_text  # noqa: PLC0415

    with open_store(addresses(data)) as store:
        policy = read_policies(deployment_zone()).named(named)
        return policy, read_policy_text(store, policy.key)


def _shipped(named: str) -> "tuple[Policy, str]":
    from ledger.policy.versions import shipped_policies, shipped_text  # noqa: PLC0415

    policy = shipped_policies(deployment_zone()).named(named)
    return policy, shipped_text(policy.key)

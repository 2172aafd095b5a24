"""Knows how matters that a command has read are entered for a supervisor, and what is told of it."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from cli.organisation.operator import operator
from cli.terminal.addresses import addresses, open_store
from cli.terminal.refusing import one_clear_line
from cli.terminal.shown import as_line
from stack.processes.faults import StackError

if TYPE_CHECKING:
    from ledger.issue.issue import Issue
    from ledger.matters.files import Identified
    from ledger.matters.words import Location, NewMatter, NewSet
    from ledger.policy.rules import Rules
    from ledger.registry.actors import Actor

    Entering = tuple[NewMatter | NewSet, Callable[[Location, str], object]]
    """What is entered, and how a place in it is told."""


def carry_out(
    read: "Callable[[datetime, list[str]], Entering]",
    by: str,
    data: Any,
    *,
    dry_run: bool,
    attach: Sequence[Path] = (),
) -> None:
    """Enter what is read, or say what that would be; every fault is a line, and then nothing is entered.

    `read` is told the hashes of what is attached; of a dry run none, as nothing is kept.
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from cli.ledger.attaching import keep, looked_into  # noqa: PLC0415
    from ledger.issue.refusals import CommandRefused  # noqa: PLC0415
    from ledger.matters.entering import enter, would_be  # noqa: PLC0415
    from ledger.matters.opening import EnteringRefused  # noqa: PLC0415
    from ledger.matters.words import wanted  # noqa: PLC0415
    from ledger.mongo.shared_clock import clock_of  # noqa: PLC0415
    from ledger.policy.in_force import read_rules  # noqa: PLC0415
    from ledger.store.commit import Conflict  # noqa: PLC0415

    with one_clear_line(PyMongoError, CommandRefused, Conflict, OverflowError):
        where, files = addresses(data), looked_into(attach)
        with open_store(where) as store:
            clock, rules = clock_of(where.clock, store), read_rules(where.time_zone)
            hashes = [] if dry_run else [file.sha256 for file in files]
            entered, told = read(clock.now().astimezone(rules.zone), hashes)
            actor = _supervisor(rules, by, operator(where, store).actor.person_id)
            try:
                if dry_run:
                    _tell_plan(would_be(store, wanted(entered), actor, clock.now(), rules), rules)
                    return
                keep(store, files, actor.person_id)
                done = enter(store, entered, actor, clock=clock, rules=rules)
            except EnteringRefused as refused:
                for line in dict.fromkeys(told(each.at, each.message) for each in refused.told):
                    typer.echo(as_line(f"xiaohao: {line}"), err=True)
                raise typer.Exit(1) from None
    for issue in done.issues:
        typer.echo(issue["serial"])
    said = ("已登记", "entered") if done.new else ("此前已登记", "entered before")
    typer.echo(f"{said[0]} {len(done.issues)} 件,标识 {done.id} / {said[1]}: {len(done.issues)}, id {done.id}")


def _tell_plan(issues: "Sequence[Issue]", rules: "Rules") -> None:
    for issue in issues:
        part = issue.matter.part_of if issue.matter else None
        unit = rules.catalogue.units.get(issue.unit_id or "")
        due = issue.due_at.astimezone(rules.zone).date() if issue.due_at else None
        deadline = issue.matter.due_on if issue.matter and issue.matter.due_on else due
        number, name = part.number if part and part.number else "—", unit.name_zh if unit else "待分派 to be routed"
        typer.echo(as_line(f"{number}  {issue.region}  {name}  {deadline}  {issue.description[:40]}"))
    typer.echo(f"将登记 {len(issues)} 件 / matters that would be entered: {len(issues)}")


def _supervisor(rules: "Rules", person_id: str, credential: str) -> "Actor":
    """The person for whom the operator enters it, as whose the events have it. Raises StackError."""
    from ledger.registry.actors import actor_of  # noqa: PLC0415

    person = rules.catalogue.persons.get(person_id)
    if person is None:
        raise StackError(f"没有这个人 / no such person: {person_id}")
    return actor_of(person, credential)


def identified(at: datetime) -> "Identified":
    """By the document's own day, or today: the same file is then the same set."""
    from datetime import UTC, time  # noqa: PLC0415

    from exchange.tables.ids import uuid7_at  # noqa: PLC0415

    return lambda day, text: uuid7_at(datetime.combine(day or date(at.year, at.month, at.day), time(), UTC), text)

"""Knows over what `xiaohao policy simulate` runs: a stored ledger, on every processor, or the rows of a file."""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cli.terminal.addresses import addresses, deployment_zone, open_store
from cli.terminal.files import text_of
from cli.terminal.shown import as_line
from stack.processes.faults import StackError

if TYPE_CHECKING:
    from datetime import datetime

    from ledger.policy.policy import Policy
    from ledger.policy.rules import Rules
    from ledger.policy.versions import Policies
    from oversight.simulate.comparing import Comparison, Question

_REFUSED_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked on the command line."""

    policy: str
    against: str | None
    first: date | None
    last: date | None

    def question(self, rules: "Rules", latest: "datetime") -> "Question":
        """The question to these rules. Raises LookupError, ValueError, or leaves with the faults of a file."""
        from oversight.simulate.comparing import Question  # noqa: PLC0415
        from oversight.simulate.tally import Window  # noqa: PLC0415

        policy = _policy(self.policy, rules.policies, rules.zone.key)
        against = None if self.against is None else rules.policies.named(self.against)
        return Question(policy, against, Window.between(self.first, self.last, latest, policy.zone))


def over_ledger(wanted: Wanted, data: Path | None) -> "tuple[Question, Comparison]":
    """One process for each processor, each with its share of the issues."""
    import multiprocessing  # noqa: PLC0415
    import os  # noqa: PLC0415
    import signal  # noqa: PLC0415

    from ledger.mongo.shared_clock import clock_of  # noqa: PLC0415
    from ledger.policy.in_force import read_rules  # noqa: PLC0415
    from oversight.simulate.comparing import Comparison  # noqa: PLC0415
    from oversight.simulate.histories import Selection  # noqa: PLC0415
    from oversight.simulate.stored import simulate_stored  # noqa: PLC0415

    where = addresses(data)
    with open_store(where) as store:
        rules = read_rules(deployment_zone())
        question = wanted.question(rules, clock_of(where.clock, store).now())
    selection = Selection(question.window.until, question.window.since)
    comparison = Comparison.begun(question)
    processes = os.cpu_count() or 1
    with ProcessPoolExecutor(
        processes, multiprocessing.get_context("spawn"), signal.signal, (signal.SIGINT, signal.SIG_DFL)
    ) as pool:
        parts = [
            pool.submit(simulate_stored, where.mongo_url, question, share, rules.zone.key)
            for share in selection.shares(processes)
        ]
        for part in parts:
            comparison.add(part.result())
    return question, comparison


def over_file(wanted: Wanted, file: Path, mapping: str, data: Path | None) -> "tuple[Question, Comparison]":
    from exchange.tables.mapping_files import load_mapping  # noqa: PLC0415
    from oversight.simulate.comparing import simulate as simulate_all  # noqa: PLC0415
    from play.histories.histories import FileHistories  # noqa: PLC0415

    rules = _rules(data)
    histories = FileHistories(file, load_mapping(mapping), rules)
    latest = histories.last_moment()
    if latest is None:
        raise StackError(f"{file}: 没有可用的行 / no row that can be used")
    wanted = replace(wanted, against=wanted.against or rules.policies.newest().key)
    question = wanted.question(rules, latest)
    comparison = simulate_all(histories, question, rules)
    for line, why in list(histories.refused.items())[:_REFUSED_SHOWN]:
        typer.echo(f"第 {line} 行 / line {line}: {as_line(why)}", err=True)
    if histories.refused or histories.doubles:
        told = len(histories.refused), histories.doubles
        typer.echo("未用的行 {0},重复 {1} / {0} rows not used, {1} doubles".format(*told), err=True)
    return question, comparison


def _rules(data: Path | None) -> "Rules":
    """Those of a stack, or those that ship with the samples."""
    from ledger.policy.in_force import read_rules  # noqa: PLC0415
    from ledger.policy.rules import Rules  # noqa: PLC0415
    from ledger.policy.versions import shipped_policies  # noqa: PLC0415
    from ledger.registry.files.loading import load_catalogue  # noqa: PLC0415
    from ledger.registry.routing_rules import load_rules  # noqa: PLC0415

    if data is None:
        return Rules(load_catalogue(samples=True), shipped_policies(), load_rules())
    with open_store(addresses(data)):
        return read_rules(deployment_zone())


def _policy(named: str, policies: "Policies", zone: str) -> "Policy":
    """That of a file, or one that is known by name. Raises LookupError; leaves with every fault of a file."""
    from ledger.groundwork.yaml_lines import DataFileRefused  # noqa: PLC0415
    from ledger.policy.reading import parse_sound  # noqa: PLC0415

    file = Path(named)
    if not file.is_file():
        if file.suffix:
            raise StackError(f"没有这个文件 / no such file: {file}")
        return policies.named(named)
    try:
        return parse_sound(text_of(file), zone)
    except DataFileRefused as refused:
        for fault in refused.faults:
            typer.echo(as_line(f"{file}:{fault.line}: {fault.path}: {fault.message}"), err=True)
        raise typer.Exit(1) from None

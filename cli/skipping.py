"""Knows `xiaohao deadletters skip`: a partition goes on after records that nobody can read any more."""

import getpass
import socket
from typing import TYPE_CHECKING, Annotated

import typer

from cli.terminal.addresses import Data, addresses, open_store
from cli.terminal.reasons import demand_said
from cli.terminal.refusing import one_clear_line
from stack.processes.faults import StackError

if TYPE_CHECKING:
    from streams.worker.skipping import Skip

_LONGEST_REASON = 500


def skip(
    place: Annotated[str, typer.Argument(metavar="TOPIC/PARTITION", help="As doctor names it.")],
    offset: Annotated[int, typer.Argument(min=0, help="Where it stands still, as doctor says.")],
    *,
    reason: Annotated[
        str, typer.Option(help="Why; it stands in the dead letter.", show_default=False, callback=demand_said)
    ],
    to: Annotated[
        int | None, typer.Option(min=1, help="Go on from this offset (default: the one after OFFSET).")
    ] = None,
    data: Data = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Give up a record that the broker's disk has damaged: its partition goes on after it, and a dead letter says so.

    Examples:

    xiaohao deadletters skip field.site-visits.v1/2 1045 --reason "bad sector on the broker's disk"

    xiaohao deadletters skip field.site-visits.v1/2 1045 --to 1050 --reason "a damaged batch of five" --yes
    """
    from kafka.errors import KafkaError  # noqa: PLC0415
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    wanted = _wanted(place, offset, to, reason)
    with one_clear_line(PyMongoError, KafkaError):
        if not yes:
            typer.confirm(
                f"放弃 {place} 的 {offset} 至 {wanted.end - 1},确定? / Give up these {wanted.end - offset} record(s)?",
                abort=True,
            )
        typer.echo(f"已跳过 / skipped: {_skipped(data, wanted)}")


def _skipped(data: Data, wanted: "Skip") -> str:
    from ledger.mongo.shared_clock import clock_of  # noqa: PLC0415
    from ledger.policy.in_force import RulesSource  # noqa: PLC0415
    from stack.embedded.broker_state import admin_of  # noqa: PLC0415
    from streams.worker.skipping import NotThere, require_within, skip  # noqa: PLC0415

    where = addresses(data)
    if not where.kafka:
        raise StackError(
            "未设置 XIAOHAO_KAFKA,分区到哪里为止由它说明 / "
            "XIAOHAO_KAFKA is not set: the broker says where the partition ends"
        )
    try:
        with admin_of(where.brokers) as admin:
            require_within(admin, wanted)
        with open_store(where) as store:
            rules = RulesSource(where.time_zone).current()
            return skip(store, rules, wanted, clock_of(where.clock, store).now())
    except NotThere as error:
        raise StackError(str(error)) from None


def _wanted(place: str, offset: int, to: int | None, reason: str) -> "Skip":
    from stack.supervisor.readiness import INTAKE  # noqa: PLC0415
    from streams.worker.skipping import Skip  # noqa: PLC0415

    topic, _, number = place.rpartition("/")
    if not number.isascii() or not number.isdigit() or (topic, int(number)) not in INTAKE:
        raise typer.BadParameter(
            f"不是上报的分区 / no partition of reports: {place!r}; one is e.g. field.site-visits.v1/0"
        )
    end = offset + 1 if to is None else to
    if end <= offset:
        raise typer.BadParameter(f"--to {end} 不在 {offset} 之后 / --to {end} is not after {offset}")
    if len(reason) > _LONGEST_REASON or not reason.isprintable():
        raise typer.BadParameter(
            f"--reason 最多 {_LONGEST_REASON} 字,且不含控制字符 / "
            f"--reason has at most {_LONGEST_REASON} characters, all of them printable"
        )
    return Skip(topic, int(number), offset, end, operator_here(), reason)


def operator_here() -> str:
    """Who runs this command, as user@host."""
    return f"{getpass.getuser()}@{socket.gethostname()}"

"""Knows `xiaohao deadletters`: what could not be taken into the ledger, why, and sending it again."""

from typing import Annotated, Any

import typer

from cli.skipping import operator_here, skip
from cli.terminal.addresses import Data, addresses, open_store
from cli.terminal.refusing import one_clear_line
from cli.terminal.shown import as_json_text, as_line
from stack.processes.faults import StackError

app = typer.Typer(
    no_args_is_help=True, help="Records that could not be taken into the ledger: list, show, replay, skip."
)
app.command("skip")(skip)

LetterId = Annotated[
    str,
    typer.Argument(metavar="ID", help="As `list` shows it: TOPIC/PARTITION/OFFSET~HASH, or with /INDEX before the ~."),
]
_REPLAY_LIMIT = 100_000


@app.command("list")
def list_letters(
    data: Data = None,
    replayed: Annotated[bool, typer.Option("--replayed", help="Those sent again already, too.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many, newest first.")] = 100,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List dead letters, newest first.

    Example:  xiaohao deadletters list --data ./data
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from streams.relay.deadletters import list_dead_letters  # noqa: PLC0415

    shown = 0
    with one_clear_line(PyMongoError), open_store(addresses(data)) as store:
        for letter in list_dead_letters(store, replayed=replayed, limit=limit):
            shown += 1
            if as_json:
                typer.echo(as_json_text(letter, default=_plain))
            else:
                again = " (已重发 sent again)" if letter["replayed"] else ""
                why = f"{letter['reason']}: {letter['detail']}"
                typer.echo(as_line(f"{letter['_id']}  {_plain(letter['at'])}  {why}{again}"))
    if not as_json:
        typer.echo(f"{shown} 条死信 / {shown} dead letter(s)")


@app.command("show")
def show(letter_id: LetterId, data: Data = None) -> None:
    """Show one dead letter whole: why, its headers, its original bytes.

    Example:  xiaohao deadletters show field.site-visits.v1/0/17~5f0c2a91
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from ledger.intake.letters import UnknownDeadLetter, show_dead_letter  # noqa: PLC0415

    with one_clear_line(PyMongoError), open_store(addresses(data)) as store:
        try:
            letter = show_dead_letter(store, letter_id)
        except UnknownDeadLetter:
            raise _unknown(letter_id) from None
    letter["headers"] = {name: _plain(value) for name, value in letter["headers"]}
    typer.echo(as_json_text(letter, indent=2, default=_plain))


@app.command("replay")
def replay(
    letter_ids: Annotated[list[str] | None, typer.Argument(metavar="ID...", help="As `list` shows them.")] = None,
    data: Data = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All that were not sent again yet, but for those that nobody signed.")
    ] = False,
    vouch: Annotated[
        bool, typer.Option("--vouch", help="Sign what came unsigned, too: you answer for it, by your name and host.")
    ] = False,
) -> None:
    """Send dead letters to their topics again, in their original bytes, signed anew; each report is taken once.

    One of reason `unsigned` did not come from the API, or not so: it goes only by its ID and with --vouch.

    Examples:

    xiaohao deadletters replay field.site-visits.v1/0/17~5f0c2a91

    xiaohao deadletters replay --all --data ./data
    """
    from kafka.errors import KafkaError  # noqa: PLC0415
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from ledger.groundwork.process_settings import SettingsError  # noqa: PLC0415
    from ledger.intake.letters import (  # noqa: PLC0415
        MendedBefore,
        NobodyVouches,
        NothingToReplay,
        UnknownDeadLetter,
    )
    from ledger.intake.signing import Signatures  # noqa: PLC0415
    from ledger.mongo.shared_clock import clock_of  # noqa: PLC0415
    from streams.relay.deadletters import replay_dead_letter, replayable_dead_letters  # noqa: PLC0415

    if bool(letter_ids) == everything:
        raise typer.BadParameter("请写明死信编号,或 --all / name dead letters, or --all")
    operator = operator_here() if vouch else None
    with one_clear_line(PyMongoError, KafkaError, SettingsError):
        where = addresses(data)
        if not where.kafka:
            raise StackError(
                "未设置 XIAOHAO_KAFKA,死信须发往该处 / XIAOHAO_KAFKA is not set: dead letters are sent to the broker"
            )
        signatures = Signatures(where.key_file)
        with open_store(where) as store:
            chosen = letter_ids or replayable_dead_letters(store, limit=_REPLAY_LIMIT)
            for letter_id in chosen:
                try:
                    at = clock_of(where.clock, store).now()
                    replay_dead_letter(store, where.brokers, letter_id, at, signatures, vouched_by=operator)
                except UnknownDeadLetter:
                    raise _unknown(letter_id) from None
                except NothingToReplay:
                    raise StackError(f"没有留下字节,无可重发 / no bytes are left to send: {letter_id}") from None
                except MendedBefore:
                    raise StackError(
                        f"已改正后重发,原文不再发 / it was mended and sent; its original is not sent: {letter_id}"
                    ) from None
                except NobodyVouches:
                    raise StackError(
                        f"未经签名,须加 --vouch 由您担保 / not signed: answer for it with --vouch: {letter_id}"
                    ) from None
                typer.echo(f"已重发 / sent again: {as_line(letter_id)}")


def _unknown(letter_id: str) -> StackError:
    return StackError(f"没有这条死信 / no such dead letter: {letter_id}")


def _plain(value: Any) -> Any:
    """What JSON does not know: bytes as the text they hold, moments as RFC 3339."""
    if isinstance(value, bytes):
        return value.decode(errors="backslashreplace")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)

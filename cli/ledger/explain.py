"""Knows `xiaohao explain`: one issue's clocks as a picture, then in sentences why everything is as it is."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cli.terminal.addresses import Data, addresses, open_store
from cli.terminal.refusing import one_clear_line
from cli.terminal.shown import as_json_text
from stack.processes.faults import StackError

if TYPE_CHECKING:
    from oversight.explain.told.whole import Explanation

Language = Literal["zh", "en", "both"]
_PATIENCE_SECONDS = 10.0


def explain(
    number: Annotated[str, typer.Argument(metavar="编号", help="The issue's 编号, or its id.", show_default=False)],
    *,
    data: Data = None,
    url: Annotated[str | None, typer.Option(help="Address of the API, with --token instead of --data.")] = None,
    token: Annotated[str | None, typer.Option(help="With --url: anybody's, of `xiaohao token issue`.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="All of it as JSON, sentences and data.")] = False,
    lang: Annotated[Language, typer.Option(help="Language of the sentences.")] = "both",
) -> None:
    """Say why each clock is due when it is, what fired, what fires next and to whom.

    Examples:

    xiaohao explain 140105-2026-00002

    xiaohao explain 140105-2026-00002 --data ./data --lang zh

    xiaohao explain 140105-2026-00002 --url http://127.0.0.1:8710 --token TOKEN --json
    """
    import msgspec  # noqa: PLC0415
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from cli.ledger.explained import show  # noqa: PLC0415
    from exchange.tables.faults import PlayError  # noqa: PLC0415
    from ledger.issue.refusals import CommandRefused  # noqa: PLC0415
    from play.client.credentials import one_target  # noqa: PLC0415

    with one_clear_line(PyMongoError, CommandRefused, PlayError, msgspec.ValidationError):
        if (url is None) != (token is None) or (url is not None and data is not None):
            raise StackError(one_target())
        told = _from_store(number, data) if url is None else asyncio.run(_from_api(number, url, str(token)))
    if as_json:
        typer.echo(as_json_text(msgspec.to_builtins(told)))
    else:
        show(told, lang)


def _from_store(number: str, data: Path | None) -> "Explanation":
    from ledger.mongo.shared_clock import clock_of  # noqa: PLC0415
    from ledger.policy.in_force import read_rules  # noqa: PLC0415
    from oversight.explain.stored import explain as explained  # noqa: PLC0415

    where = addresses(data)
    with open_store(where) as store:
        return explained(store, number, read_rules(), clock_of(where.clock, store).now())


async def _from_api(number: str, url: str, token: str) -> "Explanation":
    import msgspec  # noqa: PLC0415

    from oversight.explain.told.whole import Explanation  # noqa: PLC0415
    from play.client.http import Api  # noqa: PLC0415

    async with Api(url.rstrip("/"), patience=_PATIENCE_SECONDS) as api:
        answer = await api.get(f"/v1/issues/{number}/explain", token)
    if not answer.ok:
        raise StackError(answer.problem)
    return msgspec.convert(answer.body, Explanation)

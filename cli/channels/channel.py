"""Knows `xiaohao channel`: the endpoints that alerts go to outside the app, added, looked at, tried and taken away."""

import asyncio
import os
import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from channels.endpoints.endpoint import PER_MINUTE, ChannelKind, Endpoint
from cli.organisation.changes import Limit, show_changes
from cli.organisation.operator import operator
from cli.terminal.addresses import Data, addresses, open_store
from cli.terminal.refusing import one_clear_line
from cli.terminal.shown import as_line
from stack.processes.faults import StackError

if TYPE_CHECKING:
    from ledger.mongo.connection import Store

app = typer.Typer(no_args_is_help=True, help="Endpoints of alerts outside the app: add, list, test, enable, remove.")

EndpointId = Annotated[str, typer.Argument(metavar="ID", help="As `list` shows it.", show_default=False)]


@app.command("add")
def add(
    endpoint_id: Annotated[str, typer.Argument(metavar="ID", help="Of your choice: a-z, 0-9, -.", show_default=False)],
    kind: Annotated[ChannelKind, typer.Argument(help="Which service.", show_default=False)],
    address: Annotated[
        str | None, typer.Argument(help="URL or mail address; asked for when left out.", show_default=False)
    ] = None,
    *,
    name: Annotated[str, typer.Option(help="What people call it.")] = "",
    person: Annotated[list[str] | None, typer.Option(help="Alerts to this person; may be repeated.")] = None,
    region: Annotated[list[str] | None, typer.Option(help="Alerts to posts in this region and below.")] = None,
    post: Annotated[list[str] | None, typer.Option(help="Only alerts to this post, such as supervisor.")] = None,
    rank: Annotated[int, typer.Option(min=1, max=1000, help="Lower is tried first.")] = 100,
    copies: Annotated[bool, typer.Option("--copies", help="Gets a copy of each, whatever others get.")] = False,
    per_minute: Annotated[int, typer.Option(min=1, max=600, help="The service's limit.")] = PER_MINUTE,
    language: Annotated[str, typer.Option(help="zh or en.")] = "zh",
    address_env: Annotated[str | None, typer.Option(help="Environment variable that holds the address.")] = None,
    secret_env: Annotated[str | None, typer.Option(help="Environment variable that holds the secret.")] = None,
    ask_secret: Annotated[bool, typer.Option("--ask-secret", help="Ask for the secret.")] = False,
    data: Data = None,
) -> None:
    """Add an endpoint. A webhook without a secret is given one, shown this once.

    A robot's address lets whoever has it post into the group: leave it out and it is asked for, or name a variable.

    Examples:

    xiaohao channel add county-group wecom --region 140105 --address-env ROBOT_URL

    xiaohao channel add oa webhook https://oa.example.org/hooks/xiaohao --region 140000 --copies

    xiaohao channel add zhang-mail email zhang@example.org --person head-140105-land --rank 200
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from channels.endpoints.store import EndpointExists, add_endpoint  # noqa: PLC0415
    from channels.entering import EntryRefused, check_entry  # noqa: PLC0415
    from channels.providers import PROVIDERS  # noqa: PLC0415
    from channels.settings import OutboundSettings  # noqa: PLC0415
    from ledger.groundwork.process_settings import SettingsError  # noqa: PLC0415

    if address is not None and address_env is not None:
        raise typer.BadParameter(
            "地址与 --address-env 只能写一个 / an address and --address-env: give one of them",
            param_hint="--address-env",
        )
    if secret_env is not None and ask_secret:
        raise typer.BadParameter(
            "--secret-env 与 --ask-secret 只能写一个 / --secret-env and --ask-secret: give one of them",
            param_hint="--ask-secret",
        )
    secret = _from_environment(secret_env) or (typer.prompt("secret", hide_input=True) if ask_secret else "")
    provider = PROVIDERS[kind]
    made = "" if secret else provider.new_secret()
    with one_clear_line(PyMongoError, SettingsError):
        given = address or _from_environment(address_env) or typer.prompt("address", hide_input=provider.hides_address)
        endpoint = Endpoint(
            id=endpoint_id,
            kind=kind,
            name=name or endpoint_id,
            address=given.strip(),
            secret=made or secret.strip(),
            persons=tuple(person or ()),
            regions=tuple(region or ()),
            posts=tuple(post or ()),
            rank=rank,
            copies=copies,
            per_minute=per_minute,
            language=language,
        )
        where = addresses(data)
        with open_store(where) as store:
            try:
                check_entry(endpoint, OutboundSettings.from_environment().outbound, store)
                add_endpoint(store, endpoint, _now(), operator(where, store).actor)
            except EntryRefused as refused:
                for fault in refused.faults:
                    typer.echo(as_line(f"xiaohao: {fault}"), err=True)
                raise typer.Exit(1) from None
            except EndpointExists:
                raise StackError(f"已有同名渠道 / there is one already: {endpoint_id}") from None
    typer.echo(f"已添加 / added: {endpoint_id}  {kind.value}  {provider.shown(endpoint.address)}")
    if made:
        typer.echo(f"签名密钥,仅显示这一次 / signing secret, shown this once: {made}")


@app.command("list")
def list_endpoints(
    data: Data = None, as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False
) -> None:
    """List endpoints with their state, what waits for each, and their last error; never a secret.

    Example:  xiaohao channel list --data ./data
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from channels.listing import channel_lines  # noqa: PLC0415
    from cli.channels.lines import json_line, line  # noqa: PLC0415

    with one_clear_line(PyMongoError), open_store(addresses(data)) as store:
        found = channel_lines(store)
    for each in found:
        typer.echo(json_line(each) if as_json else line(each))
    if not as_json:
        typer.echo(f"{len(found)} 个渠道 / {len(found)} endpoint(s)")


@app.command("test")
def try_out(endpoint_id: EndpointId, data: Data = None) -> None:
    """Send a test message now, past the queue; says what came back.

    Example:  xiaohao channel test county-group
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from channels.endpoints.message import Message  # noqa: PLC0415
    from channels.endpoints.outcomes import Accepted  # noqa: PLC0415
    from channels.providers import PROVIDERS  # noqa: PLC0415
    from channels.settings import OutboundSettings  # noqa: PLC0415
    from ledger.groundwork.process_settings import SettingsError  # noqa: PLC0415

    with one_clear_line(PyMongoError, SettingsError):
        with open_store(addresses(data)) as store:
            endpoint = _demand(store, endpoint_id)
        message = Message(f"tst_{secrets.token_hex(16)}", (), _now())
        outcome = asyncio.run(
            PROVIDERS[endpoint.kind].send(OutboundSettings.from_environment().outbound, endpoint, message)
        )
        if not isinstance(outcome, Accepted):
            raise StackError(f"未送达 / not delivered: {outcome.says}")
    typer.echo(f"已送达 / delivered: {as_line(outcome.says)}")


@app.command("enable", epilog="Example:  xiaohao channel enable county-group")
def enable(endpoint_id: EndpointId, data: Data = None) -> None:
    """Use an endpoint again; one that failed is tried anew at once."""
    _switch(endpoint_id, data, enabled=True)


@app.command("disable", epilog="Example:  xiaohao channel disable county-group")
def disable(endpoint_id: EndpointId, data: Data = None) -> None:
    """Send nothing to an endpoint any more; what waits for it goes to the next in line, or fails."""
    _switch(endpoint_id, data, enabled=False)


@app.command("remove", epilog="Example:  xiaohao channel remove county-group --yes")
def remove(
    endpoint_id: EndpointId,
    data: Data = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take an endpoint away with its secret; what waits for it goes to the next in line, or fails."""
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from channels.endpoints.store import remove_endpoint  # noqa: PLC0415

    with one_clear_line(PyMongoError), open_store(where := addresses(data)) as store:
        _demand(store, endpoint_id)
        if not yes:
            typer.confirm(f"删除渠道 / remove {endpoint_id}?", abort=True)
        remove_endpoint(store, endpoint_id, _now(), operator(where, store).actor)
    typer.echo(f"已删除 / removed: {endpoint_id}")


@app.command("history")
def history(
    endpoint_id: Annotated[str | None, typer.Argument(metavar="ID", show_default=False)] = None,
    limit: Limit = 100,
    data: Data = None,
) -> None:
    """List who added, switched and removed which endpoint, the latest first; no address and no secret is kept there.

    Example:  xiaohao channel history county-group
    """
    from channels.endpoints.changes import CHANNELS  # noqa: PLC0415

    show_changes(CHANNELS, endpoint_id, limit, data)


def _switch(endpoint_id: str, data: Data, *, enabled: bool) -> None:
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from channels.endpoints.store import enable_endpoint  # noqa: PLC0415

    with one_clear_line(PyMongoError), open_store(where := addresses(data)) as store:
        _demand(store, endpoint_id)
        enable_endpoint(store, endpoint_id, enabled, _now(), operator(where, store).actor)
    typer.echo(f"{'已启用 / enabled' if enabled else '已停用 / disabled'}: {endpoint_id}")


def _demand(store: "Store", endpoint_id: str) -> Endpoint:
    from channels.endpoints.store import read_endpoint  # noqa: PLC0415

    endpoint = read_endpoint(store, endpoint_id)
    if endpoint is None:
        raise StackError(f"没有此渠道 / no such endpoint: {endpoint_id}")
    return endpoint


def _from_environment(name: str | None) -> str:
    if name is None:
        return ""
    value = os.environ.get(name, "")
    if not value:
        raise typer.BadParameter(f"未设置环境变量 {name} / the environment variable {name} is not set")
    return value


def _now() -> datetime:
    """The machine's time: a service's limits are real time, whatever the ledger's clock says."""
    from ledger.groundwork.clock import SystemClock  # noqa: PLC0415

    return SystemClock().now()

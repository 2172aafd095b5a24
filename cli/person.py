"""Knows `xiaohao person`: who may sign in, one-time codes, the province's sign-on, and the end of somebody's."""

from typing import TYPE_CHECKING, Annotated

import typer

from cli.terminal.addresses import Data, addresses, open_store
from cli.terminal.refusing import one_clear_line
from cli.terminal.shown import as_line
from cli.terminal.wide import console

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pymongo.client_session import ClientSession

    from ledger.mongo.connection import Document, Store
    from people.journal import What

app = typer.Typer(no_args_is_help=True, help="People who sign in: list, reset, link, end.")

PersonId = Annotated[str, typer.Argument(metavar="PERSON_ID", help="As in the registry.", show_default=False)]


@app.command("list", epilog="Example:  xiaohao person list --region 140105")
def list_persons(
    region: Annotated[str | None, typer.Option(metavar="CODE", help="Only in this region and all below it.")] = None,
    data: Data = None,
) -> None:
    """List the people of the registry: role, place, and whether they can sign in."""
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from ledger.registry.regions import level_of  # noqa: PLC0415

    if region is not None:
        try:
            level_of(region)
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="--region") from None
    with one_clear_line(PyMongoError), open_store(addresses(data)) as store:
        _show(list(_rows(store, region)))


@app.command(epilog="Example:  xiaohao person reset supervisor-140105")
def reset(
    person_id: PersonId,
    second_factor: Annotated[
        bool, typer.Option("--second-factor", help="Remove the second factor too: the phone with it is lost.")
    ] = False,
    data: Data = None,
) -> None:
    """Print a one-time code by which somebody sets a new password, good for 72 hours; an ended account opens again."""
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from people import accounts  # noqa: PLC0415
    from people import second_factor as factor  # noqa: PLC0415
    from people.journal import What  # noqa: PLC0415

    with one_clear_line(PyMongoError), open_store(addresses(data)) as store:
        demand_person(store, person_id)
        accounts.reopen(store, person_id)
        if second_factor and factor.remove(store, person_id):
            note(store, What.SECOND_FACTOR_REMOVED, person_id)
        code = accounts.issue_code(store, person_id, wall_now())
        note(store, What.CODE_ISSUED, person_id)
    typer.echo(code)


@app.command(epilog="Example:  xiaohao person link supervisor-140105 8c1f… --issuer https://id.example.gov.cn")
def link(
    person_id: PersonId,
    subject: Annotated[str, typer.Argument(help="As the province's sign-on names them; told when they first try.")],
    issuer: Annotated[str, typer.Option(help="The sign-on (XIAOHAO_OIDC_ISSUER).", envvar="XIAOHAO_OIDC_ISSUER")],
    data: Data = None,
) -> None:
    """Let a subject of the province's own sign-on be a person of the registry."""
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from people import accounts, sign_on  # noqa: PLC0415
    from people.journal import What  # noqa: PLC0415

    with one_clear_line(PyMongoError), open_store(addresses(data)) as store:
        demand_person(store, person_id)
        try:
            accounts.link(store, person_id, sign_on.subject(issuer, subject))
        except accounts.SubjectTaken:
            typer.echo("xiaohao: 该身份已属他人 / another person has this subject", err=True)
            raise typer.Exit(1) from None
        note(store, What.SUBJECT_LINKED, person_id, subject=subject)
    typer.echo(as_line(f"已对应 / linked: {person_id} = {subject}"))


@app.command(epilog="Example:  xiaohao person end supervisor-140105")
def end(person_id: PersonId, data: Data = None) -> None:
    """Close somebody's account and end every session, device and token of theirs."""
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from people import accounts, devices, sessions, tokens  # noqa: PLC0415
    from people.journal import What  # noqa: PLC0415

    with one_clear_line(PyMongoError), open_store(addresses(data)) as store:
        demand_person(store, person_id)
        at = wall_now()
        accounts.end_account(store, person_id, at)
        ended = (
            sessions.end_all(store, person_id, at),
            devices.end_all(store, person_id, at),
            tokens.revoke_tokens(store, person_id, at),
        )
        note(store, What.ACCOUNT_ENDED, person_id)
    typer.echo(
        f"已停用 {person_id}:会话 {ended[0]}、手机 {ended[1]}、令牌 {ended[2]} / "
        f"ended {person_id}: {ended[0]} session(s), {ended[1]} device(s), {ended[2]} token(s)"
    )


def demand_person(store: "Store", person_id: str) -> None:
    """Leave with one line when the registry has no such person."""
    if store["persons"].find_one({"_id": person_id}, {"_id": 1}) is None:
        typer.echo(f"xiaohao: 没有此人 / no such person: {person_id}", err=True)
        raise typer.Exit(1)


def wall_now() -> "datetime":
    """The time that people sign in by, whatever the ledger's clock says."""
    from ledger.groundwork.clock import SystemClock  # noqa: PLC0415

    return SystemClock().now()


def note(
    store: "Store", what: "What", person_id: str | None, session: "ClientSession | None" = None, **facts: object
) -> None:
    """A line in the journal of signing in, by the operator; in the transaction of `session` if there is one."""
    from people.journal import OPERATOR, Entry, write  # noqa: PLC0415

    write(store, Entry(wall_now(), what, person_id, OPERATOR, facts=facts), session)


def _rows(store: "Store", region: str | None) -> "Iterator[tuple[str, ...]]":
    """Id, name, roles, region, and by what they can sign in."""
    from ledger.registry.regions import is_within  # noqa: PLC0415
    from ledger.registry.store import read_catalogue  # noqa: PLC0415

    accounts = {each["_id"]: each for each in store["accounts"].find({})}
    for person_id, person in sorted(read_catalogue().persons.items()):
        if region is None or is_within(person.region, region):
            roles = "+".join(duty.role for duty in person.duties)
            yield person_id, person.name, roles, person.region, _ways(accounts.get(person_id, {}))


def _ways(account: "Document") -> str:
    if account.get("ended_at"):
        return "已停用 ended"
    ways = {
        "密码 password": account.get("password"),
        "动态口令 totp": account.get("totp", {}).get("confirmed_at"),
        "统一认证 sign-on": account.get("subjects"),
    }
    return ", ".join(name for name, there in ways.items() if there) or "—"


def _show(rows: list[tuple[str, ...]]) -> None:
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table("人员 person", "姓名 name", "角色 roles", "地区 region", "登录 sign-in", box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(escape(as_line(cell)) for cell in row))
    console().print(table)
    typer.echo(f"{len(rows)} 人 / {len(rows)} people")

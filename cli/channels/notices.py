"""Knows `xiaohao notices`: by which channels outside the app somebody wants notices, and when."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.person import demand_person, wall_now
from cli.terminal.addresses import Data, addresses, open_store
from cli.terminal.refusing import one_clear_line
from cli.terminal.shown import as_json_text

if TYPE_CHECKING:
    from channels.choices import Choice, Kept

app = typer.Typer(no_args_is_help=True, help="Notices (通知): by which channels somebody wants them, and when.")

_NONE, _OWN = "app", "own"
Person = Annotated[str, typer.Argument(metavar="PERSON", help="Whose choice, such as supervisor-140105.")]


@app.command(epilog="Example:  xiaohao notices show supervisor-140105")
def show(person_id: Person, data: Data = None) -> None:
    """Show what somebody chose, as JSON."""
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from channels.choices import read_choice  # noqa: PLC0415

    with one_clear_line(PyMongoError), open_store(addresses(data)) as store:
        demand_person(store, person_id)
        kept = read_choice(store, person_id)
    _tell(kept)


@app.command(
    "set",
    epilog="Example:  xiaohao notices set head-140105-housing --by assigned=wecom,email --otherwise email "
    "--quiet 22:00-07:30",
)
def set_choice(  # noqa: PLR0917 - the options, named by those who call it
    person_id: Person,
    by: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND=CHANNELS", help="The channels of a kind of notice; app: in the app alone."),
    ] = None,
    otherwise: Annotated[
        str, typer.Option(metavar="CHANNELS", help="Those of the others; own: whatever address names this person.")
    ] = _OWN,
    quiet: Annotated[str | None, typer.Option(metavar="HH:MM-HH:MM", help="Hours in which none is sent.")] = None,
    digest: Annotated[str | None, typer.Option(metavar="HH:MM", help="Send them once a day, at this time.")] = None,
    data: Data = None,
) -> None:
    """Set the whole choice of somebody: what is left out is as if it had never been chosen."""
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from channels.choices import Kept, keep_choice  # noqa: PLC0415

    chosen = _chosen(by or [], otherwise, quiet, digest)
    with one_clear_line(PyMongoError), open_store(addresses(data)) as store:
        demand_person(store, person_id)
        at = wall_now()
        keep_choice(store, person_id, chosen, at)
    _tell(Kept(chosen, at))


def _chosen(by: list[str], otherwise: str, quiet: str | None, digest: str | None) -> "Choice":
    """The choice that the options say. Raises typer.BadParameter."""
    from pydantic import ValidationError  # noqa: PLC0415

    from channels.choices import Choice  # noqa: PLC0415

    begin, dash, end = (quiet or "").partition("-")
    said: dict[str, Any] = {
        "channels": dict(_kinds(by)),
        "otherwise": None if otherwise == _OWN else _channels(otherwise),
        "quiet_hours": None if quiet is None else {"from": begin, "to": end if dash else begin},
        "digest_at": digest,
    }
    try:
        return Choice.model_validate(said)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "--quiet"
        raise typer.BadParameter(f"{where}: {first['msg']}") from None


def _kinds(by: list[str]) -> Iterator[tuple[str, list[str]]]:
    for said in by:
        kind, equals, channels = said.partition("=")
        if not equals:
            raise typer.BadParameter("应为 KIND=CHANNELS / should be KIND=CHANNELS", param_hint="--by")
        yield kind, _channels(channels)


def _channels(said: str) -> list[str]:
    return [] if said == _NONE else said.split(",")


def _tell(kept: "Kept") -> None:
    said = kept.choice.model_dump(mode="json", by_alias=True)
    changed = kept.changed_at and kept.changed_at.isoformat()
    typer.echo(as_json_text({**said, "changed_at": changed}, indent=2))

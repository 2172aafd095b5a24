"""Knows the commands that are one process of a stack each; a supervisor or a container runs them."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli.terminal.refusing import one_clear_line
from stack.processes.faults import StackError


class Process(StrEnum):
    """A process that a container runs."""

    WORKER = "worker"
    RELAY = "relay"
    DELIVER = "deliver"
    API = "api"


@contextmanager
def _as_told() -> Iterator[None]:
    """Say in one line what the environment lacks or gets wrong; any other end keeps its trace, for the log."""
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from ledger.groundwork.process_settings import SettingsError  # noqa: PLC0415
    from ledger.mongo.connection import demand_database  # noqa: PLC0415
    from stack.processes.settings import settings  # noqa: PLC0415

    with one_clear_line():
        try:
            if url := settings().mongo_url:
                demand_database(url)
        except (PyMongoError, ValueError) as error:
            raise StackError(f"XIAOHAO_MONGO_URL: {error}") from None
    try:
        yield
    except (SettingsError, StackError) as error:
        with one_clear_line():
            raise StackError(str(error)) from None


def prepare(
    samples: Annotated[bool, typer.Option(help="Sample people and projects, with a token for each person.")] = False,
    credentials: Annotated[Path | None, typer.Option(help="Write what the sample people sign in by here.")] = None,
    admin_file: Annotated[
        Path | None, typer.Option(help="Write the first administrator's password here (0600), not to the terminal.")
    ] = None,
) -> None:
    """Make topics, indexes and positions, load the shipped registry, and make the first administrator; safe to run
    again.

    Told by XIAOHAO_MONGO_URL and XIAOHAO_KAFKA, as every process of a stack; docs/operations.md has the others.
    """
    from ledger.retention.store import RetentionOutdated  # noqa: PLC0415
    from streams.prepare import prepare as work  # noqa: PLC0415

    with one_clear_line(RetentionOutdated, work.NotReadyError), _as_told():
        _demand_contact(wait_for_names=False)
        work.run(samples, credentials, admin_file)


def worker() -> None:
    """Take reports from Kafka into the ledger, and fire what falls due.

    Told by XIAOHAO_MONGO_URL and XIAOHAO_KAFKA; docs/operations.md has the others.
    """
    from streams.worker import process as work  # noqa: PLC0415

    with _as_told():
        _demand_contact()
        work.run()


def relay() -> None:
    """Publish the ledger's events to Kafka.

    Told by XIAOHAO_MONGO_URL and XIAOHAO_KAFKA; docs/operations.md has the others.
    """
    from streams.relay import relay as work  # noqa: PLC0415

    with _as_told():
        _demand_contact()
        work.run()


def deliver() -> None:
    """Send alerts out by webhook, group robot and e-mail; what waits, and why, is in the queue of deliveries.

    Told by XIAOHAO_MONGO_URL; where it may send to, and by which mail server, docs/channels.md says.
    """
    from channels import process as work  # noqa: PLC0415

    with _as_told():
        work.run()


def api(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8710,
) -> None:
    """Serve the HTTP API.

    Told by XIAOHAO_MONGO_URL and XIAOHAO_KAFKA; docs/operations.md has the others.
    """
    from api import server  # noqa: PLC0415

    with _as_told():
        _demand_contact()
        server.run(host, port)


def alive(
    process: Annotated[Process, typer.Argument(help="Which one.")],
    port: Annotated[int, typer.Option(min=1, max=65535, help="The API's port.")] = 8710,
) -> None:
    """Exit 0 when this host's worker or API, or any relay or deliverer, does its work: a container's health check."""
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    with one_clear_line(PyMongoError, ValueError):
        if not _does_its_work(process, port):
            raise StackError(f"the {process} does not do its work")


def _does_its_work(process: Process, port: int) -> bool:
    from ledger.mongo.connection import connect  # noqa: PLC0415
    from stack.processes.settings import settings  # noqa: PLC0415
    from stack.supervisor import readiness  # noqa: PLC0415

    if process is Process.API:
        return readiness.answers_ok(port, "/healthz")
    told = settings().mongo_url
    if not told:
        raise StackError("XIAOHAO_MONGO_URL is not set")
    store = connect(told)
    try:
        if process is Process.RELAY:
            return readiness.relay_alive(store)
        if process is Process.DELIVER:
            return readiness.deliverer_alive(store)
        return readiness.worker_alive(store, socket.gethostname())
    finally:
        store.close()


def _demand_contact(*, wait_for_names: bool = True) -> None:
    """Say within ten seconds what no waiting cures of the broker and the database: a password, a certificate, a name.

    A name that is not known may be there later: only `prepare` ends for it. Raises StackError.
    """
    from ledger.mongo.connection import connect  # noqa: PLC0415
    from stack.processes.contact import NoContact, demand_brokers, demand_database  # noqa: PLC0415
    from stack.processes.settings import settings  # noqa: PLC0415

    where = settings()
    if not (where.mongo_url and where.kafka):
        return  # the process itself says what is missing
    store = connect(where.mongo_url)
    demands: tuple[Callable[[], None], ...] = (
        lambda: demand_brokers(where.brokers),
        lambda: demand_database(store),
    )
    for demand in demands:
        try:
            demand()
        except NoContact as fault:
            if not (fault.passes and wait_for_names):
                raise StackError(str(fault)) from None
            typer.echo(f"xiaohao: {fault}", err=True)
    store.close()

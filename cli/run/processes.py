"""Knows the commands that are one process of a stack each; a supervisor or a container runs them."""

import socket
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli.run.first_look import as_told
from cli.terminal.refusing import one_clear_line
from stack.processes.faults import StackError


class Process(StrEnum):
    """A process that a container runs."""

    WORKER = "worker"
    RELAY = "relay"
    DELIVER = "deliver"
    API = "api"


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

    with one_clear_line(RetentionOutdated, work.NotReadyError), as_told(wait_for_names=False):
        work.run(samples, credentials, admin_file)


def worker() -> None:
    """Take reports from Kafka into the ledger, and fire what falls due.

    Told by XIAOHAO_MONGO_URL and XIAOHAO_KAFKA; docs/operations.md has the others.
    """
    from streams.worker import process as work  # noqa: PLC0415

    with as_told():
        work.run()


def relay() -> None:
    """Publish the ledger's events to Kafka.

    Told by XIAOHAO_MONGO_URL and XIAOHAO_KAFKA; docs/operations.md has the others.
    """
    from streams.relay import relay as work  # noqa: PLC0415

    with as_told():
        work.run()


def deliver() -> None:
    """Send alerts out by webhook, group robot and e-mail; what waits, and why, is in the queue of deliveries.

    Told by XIAOHAO_MONGO_URL; where it may send to, and by which mail server, docs/channels.md says.
    """
    from channels import process as work  # noqa: PLC0415

    with as_told(by_kafka=False):
        work.run()


def api(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8710,
) -> None:
    """Serve the HTTP API.

    Told by XIAOHAO_MONGO_URL and XIAOHAO_KAFKA; docs/operations.md has the others.
    """
    from api import server  # noqa: PLC0415

    with as_told():
        server.run(host, port)


def alive(
    process: Annotated[Process, typer.Argument(help="Which one.")],
    port: Annotated[int, typer.Option(min=1, max=65535, help="The API's port.")] = 8710,
) -> None:
    """Exit 0 when this host's worker or API, or any relay or deliverer, does its work: a container's health check."""
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    with one_clear_line(PyMongoError):
        if not _does_its_work(process, port):
            raise StackError(f"{process} 没有在工作 / the {process} does not do its work")


def _does_its_work(process: Process, port: int) -> bool:
    from ledger.groundwork.process_settings import not_set  # noqa: PLC0415
    from stack.processes.contact import opened  # noqa: PLC0415
    from stack.processes.settings import settings  # noqa: PLC0415
    from stack.supervisor import readiness  # noqa: PLC0415

    if process is Process.API:
        return readiness.answers_ok(port, "/healthz")
    told = settings()
    if not told.mongo_url:
        raise StackError(not_set("XIAOHAO_MONGO_URL"))
    store = opened(told.mongo_url, told.mongo_url_told_by)
    try:
        if process is Process.RELAY:
            return readiness.relay_alive(store)
        if process is Process.DELIVER:
            return readiness.deliverer_alive(store)
        return readiness.worker_alive(store, socket.gethostname())
    finally:
        store.close()

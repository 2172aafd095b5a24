"""Knows how a process of a stack begins: what no waiting cures of its settings, broker and database is one sentence."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from cli.terminal.refusing import one_clear_line
from stack.processes.faults import StackError


@contextmanager
def as_told(*, by_kafka: bool = True, wait_for_names: bool = True) -> Iterator[None]:
    """Look first, then do the work; what the environment lacks or gets wrong is one line, any other end keeps its
    trace, for the log.

    A name that is not known may be there later, since a container that is down has none: it ends a process only
    where nobody waits for it.
    """
    from ledger.groundwork.process_settings import SettingsError  # noqa: PLC0415

    with one_clear_line(SettingsError):
        _look(by_kafka, wait_for_names)
    try:
        yield
    except (SettingsError, StackError) as error:
        with one_clear_line():
            raise StackError(str(error)) from None


def _look(by_kafka: bool, wait_for_names: bool) -> None:
    """Takes ten seconds at most. Raises StackError, SettingsError, OSError."""
    from stack.processes.contact import demand_brokers, demand_database, opened  # noqa: PLC0415
    from stack.processes.settings import settings  # noqa: PLC0415

    where = settings()
    if not where.mongo_url or (by_kafka and not where.kafka):
        return  # the process itself says what is missing
    store = opened(where.mongo_url, where.mongo_url_told_by)
    try:
        if by_kafka:
            _demand(lambda: demand_brokers(where.brokers), wait_for_names)
        _demand(lambda: demand_database(store), wait_for_names)
    finally:
        store.close()


def _demand(contact: Callable[[], None], wait_for_names: bool) -> None:
    from stack.processes.contact import NoContact  # noqa: PLC0415

    try:
        contact()
    except NoContact as fault:
        if not (fault.passes and wait_for_names):
            raise StackError(str(fault)) from None
        typer.echo(f"xiaohao: {fault}", err=True)

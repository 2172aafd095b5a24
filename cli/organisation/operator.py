"""Knows who acts where a command is given on the ledger's own machine: its operator, by the name of their login."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.mongo.connection import Store
    from ledger.registry.keeping.history import By
    from stack.processes.settings import Settings


def operator(where: "Settings", store: "Store", reason: str | None = None) -> "By":
    """The operator, now by the ledger's clock."""
    from getpass import getuser  # noqa: PLC0415

    from ledger.mongo.shared_clock import clock_of  # noqa: PLC0415
    from ledger.registry.actors import Actor  # noqa: PLC0415
    from ledger.registry.keeping.history import By  # noqa: PLC0415

    return By(Actor(f"operator:{getuser()}", None), clock_of(where.clock, store).now(), reason)

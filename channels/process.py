"""Knows how the deliverer runs as a process of a stack."""

import asyncio
import logging
import signal

from channels.deliverer import Deliverer
from channels.providers import sender_of
from channels.senders.outbound import Outbound
from channels.settings import Settings
from ledger.mongo.connection import Store, connect


def run() -> None:
    """Deliver until SIGTERM or SIGINT. Raises SettingsError."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for noisy in ("httpcore", "pymongo"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    settings = Settings.from_environment()
    outbound = settings.outbound
    store = connect(settings.mongo_url, settings.introduced_as("deliver"))
    try:
        asyncio.run(_deliver(store, outbound))
    finally:
        store.close()


async def _deliver(store: Store, outbound: Outbound) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await Deliverer(store, sender_of(outbound), stop).run()

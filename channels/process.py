"""Knows how the deliverer runs as a process of a stack."""

import asyncio
import logging
import signal
from zoneinfo import ZoneInfo

from channels.deliverer import Deliverer
from channels.figures import OF_NOTICES
from channels.providers import sender_of
from channels.senders.outbound import Outbound
from channels.settings import Settings
from ledger.groundwork.log_lines import to_standard_error
from ledger.mongo.connection import Store, connect
from ledger.mongo.figures import serve_figures
from ledger.mongo.shared_clock import clock_of


def run() -> None:
    """Deliver until SIGTERM or SIGINT. Raises SettingsError."""
    settings = Settings.from_environment()
    logging.basicConfig(level=logging.INFO, handlers=[to_standard_error(settings.log)])
    for noisy in ("httpcore", "pymongo"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    outbound = settings.outbound
    store = connect(settings.mongo_url, settings.introduced_as("deliver"))
    serve_figures(store, clock_of(settings.clock, store), settings.metrics_port, OF_NOTICES)
    try:
        asyncio.run(_deliver(store, outbound, ZoneInfo(settings.time_zone)))
    finally:
        store.close()


async def _deliver(store: Store, outbound: Outbound, zone: ZoneInfo) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await Deliverer(store, sender_of(outbound), stop, zone=zone).run()

"""Knows how the API runs as a process: one uvicorn on uvloop and httptools, ended in order by SIGTERM or SIGINT."""

import logging
import signal
import sys
from typing import Final

import uvicorn

from xiaohao.api.app import create_app
from xiaohao.api.publisher import Publisher
from xiaohao.api.settings import from_environment

# While a broker is away kafka-python says so many times a second; `kafka_publisher` says it once.
_QUIET: Final = {"kafka": logging.CRITICAL, "pymongo": logging.WARNING}


def run(host: str, port: int, publisher: Publisher | None = None) -> None:
    """Serve until told to end. Raises SettingsError; SystemExit when the port cannot be had."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)
    # uvicorn ends in order and then raises the signal again: that it was asked to end is no failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    uvicorn.run(
        create_app(from_environment(), publisher=publisher),
        host=host,
        port=port,
        loop="uvloop",
        http="httptools",
        ws="none",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=10,
        backlog=1024,
    )

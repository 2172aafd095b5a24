"""Knows how the API runs as a process: one uvicorn on uvloop and httptools, ended in order by SIGTERM or SIGINT."""

import logging
import resource
import signal
import socket
import sys
from contextlib import suppress
from typing import Final

import uvicorn
from fastapi import FastAPI

from api.accepting.publisher import Publisher
from api.app import create_app
from api.http.settings import Settings
from api.serving.ledger_time import TellsTime
from api.serving.protocol import CONNECTIONS, ConnectionLimits, protocol_within
from ledger.groundwork.interpreter import calm_the_collector
from ledger.groundwork.key_file import read_keys
from ledger.groundwork.log_lines import to_standard_error

# While a broker is away aiokafka says so many times a second; `kafka_publisher` says it once.
_QUIET: Final = {"aiokafka": logging.CRITICAL, "pymongo": logging.WARNING}
_NOT_STARTED: Final = 3  # as `uvicorn.run` says it


class Server(uvicorn.Server):
    """uvicorn, which waits for open answers before it ends: streams never end by themselves, and are told to."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """As its parent does, once the streams are told."""
        self._app.state.services.fan_out.end()
        await super().shutdown(sockets)


def config_of(app: FastAPI, host: str, port: int, limits: ConnectionLimits = CONNECTIONS) -> uvicorn.Config:
    """How uvicorn serves the app."""
    telling = TellsTime(app)
    return uvicorn.Config(
        telling,
        host=host,
        port=port,
        loop="uvloop",
        http=protocol_within(telling.header, limits),  # type: ignore[arg-type] # it is a class
        ws="none",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=10,
        backlog=1024,
    )


def run(host: str, port: int, publisher: Publisher | None = None) -> None:
    """Serve until told to end. Raises SettingsError, KeysRefused; SystemExit when the port cannot be had."""
    settings = Settings.from_environment()
    for keys in (settings.key_file, settings.informant_key_file):
        read_keys(keys)  # a key that is not there is said here, in a sentence
    logging.basicConfig(level=logging.INFO, handlers=[to_standard_error(settings.log)])
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)
    # uvicorn ends in order and then raises the signal again: that it was asked to end is no failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    _allow_connections()
    app = create_app(settings, publisher=publisher)
    config = config_of(app, host, port)
    server = Server(config, app)
    calm_the_collector()
    taken = config.bind_socket()  # before anything is opened: that the port is gone is then the last word
    with suppress(KeyboardInterrupt):
        server.run(sockets=[taken])
    if not server.started:
        sys.exit(_NOT_STARTED)


def _allow_connections() -> None:
    """Open streams are open files: take as many as the system lets us."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

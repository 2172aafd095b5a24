"""Knows how a worker process runs: connect, read, take in, until it is told to end."""

import logging
from contextlib import suppress

import faust
import uvloop
from pymongo.errors import PyMongoError

from ledger.groundwork.interpreter import calm_the_collector, take_short_turns
from ledger.jobs.presence import Presence
from ledger.mongo.connection import connect
from ledger.mongo.figures import serve_figures
from ledger.mongo.shared_clock import clock_of
from streams import logs
from streams.settings import Settings
from streams.worker.app import make_app
from streams.worker.sweeping import shares_of


def run() -> None:
    """Run one worker in this process until SIGTERM or SIGINT; always ends by SystemExit, or what faust crashed of.

    Raises SettingsError, KeysRefused.
    """
    settings = Settings.from_environment()
    logs.set_up(settings.log)
    uvloop.install()
    store = connect(settings.mongo_url, settings.introduced_as("worker"))
    serve_figures(store, clock_of(settings.clock, store), settings.metrics_port)
    presence = Presence(store)
    app = make_app(settings, store, presence)
    worker = faust.Worker(app, loglevel=logging.WARNING, logfile=None, quiet=True, override_logging=False)
    calm_the_collector()
    take_short_turns()
    worker.spinner = None  # it writes to the terminal, and a worker has none
    try:
        worker.execute_from_commandline()
    finally:
        with suppress(PyMongoError):
            presence.leave()
            shares_of(store, presence.id).release()
        store.close()

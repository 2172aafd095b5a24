"""Knows what the environment says to a worker or a relay: what it says to every process."""

from ledger.groundwork.process_settings import Needed, ProcessSettings


class Settings(ProcessSettings):
    """The addresses are needed."""

    mongo_url: Needed
    kafka: Needed

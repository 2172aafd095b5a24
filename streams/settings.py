"""Knows what the environment says to a worker or a relay: what it says to every process, and where to put files."""

from ledger.groundwork.process_settings import Folder, Needed, ProcessSettings


class Settings(ProcessSettings):
    """`data` is the folder for files, if any."""

    mongo_url: Needed
    kafka: Needed
    data: Folder | None = None

"""Knows what the environment says to the API: what it says to every process, and the instance; and its limits."""

from dataclasses import dataclass
from typing import Final

from ledger.groundwork.process_settings import Needed, ProcessSettings

REPORT_BYTES: Final = 1024 * 1024
SYNC_BYTES: Final = 16 * 1024 * 1024
COMMAND_BYTES: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class StreamLimits:
    """What open streams may cost: how many there are, what waits for each, and how long anything takes (seconds).

    `kept` events stand ready for readers that come back; what is older is read from the oplog again.
    """

    readers: int = 2_000
    per_person: int = 10
    queued: int = 256
    kept: int = 4_096
    heartbeat: float = 15.0
    send: float = 30.0
    look: float = 3.0


STREAM: Final = StreamLimits()


class Settings(ProcessSettings):
    """`instance` tells this process from any other that may have its port, empty where nobody asks."""

    mongo_url: Needed
    kafka: Needed
    instance: str = ""

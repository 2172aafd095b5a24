"""Knows what the environment says to the API: what it says to every process, and the instance; and its limits."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from ledger.groundwork.process_settings import ProcessSettings, process_settings
from mobile_schema.fields import MAX_ATTACHMENT_BYTES

_MIB = 1024 * 1024


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


@dataclass(frozen=True, slots=True)
class Settings(ProcessSettings):
    """`instance` tells this process from any other that may have its port, empty where nobody asks; limits in bytes."""

    instance: str = ""
    report_bytes: int = 1 * _MIB
    sync_bytes: int = 16 * _MIB
    attachment_bytes: int = MAX_ATTACHMENT_BYTES
    command_bytes: int = 1 * _MIB
    stream: StreamLimits = StreamLimits()


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process. Raises SettingsError."""
    told = process_settings(environment)
    instance = environment.get("XIAOHAO_INSTANCE", "")
    return Settings(told.mongo_url, told.kafka, told.clock, told.time_zone, instance)

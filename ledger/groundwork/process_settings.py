"""Knows what the environment says to every process: where the ledger and the broker are, and which clock it goes by."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DEFAULT_ZONE: Final = "Asia/Shanghai"


class SettingsError(ValueError):
    """The environment lacks something, or says something impossible; the message names the variable."""


@dataclass(frozen=True, slots=True)
class ProcessSettings:
    """`kafka` is HOST:PORT[,HOST:PORT…]; `clock` is "system" or "movable"; days begin in `time_zone`."""

    mongo_url: str
    kafka: str
    clock: str = "system"
    time_zone: str = DEFAULT_ZONE

    @property
    def brokers(self) -> list[str]:
        """The brokers' addresses one by one."""
        return [address.strip() for address in self.kafka.split(",") if address.strip()]


def process_settings(environment: Mapping[str, str] = os.environ) -> ProcessSettings:
    """What every process is told. Raises SettingsError."""
    clock = environment.get("XIAOHAO_CLOCK", "system")
    if clock not in ("system", "movable"):
        raise SettingsError(f"XIAOHAO_CLOCK must be system or movable, not {clock!r}")
    mongo_url, kafka = _needed(environment, "XIAOHAO_MONGO_URL"), _needed(environment, "XIAOHAO_KAFKA")
    return ProcessSettings(mongo_url, kafka, clock, time_zone(environment))


def time_zone(environment: Mapping[str, str] = os.environ) -> str:
    """Where the days of this deployment begin, such as Asia/Shanghai. Raises SettingsError when there is none such."""
    name = environment.get("XIAOHAO_TIME_ZONE") or DEFAULT_ZONE
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingsError(f"XIAOHAO_TIME_ZONE: no time zone {name!r}") from None


def _needed(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "").strip()
    if not value:
        raise SettingsError(f"{name} is not set")
    return value

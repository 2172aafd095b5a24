"""Knows what the environment says to the API: the two addresses and the clock."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from xiaohao.mobile_schema.fields import MAX_ATTACHMENT_BYTES

_MIB = 1024 * 1024


class SettingsError(ValueError):
    """The environment lacks something, or says something impossible; the message names the variable."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`kafka` is HOST:PORT[,HOST:PORT…]; `clock` is "system" or "movable"; limits are in bytes."""

    mongo_url: str
    kafka: str
    clock: str = "system"
    report_bytes: int = 1 * _MIB
    sync_bytes: int = 16 * _MIB
    attachment_bytes: int = MAX_ATTACHMENT_BYTES
    command_bytes: int = 1 * _MIB

    @property
    def brokers(self) -> list[str]:
        """The brokers' addresses one by one."""
        return [address.strip() for address in self.kafka.split(",") if address.strip()]


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process. Raises SettingsError."""
    clock = environment.get("XIAOHAO_CLOCK", "system")
    if clock not in ("system", "movable"):
        raise SettingsError(f"XIAOHAO_CLOCK must be system or movable, not {clock!r}")
    return Settings(_needed(environment, "XIAOHAO_MONGO_URL"), _needed(environment, "XIAOHAO_KAFKA"), clock)


def _needed(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "").strip()
    if not value:
        raise SettingsError(f"{name} is not set")
    return value

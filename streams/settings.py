"""Knows what the environment says to a worker or a relay: the two addresses, the clock, where to put files."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class SettingsError(ValueError):
    """The environment lacks something, or says something impossible; the message names the variable."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`kafka` is HOST:PORT[,HOST:PORT…]; `clock` is "system" or "movable"; `data` is the folder for files, if any."""

    mongo_url: str
    kafka: str
    clock: str = "system"
    data: Path | None = None

    @property
    def brokers(self) -> list[str]:
        """The brokers' addresses one by one."""
        return [address.strip() for address in self.kafka.split(",") if address.strip()]


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process. Raises SettingsError."""
    clock = environment.get("XIAOHAO_CLOCK", "system")
    if clock not in ("system", "movable"):
        raise SettingsError(f"XIAOHAO_CLOCK must be system or movable, not {clock!r}")
    data = environment.get("XIAOHAO_DATA")
    return Settings(
        mongo_url=_needed(environment, "XIAOHAO_MONGO_URL"),
        kafka=_needed(environment, "XIAOHAO_KAFKA"),
        clock=clock,
        data=Path(data) if data else None,
    )


def _needed(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "").strip()
    if not value:
        raise SettingsError(f"{name} is not set")
    return value

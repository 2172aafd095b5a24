"""Knows what the environment says to a worker or a relay: what it says to every process, and where to put files."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ledger.groundwork.process_settings import ProcessSettings, process_settings


@dataclass(frozen=True, slots=True)
class Settings(ProcessSettings):
    """`data` is the folder for files, if any."""

    data: Path | None = None


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process. Raises SettingsError."""
    told = process_settings(environment)
    data = environment.get("XIAOHAO_DATA")
    folder = Path(data) if data else None
    return Settings(told.mongo_url, told.kafka, told.clock, told.time_zone, folder)

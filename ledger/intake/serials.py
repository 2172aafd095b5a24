"""Knows how the 编号 of an issue is made: its region, the local year, and a number that counts on without holes."""

from datetime import datetime
from zoneinfo import ZoneInfo


def counter_of(region: str, at: datetime, zone: ZoneInfo) -> str:
    """Which counter an issue of a region draws on: `140105-2026`."""
    return f"{region}-{at.astimezone(zone).year}"


def serial(counter: str, number: int) -> str:
    """The 编号 of a counter's number: `140105-2026-00001`."""
    return f"{counter}-{number:05d}"

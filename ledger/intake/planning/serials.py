"""Knows how the 编号 of an issue is made: its region, the local year, and a number that counts on without holes."""

from datetime import datetime
from zoneinfo import ZoneInfo


def counter(region: str, year: int) -> str:
    """Which counter an issue of a region draws on in a local year: `140105-2026`."""
    return f"{region}-{year}"


def year_of(at: datetime, zone: ZoneInfo) -> int:
    """The local year of a moment."""
    return at.astimezone(zone).year


def serial(drawn_on: str, number: int) -> str:
    """The 编号 of a counter's number: `140105-2026-00001`."""
    return f"{drawn_on}-{number:05d}"

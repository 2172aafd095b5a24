"""Knows zones, moments in them that hypothesis may pick, and how a wall clock shows one."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from ledger.calendar.calendars import Calendars

SHANGHAI, NEW_YORK, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")
NATIONAL = Calendars().national
zones = st.sampled_from(
    [SHANGHAI, NEW_YORK, BERLIN, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("America/Sao_Paulo"), ZoneInfo("UTC")]
)
moments = st.datetimes(datetime(2004, 1, 1), datetime(2100, 12, 31), timezones=st.just(UTC))
"""Some of them in hours that their zone skips or has twice."""


def wall(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    """A moment on a wall clock, Shanxi's unless another zone is named."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)

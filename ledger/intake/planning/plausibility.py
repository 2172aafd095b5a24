"""Knows what about a report looks wrong without being a reason to lose it: such a report is kept and flagged."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from ledger.intake.incoming import mended_from
from ledger.registry.days import ended_on
from ledger.registry.entries import CategoryEntry, Person, Project
from mobile_schema.reports.report import FixedLocation, Report

# A box around China (WGS-84 degrees), wide enough for every county of it.
_LATITUDES = (3.8, 53.6)
_LONGITUDES = (73.4, 135.1)
_TOLERANCE = timedelta(minutes=10)
_STALE = timedelta(days=366)
_CLOCK_ERROR_MS = 5 * 60 * 1000


def flags_of(report: Report, captured_at: datetime, received_at: datetime) -> tuple[str, ...]:
    """The flags a report earns; `captured_at` is its capture time in UTC, `received_at` the server's."""
    return tuple(flag for flag in (*_time_flags(report, captured_at, received_at), *_place_flags(report)) if flag)


def mending_flags(credential: str | None) -> tuple[str, ...]:
    """The flag of a report that did not come in the words of who sent it."""
    return () if mended_from(credential) is None else ("mended",)


def standing_flags(project: Project, reporter: Person, received_at: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    """The flags of a report of what the registry had ended when it was received.

    What was found on a site is found, whatever the registry says: a dead letter would wait for somebody to look,
    with no clock running. Whoever reads it sees that the project was retired, or that its reporter had left.
    """
    ended = (("project-retired", project), ("reporter-left", reporter))
    return tuple(flag for flag, entry in ended if _had_ended(entry, received_at, zone))


def category_flags(category: CategoryEntry | None, received_at: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    """The flags of a problem of a category that was retired when it was received; the same holds of it."""
    return ("category-retired",) if category is not None and _had_ended(category, received_at, zone) else ()


def _had_ended(entry: Project | Person | CategoryEntry, at: datetime, zone: ZoneInfo) -> bool:
    """By moments: a time at the end of the calendar has no day in every zone."""
    ended = ended_on(entry)
    return ended is not None and datetime.combine(ended, time(), zone) <= at


def _time_flags(report: Report, captured_at: datetime, received_at: datetime) -> list[str]:
    flags = []
    # Differences, not sums: a time at the end of the calendar is flagged like any other and never overflows.
    if captured_at - received_at > _TOLERANCE:
        flags.append("captured-in-future")
    elif received_at - captured_at > _STALE:
        flags.append("captured-long-ago")
    if report.sent_at < report.captured_at:
        flags.append("sent-before-captured")
    error_ms = report.device.clock_error_ms
    if error_ms is not None and abs(error_ms) > _CLOCK_ERROR_MS:
        flags.append("device-clock-wrong")
    return flags


def _place_flags(report: Report) -> list[str]:
    location = report.location
    if not isinstance(location, FixedLocation):
        return ["no-location"]
    flags = ["mock-location"] if location.mock else []
    if not _in_china(location.latitude, location.longitude):
        swapped = _in_china(location.longitude, location.latitude)
        flags.append("coordinates-swapped" if swapped else "outside-china")
    return flags


def _in_china(latitude: float, longitude: float) -> bool:
    return _LATITUDES[0] <= latitude <= _LATITUDES[1] and _LONGITUDES[0] <= longitude <= _LONGITUDES[1]

"""Knows how the cell of a date is read as people and spreadsheets write it, and that it names a moment there was."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from exchange.cells.digits import has_odd_digits
from exchange.tables.mapping import ISO, Dates
from exchange.tables.row import Row, RowRefused

# What a spreadsheet shows when the column is no date to it: days since this one, the time of day as a fraction.
_SERIAL_EPOCH: Final = datetime(1899, 12, 30)
_SERIAL: Final = re.compile(r"([1-9]\d{4})(?:[.,](\d+))?", re.ASCII)
# Python takes any sign between day and time, and weeks: long numbers would be moments.
_ISO: Final = re.compile(r"\d{4}(?:-\d\d-\d\d|\d{4})(?:[Tt ]\d\d.*)?", re.ASCII)
_HALF: Final = re.compile(r"上午|下午|凌晨|早上|中午|晚上|(?<![A-Z])[AP]M\b", re.IGNORECASE)
_MORNING: Final = frozenset({"上午", "凌晨", "早上", "AM"})


def moment_of(row: Row, column: str, dates: Dates) -> datetime | None:
    """The moment in a column, aware; None when the cell is empty. Raises RowRefused when it cannot be read."""
    text = row.cells[column].strip()
    if not text:
        return None
    read = read_moment(text, dates)
    if read is None:
        shown, forms = repr(text[:60]), " or ".join(dates.formats)
        raise RowRefused(
            f"{column}: {shown} 不是 {forms} 格式的时间 / {column}: {shown} is no moment in the form {forms}"
        )
    moment = read if read.tzinfo else read.replace(tzinfo=ZoneInfo(dates.time_zone))
    if _is_beyond(moment):
        raise RowRefused(
            f"{column}: {text[:60]!r} 年份过早或过晚,不可能是检查时间 / "
            f"{column}: {text[:60]!r} lies in a year that no visit can be of"
        )
    if not _exists(moment):
        raise RowRefused(
            f"{column}: {text[:60]!r} 这一时刻不存在({dates.time_zone} 当时拨快了时钟)/ "
            f"{column}: {text[:60]!r} does not exist: the clocks of {dates.time_zone} were put forward over it"
        )
    return moment


def read_moment(text: str, dates: Dates) -> datetime | None:
    """The moment as written, without a zone when it names none; None when it is none.

    The formats in their order; with 上午/下午 (or AM/PM) in the text the hour is of that half of the day, wherever it
    stands; then the serial number of a spreadsheet.
    """
    if has_odd_digits(text):
        return None
    plain = unicodedata.normalize("NFKC", text).strip()
    half = _HALF.search(plain)
    if half is not None:
        return _of_half(plain, half, dates)
    for spelled in dict.fromkeys((text, plain)):
        for form in dates.formats:
            moment = _parsed(spelled, form)
            if moment is not None:
                return moment
    return _of_serial(plain)


def _of_half(text: str, half: re.Match[str], dates: Dates) -> datetime | None:
    for between in (" ", ""):
        spelled = " ".join(f"{text[: half.start()].rstrip()}{between}{text[half.end() :].lstrip()}".split())
        for form in dates.formats:
            moment = _parsed(spelled, " ".join(form.replace("%p", " ").split()))
            if moment is not None:
                hour = _hour(moment.hour, half[0].upper())
                return None if hour is None else moment.replace(hour=hour)
    return None


def _hour(hour: int, half: str) -> int | None:
    """The hour of the day (0–23) of an hour of one of its halves; None when there is none, such as 上午 15:00."""
    if half in _MORNING:
        return hour % 12 if hour <= 12 else None
    if half == "中午":
        return hour if hour in (11, 12) else hour + 12 if hour < 3 else None
    if half == "晚上" and hour in (0, 12):
        return None  # of this day or of the next one: nobody can tell
    return hour if hour >= 12 else hour + 12


def _parsed(text: str, form: str) -> datetime | None:
    try:
        if form != ISO:
            return datetime.strptime(text, form)
        return datetime.fromisoformat(text) if _ISO.fullmatch(text) else None
    except ValueError:
        return None


def _of_serial(text: str) -> datetime | None:
    found = _SERIAL.fullmatch(text)
    if found is None:
        return None
    seconds = round(float(f"0.{found[2] or 0}") * 86_400)
    return _SERIAL_EPOCH + timedelta(days=int(found[1]), seconds=seconds)


def _is_beyond(moment: datetime) -> bool:
    """Whether it lies at an end of the calendar, or before its zone counted whole minutes from UTC (1901 in China)."""
    try:
        offset = moment.astimezone(UTC).astimezone(moment.tzinfo).utcoffset()
    except OverflowError:
        return True
    return offset is not None and offset % timedelta(minutes=1) != timedelta(0)


def _exists(moment: datetime) -> bool:
    """Whether a clock of its zone ever showed it."""
    return moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) == moment.replace(tzinfo=None)

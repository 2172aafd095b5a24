"""Knows the orders of a list as numbers, one an issue in each: the index sorts by them, and a page ends at one.

A time stands in the upper bits, so that a span of times is a span of numbers; below it some bits of the id part those
of one moment. 编号 and regions are numbers as they are.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Final
from unicodedata import normalize
from zlib import crc32

from ledger.mongo.pages import Key, TextKey
from ledger.store.wanted import Sort

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
_ID_BITS: Final = 21
_LAST: Final = 2**43 - 1
_REGION: Final = 44
_YEAR: Final = 30
_SERIAL: Final = re.compile(r"([0-9]{6})-([0-9]{4})-([0-9]{5,9})")
LATEST_FIRST: Final = frozenset({Sort.UPDATED, Sort.REPORTED})


def serial_in(typed: str) -> str | None:
    """The 编号 that somebody typed, and nothing else, in whatever width."""
    plain = normalize("NFKC", typed).strip()
    return plain if _SERIAL.fullmatch(plain) else None


def begins(at: datetime | None) -> int:
    """The least number of a moment; no moment comes before every moment."""
    return 0 if at is None else max(1, min((at - _EPOCH) // _MILLISECOND, _LAST)) << _ID_BITS


def by_time(at: datetime | None, issue_id: str) -> int:
    """The number of an issue by a time."""
    return begins(at) | crc32(issue_id.encode()) >> (32 - _ID_BITS)


def by_serial(serial: str, region: str | None = None) -> int:
    """The number of an issue by its 编号, or by a region and then its 编号; 0 of what is none."""
    found = _SERIAL.fullmatch(serial)
    if found is None:
        return 0
    first, year, number = int(region or found[1]), int(found[2]), int(found[3])
    return first << _REGION | year << _YEAR | number


def number_of(key: Key | TextKey) -> int:
    """The number at which a page with this key ended."""
    at, issue_id = key
    return by_serial(at) if isinstance(at, str) else by_time(at, issue_id)


def key_of(sort: Sort, number: int, issue_id: str) -> Key | TextKey:
    """The key of a page that ends at this number."""
    if sort.by_text:
        year, last = number >> _YEAR & (1 << _REGION - _YEAR) - 1, number & (1 << _YEAR) - 1
        return f"{number >> _REGION:06d}-{year:04d}-{last:05d}", issue_id
    milliseconds = number >> _ID_BITS
    return (_EPOCH + milliseconds * _MILLISECOND if milliseconds else None), issue_id

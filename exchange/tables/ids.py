"""Knows the report id of a row: the same whatever is corrected in the row, so that the ledger sees the correction."""

import hashlib
import re
import secrets
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from mobile_schema.fields import as_utc

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
# 2000-01-01T00:00Z: before any phone of this contract, so no report of a phone stands among those of files.
_FILES_BEGIN_MS: Final = 946_684_800_000
_NUMBER: Final = re.compile(r"(\d+)\D*\Z", re.ASCII)
_NUMBERS: Final = 10**12


def report_id_of(mapping_name: str, row_id: str) -> str:
    """The id of a row, from nothing but who names it and its name.

    In place of a time: 2000-01-01 and as many milliseconds as the last number in the row's id says, so that rows
    numbered upward have ids that ascend.
    """
    number = _NUMBER.search(row_id)
    milliseconds = _FILES_BEGIN_MS + (int(number[1][-12:]) % _NUMBERS if number else 0)
    return _uuid7(milliseconds, f"{mapping_name}\0{row_id}")


def uuid7_at(at: datetime, what: str) -> str:
    """A UUIDv7 of a moment and, in place of chance, a hash of what it is for."""
    return _uuid7((as_utc(at) - _EPOCH) // timedelta(milliseconds=1) & (2**48 - 1), what)


def new_id() -> str:
    """A UUIDv7 of now, by chance: of what nobody gave an id."""
    return uuid7_at(datetime.now(UTC), secrets.token_hex())


def _uuid7(milliseconds: int, what: str) -> str:
    """RFC 9562 §5.7."""
    digest = hashlib.sha256(what.encode()).digest()
    chance = int.from_bytes(digest[:10]) & (2**74 - 1)
    return str(UUID(int=milliseconds << 80 | 7 << 76 | (chance >> 62) << 64 | 0b10 << 62 | chance & (2**62 - 1)))

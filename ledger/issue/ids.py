"""Knows how an id is derived from a report's: sorted by the report's time, and the same whenever it is asked for."""

from hashlib import sha256
from typing import Final

_TIME: Final = len("0195551a-9b20")
_VARIANT: Final = str.maketrans("0123456789abcdef", "89ab" * 4)


def derived_id(source: str, name: str) -> str:
    """The UUIDv8 (RFC 9562 §5.8) of what has `name` in the report, or issue, with the id `source`; in lower case.

    Its first 48 bits are those of `source`, which is a UUIDv7 or was derived from one; the other 74 are SHA-256's.
    """
    hashed = sha256(f"{source}/{name}".encode()).hexdigest()
    return f"{source[:_TIME]}-8{hashed[:3]}-{hashed[3].translate(_VARIANT)}{hashed[4:7]}-{hashed[7:19]}"

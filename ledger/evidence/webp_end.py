"""Knows where the data of a lossless WebP end, and how the picture is without the last of them.

A decoder takes zeros for codes, and those of zeros alone are the shortest: of a picture whose end never came it reads
less than there is. Of a whole one it needs all.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Final

# RFC 9649, 2.3 and 2.6: eight bytes before the data of a chunk, an even number after; VP8L has its own size.
_HEAD: Final = 12
_FRAME: Final = 8
_LOSSLESS: Final = b"VP8L"
_MOST_CHUNKS: Final = 64
_ZEROS: Final = 16
_LEFT_OUT: Final = 8
"""More than what coders put behind their last code: up to three bytes, measured."""


def without_last_zeros(content: bytes) -> bytes | None:
    """A lossless picture without the last bytes of its data; None where it is another, or these are not all zeros."""
    for kind, data in islice(_chunks(content), _MOST_CHUNKS):
        if kind == _LOSSLESS:
            return None if data[-_ZEROS:].strip(b"\0") else _alone(data[:-_LEFT_OUT])
    return None


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = _HEAD
    while place < len(content):
        size = int.from_bytes(content[place + 4 : place + _FRAME], "little")
        yield content[place : place + 4], content[place + _FRAME : place + _FRAME + size]
        place += _FRAME + size + size % 2


def _alone(data: bytes) -> bytes:
    chunk = _LOSSLESS + len(data).to_bytes(4, "little") + data + bytes(len(data) % 2)
    return b"RIFF" + (4 + len(chunk)).to_bytes(4, "little") + b"WEBP" + chunk

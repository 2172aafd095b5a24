"""Knows whether all lines of a PNG came: as many bytes as its head announces, counted without keeping them.

A decoder leaves the lines black that a stream, which is sound and ends in order, does not bring.
"""

import zlib
from collections.abc import Iterator
from typing import Final

_HEAD: Final = 8
_FRAME: Final = 12
_DATA: Final = b"IDAT"
_PORTION: Final = 1024 * 1024
# ISO/IEC 15948, 11.2.2: samples a pixel by colour type; 8.2: first column and row, steps of the seven passes.
_SAMPLES: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PASSES: Final = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_WHOLE: Final = ((0, 0, 1, 1),)


def has_all_lines(content: bytes) -> bool:
    """Whether the data of a PNG, whose chunks are sound, unpack to every line. Raises zlib.error."""
    wanted = _bytes_of_lines(content[_HEAD + 8 : _HEAD + 21])
    unpacker = zlib.decompressobj()
    for portion in _data(content):
        packed = portion
        while packed and wanted > 0 and not unpacker.eof:
            wanted -= len(unpacker.decompress(packed, _PORTION))
            packed = unpacker.unconsumed_tail
    return wanted <= 0


def _bytes_of_lines(head: bytes) -> int:
    """How many bytes the lines of all passes have, each with the byte of its filter before it."""
    width, height = int.from_bytes(head[:4]), int.from_bytes(head[4:8])
    bits = head[8] * _SAMPLES[head[9]]
    total = 0
    for column, row, across, down in _PASSES if head[12] else _WHOLE:
        columns, rows = (width - column + across - 1) // across, (height - row + down - 1) // down
        if columns > 0:
            total += max(rows, 0) * (1 + (columns * bits + 7) // 8)
    return total


def _data(content: bytes) -> Iterator[bytes]:
    """What the picture is packed in, in portions."""
    place = _HEAD
    while place < len(content):
        length = int.from_bytes(content[place : place + 4])
        if content[place + 4 : place + 8] == _DATA:
            end = place + 8 + length
            for begin in range(place + 8, end, _PORTION // 16):
                yield content[begin : min(begin + _PORTION // 16, end)]
        place += length + _FRAME

"""Knows whether all of a JPEG's picture came: every scan that it needs, and of the last one the data to its last block.

A decoder fills what is missing with grey and says nothing. What it was given to the end, though, it does not look
beyond: only where data is missing does the picture change when more is put behind it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import shake_128
from itertools import islice
from typing import Final

# ISO/IEC 10918-1, B.1.1.2: in the data of a scan FF is followed by 00, or by D0–D7 where it can be taken up again.
_SEGMENT: Final = re.compile(rb"\xff([\x02-\xcf\xd9-\xfe])")
_DATA_END: Final = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
_END, _SCAN = 0xD9, 0xDA
_SEQUENTIAL: Final = frozenset({0xC0, 0xC1})
_PROGRESSIVE: Final = 0xC2
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_COEFFICIENTS: Final = 64
_MOST_SEGMENTS: Final = 4096
_SOME: Final = shake_128(b"more of the same scan").digest(1024).replace(b"\xff", b"\0")
# Where the data ended at a place to take it up again, nothing is read before the mark of that place, one of eight.
_MORE: Final = _SOME + b"".join(bytes((0xFF, 0xD0 + turn % 8)) + _SOME for turn in range(16))


@dataclass(frozen=True, slots=True)
class Scans:
    """What a JPEG is made of: the marker of its frame, its components, and where the data of its last scan ends."""

    frame: int
    count: int
    all_there: bool
    """whether every component came with every coefficient, to its last bit"""
    data_end: int

    @property
    def shows_grey_where_cut(self) -> bool:
        """Whether data that is missing shows in the last pixel: all components come together, once."""
        return self.count == 1 and self.frame in _SEQUENTIAL

    @property
    def can_be_tried(self) -> bool:
        """Whether its data are Huffman codes, whose end is theirs; of others (D.1.8) zeros may be left out."""
        return self.frame in _SEQUENTIAL or self.frame == _PROGRESSIVE

    def with_more(self, content: bytes) -> bytes:
        """The same JPEG with something behind the data of its last scan."""
        return content[: self.data_end] + _MORE + b"\xff\xd9"


def scans_of(content: bytes) -> Scans | None:
    """What a JPEG holds between its head and its own end; None when that end is not there, or too far away."""
    frame, count, data_end = 0, 0, 0
    components: Iterable[int] = ()
    came: dict[int, set[int]] = defaultdict(set)
    for marker, body in islice(_segments(content), _MOST_SEGMENTS):
        if marker == _END:
            all_there = count > 0 and all(len(came[each]) == _COEFFICIENTS for each in components)
            return Scans(frame, count, all_there, data_end)
        segment = content[body : body + int.from_bytes(content[body : body + 2])]
        if marker in _FRAMES:
            frame, components = marker, segment[8::3]
        elif marker == _SCAN:
            count, data_end = count + 1, _end_of_data(content, body + len(segment))
            for component, coefficients in _brought(segment, frame):
                came[component].update(coefficients)
    return None


def _segments(content: bytes) -> Iterator[tuple[int, int]]:
    """The markers, each with where its segment's length stands; what lies between segments is passed over."""
    found = _SEGMENT.search(content, 2)
    while found is not None:
        marker, place = found[1][0], found.end()
        yield marker, place
        if marker == _SCAN:
            place = _end_of_data(content, place)
        else:
            place += int.from_bytes(content[place : place + 2])
        found = _SEGMENT.search(content, place)


def _end_of_data(content: bytes, place: int) -> int:
    found = _DATA_END.search(content, place)
    return len(content) if found is None else found.start()


def _brought(segment: bytes, frame: int) -> Iterator[tuple[int, Iterable[int]]]:
    """Which coefficients of which components a scan brings to their last bit (Ss, Se, Al of B.2.3)."""
    if len(segment) < 6:
        return
    first, last, bits = segment[-3:]
    for component in segment[3:-3:2]:
        if frame != _PROGRESSIVE:
            yield component, range(_COEFFICIENTS)
        elif bits & 0x0F == 0:
            yield component, range(first, min(last, _COEFFICIENTS - 1) + 1)

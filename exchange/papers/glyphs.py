"""Knows which characters font files can show (their `cmap`), and how a text is written with no other.

PDF/A refuses a page with a character that no font has, and paper would show an empty box: such a one is written out,
`‹U+1F600›`, as the ledger does with what nobody sees.
"""

import struct
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

_UNICODE: Final = {(0, 3), (0, 4), (0, 6), (3, 1), (3, 10)}
_COLLECTION: Final = b"ttcf"
_VARIANTS: Final = frozenset([*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
"""They ask for another shape of the character before them, and are nothing by themselves."""
_ALWAYS: Final = frozenset("\n\t\u200b")


@cache
def characters(files: tuple[Path, ...]) -> frozenset[int]:
    """The code points that at least one of these files has a shape for; a file that is no font has none."""
    found: set[int] = set()
    for file in files:
        content = file.read_bytes()
        for start in _fonts(content):
            found.update(_mapped(content, start))
    return frozenset(found)


def writer(files: tuple[Path, ...]) -> Callable[[str], str]:
    """What writes a text with the characters of these files alone."""
    there = characters(files)

    def written(text: str) -> str:
        return "".join(_one(each, there) for each in text)

    return written


def _one(character: str, there: frozenset[int]) -> str:
    code = ord(character)
    if code in there or character in _ALWAYS:
        return character
    return "" if code in _VARIANTS else f"‹U+{code:04X}›"


def _fonts(content: bytes) -> Iterator[int]:
    """Where each font of a file begins: a collection (.ttc) has several."""
    if content[:4] != _COLLECTION:
        yield 0
        return
    (many,) = struct.unpack_from(">I", content, 8)
    yield from struct.unpack_from(f">{many}I", content, 12)


def _mapped(content: bytes, start: int) -> Iterator[int]:
    (tables,) = struct.unpack_from(">H", content, start + 4)
    for place in range(start + 12, start + 12 + 16 * tables, 16):
        name, _, offset, _ = struct.unpack_from(">4sIII", content, place)
        if name == b"cmap":
            yield from _of_cmap(content, offset)


def _of_cmap(content: bytes, cmap: int) -> Iterator[int]:
    (many,) = struct.unpack_from(">H", content, cmap + 2)
    for place in range(cmap + 4, cmap + 4 + 8 * many, 8):
        platform, encoding, offset = struct.unpack_from(">HHI", content, place)
        if (platform, encoding) not in _UNICODE:
            continue
        (kind,) = struct.unpack_from(">H", content, cmap + offset)
        if kind == 4:
            yield from _by_segments(content, cmap + offset)
        elif kind == 12:
            yield from _by_groups(content, cmap + offset)


def _by_segments(content: bytes, at: int) -> Iterator[int]:
    """Format 4. A segment may hold a code without a shape, which only costs an empty box that PDF/A would refuse."""
    (twice,) = struct.unpack_from(">H", content, at + 6)
    count = twice // 2
    ends = struct.unpack_from(f">{count}H", content, at + 14)
    starts = struct.unpack_from(f">{count}H", content, at + 16 + twice)
    deltas = struct.unpack_from(f">{count}H", content, at + 16 + 2 * twice)
    ranges = at + 16 + 3 * twice
    for index, (first, last, delta) in enumerate(zip(starts, ends, deltas, strict=True)):
        (offset,) = struct.unpack_from(">H", content, ranges + 2 * index)
        for code in range(first, min(last, 0xFFFE) + 1):
            if offset == 0:
                glyph = code + delta & 0xFFFF
            else:
                (glyph,) = struct.unpack_from(">H", content, ranges + 2 * index + offset + 2 * (code - first))
            if glyph:
                yield code


def _by_groups(content: bytes, at: int) -> Iterator[int]:
    """Format 12."""
    (many,) = struct.unpack_from(">I", content, at + 12)
    for place in range(at + 16, at + 16 + 12 * many, 12):
        first, last, glyph = struct.unpack_from(">III", content, place)
        yield from range(first if glyph else first + 1, last + 1)

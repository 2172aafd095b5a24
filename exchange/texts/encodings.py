"""Knows in which encoding a file is written: by its mark, by its bytes, and only then by what was said of it."""

import codecs
import re
from dataclasses import dataclass
from typing import Final

# Longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
    (b"\x84\x31\x95\x33", "gb18030", "GB18030"),
)
_WIDE: Final = ("utf-16", "utf-32", "utf-7")
_UTF8: Final = frozenset({"utf-8", "utf-8-sig", "ascii"})
# Each is a part of GB18030, and files that say so are seldom only that.
_GB: Final = frozenset({"gb2312", "gbk", "gb18030"})
# What Python reads a byte as that is none of the encoding.
_DAMAGE: Final = re.compile("[\udc80-\udcff]")
_CHINESE: Final = re.compile("[\u4e00-\u9fff]")
_FOUR_BYTES: Final = re.compile(rb"[\x81-\xfe][0-9][\x81-\xfe][0-9]")
_SAMPLE: Final = 65_536
_OF_UTF16: Final = 0.02
_COMMON: Final = 0.8


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec of Python, the byte order mark that the file begins with, and the name that people know it by."""

    codec: str
    mark: bytes
    label: str

    def decode(self, raw: bytes) -> str:
        """The text of the file; a byte that is none becomes a lone surrogate. Raises UnicodeError.

        Where a character is several bytes wide, one that is damaged shifts all that follow: then nothing is read.
        """
        wide = self.codec.startswith(_WIDE)
        return raw[len(self.mark) :].decode(self.codec, "strict" if wide else "surrogateescape")

    def encode(self, text: str) -> bytes:
        """The bytes of a text, without the mark; what the encoding has no letters for becomes a question mark."""
        try:
            return text.encode(self.codec, "surrogateescape")
        except UnicodeError:
            return text.encode(self.codec, "replace")


def recognise(raw: bytes, declared: str = "utf-8") -> Encoding:
    """The encoding of a file that is said to be in `declared`.

    A mark decides; then zero bytes (UTF-32, UTF-16); then whether it is sound UTF-8; then whether it is mostly common
    Chinese characters of GB18030. What nothing tells is what was declared.
    """
    for mark, codec, label in _MARKS:
        if raw.startswith(mark):
            return Encoding(codec, mark, label)
    name = codecs.lookup(declared).name
    return _utf32(raw) or _utf16(raw) or _by_content(raw, name) or Encoding(_plain(name), b"", declared)


def is_damaged(text: str) -> bool:
    """Whether some of its bytes were none of the encoding that it was read in."""
    return _DAMAGE.search(text) is not None


def _plain(name: str) -> str:
    if name == "utf-8-sig":
        return "utf-8"
    if name in ("utf-16", "utf-32"):
        return f"{name}-le"
    return "gb18030" if name in _GB else name


def looks_like_big5(raw: bytes) -> bool:
    """Whether what is beyond ASCII is Chinese characters in Big5, nearly all; it is named then, and not guessed at."""
    if raw.isascii() or not _is_sound(raw, "big5"):
        return False
    beyond = [mark for mark in raw.decode("big5") if not mark.isascii()]
    return len(_CHINESE.findall("".join(beyond))) >= _COMMON * len(beyond)


def _is_sound(raw: bytes, codec: str) -> bool:
    try:
        raw.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _utf32(raw: bytes) -> Encoding | None:
    """UTF-32 without a mark: no character has anything in its highest byte, which in any other text most have."""
    for codec, highest in (("utf-32-le", 3), ("utf-32-be", 0)):
        if raw and not any(raw[highest:_SAMPLE:4]) and _is_sound(raw, codec):
            return Encoding(codec, b"", "UTF-32")
    return None


def _utf16(raw: bytes) -> Encoding | None:
    """UTF-16 without a mark: commas, digits and line ends have a zero byte, always on the same side."""
    sample = raw[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) <= _OF_UTF16 * len(sample) or max(even, odd) < 4 * min(even, odd):
        return None
    codec = "utf-16-le" if odd > even else "utf-16-be"
    return Encoding(codec, b"", "UTF-16") if _is_sound(raw, codec) else None


def _by_content(raw: bytes, declared: str) -> Encoding | None:
    """UTF-8 or GB18030 where the bytes show it and something else was declared."""
    if raw.isascii():
        return None
    text = raw.decode("utf-8", "surrogateescape")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    bad = len(_DAMAGE.findall(text))
    if declared in _UTF8 or declared.startswith("utf-16"):
        if beyond_ascii - bad > bad:
            return None if declared.startswith("utf-8") else Encoding("utf-8", b"", "UTF-8")
        return Encoding("gb18030", b"", "GB18030") if _is_common_chinese(raw) else None
    return Encoding("utf-8", b"", "UTF-8") if not bad and _CHINESE.search(text) else None


def _is_common_chinese(raw: bytes) -> bool:
    """Whether what is beyond ASCII is, read as GB18030, nearly all of GB 2312: no other encoding looks like that.

    A rare character of a name, four bytes with two digits among them, speaks neither for it nor against.
    """
    beyond = re.sub(r"[\x00-\x7f]+", "", _FOUR_BYTES.sub(b"", raw).decode("gb18030", "surrogateescape"))
    return len(beyond.encode("gb2312", "ignore")) // 2 >= _COMMON * len(beyond)

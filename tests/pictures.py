"""Knows how to make real pictures and documents of every kind that is taken, and of some that are not."""

import hashlib
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), **how: Any) -> bytes:
    """A picture in which no two lines are alike."""
    image = Image.new("RGB", size)
    image.putdata([(x * 4 % 256, y * 5 % 256, x * y % 256) for y in range(size[1]) for x in range(size[0])])
    content = BytesIO()
    image.save(content, kind, **how)
    return content.getvalue()


def padded(content: bytes, size: int) -> bytes:
    """A JPEG with what phones append to one (a short film, say), up to so many bytes."""
    return content + bytes(size - len(content))


def repacked_png(content: bytes, how: Callable[[bytes], bytes]) -> bytes:
    """A PNG with its lines packed anew after something was done to them; all its sums are sound."""
    begin = content.index(b"IDAT") - 4
    end = content.index(b"IEND") - 4
    packed, place = b"", begin
    while place < end:
        length = int.from_bytes(content[place : place + 4])
        packed += content[place + 8 : place + 8 + length]
        place += length + 12
    lines = how(zlib.decompress(packed))
    return content[:begin] + _chunk(b"IDAT", zlib.compress(lines)) + content[end:]


def interlaced_png(width: int, height: int) -> bytes:
    """A grey PNG that comes in the seven passes of Adam7."""
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
    lines = b""
    for column, row, across, down in passes:
        columns = len(range(column, width, across))
        lines += bytes(columns + 1) * len(range(row, height, down)) if columns else b""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 1)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(lines)) + _chunk(b"IEND", b"")


def blank_png(width: int, height: int) -> bytes:
    """A PNG of so many black pixels in few bytes, made without holding them."""
    packer, line = zlib.compressobj(9), bytes((width + 7) // 8 + 1)
    lines = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", lines) + _chunk(b"IEND", b"")


def heic() -> bytes:
    """The head of a phone's HEIC, and bytes after it."""
    return struct.pack(">I", 24) + b"ftypheic\0\0\0\0mif1heic" + bytes(400)


def pdf() -> bytes:
    """A PDF of one empty page."""
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R>>"]
    content, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(content))
        content += b"%d 0 obj %b endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 4\n0000000000 65535 f \n" + table + b"trailer <</Size 4/Root 1 0 R>>\n"
    return content + end + b"startxref\n%d\n%%%%EOF\n" % len(content)


def sha256(content: bytes) -> str:
    """Its address."""
    return hashlib.sha256(content).hexdigest()


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

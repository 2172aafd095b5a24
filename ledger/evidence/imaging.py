"""Knows whether a picture can be looked at: decoded from its first byte to its last, within bounds of size and work.

Files come from strangers: only the formats named are tried, and none is decoded before its size is known. A JPEG is
decoded at an eighth of its size, which reads all of it at a sixty-fourth of the memory.
"""

import re
from io import BytesIO
from typing import Final

from PIL import Image

from ledger.evidence.faults import Unreadable

MOST_PIXELS: Final = {"JPEG": 64 * 1024 * 1024, "PNG": 64 * 1024 * 1024, "WEBP": 16 * 1024 * 1024}
"""Width times height: what common phones take, and some 400 MB at most to decode (WebP: 16 bytes a pixel)."""
_MOST_SCANS: Final = 40
"""A progressive JPEG has about ten; each is a pass over the whole picture, however few bytes it takes."""
_SCAN: Final = re.compile(rb"\xff\xda\x00[\x08\x0a\x0c\x0e][\x01-\x04]")
_JPEG_END: Final = b"\xff\xd9"
_PNG_END: Final = b"\0\0\0\0IEND\xaeB`\x82"
_FORMATS: Final = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
PICTURES: Final = tuple(_FORMATS)
_CUT: Final = "照片不完整,可能传输中断,请重新上传 / the picture is cut short: send it again from the original"

Image.MAX_IMAGE_PIXELS = max(MOST_PIXELS.values())


def demand_picture(content: bytes, media_type: str) -> None:
    """Raises Unreadable unless these bytes, which begin as one of PICTURES, are a whole one that decodes."""
    name = _FORMATS[media_type]
    if name == "JPEG" and len(_SCAN.findall(content)) > _MOST_SCANS:
        raise Unreadable("照片过于复杂,请另存后上传 / the picture has too many scans: save it anew")
    try:
        if name == "PNG":
            # Checks the sums of all chunks; an image that was verified cannot be loaded any more.
            with Image.open(BytesIO(content), formats=[name]) as picture:
                _demand_size(picture, name)
                picture.verify()
        with Image.open(BytesIO(content), formats=[name]) as picture:
            _demand_size(picture, name)
            picture.draft(None, (1, 1))
            picture.load()
    except Unreadable:
        raise
    except Image.DecompressionBombError:
        raise _too_large(name) from None
    except Exception as error:
        raise Unreadable(f"照片已损坏或不完整,无法打开 / the picture is damaged or cut short: {error}") from None
    if not _ends(content, name):
        raise Unreadable(_CUT)


def _demand_size(picture: Image.Image, name: str) -> None:
    if picture.width * picture.height > MOST_PIXELS[name]:
        raise _too_large(name)


def _too_large(name: str) -> Unreadable:
    millions = MOST_PIXELS[name] // 1_000_000
    return Unreadable(f"照片像素过多,最多 {millions} 百万像素 / the picture has more than {millions} million pixels")


def _ends(content: bytes, name: str) -> bool:
    """Whether the picture's own end is there; what was cut off or never came is filled with grey by a decoder."""
    if name == "JPEG":
        return content.find(_JPEG_END, _first_scan(content)) >= 0
    return name != "PNG" or _PNG_END in content


def _first_scan(content: bytes) -> int:
    """Where the picture itself begins: past the segments before it, one of which may hold a small JPEG of its own."""
    place = 2
    while content[place : place + 1] == b"\xff" and content[place + 1 : place + 2] != b"\xda":
        place += 2 + int.from_bytes(content[place + 2 : place + 4])
    return place

"""Knows whether a picture can be looked at: decoded from its first byte to its last, within bounds of size and work.

Files come from strangers: only the formats named are tried, and none is decoded before its size is known. A JPEG is
decoded at an eighth of its size, which reads all of it at a sixty-fourth of the memory.
"""

import re
from io import BytesIO
from typing import Final

from PIL import Image

from ledger.evidence.faults import Unreadable
from ledger.evidence.jpeg_scans import scans_of
from ledger.evidence.png_lines import has_all_lines
from ledger.evidence.webp_end import without_last_zeros

MOST_PIXELS: Final = {"JPEG": 64 * 1024 * 1024, "PNG": 64 * 1024 * 1024, "WEBP": 16 * 1024 * 1024}
"""Width times height: what common phones take, and some 400 MB at most to decode (WebP: 16 bytes a pixel)."""
_MOST_SCANS: Final = 40
"""A progressive JPEG has about ten; each is a pass over the whole picture, however few bytes it takes."""
_SCAN: Final = re.compile(rb"\xff\xda\x00[\x08\x0a\x0c\x0e][\x01-\x04]")
_PNG_END: Final = b"\0\0\0\0IEND\xaeB`\x82"
# Of a JPEG every block makes one pixel at an eighth; at a quarter its first details show, too.
_LEAST, _LESS = 8, 4
_SMALL: Final = 512 * 512
"""Pixels up to which a JPEG is decoded in full, and twice: there a cut may lie in the only block."""
# A coder of WebP makes zeros where each choice is the first of its kind: at most 5.7 bits for 16 × 16 pixels, measured,
# and in a lossless picture a bit for each of four channels. More of them at the end are no picture's.
_BLOCK, _PIXELS_A_BYTE, _ZEROS = 16, 2, 16
_GREY, _NEARLY = 128, 2
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
        whole = _WHOLE[name](content)
    except Unreadable:
        raise
    except Image.DecompressionBombError:
        raise _too_large(name) from None
    except Exception as error:
        raise Unreadable(f"照片已损坏或不完整,无法打开 / the picture is damaged or cut short: {error}") from None
    if not whole:
        raise Unreadable(_CUT)


def _is_whole_jpeg(content: bytes) -> bool:
    scans = scans_of(content)
    small = _pixels(content, "JPEG") <= _SMALL
    shrink = 1 if small else _LESS if scans and not scans.shows_grey_where_cut else _LEAST
    shown = _decoded(content, "JPEG", shrink)
    if scans is None or not scans.all_there:
        return False
    if not scans.can_be_tried or (scans.shows_grey_where_cut and not small and not _is_grey(shown)):
        return True
    return shown.tobytes() == _decoded(scans.with_more(content), "JPEG", shrink).tobytes()


def _is_grey(picture: Image.Image) -> bool:
    """Whether the last pixel is what a decoder fills up with."""
    last = picture.getpixel((picture.width - 1, picture.height - 1))
    bands = last if isinstance(last, tuple) else (last,)
    return all(band is not None and abs(band - _GREY) <= _NEARLY for band in bands)


def _is_whole_png(content: bytes) -> bool:
    # Checks the sums of all chunks; an image that was verified cannot be loaded any more.
    with Image.open(BytesIO(content), formats=["PNG"]) as picture:
        _demand_size(picture, "PNG")
        picture.verify()
    _decoded(content, "PNG")
    return _PNG_END in content and has_all_lines(content)


def _is_whole_webp(content: bytes) -> bool:
    picture = _decoded(content, "WEBP")
    told = content[: 8 + int.from_bytes(content[4:8], "little")]
    if b"VP8L" in told:
        most = picture.width * picture.height // _PIXELS_A_BYTE
    else:
        most = -(-picture.width // _BLOCK) * -(-picture.height // _BLOCK)
    return len(told) - len(told.rstrip(b"\0")) <= most + _ZEROS and _needs_its_end(content)


def _needs_its_end(content: bytes) -> bool:
    less = without_last_zeros(content)
    if less is None:
        return True
    try:
        _decoded(less, "WEBP")
    except OSError:
        return True
    return False


def opened(content: bytes, media_type: str) -> Image.Image:
    """A picture of one of PICTURES of which nothing is decoded yet. Raises Unreadable, or what Pillow raises."""
    return _opened(content, _FORMATS[media_type])


def _opened(content: bytes, name: str) -> Image.Image:
    picture = Image.open(BytesIO(content), formats=[name])
    _demand_size(picture, name)
    return picture


def _pixels(content: bytes, name: str) -> int:
    with Image.open(BytesIO(content), formats=[name]) as picture:
        return picture.width * picture.height


def _decoded(content: bytes, name: str, shrink: int = 1) -> Image.Image:
    """The picture, of which a JPEG is decoded at a part of its size."""
    picture = _opened(content, name)
    picture.draft(None, (max(1, picture.width // shrink), max(1, picture.height // shrink)))
    picture.load()
    return picture


_WHOLE: Final = {"JPEG": _is_whole_jpeg, "PNG": _is_whole_png, "WEBP": _is_whole_webp}


def _demand_size(picture: Image.Image, name: str) -> None:
    if picture.width * picture.height > MOST_PIXELS[name]:
        raise _too_large(name)


def _too_large(name: str) -> Unreadable:
    millions = MOST_PIXELS[name] // 1_000_000
    return Unreadable(f"照片像素过多,最多 {millions} 百万像素 / the picture has more than {millions} million pixels")

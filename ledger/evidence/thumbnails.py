"""Knows how a picture is drawn small: turned as it was held, on white, with nothing of what its file said besides.

Where and by whom a photo was taken stands in its file; what is drawn anew has its pixels alone.
"""

from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image

from ledger.evidence.faults import Unreadable
from ledger.evidence.imaging import opened

DRAWN_AS: Final = "image/jpeg"
_QUALITY: Final = 80
_ORIENTATION: Final = 0x0112
_TURNED: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""By what EXIF says of how the camera was held."""


class Size(StrEnum):
    """Of a thumbnail: for a row, for a card, to look at."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


WITHIN: Final = {Size.SMALL: 256, Size.MEDIUM: 640, Size.LARGE: 1600}
"""Pixels that neither side is longer than; a picture that is smaller stays as large as it is."""


def draw(file: Path, media_type: str, size: Size) -> bytes:
    """A picture's file as a JPEG of a size. Raises Unreadable, or MemoryError where it may not ask for more."""
    try:
        with opened(file.read_bytes(), media_type) as picture:
            return _drawn(picture, WITHIN[size])
    except (Unreadable, MemoryError):
        raise
    except Exception as error:
        raise Unreadable(f"照片无法缩小显示 / the picture cannot be drawn: {error}") from None


def _drawn(picture: Image.Image, within: int) -> bytes:
    turned = _TURNED.get(_orientation(picture))
    picture.draft(None, (2 * within, 2 * within))
    small = _plain(picture)
    small.thumbnail((within, within))
    if turned is not None:
        small = small.transpose(turned)
    clean = Image.new("RGB", small.size, "white")
    clean.paste(small, mask=small if small.mode == "RGBA" else None)
    out = BytesIO()
    clean.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _plain(picture: Image.Image) -> Image.Image:
    """In colours that can be made smaller: of a palette and of 16 bits a pixel they cannot."""
    if picture.mode.startswith("I"):
        return picture.point(lambda value: value / 256).convert("L")
    if picture.mode in {"L", "RGB", "RGBA", "CMYK"} and "transparency" not in picture.info:
        return picture
    return picture.convert("RGBA")


def _orientation(picture: Image.Image) -> int:
    """1 where nothing is said, or nothing that can be read."""
    try:
        return int(picture.getexif().get(_ORIENTATION, 1))
    except Exception:
        return 1

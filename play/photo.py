"""Knows a small real photo for those who must show one: an even grey square, as a PNG."""

import hashlib
from io import BytesIO
from typing import Final

from PIL import Image

MEDIA_TYPE: Final = "image/png"
_SIDE: Final = 16


def grey_photo(shade: int) -> bytes:
    """A square of one shade, 0 (black) to 255 (white); the same shade gives the same bytes."""
    content = BytesIO()
    Image.new("L", (_SIDE, _SIDE), shade).save(content, "PNG")
    return content.getvalue()


def sha256_of(content: bytes) -> str:
    """The address under which the API keeps these bytes."""
    return hashlib.sha256(content).hexdigest()

"""What would fill the memory or the time of a machine is refused before it is decoded."""

import pytest

from ledger.evidence.faults import Unreadable
from ledger.evidence.imaging import MOST_PIXELS
from tests.ledger.evidence.kind import kind_of
from tests.pictures import blank_png, picture

PROGRESSIVE = picture(progressive=True, quality=60)


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_decoded() -> None:
    side = int(MOST_PIXELS["PNG"] ** 0.5)
    assert kind_of(blank_png(side, side), "image/png") == "image/png"
    for width, height in ((side + 1, side), (3 * side, side)):
        with pytest.raises(Unreadable, match="67 百万像素"):
            kind_of(blank_png(width, height), "image/png")


def test_a_small_webp_that_would_be_huge_is_refused() -> None:
    content = picture("WEBP", (2, 2), lossless=True)
    wide = b"VP8X" + (10).to_bytes(4, "little") + bytes(4) + (16382).to_bytes(3, "little") * 2
    body = b"WEBP" + wide + content[12:]
    with pytest.raises(Unreadable, match="16 百万像素"):
        kind_of(b"RIFF" + len(body).to_bytes(4, "little") + body, "image/webp")


def test_a_jpeg_of_scans_without_end_is_refused_before_they_are_decoded() -> None:
    start = PROGRESSIVE.rfind(b"\xff\xda")
    last = PROGRESSIVE[start:-2]
    with pytest.raises(Unreadable, match="过于复杂"):
        kind_of(PROGRESSIVE[:-2] + last * 1000 + PROGRESSIVE[-2:], "image/jpeg")

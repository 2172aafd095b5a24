"""What would fill the memory or the time of a machine is refused before it is decoded."""

from collections.abc import Callable

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


def small_webp_that_says(width: int, height: int) -> bytes:
    content = picture("WEBP", (2, 2), lossless=True)
    size = content.index(b"VP8L") + 9
    return content[:size] + (width - 1 | height - 1 << 14).to_bytes(4, "little") + content[size + 4 :]


def small_jpeg_that_says(width: int, height: int) -> bytes:
    content = picture()
    size = content.index(b"\xff\xc0") + 5
    return content[:size] + height.to_bytes(2) + width.to_bytes(2) + content[size + 4 :]


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(
    ("says", "kind", "side", "millions"),
    [(small_webp_that_says, "image/webp", 4096, 16), (small_jpeg_that_says, "image/jpeg", 8192, 67)],
)
def test_a_small_picture_that_would_be_huge_is_refused_by_what_it_says(
    says: Callable[[int, int], bytes], kind: str, side: int, millions: int
) -> None:
    with pytest.raises(Unreadable, match="不完整"):
        kind_of(says(side, side), kind)
    for width, height in ((side + 1, side), (side, side + 1), (16_383, 16_383)):
        with pytest.raises(Unreadable, match=f"{millions} 百万像素"):
            kind_of(says(width, height), kind)


def test_a_jpeg_of_more_than_forty_scans_is_refused_before_they_are_decoded() -> None:
    begin = PROGRESSIVE.index(b"\xff\xda")
    end = PROGRESSIVE.index(b"\xff\xc4", begin)
    few = PROGRESSIVE.count(b"\xff\xda\x00")

    def of(scans: int) -> bytes:
        return PROGRESSIVE[:begin] + PROGRESSIVE[begin:end] * (scans - few) + PROGRESSIVE[begin:]

    assert kind_of(of(40), "image/jpeg") == "image/jpeg"
    for scans in (41, 1000):
        with pytest.raises(Unreadable, match="过于复杂"):
            kind_of(of(scans), "image/jpeg")

"""A picture is taken when it is whole to its last line, block and byte, and not with one fewer."""

from hashlib import shake_128
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from ledger.evidence.faults import Unreadable
from tests.ledger.evidence.kind import kind_of
from tests.pictures import repacked_png


def noise(kind: str, size: tuple[int, int], mode: str = "RGB", grey_from: int | None = None, **how: Any) -> bytes:
    """A picture that no coder makes small; from a line on it is grey."""
    shown = Image.frombytes("RGB", size, shake_128(b"noise").digest(3 * size[0] * size[1]))
    if grey_from is not None:
        shown.paste((128, 128, 128), (0, grey_from, *size))
    content = BytesIO()
    shown.convert(mode).save(content, kind, **how)
    return content.getvalue()


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "I;16"])
@pytest.mark.parametrize("width", [1, 7, 8, 9, 16, 17])
def test_a_png_has_every_byte_of_its_lines_or_is_not_taken(mode: str, width: int) -> None:
    content = BytesIO()
    Image.new(mode, (width, 3)).save(content, "PNG")
    assert kind_of(content.getvalue(), "image/png") == "image/png"
    with pytest.raises(Unreadable, match="不完整"):
        kind_of(repacked_png(content.getvalue(), lambda lines: lines[:-1]), "image/png")


def test_a_png_that_comes_in_one_piece_of_many_kilobytes_has_every_byte_of_its_lines() -> None:
    whole = repacked_png(noise("PNG", (256, 256)), bytes)
    assert len(whole) > 150_000
    assert kind_of(whole, "image/png") == "image/png"
    with pytest.raises(Unreadable, match="不完整"):
        kind_of(repacked_png(whole, lambda lines: lines[:-1]), "image/png")


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("grey_from", [None, 400])
def test_a_large_jpeg_is_taken_whole_and_not_when_it_was_cut_and_given_an_end(
    progressive: bool, mode: str, grey_from: int | None
) -> None:
    """Past 512 × 512 it is decoded smaller, and tried only where it may end in what a decoder fills in."""
    whole = noise("JPEG", (640, 480), mode, grey_from, progressive=progressive, quality=10)
    assert kind_of(whole, "image/jpeg") == "image/jpeg"
    begin = whole.index(b"\xff\xda") + 20
    short = whole[: (begin + len(whole)) // 2].rstrip(b"\xff")
    with pytest.raises(Unreadable, match="不完整"):
        kind_of(short + b"\xff\xd9", "image/jpeg")


@pytest.mark.parametrize(
    ("size", "how", "zeros"),
    [
        ((17, 17), {"quality": 90}, 4 + 16),
        ((16, 32), {"quality": 90}, 2 + 16),
        ((33, 16), {"quality": 90}, 3 + 16),
    ],
)
def test_a_webp_ends_in_no_more_zeros_than_its_blocks_can_need(
    size: tuple[int, int], how: dict[str, Any], zeros: int
) -> None:
    body = noise("WEBP", size, **how)[: -zeros - 1]
    for behind in (b"", bytes(3)):
        assert kind_of(body + b"\1" + bytes(zeros) + behind, "image/webp") == "image/webp"
        with pytest.raises(Unreadable, match="照片不完整"):
            kind_of(body + bytes(1 + zeros) + behind, "image/webp")

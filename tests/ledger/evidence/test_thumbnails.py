"""A picture is drawn small as it was held, whatever its colours are made of, and nothing of its file's words stays."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from ledger.evidence.faults import Unreadable
from ledger.evidence.imaging import demand_picture
from ledger.evidence.thumbnails import WITHIN, Size, draw
from tests.pictures import blank_png, picture

RED, WHITE = (255, 0, 0), (255, 255, 255)
ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F


@pytest.fixture
def drawn(tmp_path: Path) -> Any:
    def of(content: bytes, media_type: str = "image/jpeg", size: Size = Size.SMALL) -> Image.Image:
        demand_picture(content, media_type)
        file = tmp_path / "picture"
        file.write_bytes(content)
        return Image.open(BytesIO(draw(file, media_type, size)), formats=["JPEG"])

    return of


def saved(image: Image.Image, kind: str, **how: Any) -> bytes:
    content = BytesIO()
    image.save(content, kind, **how)
    return content.getvalue()


def near(found: Any, wanted: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 24 for one, other in zip(found, wanted, strict=True))


@pytest.mark.parametrize("size", Size)
def test_neither_side_is_longer_than_its_size(drawn: Any, size: Size) -> None:
    small = drawn(picture(size=(1600, 400)), size=size)
    assert small.size == (WITHIN[size], WITHIN[size] // 4)


def test_what_is_small_already_stays_as_large_as_it_is(drawn: Any) -> None:
    assert drawn(picture(size=(64, 48))).size == (64, 48)
    assert drawn(picture(size=(1, 1))).size == (1, 1)


def test_a_line_of_pixels_is_one_still(drawn: Any) -> None:
    assert drawn(blank_png(60_000, 1), "image/png").size == (256, 1)


@pytest.mark.parametrize(
    ("said", "size", "corner"),
    [
        (1, (64, 32), (0, 0)),
        (2, (64, 32), (63, 0)),
        (3, (64, 32), (63, 31)),
        (4, (64, 32), (0, 31)),
        (5, (32, 64), (0, 0)),
        (6, (32, 64), (31, 0)),
        (7, (32, 64), (31, 63)),
        (8, (32, 64), (0, 63)),
        (99, (64, 32), (0, 0)),
    ],
)
def test_it_is_turned_as_the_camera_was_held(
    drawn: Any, said: int, size: tuple[int, int], corner: tuple[int, int]
) -> None:
    image = Image.new("RGB", (64, 32), "white")
    image.paste(RED, (0, 0, 8, 8))
    exif = Image.Exif()
    exif[ORIENTATION] = said
    small = drawn(saved(image, "JPEG", exif=exif, quality=95))
    assert small.size == size
    assert near(small.getpixel(corner), RED)


@pytest.mark.parametrize(("kind", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")])
def test_nothing_stays_of_where_and_with_what_it_was_taken(
    drawn: Any, tmp_path: Path, kind: str, media_type: str
) -> None:
    exif = Image.Exif()
    exif[MAKER] = "CANARY"
    exif.get_ifd(GPS)[2] = (37.0, 44.0, 12.0)
    told = {"exif": exif.tobytes(), "icc_profile": b"CANARY" * 9, "xmp": b"CANARY", "comment": b"CANARY"}
    content = saved(Image.new("RGB", (64, 48), RED), kind, **told)
    assert b"CANARY" in content
    file = tmp_path / "file"
    file.write_bytes(content)
    assert b"CANARY" not in draw(file, media_type, Size.LARGE)
    small = drawn(content, media_type)
    assert not small.getexif()
    assert set(small.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_seen_through_is_on_white(drawn: Any, mode: str) -> None:
    image = Image.new("RGBA", (40, 20), (0, 0, 0, 0))
    image.paste((255, 0, 0, 255), (0, 0, 20, 20))
    small = drawn(saved(image.convert(mode), "PNG"), "image/png")
    assert near(small.getpixel((35, 10)), WHITE)
    assert not near(small.getpixel((5, 10)), WHITE)


@pytest.mark.parametrize(
    ("content", "media_type", "seen"),
    [
        (saved(Image.new("I;16", (40, 20), 0x8000), "PNG"), "image/png", (128, 128, 128)),
        (saved(Image.new("L", (40, 20), 77), "JPEG", quality=95), "image/jpeg", (77, 77, 77)),
        (saved(Image.new("CMYK", (40, 20), (0, 255, 255, 0)), "JPEG", quality=95), "image/jpeg", RED),
        (saved(Image.new("1", (40, 20), 1), "PNG"), "image/png", WHITE),
    ],
    ids=["16 bits", "grey", "CMYK", "black and white"],
)
def test_its_colours_are_those_of_the_picture(
    drawn: Any, content: bytes, media_type: str, seen: tuple[int, int, int]
) -> None:
    assert near(drawn(content, media_type).getpixel((20, 10)), seen)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"", "image/jpeg"),
        (b"\xff\xd8\xff nothing", "image/jpeg"),
        (picture("PNG"), "image/jpeg"),
        (picture("PNG", (300, 300))[:4000], "image/png"),
        (blank_png(9000, 9000), "image/png"),
    ],
    ids=["empty", "no picture", "another kind", "cut", "too many pixels"],
)
def test_what_cannot_be_drawn_is_said(tmp_path: Path, content: bytes, media_type: str) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    with pytest.raises(Unreadable):
        draw(file, media_type, Size.SMALL)


def test_words_that_cannot_be_read_turn_nothing(drawn: Any) -> None:
    content = saved(Image.new("RGB", (64, 32), RED), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff")
    assert drawn(content).size == (64, 32)

"""What a file is, is found from its bytes: a picture that decodes, a whole PDF, or it is refused with what is wrong."""

import re
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ledger.evidence.faults import UnknownKind, Unreadable
from ledger.evidence.imaging import PICTURES
from ledger.evidence.kinds import DOCUMENTS, TAKEN, HashMismatch, examine
from tests.ledger.evidence.kind import kind_of
from tests.pictures import heic, interlaced_png, padded, pdf, picture, repacked_png, sha256

JPEG, PROGRESSIVE = picture(), picture(progressive=True, quality=60)
PNG, WEBP, PDF = picture("PNG"), picture("WEBP"), pdf()
WITH_SMALL_ONE = picture(exif=b"Exif\0\0" + picture(size=(8, 8)))
WHOLE = {
    "jpeg": (JPEG, "image/jpeg"),
    "progressive jpeg": (PROGRESSIVE, "image/jpeg"),
    "grey jpeg": (picture("JPEG", (1, 1)), "image/jpeg"),
    "jpeg that holds a small one": (WITH_SMALL_ONE, "image/jpeg"),
    "jpeg with a film behind it": (padded(JPEG, 100_000), "image/jpeg"),
    "png": (PNG, "image/png"),
    "webp": (WEBP, "image/webp"),
    "webp without loss": (picture("WEBP", lossless=True), "image/webp"),
    "pdf": (PDF, "application/pdf"),
}


def zipped(*names: str) -> bytes:
    """A ZIP with these files in it, as OFD and Office documents are."""
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return content.getvalue()


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_file_is_taken_as_what_it_is(name: str) -> None:
    content, kind = WHOLE[name]
    assert kind_of(content, kind) == kind
    assert kind_of(content, "application/octet-stream") == kind


def test_a_picture_under_another_pictures_name_is_taken_as_what_it_is() -> None:
    """Phones and messengers call a PNG or a WebP `.jpg`; what it shows is the same."""
    assert kind_of(PNG, "image/jpeg") == "image/png"
    assert kind_of(JPEG, "image/jpg") == "image/jpeg"


@pytest.mark.parametrize(("content", "sent_as"), [(PDF, "image/jpeg"), (JPEG, "application/pdf")])
def test_a_document_is_no_picture_and_a_picture_no_document(content: bytes, sent_as: str) -> None:
    with pytest.raises(Unreadable, match="却按"):
        kind_of(content, sent_as)


@pytest.mark.parametrize("content", [JPEG, PROGRESSIVE, WITH_SMALL_ONE, PNG, WEBP, PDF])
@given(data=st.data())
def test_a_file_that_is_cut_anywhere_is_not_taken(content: bytes, data: st.DataObject) -> None:
    short = content[: data.draw(st.integers(12, len(content.rstrip()) - 1))]
    with pytest.raises(Unreadable, match=r"不完整"):
        kind_of(short, "application/octet-stream")


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.4\nxref\nstartxref\n9\n%%EOF",
        b"%PDF-1.4\n1 0 obj\nstartxref\n9\n%%EOF",
        PDF.replace(b"/Type/Page/Parent", b"/Type/Misc/Parent"),
        PDF[:20] + bytes(len(PDF) - 170) + PDF[-150:],
    ],
)
def test_a_pdf_without_a_page_shows_nothing(content: bytes) -> None:
    with pytest.raises(Unreadable, match="没有页面"):
        kind_of(content, "application/pdf")


def test_a_pdf_whose_objects_are_packed_is_not_asked_for_its_pages() -> None:
    packed = PDF.replace(b"/Type/Page/Parent", b"/Type /ObjStm/Pre")
    assert kind_of(packed, "application/pdf") == "application/pdf"


@pytest.mark.parametrize("content", [JPEG, PROGRESSIVE, PNG, PDF])
def test_a_file_whose_end_never_came_and_is_zeros_is_not_taken(content: bytes) -> None:
    half = len(content) // 2
    with pytest.raises(Unreadable):
        kind_of(content[:half] + bytes(len(content) - half), "application/octet-stream")


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("size", [(64, 48), (200, 150)])
def test_a_webp_whose_end_never_came_and_is_zeros_is_not_taken(size: tuple[int, int], share: float) -> None:
    """A decoder takes zeros for a picture; a whole one has no more of them at its end than its blocks can need."""
    content = picture("WEBP", size, quality=80)
    short = content[: int(len(content) * share)]
    with pytest.raises(Unreadable, match="不完整"):
        kind_of(short + bytes(len(content) - len(short)), "image/webp")


@pytest.mark.parametrize("zeros", [512, 4096])
@pytest.mark.parametrize("how", [{}, {"exif": b"Exif\0\0 and so on"}], ids=["alone", "exif"])
def test_a_lossless_webp_whose_very_end_is_zeros_is_not_taken(how: dict[str, Any], zeros: int) -> None:
    """Read as codes they are the shortest, so that some of them are left."""
    coarse, content = Image.frombytes("RGB", (80, 60), Random(1).randbytes(80 * 60 * 3)), BytesIO()
    coarse.resize((320, 240), Image.Resampling.BICUBIC).save(content, "WEBP", lossless=True, **how)
    whole = content.getvalue()
    begin = whole.index(b"VP8L")
    end = begin + 8 + int.from_bytes(whole[begin + 4 : begin + 8], "little")
    assert kind_of(whole, "image/webp") == "image/webp"
    with pytest.raises(Unreadable):
        kind_of(whole[: end - zeros] + bytes(zeros) + whole[end:], "image/webp")


@pytest.mark.parametrize("how", [{"quality": 80}, {"quality": 100, "method": 0}, {"lossless": True}])
@given(width=st.integers(1, 70), height=st.integers(1, 70), shade=st.integers(0, 255))
def test_a_whole_webp_is_taken_even_where_it_is_of_one_colour(
    how: dict[str, Any], width: int, height: int, shade: int
) -> None:
    content = BytesIO()
    Image.new("RGB", (width, height), (shade, shade, shade)).save(content, "WEBP", **how)
    assert kind_of(content.getvalue(), "image/webp") == "image/webp"
    assert kind_of(content.getvalue() + bytes(5_000), "image/webp") == "image/webp"


@pytest.mark.parametrize("subsampling", [0, 2])
@given(data=st.data())
def test_a_jpeg_of_a_single_block_that_was_cut_in_it_is_not_taken(subsampling: int, data: st.DataObject) -> None:
    whole = picture("JPEG", (16, 16), subsampling=subsampling, quality=data.draw(st.integers(30, 95)))
    begin = whole.index(b"\xff\xda") + 14
    half = whole[: begin + (len(whole) - begin - 2) // 2].rstrip(b"\xff")
    assert kind_of(whole, "image/jpeg") == "image/jpeg"
    with pytest.raises(Unreadable, match="不完整"):
        kind_of(half + b"\xff\xd9", "image/jpeg")


def test_the_first_200_bytes_of_a_jpeg_are_no_photo() -> None:
    with pytest.raises(Unreadable, match="不完整"):
        kind_of(JPEG[:200], "image/jpeg")


@pytest.mark.parametrize(
    "how",
    [{}, {"progressive": True}, {"restart_marker_blocks": 3}, {"subsampling": 0}, {"quality": 95, "progressive": True}],
)
@given(data=st.data())
def test_a_jpeg_that_was_cut_and_given_an_end_is_not_taken(how: dict[str, Any], data: st.DataObject) -> None:
    whole = picture("JPEG", (160, 120), **how)
    begin = whole.index(b"\xff\xda") + 20
    short = whole[: data.draw(st.integers(begin, begin + (len(whole) - begin) * 3 // 4))].rstrip(b"\xff")
    with pytest.raises(Unreadable, match="不完整"):
        kind_of(short + b"\xff\xd9", "image/jpeg")


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@given(width=st.integers(1, 40), height=st.integers(1, 40))
def test_a_whole_jpeg_is_taken_even_where_it_is_grey_to_its_end(
    progressive: bool, mode: str, width: int, height: int
) -> None:
    content = BytesIO()
    Image.new("RGB", (width, height), (128, 128, 128)).convert(mode).save(content, "JPEG", progressive=progressive)
    assert kind_of(content.getvalue(), "image/jpeg") == "image/jpeg"


def test_a_progressive_jpeg_without_its_last_scan_never_became_sharp() -> None:
    with pytest.raises(Unreadable, match="不完整"):
        kind_of(PROGRESSIVE[: PROGRESSIVE.rindex(b"\xff\xda")] + b"\xff\xd9", "image/jpeg")


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "I;16"])
def test_a_png_whose_data_end_before_its_last_line_is_not_taken(mode: str) -> None:
    """Packed anew, with sound sums, the half of it shows nothing below."""
    content = BytesIO()
    Image.new(mode, (30, 20)).save(content, "PNG")
    assert kind_of(content.getvalue(), "image/png") == "image/png"
    with pytest.raises(Unreadable, match="不完整"):
        kind_of(repacked_png(content.getvalue(), lambda lines: lines[: len(lines) // 2]), "image/png")


@given(width=st.integers(1, 20), height=st.integers(1, 20))
def test_the_lines_of_an_interlaced_png_are_those_of_its_seven_passes(width: int, height: int) -> None:
    whole = interlaced_png(width, height)
    assert kind_of(whole, "image/png") == "image/png"
    with pytest.raises(Unreadable, match="不完整"):
        kind_of(repacked_png(whole, lambda lines: lines[:-1]), "image/png")


@pytest.mark.parametrize(
    "content",
    [
        PDF.replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 3 0 R"),
        PDF.replace(b"xref\n0 4", b"9 0 obj <</Type/XRef/Encrypt 8 0 R>>\nstream\n0 4"),
    ],
)
def test_a_pdf_that_only_a_password_opens_is_refused_by_name(content: bytes) -> None:
    with pytest.raises(Unreadable, match=r"已加密.*encrypted"):
        kind_of(content, "application/pdf")


def test_a_pdf_that_speaks_of_encryption_is_not_encrypted() -> None:
    told = PDF.replace(b"%PDF-1.7\n", b"%PDF-1.7\n% /Encrypt\n")
    moved = re.sub(rb"startxref\n(\d+)", lambda found: b"startxref\n%d" % (int(found[1]) + 11), told)
    assert kind_of(moved, "application/pdf") == "application/pdf"


@pytest.mark.parametrize("sent_as", ["image/jpeg", "image/png", "application/pdf", "application/octet-stream"])
def test_nothing_at_all_is_no_file(sent_as: str) -> None:
    with pytest.raises(Unreadable, match="0 字节"):
        kind_of(b"", sent_as)


@pytest.mark.parametrize("sent_as", ["image/jpeg", "image/heic", "image/heif", "application/octet-stream"])
def test_a_heic_is_named_with_what_to_do(sent_as: str) -> None:
    with pytest.raises(UnknownKind, match=r"HEIC.*兼容性最佳.*JPEG") as refused:
        kind_of(heic(), sent_as)
    assert refused.value.found == "image/heic"


@pytest.mark.parametrize("brand", [b"mif1", b"mif2", b"msf1", b"miaf"])
def test_a_heif_that_does_not_say_what_is_in_it_is_named_too(brand: bytes) -> None:
    with pytest.raises(UnknownKind, match=r"HEIC.*兼容性最佳.*JPEG") as refused:
        kind_of(heic().replace(b"ftypheic", b"ftyp" + brand), "image/jpeg")
    assert refused.value.found == "image/heif"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"hello", None),
        ("现场已整改".encode(), None),
        (b"<html><script>alert(1)</script></html>", "text/html"),
        (picture("GIF"), "image/gif"),
        (picture("TIFF"), "image/tiff"),
        (picture("BMP"), "image/bmp"),
        (picture("AVIF"), "image/avif"),
        (b"\0\0\0\x18ftypavio\0\0\0\0avifmif1", "image/avif"),
        (b"\0\0\0\x0cJXL \r\n\x87\n\0\0\0\x14ftypjxl ", "image/jxl"),
        (b"\0\0\0\x14ftypjxl \0\0\0\0jxl ", "image/jxl"),
        (b"\xff\x0a\xfa\x7f", "image/jxl"),
        (picture("JPEG2000"), "image/jp2"),
        (b"\0\0\0\x18ftypcrx \0\0\0\x01crx isom", "image/x-canon-cr3"),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", "video/quicktime"),
        (b"\0\0\0\x14ftyp3gp5\0\0\0\x013gp5", "video/3gpp"),
        (b"RIFF\x10\0\0\0AVI LIST", "video/x-msvideo"),
        (b"\x1aE\xdf\xa3" + bytes(60), "video/webm"),
        (b"Rar!\x1a\x07\x01\0", "application/x-rar"),
        (b"7z\xbc\xaf\x27\x1c\0\x04", "application/x-7z-compressed"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp41", "video/mp4"),
        (zipped("OFD.xml"), "application/zip"),
        (zipped("[Content_Types].xml", "word/document.xml"), "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60), "application/x-ole-storage"),
        (b"{\\rtf1 }", "text/rtf"),
        (b"MZ" + bytes(60), None),
    ],
)
def test_a_file_of_a_kind_that_is_not_taken_is_named(content: bytes, found: str | None) -> None:
    for sent_as in ("image/jpeg", "application/pdf", "application/octet-stream"):
        with pytest.raises(UnknownKind, match="OFD、Word、Excel 请另存为 PDF") as refused:
            kind_of(content, sent_as)
        assert refused.value.found == found


def test_the_documentation_has_one_table_of_the_kinds_that_are_taken() -> None:
    told = Path(__file__).parents[3].joinpath("docs", "api.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| [^|]+ \| `([a-z]+/[a-z]+)` \| (照片|文件)[^|]*\|", told, re.MULTILINE)
    assert {kind for kind, use in rows if use == "照片"} == set(PICTURES)
    assert {kind for kind, use in rows if use == "文件"} == set(DOCUMENTS)
    assert len(rows) == len(TAKEN)


@pytest.mark.parametrize(
    "sent_as", ["application/x-zzz", "text/plain", "image/gif", "video/mp4", "image/svg+xml", "application/ofd"]
)
def test_a_media_type_that_nobody_knows_is_refused_whatever_the_bytes(sent_as: str) -> None:
    with pytest.raises(UnknownKind, match=f"不接受 {sent_as[:8]}"):
        kind_of(JPEG, sent_as)


@pytest.mark.parametrize("sent_as", ["image/jpeg", "image/png", "image/webp", "application/pdf"])
@pytest.mark.parametrize("head", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\0\0\0WEBPVP8 ", b"%PDF-1.7\n"])
@given(rest=st.binary(max_size=300))
def test_a_head_with_anything_behind_it_is_refused_in_a_sentence(sent_as: str, head: bytes, rest: bytes) -> None:
    with pytest.raises((Unreadable, UnknownKind)):
        kind_of(head + rest, sent_as)


def test_bytes_that_are_not_those_named_are_refused_before_anything_is_tried() -> None:
    with pytest.raises(HashMismatch) as refused:
        examine(sha256(JPEG), BytesIO(JPEG + b"!"), "application/x-zzz")
    assert refused.value.actual == sha256(JPEG + b"!")

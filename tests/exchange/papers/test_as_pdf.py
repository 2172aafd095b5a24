"""A paper as PDF: the grid of GB/T 9704, the archive's and the reader's standards, the same bytes, and only text."""

import ctypes
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from exchange.papers import faces
from exchange.papers.as_pdf import pdf
from exchange.papers.faces import FontsMissing, faces_in
from exchange.papers.paper import Text
from tests.exchange.papers.samples import BODY, HOSTILE, full, hostile, letter

POINT = 72 / 25.4
MM = 1 / POINT


def characters(page: Any) -> list[tuple[str, float, float]]:
    """Every character with where it begins: from the left and from the top, in points."""
    text = page.get_textpage()
    found = []
    for index in range(text.count_chars()):
        x, y = ctypes.c_double(), ctypes.c_double()
        pypdfium2.raw.FPDFText_GetCharOrigin(text, index, x, y)
        found.append((text.get_text_range(index, 1), x.value, page.get_height() - y.value))
    return found


def lines(page: Any) -> dict[float, list[float]]:
    """Where the characters of the body stand, by the line that they stand on."""
    found: dict[float, list[float]] = {}
    for said, x, y in characters(page):
        if said in BODY:
            found.setdefault(round(y, 1), []).append(x)
    return found


def words(content: bytes) -> str:
    """Every page's text without blanks."""
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(content))


def test_a_page_has_22_lines_of_28_characters_156_by_225_millimetres() -> None:
    page = pypdfium2.PdfDocument(pdf(letter(Text(BODY * 60)), None))[1]
    assert (round(page.get_width() * MM), round(page.get_height() * MM)) == (210, 297)
    found = lines(page)
    assert [len(places) for places in found.values()] == [28] * 22
    tops = sorted(found)
    assert {round(below - above, 1) for above, below in pairwise(tops)} <= {28.9, 29.0}
    for places in found.values():
        assert min(places) == pytest.approx(28 * POINT, abs=0.5)
        assert max(places) + 16 == pytest.approx((28 + 156) * POINT, abs=0.8)
    assert tops[0] - 0.8 * 16 == pytest.approx(37 * POINT, abs=0.5)
    assert tops[-1] + 0.2 * 16 <= (37 + 225) * POINT + 0.5


def test_the_head_is_red_and_the_number_and_the_rule_stand_where_they_must() -> None:
    document = pypdfium2.PdfDocument(pdf(letter(Text("请办理。")), None))
    picture = document[0].render(scale=2).to_pil().convert("RGB")
    red = [place for place, colour in enumerate(picture.get_flattened_data()) if _is_red(colour)]
    rows = sorted({place // picture.width for place in red})
    assert rows[0] / 2 * MM == pytest.approx(37 + 35, abs=2)
    rule = [place % picture.width for place in red if place // picture.width == rows[-1]]
    assert (max(rule) - min(rule)) / 2 * MM == pytest.approx(156, abs=1)
    number = next(y for said, _, y in characters(document[0]) if said == "〔")
    assert (rows[-1] / 2 - number - 0.2 * 16) * MM == pytest.approx(4, abs=1)


def test_page_numbers_stand_outside_by_turns() -> None:
    document = pypdfium2.PdfDocument(pdf(letter(Text(BODY * 40)), None))
    for number, page in enumerate(document, 1):
        foot = [(said, x) for said, x, y in characters(page) if y > (297 - 35) * POINT and said.strip()]
        assert "".join(said for said, _ in foot) == f"—{number}—"
        assert (foot[0][1] > page.get_width() / 2) == (number % 2 == 1)


def test_the_head_of_a_table_is_on_every_page_that_it_goes_on_to() -> None:
    pages = pypdfium2.PdfDocument(pdf(full(), None))
    told = [page.get_textpage().get_text_range() for page in pages]
    on = [text for text in told if "节点" in text and "未办结" in text]
    assert len(on) > 1
    assert all("截止时间" in text for text in on)


def test_it_says_that_it_is_for_the_archive_and_for_who_does_not_see_it() -> None:
    content = pdf(full(), None)
    assert b"<pdfaid:part>2</pdfaid:part>" in content
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in content
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content


def test_the_same_paper_is_the_same_file() -> None:
    assert pdf(full(), None) == pdf(full(), None)


def test_whatever_is_written_is_text() -> None:
    content = pdf(hostile(), None)
    said = words(content)
    wanted = "".join(HOSTILE.split())
    # In the title, to whom, the number, who signs, when, copies; a heading, a paragraph, three cells, below a photo.
    assert said.replace("\u200b", "").replace("\ufeff", "").count(wanted) >= 10
    assert "‹U+1F600›" in said
    assert "‹U+05E9›" in said
    for page in pypdfium2.PdfDocument(content):
        for mark, x, _ in characters(page):
            assert not mark.strip() or 25 * POINT < x < 187 * POINT, mark


def test_the_colophon_says_which_font_stands_in() -> None:
    assert "小标宋、仿宋、楷体、宋体以NotoSerifSC代；黑体以NotoSansSC代" in words(pdf(letter(), None))


def test_without_any_font_there_is_a_sentence_and_no_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces, "_PACKAGE", "no_such_package")
    with pytest.raises(FontsMissing, match="XIAOHAO_FONTS"):
        pdf(letter(), tmp_path)


def test_an_offices_own_fonts_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that holds them is read beside the package; one face of it is enough to be used."""
    monkeypatch.setitem(faces._FACES, "fang", ("仿宋", ("Noto Sans SC",), ("Noto Serif SC",)))
    found = faces_in(tmp_path)
    assert found.families["fang"] == "Noto Sans SC"
    assert "仿宋" not in found.stand_ins


def _is_red(colour: tuple[int, int, int]) -> bool:
    return colour[0] > 180 and colour[1] < 80 and colour[2] < 80


def test_a_photo_is_shown(tmp_path: Path) -> None:
    pages = pypdfium2.PdfDocument(pdf(full(), None))
    shown = [each for page in pages for each in page.get_objects() if each.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    assert [Image.Image.getbbox(each.get_bitmap().to_pil())[2:] for each in shown] == [(1600, 1200)]

"""A paper as Word: official faces, the grid of lines, places to fill in, the same bytes, and only text."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx as word
import pypdfium2
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from exchange.papers.as_docx import docx
from tests.exchange.papers.samples import EVERYTHING, HOSTILE, full, hostile, letter

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def opened(content: bytes) -> Document:
    return word.Document(io.BytesIO(content))


def test_every_style_names_the_official_face_for_chinese() -> None:
    styles = opened(docx(letter())).styles
    for name, face, half_points in (
        ("公文正文", "仿宋_GB2312", "32"),
        ("公文红头", "方正小标宋简体", "72"),
        ("公文标题", "方正小标宋简体", "44"),
        ("公文一级标题", "黑体", "32"),
        ("公文页码", "宋体", "28"),
    ):
        style = styles[name].element.rPr
        assert style.find(qn("w:rFonts")).get(qn("w:eastAsia")) == face
        assert style.find(qn("w:sz")).get(qn("w:val")) == half_points


def test_the_body_stands_on_22_lines_of_28_95_points() -> None:
    document = opened(docx(letter()))
    section = document.sections[0]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]
    assert [round(side.mm) for side in (section.top_margin, section.left_margin, section.right_margin)] == [37, 28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")
    body = document.styles["公文正文"]
    spacing, indent = body.element.pPr.find(qn("w:spacing")), body.element.pPr.find(qn("w:ind"))
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("579", "exact")
    assert indent.get(qn("w:firstLineChars")) == "200"
    assert body.element.rPr.find(qn("w:spacing")).get(qn("w:val")) == "-4"


def test_a_heading_stays_with_what_follows_and_a_tables_head_is_repeated() -> None:
    document = opened(docx(full()))
    assert document.styles["公文一级标题"].paragraph_format.keep_with_next
    heads = [table._tbl.tr_lst[0].trPr.find(qn("w:tblHeader")) is not None for table in document.tables]
    assert heads == [True, False]
    assert [len(table.rows) for table in document.tables] == [61, 2]


def test_number_office_and_date_are_places_to_fill_in() -> None:
    document = opened(docx(letter()))
    tags = [tag.get(qn("w:val")) for tag in document.element.body.iter(qn("w:tag"))]
    assert tags == ["发文字号", "发文机关", "成文日期"]


def test_odd_and_even_pages_have_feet_of_their_own() -> None:
    document = opened(docx(letter()))
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    assert [foot.paragraphs[0].text for foot in (section.footer, section.even_page_footer)] == ["— 1 —", "— 1 —"]
    assert section.footer.paragraphs[0].alignment != section.even_page_footer.paragraphs[0].alignment


def test_the_same_paper_is_the_same_file_and_knows_no_other_time() -> None:
    content = docx(full())
    assert content == docx(full())
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {about.date_time for about in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    about = opened(content).core_properties
    assert about.created is not None
    assert about.created == about.modified
    assert about.created.isoformat()[:19] == "2026-03-02T10:00:00"


def test_whatever_is_written_is_text() -> None:
    document = opened(docx(hostile()))
    wanted = EVERYTHING.replace("\ufffe", "‹U+FFFE›")
    assert wanted in [paragraph.text for paragraph in document.paragraphs]
    assert document.tables[0].rows[0].cells[0].text == wanted
    assert HOSTILE in "".join(text.text or "" for text in document.element.body.iter(qn("w:t")))


@pytest.mark.skipif(
    OFFICE is None, reason="LibreOffice is not installed here: how it lays the document out is not seen"
)
def test_an_office_program_opens_it(tmp_path: Path) -> None:
    (tmp_path / "paper.docx").write_bytes(docx(full()))
    subprocess.run(
        [str(OFFICE), "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "paper.docx"],
        check=True,
        timeout=120,
    )
    assert len(pypdfium2.PdfDocument(tmp_path / "paper.pdf")) > 2

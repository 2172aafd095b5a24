"""The three files of a bulletin: the same bytes, every figure under its key, in the workbook with its list."""

import io
import zipfile
from collections import Counter

import pypdfium2
import pytest
import python_calamine

from exchange.papers.controls import NotWord, controls_in
from exchange.papers.paper import IDENTITY
from oversight.bulletins.files import files_of
from oversight.bulletins.lists import in_words
from oversight.bulletins.making import bulletin_of
from tests.oversight.bulletins.parts import basis, published
from tests.published_figures import PLACES


def test_the_same_bulletin_is_the_same_three_files() -> None:
    assert files_of(published(), None) == files_of(bulletin_of(basis()), None)


def test_every_figure_stands_in_the_word_file_under_its_key() -> None:
    bulletin = published()
    controls = controls_in(files_of(bulletin, None)["docx"])
    figures = {figure.key: figure.said for figure in bulletin.figures}
    found = [control for control in controls if "@" in control.tag]
    assert Counter(control.tag for control in found) == dict(bulletin.shown)
    assert {control.tag: control.said for control in found} == figures
    assert [control.said for control in controls if control.tag == IDENTITY] == [bulletin.id]


def test_the_workbook_has_every_figure_with_its_formula_its_list_and_how_many_lines() -> None:
    bulletin = published()
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(files_of(bulletin, None)["xlsx"]))
    head, *rows = book.get_sheet_by_name("数据底表").to_python()
    told = [dict(zip(head, row, strict=True)) for row in rows]
    assert [row["键"] for row in told] == [figure.key for figure in bulletin.figures]
    of_one = next(row for row in told if row["键"] == "rate@140400")
    assert (of_one["对象"], of_one["数字"], of_one["单位"]) == ("长治市", "124.9", "%")
    assert of_one["算法"] == "本年累计完成投资÷年度计划投资×100%"
    assert of_one["行数"] == 20
    sheet = book.get_sheet_by_name(str(of_one["清单"])).to_python()
    assert [row[2] for row in sheet[1:21]] == ["长治市"] * 20
    assert of_one["清单行"] == "第2—21行"
    assert sum(float(str(row[3])) for row in sheet[1:21]) == pytest.approx(7_672_690_000)
    assert all(row["清单"] in book.sheet_names for row in told)


def test_lines_are_told_in_spans() -> None:
    assert in_words((2, 3, 4, 7, 9, 10)) == "第2—4、7、9—10行"
    assert in_words(()) == "无"


def test_the_pdf_says_it_all() -> None:
    pages = pypdfium2.PdfDocument(files_of(published(), None)["pdf"])
    said = "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)
    assert "2019年1—8月省级重点工程项目情况通报" in said
    assert all(place in said for place in PLACES)
    assert published().id in said.replace("\u200b", "").replace("\ufffe", "")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" * 9])
def test_what_is_no_word_file_is_refused(content: bytes) -> None:
    with pytest.raises(NotWord, match="Word"):
        controls_in(content)


@pytest.mark.parametrize(
    "text", ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "<w:document", "<a/>x"], ids=["entities", "cut", "no XML"]
)
def test_a_text_that_is_not_read_is_refused(text: str) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        parts.writestr("word/document.xml", text)
    with pytest.raises(NotWord):
        controls_in(made.getvalue())

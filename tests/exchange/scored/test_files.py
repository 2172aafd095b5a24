"""Of whole files: which sheets hold a list, in what a text is written, which row is which when a file comes again."""

import csv
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import pytest

from exchange.ledgers.checking import Checked, CheckedRow, Earlier, NothingKnown, check
from exchange.ledgers.mapping import LedgerMapping
from exchange.workbooks.cells import Book
from exchange.workbooks.reading import read_book
from exchange.workbooks.refused import FileRefused
from tests.exchange.workbooks.books import packed, raw_xlsx, sheet, xlsx

HEAD = ["序号", "问题编号", "检查日期", "项目名称", "问题描述", "整改期限", "责任单位", "状态"]
ONE = [1, "A-001", "2025-03-01", "一号公路", "便道没有通车", "2025-04-01", "住建局", "整改中"]
TWO = [2, "A-002", "2025-03-02", "二号公路", "土地证没有办", "2025-04-02", "国土局", "整改中"]
MAPPING = LedgerMapping(name="files")


class _Before(NothingKnown):
    """What a check of before made of the same ledger."""

    def __init__(self, rows: Sequence[CheckedRow]) -> None:
        self._rows = {row.row_id: Earlier(row.digest) for row in rows}

    def earlier(self, ids: Sequence[str]) -> dict[str, Earlier]:
        return {each: self._rows[each] for each in ids if each in self._rows}


def _checked(*sheets: Any, before: Checked | None = None) -> Checked:
    known = _Before(before.rows) if before else NothingKnown()
    return check(Book("台账.xlsx", "xlsx", sheets), MAPPING, known)


def _verdicts(of: Checked) -> list[str]:
    return [row.verdict.value for row in of.rows]


def _csv(encoding: str, *rows: Sequence[Any]) -> bytes:
    made = io.StringIO()
    csv.writer(made).writerows(rows)
    return made.getvalue().encode(encoding)


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("统计", [["序号", "责任单位", "问题总数", "已整改数", "整改率", "备注"], [1, "住建局", 3, 2, "67%", ""]]),
        ("选项", [["问题类别", "隐患等级", "整改状态"], ["用地", "重大", "整改中"], ["征拆", "一般", "已整改"]]),
        ("填表说明", [["序号", "字段", "说明", "示例"], [1, "检查日期", "填发现的日期", "2025-03-01"]]),
    ],
)
def test_a_sheet_of_figures_of_choices_or_of_how_to_fill_in_is_told_as_not_read(
    name: str, rows: list[list[Any]]
) -> None:
    of = _checked(sheet([HEAD, ONE, TWO]), sheet(rows, name=name))
    assert _verdicts(of) == ["new", "new"]
    assert of.unread == (name,)


def test_sheets_of_one_list_are_read_one_after_another_and_a_row_on_both_names_where_they_differ() -> None:
    again = [1, *ONE[1:5], "2025-05-01", *ONE[6:]]
    of = _checked(sheet([HEAD, ONE], name="一月"), sheet([HEAD, again, TWO], name="二月"))
    assert _verdicts(of) == ["new", "duplicate", "new"]
    assert of.rows[1].reason == "一月!2"
    assert [(fault.cell, fault.slug) for fault in of.rows[1].faults] == [("F2", "duplicate-differs")]


def test_a_hidden_sheet_is_asked_by_row() -> None:
    hidden = sheet([HEAD, TWO], name="旧", visible=False)
    of = _checked(sheet([HEAD, ONE]), hidden)
    assert [fault.slug for row in of.rows for fault in row.faults] == ["hidden"]


def test_rows_with_numbers_of_their_own_are_known_by_them_however_the_file_changes() -> None:
    first = _checked(sheet([HEAD, ONE, TWO]))
    moved: list[list[Any]] = [HEAD, [1, *TWO[1:]], [2, *ONE[1:4], "便道没有通车,已塌方", *ONE[5:]]]
    assert _verdicts(_checked(sheet(moved), before=first)) == ["changed", "changed"]
    assert {row.row_id for row in _checked(sheet(moved)).rows} == {row.row_id for row in first.rows}


def test_rows_of_one_text_and_two_numbers_are_two_and_are_told_to_be_alike() -> None:
    of = _checked(sheet([HEAD, ONE, [2, "A-009", *ONE[2:]]]))
    assert _verdicts(of) == ["new", "new"]
    assert [(fault.cell, fault.slug) for fault in of.rows[1].faults] == [("E3", "alike")]


def test_a_number_that_only_counts_is_no_identity() -> None:
    first = _checked(sheet([HEAD, [1, "1", *ONE[2:]], [2, "2", *TWO[2:]]]))
    moved = _checked(sheet([HEAD, [1, "1", *TWO[2:]], [2, "2", *ONE[2:]]]))
    assert [row.row_id for row in moved.rows] == [row.row_id for row in reversed(first.rows)]


def test_a_row_deleted_a_column_added_and_the_order_changed_leave_the_others_who_they_are() -> None:
    first = _checked(sheet([HEAD, ONE, TWO]))
    wider = _checked(sheet([[*HEAD, "气温"], [*TWO, 21]]))
    assert wider.rows[0].row_id == first.rows[1].row_id


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "big5"], ids=str)
def test_the_same_text_in_any_encoding_is_the_same_list(encoding: str) -> None:
    title = ["某縣問題臺賬"] if encoding == "big5" else ["某县问题台账"]
    head = ["序號", "問題描述", "責任單位"] if encoding == "big5" else ["序号", "问题描述", "责任单位"]
    raw = _csv(encoding, title, head, [1, "路面塌方", "住建局"])
    book = read_book("台账.csv", raw)
    mapping = LedgerMapping(name="files", header=(2, 2), columns={"問題描述": "description"})
    assert _verdicts(check(book, mapping, NothingKnown())) == ["new"]
    assert book.sheets[0].rows[2][1] == "路面塌方"


def test_a_rare_character_and_the_euro_of_windows_are_read() -> None:
    raw = _csv("gb18030", ["序号", "问题描述", "责任单位"], [1, "𠮷庄便道塌方,赔付约EUR", "住建局"])
    (table,) = read_book("台账.csv", raw.replace(b"EUR", b"\x80")).sheets
    assert table.rows[1][1] == "𠮷庄便道塌方,赔付约€"


def test_a_text_file_with_its_title_and_a_parted_head_is_a_ledger_like_any_other() -> None:
    rows = [
        ["某县问题台账", "", "", "", ""],
        ["填报单位:某局", "", "", "", "单位:万元"],
        ["序号", "问题描述", "整改责任单位", "", "整改期限"],
        ["", "", "施工", "监理", ""],
        ["1", "路面开裂,\n积水", "一公司", "二公司", "2025-3-5"],
        ["", "", "", "", ""],
        ["2", "边坡垮塌", "一公司", "二公司", "2025-3-6"],
        ["合计", "2", "", "", ""],
    ]
    of = check(read_book("台账.csv", _csv("gb18030", *rows)), MAPPING, NothingKnown())
    assert [(row.record.row, row.reason or row.verdict.value) for row in of.rows] == [
        (5, "new"),
        (6, "blank"),
        (7, "new"),
        (8, "subtotal"),
    ]
    assert of.rows[0].record.fields["lead_unit.work"].value == "一公司"


def test_formulas_that_nothing_computed_and_errors_are_told_and_no_row_is_lost_over_them() -> None:
    def texts(row: int, *cells: str) -> str:
        return f'<row r="{row}">' + "".join(
            f'<c r="{chr(65 + place)}{row}" t="str"><v>{cell}</v></c>' for place, cell in enumerate(cells) if cell
        )

    rows = (
        texts(1, "序号", "问题描述", "责任单位", "气温") + "</row>"
        '<row r="2"><c r="A2"><f>ROW()-1</f></c><c r="B2" t="str"><v>路面开裂</v></c>'
        '<c r="C2" t="str"><v>局</v></c></row>'
        '<row r="3"><c r="A3"><v>2</v></c><c r="B3" t="e"><v>#REF!</v></c><c r="C3"><f>C2</f></c></row>'
        '<row r="4"><c r="A4"><v>3</v></c><c r="B4" t="str"><v>边坡垮塌</v></c><c r="C4" t="str"><v>局</v></c>'
        '<c r="D4" t="e"><v>#DIV/0!</v></c></row>'
        '<row r="5"><c r="A5" t="str"><f>IF(B5="","",4)</f><v></v></c></row>'
    )
    of = check(read_book("台账.xlsx", raw_xlsx(rows)), MAPPING, NothingKnown())
    told = {fault.cell: fault.slug for row in of.rows for fault in row.faults}
    assert told == {"A2": "formula-kept", "B3": "error-cell", "C3": "formula-without-value", "D4": "error-kept"}
    assert [row.verdict.value for row in of.rows[:3]] == ["new", "fault", "new"]
    assert [row.reason for row in of.rows[3:]] in ([], ["blank"])


def test_days_count_from_1904_where_the_workbook_says_so() -> None:
    workbook = (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr date1904="1"/>'
        '<sheets><sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
    )
    rows = (
        '<row r="1"><c r="A1" t="str"><v>问题描述</v></c><c r="B1" t="str"><v>整改期限</v></c></row>'
        '<row r="2"><c r="A2" t="str"><v>路面开裂</v></c><c r="B2" s="1"><v>44289</v></c></row>'
    )
    raw = raw_xlsx(rows, **{"xl/workbook.xml": workbook, "xl/styles.xml": styles})
    (row,) = check(read_book("台账.xlsx", raw), MAPPING, NothingKnown()).rows
    assert str(row.record.fields["due_on"].value) == "2025-04-04"


def test_an_escaped_mark_in_a_text_is_the_mark() -> None:
    rows = (
        '<row r="1"><c r="A1" t="str"><v>问题描述</v></c><c r="B1" t="str"><v>责任单位</v></c></row>'
        '<row r="2"><c r="A2" t="str"><v>路面开裂_x000D_\n积水</v></c><c r="B2" t="str"><v>住建局</v></c></row>'
    )
    (row,) = check(read_book("台账.xlsx", raw_xlsx(rows)), MAPPING, NothingKnown()).rows
    assert row.record.fields["description"].value == "路面开裂\n积水"


def test_a_file_with_macros_is_read_and_says_that_none_runs() -> None:
    made = xlsx([HEAD, ONE])

    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    book = read_book("台账.xlsm", packed(parts | {"xl/vbaProject.bin": b"x"}))
    assert book.sheets[0].rows[1][1] == "A-001"
    assert ["宏" in note for note in book.notes] == [True]


def test_a_book_of_nothing_but_figures_is_refused_with_the_way_to_say_where_the_head_is() -> None:
    with pytest.raises(FileRefused) as refused:
        _checked(sheet([["问题总数", "整改率"], [3, "67%"]]))
    assert "--header" in str(refused.value)

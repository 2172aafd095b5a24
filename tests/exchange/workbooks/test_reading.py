"""A file becomes a book: cells where they stand, days as days, each refusal one sentence."""

import csv
import io
import struct
from datetime import date, datetime
from pathlib import Path

import pytest

from exchange.workbooks.cells import Merged, reference
from exchange.workbooks.reading import read_book, read_file
from exchange.workbooks.refused import FileRefused
from tests.exchange.workbooks.books import raw_xlsx, xlsx

LINES = [["编号", "存在问题"], ["1", "路没通,便道塌了"], ["2", "土地证未办"]]


def _csv(encoding: str, mark: bytes = b"") -> bytes:
    made = io.StringIO()
    csv.writer(made).writerows(LINES)
    return mark + made.getvalue().encode(encoding)


@pytest.mark.parametrize(
    "raw",
    [_csv("utf-8"), _csv("utf-8-sig"), _csv("gb18030"), _csv("gbk"), _csv("utf-16")],
    ids=["utf-8", "utf-8 with mark", "gb18030", "gbk", "utf-16"],
)
def test_a_csv_is_read_in_the_encoding_that_it_is_in(raw: bytes) -> None:
    (sheet,) = read_book("台账.csv", raw).sheets
    assert [list(row) for row in sheet.rows] == LINES


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_what_parts_the_cells_of_a_text_is_found(mark: str) -> None:
    text = "\n".join(mark.join(row) for row in (["编号", "问题"], ["1", "路"], ["2", "水"]))
    assert read_book("台账.txt", text.encode()).sheets[0].rows[1] == ("1", "路")


def test_cells_stand_where_they_stand_in_the_file() -> None:
    rows = '<row r="3"><c r="C3" t="str"><v>编号</v></c></row><row r="4"><c r="C4"><v>7</v></c></row>'
    (sheet,) = read_book("台账.xlsx", raw_xlsx(rows)).sheets
    assert sheet.rows[2][2] == "编号"
    assert sheet.rows[3][2] == 7
    assert reference(3, 2) == "C4"


def test_days_merged_ranges_and_hidden_rows_come_along() -> None:
    raw = xlsx([["一", "", ""], ["编号", "b", "c"], [1, True, 2.5]], merged=["A1:C1"], hidden=[2])
    (sheet,) = read_book("台账.xlsx", raw).sheets
    assert sheet.merged == (Merged(0, 0, 0, 2),)
    assert sheet.hidden_rows == {2}
    assert sheet.rows[2] == (1, True, 2.5)


def test_every_cell_of_many_rows_is_what_it_is_whatever_else_its_column_holds() -> None:
    kinds = ["字", "", 7, 2.5, True, 2**60, " "]
    lines = [[f"{number}号", kinds[number % len(kinds)], number] for number in range(2_500)]
    (sheet,) = read_book("台账.xlsx", xlsx(lines)).sheets
    assert sheet.rows == [tuple(None if cell == "" else cell for cell in line) for line in lines]
    assert all(
        type(row[1]) is type(line[1]) for row, line in zip(sheet.rows, lines, strict=True) if line[1] not in {"", 2**60}
    )


def test_a_day_is_a_day_and_a_moment_a_moment() -> None:
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/>'
        '<xf numFmtId="58" applyNumberFormat="1"/></cellXfs></styleSheet>'
    )
    rows = (
        '<row r="1"><c r="A1" s="1"><v>46086</v></c><c r="B1" s="1"><v>46086.5</v></c>'
        '<c r="C1" s="2"><v>46086</v></c></row>'
    )
    (sheet,) = read_book("台账.xlsx", raw_xlsx(rows, **{"xl/styles.xml": styles})).sheets
    day, moment, chinese = sheet.rows[0]
    assert (day, moment, chinese) == (date(2026, 3, 5), datetime(2026, 3, 5, 12), date(2026, 3, 5))


def test_what_the_library_cannot_read_is_a_sentence_and_not_the_end_of_the_process() -> None:
    raw = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack("<504x") + "Workbook".encode("utf-16-le")
    with pytest.raises(FileRefused) as refused:
        read_book("台账.xls", raw)
    assert refused.value.slug == "unreadable"


def test_a_quote_that_is_not_closed_is_named_with_its_line() -> None:
    with pytest.raises(FileRefused, match="第 2 行"):
        read_book("台账.csv", '编号,问题\n1,"路\n2,水\n'.encode())


def test_a_file_is_read_from_where_it_lies(tmp_path: Path) -> None:
    file = tmp_path / "台账.xlsx"
    file.write_bytes(xlsx([["编号"], [1]]))
    assert read_file(file).name == "台账.xlsx"

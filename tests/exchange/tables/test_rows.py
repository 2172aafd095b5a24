"""A file is read row after row; what cannot be read is told with its line, and the rest is unharmed."""

from pathlib import Path

import pytest

from exchange.tables.faults import PlayError
from exchange.tables.mapping import Mapping
from exchange.tables.mapping_files import parse_mapping
from exchange.tables.returned import LINE, REASON, with_columns
from exchange.tables.rows import Table
from tests.exchange.tables.works import HEADER

GOOD = "1,2020-01-02 13:40,,,pipes,light,A,x,,,"


def written(folder: Path, *lines: str | bytes, lead: bytes = b"") -> Path:
    file = folder / "rows.csv"
    file.write_bytes(lead + b"".join((line.encode() if isinstance(line, str) else line) + b"\r\n" for line in lines))
    return file


def test_rows_come_with_their_lines_and_blank_ones_are_none(tmp_path: Path, mapping: Mapping) -> None:
    quoted = '2,2020-01-02 13:40,,,pipes,light,A,"two\nlines, one cell",,,'
    rows = list(Table(written(tmp_path, HEADER, GOOD, "", quoted, lead=b"\xef\xbb\xbf"), mapping))
    assert [(row.line, row.cells["no"], row.unreadable) for row in rows] == [(2, "1", None), (5, "2", None)]
    assert rows[1].cells["what"] == "two\nlines, one cell"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1,2020-01-02 13:40", "2 cells where the header has 11"),
        (GOOD + ",more", "12 cells where the header has 11"),
        (GOOD.encode().replace(b"x", b"\xff\xfe"), "bytes that are not utf-8-sig"),
    ],
)
def test_a_row_that_cannot_be_read_spoils_no_other(
    tmp_path: Path, mapping: Mapping, line: str | bytes, said: str
) -> None:
    rows = list(Table(written(tmp_path, HEADER, GOOD, line, GOOD), mapping))
    assert (rows[0].unreadable, rows[2].unreadable) == (None, None)
    assert said in str(rows[1].unreadable)


def test_a_file_that_lacks_columns_of_the_mapping_is_refused_with_their_names(tmp_path: Path, mapping: Mapping) -> None:
    with pytest.raises(
        PlayError, match=r"mapping works needs the column\(s\) begun, done, signed; the file has no, made"
    ):
        Table(written(tmp_path, "no,made,lat,lon,kind,weight,site,what"), mapping)


def test_an_empty_file_and_none_at_all_are_told(tmp_path: Path, mapping: Mapping) -> None:
    with pytest.raises(PlayError, match="the file has none"):
        Table(written(tmp_path), mapping)
    with pytest.raises(PlayError, match=r"the file has none$"):
        Table(written(tmp_path, bytes(100_000)), mapping)
    with pytest.raises(PlayError, match="no such file"):
        Table(tmp_path / "nowhere.csv", mapping)


def test_a_title_above_the_header_is_no_row(tmp_path: Path, mapping: Mapping) -> None:
    table = Table(written(tmp_path, "重点项目巡查台账,,,", "填报单位:发改局", "", HEADER, GOOD), mapping)
    assert [(row.line, row.unreadable) for row in table] == [(5, None)]


def test_a_header_that_stands_twice_is_refused_with_its_name_and_places(tmp_path: Path, mapping: Mapping) -> None:
    with pytest.raises(PlayError, match=r"第 1 行表头“made”重复,在第 2、12 列 / .*columns 2 and 12"):
        Table(written(tmp_path, HEADER + ", made ", GOOD + ",x"), mapping)


def test_a_header_that_comes_again_below_is_told_as_that(tmp_path: Path, mapping: Mapping) -> None:
    first, again, last = Table(written(tmp_path, HEADER, GOOD, HEADER, GOOD), mapping)
    assert (first.unreadable, last.unreadable) == (None, None)
    assert again.unreadable == "表头又出现一次 / the header once more"


def test_last_rows_without_their_empty_cells_are_read_and_others_are_refused(tmp_path: Path, mapping: Mapping) -> None:
    short = GOOD.rstrip(",")
    rows = list(Table(written(tmp_path, HEADER, GOOD, short, GOOD, short, short), mapping))
    assert [row.unreadable is None for row in rows] == [True, False, True, True, True]
    assert rows[-1].cells == rows[0].cells
    assert str(rows[1].unreadable) == "有 8 个单元格,表头有 11 个 / 8 cells where the header has 11"


def test_empty_cells_beyond_the_header_are_none(tmp_path: Path, mapping: Mapping) -> None:
    (row,) = Table(written(tmp_path, HEADER, GOOD + ",,"), mapping)
    assert row.unreadable is None


def test_a_quote_that_is_not_closed_refuses_the_file_with_its_name_and_line(tmp_path: Path, mapping: Mapping) -> None:
    with pytest.raises(PlayError, match=r"rows\.csv: 第 3 行的引号没有闭合.* / line 3: a quote is opened"):
        Table(written(tmp_path, HEADER, GOOD, GOOD.replace("x", '"6 寸管'), GOOD, GOOD), mapping)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"])
def test_a_file_is_read_in_its_own_encoding_whatever_the_mapping_says(
    tmp_path: Path, mapping: Mapping, codec: str
) -> None:
    file = tmp_path / "rows.csv"
    file.write_bytes(f"{HEADER}\r\n{GOOD.replace('x', '一号工地围挡破损')}\r\n".encode(codec))
    (row,) = Table(file, mapping)
    assert (row.unreadable, row.cells["what"]) == (None, "一号工地围挡破损")


def test_an_encoding_that_is_not_known_names_the_cure_and_shows_no_surrogates(
    tmp_path: Path, mapping_text: str
) -> None:
    mapping = parse_mapping("works", mapping_text.replace("captured: made", "captured: 檢查時間"))
    with pytest.raises(PlayError, match="请核对列名、分隔符与编码") as refused:
        Table(written(tmp_path, HEADER.replace("made", "檢查時間").encode("big5"), GOOD), mapping)
    assert str(refused.value).isprintable()
    str(refused.value).encode()


def test_a_row_that_is_no_csv_is_returned_as_it_stood_however_often(tmp_path: Path, mapping: Mapping) -> None:
    broken = '2,2020-01-02 13:40,,,pipes,light,"A"B,x,,,'
    [row] = Table(written(tmp_path, HEADER, broken), mapping)
    for _ in range(3):
        returned = "".join(with_columns(row, 11, ",", str(row.unreadable)))
        assert returned.startswith(f'{broken},2,"')
        [row] = Table(written(tmp_path, f"{HEADER},{LINE},{REASON}", returned), mapping)
        assert row.text == broken


def test_a_table_in_big5_is_named_with_what_to_do(tmp_path: Path, mapping: Mapping) -> None:
    with pytest.raises(PlayError, match=r"像是 Big5,请另存为 UTF-8.* / .*Big5: save it as UTF-8, or name its encoding"):
        Table(written(tmp_path, "編號,檢查時間,描述".encode("big5"), "1,2026-03-02,圍擋破損".encode("big5")), mapping)


def test_a_column_that_is_called_like_one_of_a_returned_row_is_the_files_own(tmp_path: Path, mapping: Mapping) -> None:
    own = Table(written(tmp_path, f"{HEADER},{LINE}", f"{GOOD},7"), mapping)
    assert [row.cells[LINE] for row in own] == ["7"]
    again = Table(written(tmp_path, f"{HEADER},{LINE},{LINE},{REASON}", f'{GOOD},7,2,"why"'), mapping)
    assert [(row.cells[LINE], row.text) for row in again] == [("7", f"{GOOD},7")]

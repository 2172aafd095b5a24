"""A file is read row after row; what cannot be read is told with its line, and the rest is unharmed."""

from pathlib import Path

import pytest

from exchange.tables.faults import PlayError
from exchange.tables.mapping import Mapping
from exchange.tables.rows import read_header, read_rows
from tests.exchange.tables.works import HEADER

GOOD = "1,2020-01-02 13:40,,,pipes,light,A,x,,,"


def written(folder: Path, *lines: str | bytes, lead: bytes = b"") -> Path:
    file = folder / "rows.csv"
    file.write_bytes(lead + b"".join((line.encode() if isinstance(line, str) else line) + b"\r\n" for line in lines))
    return file


def test_rows_come_with_their_lines_and_blank_ones_are_none(tmp_path: Path, mapping: Mapping) -> None:
    quoted = '2,2020-01-02 13:40,,,pipes,light,A,"two\nlines, one cell",,,'
    rows = list(read_rows(written(tmp_path, HEADER, GOOD, "", quoted, lead=b"\xef\xbb\xbf"), mapping))
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
    rows = list(read_rows(written(tmp_path, HEADER, GOOD, line, GOOD), mapping))
    assert [row.unreadable for row in rows] == [None, said, None]


def test_a_file_that_lacks_columns_of_the_mapping_is_refused_with_their_names(tmp_path: Path, mapping: Mapping) -> None:
    with pytest.raises(
        PlayError, match=r"mapping works needs the column\(s\) begun, done, signed; the file has no, made"
    ):
        read_header(written(tmp_path, "no,made,lat,lon,kind,weight,site,what"), mapping)


def test_an_empty_file_and_none_at_all_are_told(tmp_path: Path, mapping: Mapping) -> None:
    with pytest.raises(PlayError, match="the file has none"):
        read_header(written(tmp_path), mapping)
    with pytest.raises(PlayError, match="no such file"):
        read_header(tmp_path / "nowhere.csv", mapping)

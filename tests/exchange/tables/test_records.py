"""Every line of a CSV file is a record or in a cell that holds no rows, or the file is refused with the line."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.tables.header import RowShape
from exchange.tables.mapping_files import parse_mapping
from exchange.tables.records import Record, StrayQuote, cells_of, records_of
from exchange.tables.returned import with_columns, without_columns
from exchange.tables.row import Row
from tests.exchange.tables.works import MAPPING

WORKS = parse_mapping("works", MAPPING)
HEADER = "no,made,site,kind,what"


def records(*lines: str, delimiter: str = ",", width: int = 5) -> list[Record]:
    return list(records_of("\n".join(lines) + "\n", delimiter, RowShape(width, 1, WORKS)))


def plain(number: int, what: str = "x") -> str:
    return f"{number},2026-03-02 09:{number:02},A,pipes,{what}"


@pytest.mark.parametrize(
    ("lines", "opened"),
    [
        # never closed
        ([plain(1), plain(2, '"6 寸管渗水'), plain(3), plain(4)], 3),
        # closed by the next quote of another row, at its end, at its beginning, and in its midst
        ([plain(1, '"6 寸管'), plain(2), plain(3, '8 寸管"'), plain(4)], 2),
        ([plain(1, '"6 寸管'), plain(2, '8 寸管"')], 2),
        ([plain(1, '"6 寸管'), plain(2), plain(3, '"quoted"'), plain(4)], 2),
        ([plain(1), '2,2026-03-02 09:02,"A,pipes,x', '3,2026-03-02 09:03,A",pipes,x'], 3),
        (['1,2026-03-02 09:01,"A,pipes,x', '2,2026-03-02 09:02,A,pipes",x'], 2),
        (['"1,2026-03-02 09:01,A,pipes,x', '2,2026-03-02 09:02",A,pipes,x'], 2),
        # a legal cell with line breaks stands before it
        ([plain(1, '"one\ntwo"'), plain(2, '"6 寸管'), plain(3)], 4),
        (['1,2026-03-02 09:01,A,"one\ntwo","6 寸管', plain(2)], 3),
        # what is swallowed is shorter or longer than the header
        ([plain(1, '"6 寸管'), "2,2026-03-02 09:02,A,pipes", plain(3, '8"')], 2),
        ([plain(1, '"6 寸管'), plain(2) + ",more", plain(3, '8"')], 2),
        # the last line of the file
        ([plain(1), plain(2, '"6 寸管')], 3),
    ],
)
def test_a_quote_that_is_not_closed_is_told_with_the_line_on_which_it_opens(lines: list[str], opened: int) -> None:
    with pytest.raises(StrayQuote) as stray:
        records(HEADER, *lines)
    assert stray.value.line == opened
    assert f"第 {opened} 行的引号没有闭合" in str(stray.value)


@pytest.mark.parametrize(
    "cell",
    [
        "one\ntwo",
        "one, two\nthree, four, five",
        "\n",
        "\n\n\n",
        'said "no"\nand left',
        "a\r\nb",
        "a\rb",
        '"\n"',
        "12\n34",
    ],
)
@pytest.mark.parametrize("place", range(5))
def test_a_cell_with_line_breaks_is_read(cell: str, place: int) -> None:
    row = ["7", "2026-03-02 09:07", "A", "pipes", "x"]
    row[place] = cell
    text = io.StringIO()
    csv.writer(text).writerows([HEADER.split(","), plain(1).split(","), row, plain(8).split(",")])
    found = list(records_of(text.getvalue(), ",", RowShape(5, 1, WORKS)))
    assert [list(record.cells) for record in found][2:] == [row, plain(8).split(",")]


@pytest.mark.parametrize("what", ['管径 "6" 寸', '6" 管', 'x"y"'])
def test_quotes_in_the_midst_of_a_cell_are_part_of_it(what: str) -> None:
    assert records(HEADER, plain(1, what))[1].cells[4] == what


def test_a_row_that_is_no_csv_is_told_and_spoils_no_other() -> None:
    _, _, odd, after = records(HEADER, plain(1), plain(2, '"6" 寸管'), plain(3))
    assert (odd.line, odd.text, odd.cells) == (3, plain(2, '"6" 寸管'), ())
    assert "不合 CSV 规则 / not CSV" in str(odd.fault)
    assert (after.line, after.fault) == (4, None)


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
DELIMITERS = st.sampled_from([",", ";", "\t", "|", "，"])


@given(
    st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=8),
    DELIMITERS,
    st.sampled_from(["\r\n", "\n", "\r"]),
)
def test_whatever_a_writer_of_csv_wrote_is_read_again_or_refused_whole(
    rows: list[list[str]], delimiter: str, line_end: str
) -> None:
    # Before Python 3.13 a writer leaves line breaks without quotes that are not its own.
    quoting = csv.QUOTE_MINIMAL if line_end == "\r\n" else csv.QUOTE_ALL

    def written(row: list[str]) -> str:
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerow(row)
        return text.getvalue()

    try:
        found = list(records_of("".join(map(written, rows)), delimiter, RowShape(4, 1, WORKS)))
    except StrayQuote:
        # Only a cell with as many marks in one of its lines as a row has is taken for rows.
        assert any("\n" in cell or "\r" in cell for row in rows for cell in row)
        assert any(cell.count(delimiter) >= 1 for row in rows for cell in row)
        return
    wanted = [row for row in rows if written(row).strip()]  # a row of tabs alone is a blank line
    assert [list(record.cells) for record in found] == wanted


@given(
    st.lists(
        st.sampled_from(
            [plain(1), plain(2, '"6 寸'), plain(3, '8"'), plain(4, '"a\nb"'), plain(5, '"'), plain(6, '""')]
        ),
        max_size=9,
    )
)
def test_with_whatever_quotes_the_rows_are_all_counted_or_the_file_is_refused(lines: list[str]) -> None:
    try:
        found = records(HEADER, *lines)
    except StrayQuote:
        return
    assert len(found) == 1 + len(lines)


@given(st.lists(CELLS, min_size=2, max_size=6), DELIMITERS, CELLS, st.integers(2, 9999))
def test_a_returned_row_is_the_row_with_two_columns_that_come_off_again(
    cells: list[str], delimiter: str, reason: str, line: int
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerow(cells)
    row = Row(line, {}, None, text.getvalue().removesuffix("\r\n"), len(cells))
    returned = "".join(with_columns(row, len(cells), delimiter, reason))
    told = cells_of(returned, delimiter)
    assert told is not None
    assert told[: len(cells)] == tuple(cells)
    assert (told[-2], len(told)) == (str(line), len(cells) + 2)
    assert without_columns(returned, delimiter) == row.text

"""A sheet is looked through by its bytes, however they are parted and whoever wrote them."""

from xml.parsers import expat

import pytest

from exchange.workbooks.sheet_parts import SheetPart
from exchange.workbooks.sheet_scan import SheetScan
from tests.exchange.workbooks.books import SHEET

ROWS = (
    '<row r="2" spans="1:3"><c r="B2" s="1" t="str"><v>编号</v></c><c r="C2"/></row>'
    '<row r="3" hidden="1"><c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    '<row r="5" s="2"><c r="B5"><f>SUM(A1:A2)</f></c><c r="D5" s="2"><f>B5</f><v>7</v></c></row>'
)
TAIL = '<rowBreaks count="1"><brk id="3"/></rowBreaks><cfRule><formula>"e"</formula></cfRule>'
WHOLE = (
    SHEET.format(rows=ROWS).replace("</worksheet>", f"{TAIL}</worksheet>").replace("<sheetData>", "<cols/><sheetData>")
)


def _seen(sheet: str, *, at_once: int = 10_000, fills: dict[int, str] | None = None) -> SheetScan:
    scan = SheetScan(SheetPart("台账", "sheet1.xml", fills or {}), expat.ParserCreate().Parse)
    raw = sheet.encode()
    for place in range(0, len(raw), at_once):
        scan.feed(raw[place : place + at_once])
    scan.close()
    return scan


@pytest.mark.parametrize(
    "sheet",
    [
        WHOLE,
        WHOLE.replace('"', "'"),
        WHOLE.replace("<c ", "<c\n ").replace("=", " = "),
        WHOLE.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:").replace("xmlns", "xmlns:x"),
        WHOLE.replace('<c r="B3" t="e"', '<c t="e" r="B3"'),
    ],
    ids=["plain", "single quotes", "blanks", "prefix", "other order"],
)
@pytest.mark.parametrize("at_once", [1, 7, 64, 10_000])
def test_a_sheet_tells_the_same_however_it_is_written_and_parted(sheet: str, at_once: int) -> None:
    told = _seen(sheet, at_once=at_once, fills={2: "FF0000"}).told
    assert told.hidden_rows == [2]
    assert told.errors == [(2, 1, "#DIV/0!")]
    assert told.unvalued == [(4, 1)]
    assert told.fills == [(4, 3, "FF0000")]


def test_cells_that_do_not_say_where_they_are_stand_one_beside_the_other() -> None:
    scan = _seen(SHEET.format(rows='<row><c/><c/></row><row hidden="true"><c/><c/><c t="e"><v>#N/A</v></c></row>'))
    assert (scan.told.hidden_rows, scan.told.errors, scan.extent) == ([1], [(1, 2, "#N/A")], 6)


def test_the_extent_goes_from_the_first_cell_to_the_last_wherever_their_rows_say_they_are() -> None:
    assert _seen(WHOLE).extent == 4 * 3
    assert _seen(SHEET.format(rows='<row r="1"><c r="Z1"/><c r="A9"/></row>')).extent == 9 * 26
    assert _seen(SHEET.format(rows="")).extent == 0


@pytest.mark.parametrize(
    ("cell", "unvalued"),
    [
        ('<c r="A1"><f>B1</f></c>', [(0, 0)]),
        ('<c r="A1"><f>B1</f><v/></c>', [(0, 0)]),
        ('<c r="A1" t="str"><f>B1</f><v></v></c>', []),
        ('<c r="A1"><f>B1</f><v>0</v></c>', []),
        ('<c r="A1"/>', []),
    ],
)
def test_a_formula_has_no_value_unless_one_is_said_or_its_text_is_empty(cell: str, unvalued: list[object]) -> None:
    assert _seen(SHEET.format(rows=f'<row r="1">{cell}</row>')).told.unvalued == unvalued


def test_the_first_style_of_a_workbook_is_that_of_cells_without_one() -> None:
    assert _seen(SHEET.format(rows='<row r="1"><c r="A1"/></row>'), fills={0: "00FF00"}).told.fills == [
        (0, 0, "00FF00")
    ]


def test_the_cells_of_a_row_that_is_longer_than_any_are_counted() -> None:
    assert _seen(SHEET.format(rows="<row>" + "<c/>" * 1_500_000 + "</row>"), at_once=256 * 1024).cells == 1_500_000


@pytest.mark.parametrize("at_once", [64, 10_000])
def test_of_rows_that_are_alike_one_is_parsed_and_any_other_that_is_no_xml_is_found(at_once: int) -> None:
    alike = [f'<row r="{n}"><c r="A{n}"><v>{n * 7}</v></c></row>' for n in range(1, 40)]
    assert (_seen(SHEET.format(rows="".join(alike)), at_once=at_once).cells) == 39
    for wrong in ('<row r="40"><c r="A40"><v>1</c></v></row>', '<row r="40"><c r="A40">', '<row r="40"/></row>'):
        with pytest.raises(expat.ExpatError):
            _seen(SHEET.format(rows="".join([*alike, wrong, *alike])), at_once=at_once)

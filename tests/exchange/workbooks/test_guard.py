"""The first wall: bounds, and what the library would not tell."""

import pytest

from exchange.workbooks.guard import guard
from exchange.workbooks.refused import FileRefused
from tests.exchange.workbooks.books import SHEET, packed, raw_xlsx, xlsx


def test_hidden_rows_errors_formulas_without_a_value_and_fills_are_told() -> None:
    rows = (
        '<row r="1"><c r="A1" t="str"><v>编号</v></c></row><row r="2" hidden="1"><c r="A2"><v>1</v></c></row>'
        '<row r="3"><c r="A3" t="e"><v>#REF!</v></c><c r="B3"><f>A1</f></c><c r="C3"><f>A1</f><v>2</v></c></row>'
        '<row r="4"><c r="A4" s="1"><v>1</v></c></row>'
    )
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fills><fill><patternFill '
        'patternType="none"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFF0000"/></patternFill>'
        "</fill>"
        '</fills><cellXfs><xf fillId="0"/><xf fillId="1"/></cellXfs></styleSheet>'
    )
    told = guard("台账.xlsx", raw_xlsx(rows, **{"xl/styles.xml": styles}))["台账"]
    assert told.hidden_rows == [1]
    assert told.errors == [(2, 0, "#REF!")]
    assert told.unvalued == [(2, 1)]
    assert told.fills == [(3, 0, "FF0000")]


def test_a_plain_workbook_passes_with_nothing_to_tell() -> None:
    told = guard("台账.xlsx", xlsx([["编号"], [1]]))
    assert (told["台账"].errors, told["台账"].hidden_rows) == ([], [])


@pytest.mark.parametrize(
    ("raw", "slug"),
    [
        (
            raw_xlsx('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
            "too-large",
        ),
        (raw_xlsx("", **{"xl/media/a.bin": b"\0" * (301 * 1024 * 1024)}), "too-large"),
        (
            raw_xlsx("", **{"xl/worksheets/sheet1.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]>" + SHEET.format(rows="")}),
            "doctype",
        ),
        (packed({"../a.xml": "<a/>"}), "leads-out"),
        (packed({"/etc/a.xml": "<a/>"}), "leads-out"),
        (raw_xlsx("<row><c>"), "cut"),
    ],
    ids=["far apart", "bomb", "doctype", "leads out", "absolute", "broken"],
)
def test_a_hostile_file_is_refused_before_the_library_sees_it(raw: bytes, slug: str) -> None:
    with pytest.raises(FileRefused) as refused:
        guard("坏.xlsx", raw)
    assert refused.value.slug == slug


def test_four_million_cells_are_too_many() -> None:
    row = "<row>" + "<c/>" * 2_000 + "</row>"
    with pytest.raises(FileRefused) as refused:
        guard("大.xlsx", raw_xlsx(row * 2_001))
    assert refused.value.slug == "too-large"

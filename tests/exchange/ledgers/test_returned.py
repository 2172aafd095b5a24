"""Rows that stay out go back to who sent them as they stood, with what is wrong of which cell."""

from exchange.ledgers.returned import PLACE, WRONG, returned
from exchange.workbooks.reading import read_book
from tests.exchange.ledgers.ledgers import HEAD, LINES, checked


def test_faulty_and_doubled_rows_come_back_with_their_cells_and_reasons() -> None:
    wrong = [3, "2025-03-01", "=SUM(A1)", "桥", "2025.2.30", "局", "整改中"]
    (sheet,) = read_book("错误.xlsx", returned(checked(*LINES, wrong, [4, *LINES[0][1:]]))).sheets
    assert sheet.rows[0] == (*HEAD, PLACE, WRONG)
    assert len(sheet.rows) == 3
    assert sheet.rows[1][:7] == ("3", *wrong[1:])
    assert sheet.rows[1][7] == "台账!4"
    assert str(sheet.rows[1][8]).startswith("E4: ")
    assert "台账!2" in str(sheet.rows[2][8])
    assert not sheet.unvalued

"""An exported ledger is a workbook in the officials' layout: nothing in it runs, nothing of it is changed."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from exchange.exports import workbook
from exchange.exports.cells import MOST_LINKS
from exchange.exports.columns import COLUMNS, Value
from exchange.exports.lines import Line, Said
from exchange.exports.template import Template, shipped_template
from exchange.exports.workbook import FEW, write_workbook

ADDRESS = "https://ledger.example.gov.cn/d/issues/"
HEAD = 2
LEDGER = shipped_template("ledger")
NARROW = LEDGER.with_columns(["no", "light", "serial", "description", "percent", "due", "recheck_on"])
HARMFUL = ["=1+1", "+86 13800000000", "-12", "@SUM(A1)", "＝1", "\t=1", "'=1", "_x000D_"]


def lines(texts: list[str]) -> Iterator[Line]:
    for number, text in enumerate(texts, 1):
        cells: list[Value] = [None, "red", f"140105-2026-{number:05d}", text, 40, datetime(2026, 3, 5, 23, 59), None]
        yield Line(f"0195551a-{number}", f"140105-2026-{number:05d}", number, cells)


def said(total: int, **more: Any) -> Said:
    return Said(
        "小店区自然资源局", "2026-03-02 10:00", "1772418000-3", "灯色 红", total, **{"address": ADDRESS, **more}
    )


def written(path: Path, texts: list[str], template: Template = NARROW, **more: Any) -> CalamineWorkbook:
    total = more.pop("total", len(texts))
    write_workbook(path, template.layout, said(total), lines(texts), **more)
    return CalamineWorkbook.from_path(path)


def parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


@pytest.mark.parametrize("total", [None, FEW + 1], ids=["in memory", "row by row"])
def test_text_that_looks_like_a_formula_stays_text_and_is_not_changed(tmp_path: Path, total: int | None) -> None:
    book = written(tmp_path / "a.xlsx", HARMFUL, total=total or len(HARMFUL))
    rows = book.get_sheet_by_name("台账").to_python()[HEAD + 2 :]
    assert [row[3] for row in rows] == HARMFUL
    sheet = parts(tmp_path / "a.xlsx")["xl/worksheets/sheet1.xml"]
    assert "<f>" not in sheet
    assert 'quotePrefix="1"' in parts(tmp_path / "a.xlsx")["xl/styles.xml"]


def test_above_the_lines_stand_title_unit_moment_position_and_filters(tmp_path: Path) -> None:
    rows = written(tmp_path / "a.xlsx", ["便道被阻断"]).get_sheet_by_name("台账").to_python()
    assert rows[0][0] == "问题台账"
    assert rows[1][0] == "填报单位：小店区自然资源局　　截至：2026-03-02 10:00（事件位置 1772418000-3）　　共 1 件"
    assert rows[2][0] == "范围：灯色 红"
    assert rows[3] == ["序号", "灯色", "编号", "问题描述", "进度(%)", "时限", "复查日期"]


def test_days_are_days_moments_moments_numbers_numbers_and_a_light_is_word_and_fill(tmp_path: Path) -> None:
    one = Line(
        "0195",
        "140105-2026-00001",
        3,
        [None, "yellow", "140105-2026-00001", "无", 40, datetime(2026, 3, 5, 23, 59), date(2026, 3, 4)],
    )
    write_workbook(tmp_path / "a.xlsx", NARROW.layout, said(1), [one])
    row = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_name("台账").to_python()[HEAD + 2]
    assert row == [1.0, "黄", "140105-2026-00001", "无", 40.0, datetime(2026, 3, 5, 23, 59), date(2026, 3, 4)]
    assert 'rgb="FFFFEB9C"' in parts(tmp_path / "a.xlsx")["xl/styles.xml"]


def test_it_is_printed_on_a4_across_with_its_head_on_every_page_and_on_a3_where_it_is_wide(tmp_path: Path) -> None:
    written(tmp_path / "a.xlsx", ["甲"])
    told = parts(tmp_path / "a.xlsx")
    sheet, names = told["xl/worksheets/sheet1.xml"], told["xl/workbook.xml"]
    assert 'paperSize="9"' in sheet
    assert 'orientation="landscape"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert "第 &amp;P 页，共 &amp;N 页" in sheet
    assert "台账!$4:$4" in names
    assert "_xlnm._FilterDatabase" in names
    assert 'ySplit="4"' in sheet
    assert 'state="frozen"' in sheet
    wide = LEDGER.with_columns(list(COLUMNS)[:15])
    assert wide.is_wide
    assert not LEDGER.is_wide
    assert len(LEDGER.columns) == 14


def test_a_row_is_as_high_as_its_longest_text(tmp_path: Path) -> None:
    written(tmp_path / "a.xlsx", ["短", "汾河东岸便道被渣土阻断。" * 10, "一\n二\n三"])
    heights = re.findall(r'<row r="[5-9]"[^>]* ht="([0-9.]+)"', parts(tmp_path / "a.xlsx")["xl/worksheets/sheet1.xml"])
    assert [float(height) for height in heights] == pytest.approx([16, 100, 44], abs=0.5)


def test_each_line_says_out_of_sight_which_issue_it_is_at_which_version(tmp_path: Path) -> None:
    book = written(tmp_path / "a.xlsx", ["甲", "乙"])
    hidden = {sheet.name: str(sheet.visible) for sheet in book.sheets_metadata}
    assert hidden == {"台账": "SheetVisibleEnum.Visible", "_xiaohao": "SheetVisibleEnum.Hidden"}
    assert book.get_sheet_by_name("_xiaohao").to_python() == [
        ["sheet", "row", "issue", "serial", "version"],
        ["台账", 5.0, "0195551a-1", "140105-2026-00001", 1.0],
        ["台账", 6.0, "0195551a-2", "140105-2026-00002", 2.0],
    ]
    shown = book.get_sheet_by_name("台账").to_python()
    assert shown[4][2] == "140105-2026-00001"
    assert shown[5][2] == "140105-2026-00002"


def test_what_no_longer_fits_on_a_sheet_is_on_the_next_and_goes_on_counting(tmp_path: Path) -> None:
    book = written(tmp_path / "a.xlsx", ["甲", "乙", "丙"], most=2)
    assert book.sheet_names == ["台账", "_xiaohao", "台账2", "_xiaohao2"]
    assert [row[0] for row in book.get_sheet_by_name("台账2").to_python()[HEAD + 2 :]] == [3.0]
    assert book.get_sheet_by_name("_xiaohao2").to_python()[1][:3] == ["台账2", 5.0, "0195551a-3"]


def test_the_same_lines_are_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        written(tmp_path / name, ["甲", *HARMFUL])
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_each_serial_leads_to_its_issue_and_past_the_most_links_of_a_sheet_none_loses_its_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_LINKS == 65_530
    monkeypatch.setattr("exchange.exports.cells.MOST_LINKS", 2)
    book = written(tmp_path / "a.xlsx", ["甲", "乙", "丙"])
    links = parts(tmp_path / "a.xlsx")["xl/worksheets/_rels/sheet1.xml.rels"]
    assert re.findall(f'Target="{ADDRESS}([^"]+)"', links) == ["140105-2026-00001", "140105-2026-00002"]
    assert [row[2] for row in book.get_sheet_by_name("台账").to_python()[HEAD + 2 :]][2] == "140105-2026-00003"


def test_a_text_longer_than_a_cell_takes_says_that_it_is_cut(tmp_path: Path) -> None:
    text = written(tmp_path / "a.xlsx", ["长" * 40_000]).get_sheet_by_name("台账").to_python()[HEAD + 2][3]
    assert len(text) == 32_767
    assert text.endswith("the whole is in the ledger)")


def test_a_list_of_nothing_is_a_head_alone(tmp_path: Path) -> None:
    book = written(tmp_path / "a.xlsx", [])
    assert len(book.get_sheet_by_name("台账").to_python()) == HEAD + 2
    assert book.get_sheet_by_name("_xiaohao").to_python() == [list(workbook.IDENTITY_HEAD)]


def test_libreoffice_opens_it(tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine: that it opens the workbook is not tried")
    written(tmp_path / "a.xlsx", ["甲", *HARMFUL])
    subprocess.run(
        [office, "--headless", "--convert-to", "csv", "--outdir", tmp_path, tmp_path / "a.xlsx"],
        check=True,
        timeout=120,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )
    assert "140105-2026-00001" in (tmp_path / "a.csv").read_text(encoding="utf-8")

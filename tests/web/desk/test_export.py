"""The list goes out as a file from the foot of the ledger: row for row, in the page's columns, a long one meanwhile."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from python_calamine import CalamineWorkbook

from tests.web.conftest import Devices
from tests.web.looks import looks_well
from tests.web.site import Site

LEDGER = "/d/ledger?sort=serial"
WORDS = {
    "zh-CN": ("导出整表", "问题台账（14 列，A4）", "表格 .xlsx"),
    "en": ("Export the list", "Issue ledger (14 columns, A4)", "Workbook .xlsx"),
}


@pytest.fixture(scope="module")
def issues(site: Site) -> list[dict[str, Any]]:
    return [*(site.issue() for _ in range(2)), site.issue(category="funding")]


def opened(page: Page, locale: str = "zh-CN") -> Page:
    expect(page.get_by_role("grid").locator("[role=row][aria-rowindex='2']:not([aria-busy])")).to_be_visible()
    page.get_by_role("button", name=WORDS[locale][0]).click()
    return page


def rows_of(page: Page, link: str | re.Pattern[str], to: Path) -> list[list[Any]]:
    """The head and the lines of the workbook that a link hands over."""
    with page.expect_download() as begun:
        page.get_by_role("link", name=link).click()
    begun.value.save_as(to)
    rows = CalamineWorkbook.from_path(to).get_sheet_by_name("台账").to_python()
    return rows[next(number for number, row in enumerate(rows) if row[0] == "序号") :]


def test_what_is_downloaded_is_the_list_in_the_columns_of_the_page(
    device: Devices, site: Site, issues: list[dict[str, Any]], tmp_path: Path
) -> None:
    page = opened(device("supervisor", "desk", signed_in=True).open(f"{LEDGER}&category=land"))
    listed = site.ask("supervisor", "issues", sort="serial", category="land", limit=200)["items"]
    head, *lines = rows_of(page, re.compile("表格 .xlsx"), tmp_path / "a.xlsx")
    assert head[:4] == ["序号", "编号", "灯色", "时限节点"]
    assert len(head) == 9
    assert [line[1] for line in lines] == [each["serial"] for each in listed]
    page.get_by_label("问题台账（14 列，A4）").check()
    head, *lines = rows_of(page, re.compile("表格 .xlsx"), tmp_path / "b.xlsx")
    assert len(head) == 14
    assert [line[2] for line in lines] == [each["serial"] for each in listed]
    with page.expect_download() as begun:
        page.get_by_role("link", name=re.compile("GB18030")).click()
    begun.value.save_as(tmp_path / "c.csv")
    assert issues[0]["serial"] in (tmp_path / "c.csv").read_text(encoding="gb18030")


def test_a_long_list_is_made_meanwhile_and_then_fetched(
    device: Devices, site: Site, issues: list[dict[str, Any]], tmp_path: Path
) -> None:
    desk = device("supervisor", "desk", signed_in=True)

    def many(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=json.dumps(answer.json() | {"total": 20_001}))

    desk.context.route("**/v1/issues/marks*", many)
    page = opened(desk.open(LEDGER))
    page.get_by_role("button", name=re.compile("表格 .xlsx")).click()
    link = re.compile("下载 问题台账-")
    expect(page.get_by_role("link", name=link)).to_be_visible(timeout=60_000)
    expect(page.get_by_text("只有您能下载")).to_be_visible()
    _, *lines = rows_of(page, link, tmp_path / "a.xlsx")
    listed = site.ask("supervisor", "issues", sort="serial", limit=200)["items"]
    assert [line[1] for line in lines] == [each["serial"] for each in listed]
    looks_well(desk)


@pytest.mark.parametrize("locale", WORDS)
def test_it_looks_well_in_both_languages(device: Devices, issues: list[dict[str, Any]], locale: str) -> None:
    desk = device("supervisor", "desk", signed_in=True, locale=locale)
    page = opened(desk.open(LEDGER), locale)
    expect(page.get_by_label(WORDS[locale][1])).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(re.escape(WORDS[locale][2])))).to_be_visible()
    looks_well(desk)

"""A ledger of one's own at a desk: dropped, read, answered, checked, put on the ledger, found there, and taken back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.exchange.workbooks.books import xlsx
from tests.web.conftest import Devices
from tests.web.device import Device
from tests.web.dropping import drop
from tests.web.looks import fits, looks_well
from tests.web.office.clerks_file import HEAD, MERGED, NAME, ROWS
from tests.web.site import Site

PAGE = "/d/imports"


@pytest.fixture(scope="module")
def site(own_site: Site) -> Site:
    """It is the first to import."""
    return own_site


def dropped(desk: Device) -> Page:
    """The page of an import that was just begun."""
    page = desk.open(PAGE)
    expect(page.get_by_text("把台账文件拖到这里")).to_be_visible()
    drop(page, xlsx([*HEAD, *ROWS], merged=MERGED), NAME)
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    return page


def answer_everything(page: Page) -> None:
    """Say what every spelling means that nobody knows."""
    status = page.get_by_label("“差不多了”的意思")
    status.select_option("已整改，未核实")
    project = page.get_by_role("combobox", name="“东山供水二期”的意思")
    project.fill("990001")
    page.get_by_role("option", name="样例项目一").click()


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_where_nothing_was_imported_the_page_says_what_it_is(device: Devices, locale: str) -> None:
    desk = device("city", "desk", signed_in=True, locale=locale)
    page = desk.open(PAGE)
    expect(page.get_by_text("xlsx、xls、xlsb" if locale == "zh-CN" else "xlsx, xls, xlsb")).to_be_visible()
    looks_well(desk)
    fits(desk, 390)


def test_whose_post_imports_nothing_is_told_who_does(device: Devices) -> None:
    page = device("unit", "desk", signed_in=True).open(PAGE)
    expect(page.get_by_text("导入由县、市、省级督办人员办理")).to_be_visible()


def test_a_file_that_is_no_ledger_is_told_with_its_cure(device: Devices) -> None:
    desk = device("supervisor", "desk", signed_in=True)
    page = desk.open(PAGE)
    expect(page.get_by_text("把台账文件拖到这里")).to_be_visible()
    drop(page, b"<html><table></table></html>", "台账.xls")
    expect(page.get_by_role("alert")).to_contain_text("另存为 xlsx")
    looks_well(desk)


def test_a_ledger_comes_in_and_goes_again(device: Devices, site: Site) -> None:
    desk = device("supervisor", "desk", signed_in=True)
    page = dropped(desk)
    expect(page.get_by_text("表头在第 2 至 3 行")).to_be_visible()
    looks_well(desk)
    page.get_by_role("button", name="下一步：列").click()
    page.get_by_label("“时间”是什么").select_option("found_on")
    expect(page.get_by_role("row", name="天气")).to_contain_text("不认识")
    looks_well(desk)
    page.get_by_role("button", name="下一步：取值").click()
    answer_everything(page)
    page.reload()
    expect(page.get_by_label("“差不多了”的意思")).to_have_value("done")
    looks_well(desk)
    page.get_by_role("button", name="按这些回答检查").click()
    expect(page.get_by_text("共 6 行：新增 4，更新 0，相同 0，跳过 1，留在外面 1。")).to_be_visible()
    expect(page.get_by_text("B7", exact=True)).to_be_visible()
    looks_well(desk)
    with page.expect_download() as saved:
        page.get_by_role("link", name="下载退回的 1 行").click()
    assert saved.value.suggested_filename == "faults.xlsx"
    page.get_by_role("tab", name="新增").click()
    expect(page.get_by_text("入账后是").first).to_be_visible()
    expect(page.get_by_text("按分派规则分派").first).to_be_visible()
    looks_well(desk)
    page.get_by_role("button", name="入账 4 行").first.click()
    expect(page.get_by_text("新增 4 个问题，更新 0 个。")).to_be_visible()
    looks_well(desk)
    page.get_by_role("dialog").get_by_role("button", name="入账 4 行").click()
    expect(page.get_by_text("新增 4 个问题，更新 0 个，相同 0 行，跳过 1 行，留在外面 1 行。")).to_be_visible()
    looks_well(desk)
    with page.expect_download() as again:
        page.get_by_role("link", name="下载退回的 1 行").click()
    assert again.value.path().stat().st_size > 0
    page.get_by_role("link", name="到台账上看这次导入的问题").click()
    expect(page.get_by_role("row", name="土地证未办")).to_be_visible()
    expect(page.get_by_role("list", name="正在起作用的筛选").get_by_text(NAME)).to_be_visible()
    expect(page.get_by_role("grid")).to_have_attribute("aria-rowcount", "5")
    looks_well(desk)
    found = site.ask("supervisor", "issues", source="import", limit=200)["items"]
    (paper,) = (each for each in found if each["state"] == "closed_on_paper")
    desk.open(f"/d/issues/{paper['serial']}")
    expect(page.get_by_text("账面销号：文件里写的是已销号")).to_be_visible()
    page.get_by_text("表里的原文").click()
    expect(page.get_by_text("已经办完的").last).to_be_visible()
    looks_well(desk)
    page.get_by_role("link", name="看这次导入").click()
    page.get_by_role("button", name="撤销导入").click()
    page.get_by_role("dialog").get_by_role("button", name="撤销导入").click()
    expect(page.get_by_text("撤回 4 个问题，恢复 0 个，留下 0 个。")).to_be_visible()
    looks_well(desk)


def test_what_colours_mean_by_which_deadline_clocks_run_and_what_of_closed_rows_is_chosen(device: Devices) -> None:
    desk = device("supervisor", "desk", signed_in=True)
    page = desk.open(PAGE)
    expect(page.get_by_text("把台账文件拖到这里")).to_be_visible()
    drop(page, xlsx([*HEAD, *ROWS], merged=MERGED, fills={"D4": "FF0000", "D5": "FFC7CE", "D8": "FFFF00"}), "彩色.xlsx")
    expect(page.get_by_text("记录行里用了 2 种颜色")).to_be_visible()
    page.get_by_role("button", name="4. 取值").click()
    expect(page.get_by_text("红色，2 行")).to_be_visible()
    page.get_by_label("红色的意思").select_option("重大")
    page.get_by_label("表里的期限就是时限").check()
    page.get_by_label("不登记").check()
    looks_well(desk)
    fits(desk, 390)
    page.reload()
    expect(page.get_by_label("红色的意思")).to_have_value("major")
    page.get_by_role("button", name="按这些回答检查").click()
    page.get_by_role("tab", name="跳过").click()
    expect(page.get_by_text("表里写明已销号，按您的选择不登记")).to_be_visible()
    page.get_by_role("tab", name="新增").click()
    expect(page.get_by_text("重大", exact=True)).to_have_count(1)
    expect(page.get_by_text("整改期限（时限按它算）")).to_have_count(2)
    page.get_by_role("button", name=re.compile(r"^入账 \d+ 行")).first.click()
    expect(page.get_by_role("dialog")).to_contain_text("表里今后的期限就是整改时限")
    expect(page.get_by_role("dialog")).to_contain_text("写明已销号的 1 行不登记")
    looks_well(desk)


def test_a_check_that_nothing_came_of_is_thrown_away_from_its_page_and_from_the_list(device: Devices) -> None:
    desk = device("supervisor", "desk", signed_in=True)
    page = dropped(desk)
    page.get_by_role("button", name="丢弃").click()
    expect(page.get_by_role("dialog")).to_contain_text("还没有一行入账")
    looks_well(desk)
    page.get_by_role("dialog").get_by_role("button", name="取消").click()
    here = page.url
    page.get_by_role("button", name="丢弃").click()
    page.get_by_role("dialog").get_by_role("button", name="丢弃").click()
    expect(page).to_have_url(re.compile("/d/imports$"))
    page.goto(here)
    expect(page.get_by_text("没有这次导入")).to_be_visible()
    desk.open(PAGE)
    drop(page, xlsx([*HEAD, *ROWS], merged=MERGED), "不要的.xlsx")
    expect(page.get_by_role("heading", name="不要的.xlsx")).to_be_visible()
    desk.open(PAGE)
    line = page.get_by_role("row", name="不要的.xlsx")
    looks_well(desk)
    fits(desk, 390)
    line.get_by_role("button", name="不要的.xlsx").click()
    page.get_by_role("dialog").get_by_role("button", name="丢弃").click()
    expect(line).to_be_hidden()


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_ledger_of_an_import_that_one_may_not_see_says_so(device: Devices, locale: str) -> None:
    desk = device("city", "desk", signed_in=True, locale=locale)
    page = desk.open("/d/ledger?import=0195551a-9b20-7c31-8f4e-2a6d1b9c0e57")
    expect(page.get_by_role("alert")).to_contain_text("没有这次导入" if locale == "zh-CN" else "no such import")
    looks_well(desk)
    page.get_by_role("button", name="去掉这个筛选" if locale == "zh-CN" else "Drop this filter").click()
    expect(page).to_have_url(re.compile("/d/ledger$"))
    page = desk.open("/d/imports/0195551a-9b20-7c31-8f4e-2a6d1b9c0e57")
    expect(page.get_by_role("status").get_by_role("link")).to_have_attribute("href", "/d/imports")
    looks_well(desk)


def test_the_same_template_is_known_again_and_the_steps_read_in_english(device: Devices) -> None:
    desk = device("supervisor", "desk", signed_in=True, locale="en")
    page = desk.open(PAGE)
    expect(page.get_by_text("Undone", exact=True)).to_be_visible()
    drop(page, xlsx([*HEAD, *ROWS], merged=MERGED), "next month.xlsx")
    page.get_by_role("button", name="columns next").click()
    page.get_by_role("button", name="Read it as then").click()
    expect(page.get_by_label("What “时间” is")).to_have_value("found_on")
    looks_well(desk)
    fits(desk, 390)
    page.get_by_role("button", name="values next").click()
    expect(page.get_by_text("day that there is")).to_be_hidden()
    page.get_by_role("button", name="Check with these answers").click()
    expect(page.get_by_text("6 rows: 4 new")).to_be_visible()
    looks_well(desk)

"""A table of projects at a desk: dropped, its unit of money said, its faults told by cell, brought in, taken back."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.exchange.workbooks.books import xlsx
from tests.web.conftest import Devices
from tests.web.device import Device
from tests.web.dropping import drop
from tests.web.looks import fits, looks_well
from tests.web.site import UNIT_PROJECT, Site

PAGE = "/d/projects/import"
NAME = "重点工程.xlsx"
TITLE = "2020年1-2月重点工程  单位：万元"
HEAD = ("项目名称", "属地", "建设性质", "年度计划投资", "1-2月累计完成投资", "项目状态", "备忘")
BRIDGE = ("汾东新桥", "太原市小店区", "新建", "41000", "2050", "在建", "甲")
CANAL = ("潇河引水渠", "太原市小店区", "新建", "四百", "20", "在建", "")
ELSEWHERE = ("云冈大道", "大同市", "续建", "30000", "3000", "在建", "")
RESTING = ("样例·小店智能装备产业园", "太原市小店区", "续建", "30000", "3000", "歇工", "")


@pytest.fixture(scope="module")
def site(own_site: Site) -> Site:
    """It is the first to bring figures in."""
    return own_site


def table(*rows: tuple[str, ...], title: str = "2020年1-2月重点工程进展情况表") -> bytes:
    return xlsx([(title,), HEAD, *rows], name="重点工程")


def dropped(desk: Device, raw: bytes, name: str = NAME) -> Page:
    page = desk.open(PAGE)
    expect(page.get_by_text(re.compile("把报表文件拖到这里|Drop the table's file here"))).to_be_visible()
    drop(page, raw, name)
    return page


def row(page: Page, name: str) -> Locator:
    """A row of the file, as it was judged."""
    return page.get_by_role("region", name="行与结论").get_by_role("row", name=name)


def answered(page: Page, said: str) -> None:
    expect(page.get_by_role("status").filter(has_text=said)).to_be_visible()


def taken(page: Page, rows: int) -> None:
    page.get_by_role("button", name=f"入账 {rows} 行").click()
    page.get_by_role("dialog").get_by_role("button", name=f"入账 {rows} 行").click()
    expect(page.get_by_role("heading", name="已入账")).to_be_visible()


def taken_back(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).click()
    page.get_by_role("dialog").get_by_role("button", name="撤销本次导入").click()


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_page_says_what_it_takes_and_whose_post_reports_nothing_who_does(device: Devices, locale: str) -> None:
    desk = device("supervisor", "desk", signed_in=True, locale=locale)
    page = desk.open("/d/projects")
    page.get_by_role("link", name=re.compile("^导入报表|^Bring in a table")).click()
    expect(page.get_by_text(re.compile("不超过 10 MB|10 MB at most"))).to_be_visible()
    looks_well(desk)
    fits(desk, 390)
    page = device("inspector", "desk", signed_in=True, locale=locale).open(PAGE)
    expect(page.get_by_text(re.compile("您的岗位不报送月报|Your post reports no figures"))).to_be_visible()


def test_a_table_comes_in_row_by_row_and_goes_again(device: Devices) -> None:
    desk = device("supervisor", "desk", signed_in=True)
    page = desk.open("/d/projects/months?month=2020-02")
    page.get_by_role("button", name="导入报表").click()
    drop(page, table(BRIDGE, CANAL, ELSEWHERE), NAME)
    expect(page.get_by_text("表头在第 2 至 2 行，2020-02")).to_be_visible()
    expect(row(page, "汾东新桥")).to_contain_text("D3 没有写明金额单位")
    expect(page.get_by_text("没有可以入账的行")).to_be_visible()
    looks_well(desk)
    page.get_by_label("金额单位").select_option("万元")
    answered(page, "共 3 行：新增 1，更正 0，相同 0，跳过 0，留在外面 2；新项目 1 个。")
    expect(row(page, "潇河引水渠")).to_contain_text("D4")
    looks_well(desk)
    fits(desk, 390)
    fits(desk, 1440)
    with page.expect_download() as saved:
        page.get_by_role("button", name="下载留在外面的 2 行").click()
    assert saved.value.suggested_filename == "错误.xlsx"
    page.get_by_role("button", name="新增 1").click()
    expect(row(page, "汾东新桥")).to_contain_text("新项目")
    page.get_by_role("button", name="入账 1 行").click()
    expect(page.get_by_role("dialog")).to_contain_text("新增 1 条月报，更正 0 条，其中新项目 1 个")
    looks_well(desk)
    page.get_by_role("dialog").get_by_role("button", name="入账 1 行").click()
    expect(page.get_by_text("新增 1 条月报，更正 0 条，相同 0 行，新项目 1 个，留在外面 2 行")).to_be_visible()
    looks_well(desk)
    fits(desk, 390)
    taken_back(page, "撤销本次导入")
    answered(page, "撤回 1 条月报，恢复 0 条，留下 0 条")
    looks_well(desk)


def test_who_left_the_page_takes_a_file_back_by_dropping_it_again(device: Devices) -> None:
    desk = device("supervisor", "desk", signed_in=True)
    raw = table(BRIDGE, title=TITLE)
    page = dropped(desk, raw)
    taken(page, 1)
    page.get_by_role("button", name="导入另一份").click()
    drop(page, raw, NAME)
    expect(page.get_by_text("这些行都已入账，没有变化")).to_be_visible()
    looks_well(desk)
    taken_back(page, "撤销以前的导入")
    answered(page, "撤回 1 条月报，恢复 0 条，留下 0 条")


def test_what_is_said_of_words_names_and_columns_is_read_anew_and_known_next_month(device: Devices) -> None:
    desk = device("supervisor", "desk", signed_in=True)
    page = dropped(desk, table(RESTING, title=TITLE))
    page.get_by_label("“歇工”是哪个阶段").select_option("停工")
    answered(page, "新增 1，更正 0，相同 0，跳过 0，留在外面 0")
    page.get_by_label("“备忘”是什么").select_option("备注")
    expect(page.get_by_role("group", name="您已说明的")).to_contain_text("歇工：停工")
    answered(page, "新增 1")
    looks_well(desk)
    taken(page, 1)
    page.get_by_role("link", name="看 2020-02 的月报").click()
    expect(page).to_have_url(re.compile("month=2020-02"))
    expect(page.get_by_role("row", name="样例·小店智能装备产业园")).to_contain_text("停工")
    near = ("样例·小店智能装备产业院", *RESTING[1:])
    page = dropped(desk, table(RESTING, near, title=TITLE))
    expect(page.get_by_text("已按上次的读法")).to_be_visible()
    expect(page.get_by_label("“备忘”是什么")).to_have_value("note")
    page.get_by_role("button", name=re.compile("^确是另一个项目.*产业院")).click()
    expect(page.get_by_role("group", name="您已说明的")).to_contain_text("新项目：样例·小店智能装备产业院")
    answered(page, "新增 1，更正 0，相同 1")
    looks_well(desk)


def test_a_file_that_is_no_table_is_refused_with_its_cure_and_another_is_taken(device: Devices) -> None:
    desk = device("supervisor", "desk", signed_in=True)
    page = dropped(desk, b"<html><table></table></html>", "报表.xls")
    expect(page.get_by_role("alert")).to_contain_text("另存为 xlsx")
    looks_well(desk)
    drop(page, b"", "空.xlsx")
    expect(page.get_by_role("alert")).to_contain_text("文件是空的")
    drop(page, table(BRIDGE, title="重点工程  单位：万元"), "没有月份.xlsx")
    expect(page.get_by_text("表里没有写月份，请选定")).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="文件是空的")).to_have_count(0)
    looks_well(desk)


def test_the_page_reads_in_english(device: Devices) -> None:
    desk = device("supervisor", "desk", signed_in=True, locale="en")
    page = dropped(desk, table(CANAL, title=TITLE))
    expect(page.get_by_text("1 rows: 0 new")).to_be_visible()
    expect(page.get_by_label("What “年度计划投资” is")).to_have_value("plan_year")
    looks_well(desk)
    fits(desk, 390)


def test_a_month_that_was_reported_in_error_is_withdrawn_with_a_reason_and_counts_as_missing(
    device: Devices, site: Site
) -> None:
    desk = device("supervisor", "desk", signed_in=True)
    centre = ("样例·小店数据中心", *CANAL[1:3], "5000", *CANAL[4:])
    page = dropped(desk, table(centre, title=TITLE))
    taken(page, 1)
    page = desk.open(f"/d/projects/{UNIT_PROJECT}")
    months = page.get_by_role("region", name="月报与投资进度")
    months.get_by_role("row", name="2020-02").get_by_role("button", name=re.compile("^撤回")).click()
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("本月视为未报，看板、排名不再计；记录保留")
    asked.get_by_role("button", name="撤回月报").click()
    expect(asked).to_contain_text("请写明撤回原因")
    looks_well(desk)
    asked.get_by_label(re.compile("^撤回原因")).fill("报错了项目")
    asked.get_by_role("button", name="撤回月报").click()
    expect(page.get_by_text("2020-02 已撤回：报错了项目")).to_be_visible()
    expect(page.get_by_role("row", name="2020-02")).to_have_count(0)
    looks_well(desk)
    fits(desk, 390)
    line = site.ask("supervisor", "figures", month="2020-02", standing="missing", limit=200)["items"]
    assert UNIT_PROJECT in {each["code"] for each in line}

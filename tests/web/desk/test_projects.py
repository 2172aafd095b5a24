"""Projects and matters on a desk: a project with its visits and issues; a matter looked at first, then entered once."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Devices
from tests.web.looks import looks_well
from tests.web.site import PROJECT, Site

CLIPBOARD = ["clipboard-read", "clipboard-write"]


@pytest.fixture(scope="module")
def site(own_site: Site) -> Site:
    """It finds each issue of a project on the first page."""
    return own_site


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_project_shows_who_was_there_and_its_numbers_open_their_list(
    device: Devices, site: Site, locale: str
) -> None:
    issue = site.issue()
    desk = device("supervisor", "desk", signed_in=True, locale=locale)
    page = desk.open("/d/projects")
    page.get_by_role("textbox").or_(page.get_by_role("searchbox")).last.fill(PROJECT)
    expect(page.get_by_role("cell", name=PROJECT)).to_be_visible()
    looks_well(desk)
    page.get_by_role("row").filter(has=page.get_by_role("cell", name=PROJECT)).get_by_role("link").first.click()
    expect(page.get_by_role("link", name=issue["serial"]).first).to_be_visible()
    looks_well(desk)
    page.get_by_role("link", name=re.compile("在办|open")).click()
    expect(page.get_by_role("grid")).to_contain_text(issue["serial"])


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_project_that_is_none_leads_back_to_the_list(device: Devices, locale: str) -> None:
    desk = device("supervisor", "desk", signed_in=True, locale=locale)
    for code in ("nope", "2020-140105-30-03-999999"):
        page = desk.open(f"/d/projects/{code}")
        told = page.get_by_role("status").filter(has=page.get_by_role("link"))
        expect(told).to_contain_text("没有这个项目" if locale == "zh-CN" else "no such project")
        looks_well(desk)
    told.get_by_role("link").click()
    expect(page).to_have_url(re.compile("/d/projects$"))


def test_a_matter_is_looked_at_first_and_entered_once(device: Devices, site: Site) -> None:
    desk = device("supervisor", "desk", signed_in=True)
    page = desk.open("/d/matters")
    page.get_by_role("link", name="登记一件").click()
    page.get_by_role("button", name="看看会登记成什么").click()
    expect(page.get_by_text("请写明事项内容")).to_be_visible()
    page.get_by_label(re.compile("^事项内容")).fill("群众反映汾河东岸便道被渣土阻断,请尽快解决。")
    page.get_by_role("combobox", name="牵头单位").fill("140105-ecology")
    page.get_by_role("listbox").get_by_role("option").first.click()
    page.get_by_role("button", name="看看会登记成什么").click()
    expect(page.get_by_text("将登记 1 件")).to_be_visible()
    looks_well(desk)
    page.get_by_role("button", name="登记入台账").click()
    expect(page.get_by_text("已入台账，共 1 件")).to_be_visible()
    looks_well(desk)
    serial = page.get_by_role("status").get_by_role("link").inner_text()
    assert site.ask("supervisor", f"issues/{serial}")["unit_id"] == "140105-ecology"


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_tasks_of_a_document_are_pasted_and_its_page_shows_each(device: Devices, locale: str) -> None:
    desk = device("supervisor", "desk", signed_in=True, locale=locale, permissions=CLIPBOARD)
    page = desk.open("/d/matters/enter-set")
    page.get_by_label(re.compile("^文件标题|^Title")).fill(f"重点项目攻坚方案 {locale}")
    page.evaluate("navigator.clipboard.writeText('1\\t完成用地预审。\\n2\\t集中开工。')")
    page.get_by_role("textbox", name=re.compile("^任务内容|^Task")).focus()
    page.keyboard.press("Control+v")
    tasks = page.get_by_role("group", name=re.compile("项任务|^Task \\d"))
    expect(tasks).to_have_count(2)
    for place in range(2):
        tasks.nth(place).get_by_role("combobox").fill("140105-ecology")
        page.get_by_role("listbox").get_by_role("option").first.click()
        page.keyboard.press("Escape")
    looks_well(desk)
    page.get_by_role("button", name=re.compile("看看会登记成什么|See what")).click()
    expect(page.get_by_text(re.compile("将登记 2 件|Would enter 2"))).to_be_visible()
    page.get_by_role("button", name=re.compile("登记入台账|Enter on the ledger")).click()
    page.get_by_role("link", name=re.compile("查看这份文件|See the document")).click()
    expect(page.get_by_role("row")).to_have_count(3)
    looks_well(desk)
    page.goto("/d/matters")
    expect(page.get_by_role("link", name=f"重点项目攻坚方案 {locale}")).to_be_visible()
    looks_well(desk)


def test_a_matter_that_is_half_written_outlives_the_session(device: Devices) -> None:
    desk = device("supervisor", "desk", signed_in=True)
    page = desk.open("/d/matters/enter")
    page.get_by_label(re.compile("^事项内容")).fill("汾河东岸便道被渣土阻断")
    desk.lose_session()
    page.evaluate("setTimeout(() => location.reload())")  # the page may be leaving for the door by itself
    desk.sign_in_at_door()
    expect(page).to_have_url(re.compile("/d/matters/enter$"))
    expect(page.get_by_label(re.compile("^事项内容"))).to_have_value("汾河东岸便道被渣土阻断")
    page.go_back()
    page.go_forward()
    expect(page.get_by_label(re.compile("^事项内容"))).to_have_value("汾河东岸便道被渣土阻断")


def test_a_page_that_cannot_be_fetched_says_so_and_comes_with_the_line(device: Devices) -> None:
    desk = device("supervisor", "desk", signed_in=True)
    page = desk.open("/d/projects")
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    desk.context.set_offline(True)
    page.get_by_role("link", name="日历", exact=True).click()
    expect(page.get_by_text("连不上服务器")).to_be_visible()
    desk.context.set_offline(False)
    page.get_by_role("button", name="再试一次").click()
    expect(page.get_by_role("heading", level=1, name="日历")).to_be_visible()
    expect(page.get_by_role("table").first).to_be_visible()


def test_who_may_not_enter_a_matter_is_told_before_anything_is_written(device: Devices) -> None:
    desk = device("unit", "desk", signed_in=True)
    for path in ("/d/matters/enter", "/d/matters/enter-set"):
        page = desk.open(path)
        expect(page.get_by_text("您不能登记交办事项")).to_be_visible()
        expect(page.locator("main form")).to_have_count(0)
        looks_well(desk)

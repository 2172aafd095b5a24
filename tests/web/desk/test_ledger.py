"""The ledger on a desk: read and chosen by keyboard, asked for by its address, kept as views, never closed in bulk."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.conftest import Devices
from tests.web.device import Device
from tests.web.looks import fits, looks_well
from tests.web.site import Site

LEDGER = "/d/ledger"
DROPS = {"zh-CN": ("列与密度", "更多筛选", "灯色", "视图"), "en": ("Columns", "More filters", "Light", "Views")}


@pytest.fixture(scope="module")
def site(own_site: Site) -> Site:
    """It counts rows and sees who comes and goes."""
    return own_site


@pytest.fixture(scope="module")
def issues(site: Site) -> list[dict[str, Any]]:
    """Four of the county's, the last of another category."""
    return [*(site.issue() for _ in range(3)), site.issue(category="funding")]


def grid(page: Page) -> Locator:
    """The grid, once its first rows are there."""
    found = page.get_by_role("grid")
    expect(found.locator("[role=row][aria-rowindex='2']:not([aria-busy])")).to_be_visible()
    return found


def row(page: Page, serial: str) -> Locator:
    return page.locator("[role=grid] [role=row]", has_text=serial)


def opened(desk: Device, path: str = LEDGER) -> Page:
    page = desk.open(path)
    grid(page)
    return page


def test_who_uses_no_mouse_reads_chooses_and_copies(device: Devices, issues: list[dict[str, Any]]) -> None:
    page = opened(device("supervisor", "desk", signed_in=True, permissions=["clipboard-read", "clipboard-write"]))
    table = grid(page)
    table.focus()
    page.keyboard.press("Home")
    page.keyboard.press("x")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.get_by_text("已选 2 条")).to_be_visible()
    page.keyboard.press("Enter")
    peek = page.get_by_role("complementary", name=re.compile("速览|A look"))
    first = peek.get_by_role("heading", level=2).inner_text()
    page.keyboard.press("j")
    expect(peek.get_by_role("heading", level=2)).not_to_have_text(first)
    expect(table).to_be_focused()
    page.keyboard.press("Control+c")
    expect(page.get_by_text("已复制 2 行")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert copied[0].split("\t")[:3] == ["编号", "灯色", "13710"]
    assert len(copied) == 3
    page.keyboard.press("Escape")
    expect(peek).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.get_by_text("已选 2 条")).to_have_count(0)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="查找", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(table).to_be_focused()


def test_what_is_asked_for_stands_in_the_address_and_back_goes_back(
    device: Devices, issues: list[dict[str, Any]]
) -> None:
    page = opened(device("supervisor", "desk", signed_in=True))
    page.get_by_role("button", name="类别").click()
    page.get_by_label(re.compile("^资金")).check()
    expect(row(page, issues[3]["serial"])).to_be_visible()
    expect(row(page, issues[0]["serial"])).to_have_count(0)
    expect(page.get_by_text("共 1 条")).to_be_visible()
    assert "category=funding" in page.url
    page.keyboard.press("Escape")
    expect(page.get_by_role("list", name="正在起作用的筛选")).to_contain_text("资金")
    page.go_back()
    expect(row(page, issues[0]["serial"])).to_be_visible()
    page.go_forward()
    expect(page.get_by_text("共 1 条")).to_be_visible()
    page.reload()
    expect(page.get_by_text("共 1 条")).to_be_visible()
    page.get_by_role("button", name="去掉筛选").click()
    expect(row(page, issues[0]["serial"])).to_be_visible()


def test_from_the_rail_it_opens_with_what_is_open_and_one_touch_shows_all(device: Devices, site: Site) -> None:
    ended, running = site.issue(), site.issue()
    site.do("supervisor", ended, "void", reason="重复上报。")
    page = device("supervisor", "desk", signed_in=True).open("/d/")
    page.get_by_role("link", name="台账", exact=True).click()
    expect(row(page, running["serial"])).to_be_visible()
    expect(row(page, ended["serial"])).to_have_count(0)
    chips = page.get_by_role("list", name="正在起作用的筛选")
    expect(chips).to_contain_text("在办")
    chips.get_by_role("button", name=re.compile("状态")).click()
    expect(row(page, ended["serial"])).to_be_visible()
    expect(page).to_have_url(re.compile("/d/ledger$"))


def test_serials_pasted_from_a_spreadsheet_choose_just_those(device: Devices, issues: list[dict[str, Any]]) -> None:
    page = opened(device("supervisor", "desk", signed_in=True, permissions=["clipboard-read", "clipboard-write"]))
    pasted = f"序号\t编号\n1\t{issues[0]['serial']}\n2\t{issues[3]['serial']}\n3\t140105-2026-99999"
    page.evaluate("text => navigator.clipboard.writeText(text)", pasted)
    grid(page).focus()
    page.keyboard.press("Control+v")
    expect(page.get_by_text("已按编号选中 2 条")).to_be_visible()
    expect(page.get_by_text("140105-2026-99999")).to_be_visible()
    expect(page.get_by_text("共 2 条")).to_be_visible()
    expect(page.get_by_text("已选 2 条")).to_be_visible()
    expect(row(page, issues[1]["serial"])).to_have_count(0)


def test_many_are_reminded_of_at_once_and_each_refused_one_says_why(device: Devices, site: Site) -> None:
    first, second = site.issue(), site.issue()
    site.do("supervisor", first, "remind")
    desk = device("supervisor", "desk", signed_in=True)
    page = opened(desk, f"{LEDGER}?issue={first['serial']},{second['serial']}")
    grid(page).focus()
    page.keyboard.press("Control+a")
    bar = page.get_by_role("region", name="对所选的操作")
    expect(bar.get_by_text("已选 2 条")).to_be_visible()
    assert not any("销号" in name for name in bar.get_by_role("button").all_inner_texts())
    bar.get_by_role("button", name="催办").click()
    dialog = page.get_by_role("dialog")
    looks_well(desk)
    dialog.get_by_role("button", name="催办这 2 条").click()
    expect(dialog.get_by_text("已办 1 条，未办 1 条")).to_be_visible()
    expect(dialog.get_by_role("row", name=re.compile(first["serial"]))).to_contain_text("一小时内已催办过")
    looks_well(desk)
    dialog.get_by_role("button", name="只留下未办的 1 条").click()
    expect(bar.get_by_text("已选 1 条")).to_be_visible()
    assert site.ask("supervisor", f"issues/{second['id']}")["reminders"] == 1


def test_a_declined_issue_is_assigned_and_one_that_its_unit_has_is_not(device: Devices, site: Site) -> None:
    declined, held = site.issue(), site.issue()
    site.do("unit", declined, "decline", reason="不在本单位职责内。")
    page = opened(device("supervisor", "desk", signed_in=True), f"{LEDGER}?issue={declined['serial']},{held['serial']}")
    grid(page).focus()
    page.keyboard.press("Control+a")
    page.get_by_role("region", name="对所选的操作").get_by_role("button", name="交办").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="牵头单位").fill("140105-ecology")
    page.get_by_role("option").first.click()
    dialog.get_by_role("button", name="交办这 2 条").click()
    expect(dialog.get_by_text("已办 1 条，未办 1 条")).to_be_visible()
    expect(dialog.get_by_role("row", name=re.compile(held["serial"]))).to_be_visible()
    assert site.ask("supervisor", f"issues/{declined['id']}")["unit_id"] == "140105-ecology"


def test_a_view_is_kept_under_a_name_and_opened_by_a_colleague(device: Devices, issues: list[dict[str, Any]]) -> None:
    desk = device("supervisor", "desk", signed_in=True)
    page = opened(desk, f"{LEDGER}?category=funding")
    page.get_by_role("button", name="视图").click()
    page.get_by_role("button", name="存为视图").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(re.compile("^视图名称")).fill("资金问题")
    dialog.get_by_label(re.compile("^所有人")).check()
    looks_well(desk)
    dialog.get_by_role("button", name="保存").click()
    expect(page.get_by_role("button", name="资金问题")).to_be_visible()
    found = re.search(r"view=([^&]+)", page.url)
    assert found
    theirs = device("city", "desk", signed_in=True).open(f"{LEDGER}/views/{found[1]}")
    expect(theirs.get_by_role("button", name="资金问题")).to_be_visible()
    expect(row(theirs, issues[3]["serial"])).to_be_visible()
    assert "category=funding" in theirs.url
    theirs.goto(f"{LEDGER}/views/nothing-of-the-kind")
    expect(theirs.get_by_text("这个视图打不开")).to_be_visible()


def test_what_others_change_is_marked_in_place_and_newcomers_wait_in_a_chip(device: Devices, site: Site) -> None:
    here = site.issue()
    page = opened(device("supervisor", "desk", signed_in=True))
    expect(row(page, here["serial"])).to_be_visible()
    expect(page.get_by_text(re.compile("实时"))).to_be_visible()
    site.do("unit", here, "accept", person_id="staff-140105-natural-resources")
    new = site.issue()
    expect(row(page, here["serial"])).to_contain_text("有变化")
    expect(row(page, here["serial"])).to_contain_text("已签收")
    chip = page.get_by_role("button", name=re.compile("新变化"))
    expect(chip).to_be_visible()
    expect(row(page, new["serial"])).to_have_count(0)
    chip.click()
    expect(row(page, new["serial"])).to_be_visible()
    expect(chip).to_have_count(0)


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_it_looks_well_in_both_languages_and_widths(device: Devices, issues: list[dict[str, Any]], locale: str) -> None:
    desk = device("supervisor", "desk", signed_in=True, locale=locale)
    page = opened(desk)
    looks_well(desk)
    grid(page).focus()
    page.keyboard.press("x")
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary", name=re.compile("速览|A look"))).to_be_visible()
    looks_well(desk)
    for name in DROPS[locale]:
        page.get_by_role("button", name=name, exact=True).first.click()
        looks_well(desk)
        page.keyboard.press("Escape")
    for width in (1440, 1280, 720):
        fits(desk, width, 900)
    page.goto(f"{LEDGER}?category=nothing")
    expect(page.get_by_role("status").filter(has_text=re.compile("没有符合条件|No issue is like this"))).to_be_visible()
    looks_well(desk)


def test_a_list_longer_than_its_window_scrolls_within_it(device: Devices, site: Site) -> None:
    for _ in range(24):
        site.issue()
    page = opened(device("supervisor", "desk", signed_in=True))
    page.set_viewport_size({"width": 1440, "height": 600})
    table = grid(page)
    expect(page.locator("[role=grid] .body [role=row]").nth(24)).not_to_be_attached()
    box = table.bounding_box()
    assert box
    assert box["y"] + box["height"] <= 600
    table.focus()
    page.keyboard.press("End")
    last = int(table.get_attribute("aria-rowcount") or 0)
    expect(table.locator(f"[role=row][aria-rowindex='{last}']")).to_be_in_viewport()

"""The calendar on a desk: a year with its made-up days, a year that nobody has published, another region."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Devices
from tests.web.looks import fits, looks_well


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_year_shows_what_is_worked_and_the_next_that_it_may_change(device: Devices, locale: str) -> None:
    desk = device("province", "desk", signed_in=True, locale=locale)
    page = desk.open("/d/calendar?year=2026")
    expect(page.locator("main table")).to_have_count(12)
    february = page.get_by_role("table", name=re.compile("^2 月$|^February$"))
    made_up = february.get_by_role("cell", name=re.compile("^14"))
    expect(made_up).to_contain_text("班" if locale == "zh-CN" else "work")
    looks_well(desk)
    page.get_by_role("link", name=re.compile("2027")).click()
    expect(page.get_by_text(re.compile("2027 年的放假安排尚未公布，全年|the holidays of 2027 yet"))).to_be_visible()
    expect(page.get_by_text("暂定" if locale == "zh-CN" else "Provisional", exact=True)).to_have_count(12)
    looks_well(desk)
    page.get_by_role("navigation", name=re.compile("地区|[Rr]egion")).get_by_role("combobox").select_option("140100")
    expect(page).to_have_url(re.compile("region=140100"))
    expect(page).to_have_url(re.compile("year=2027"))
    expect(page.get_by_text(re.compile("太原市 2027 年共|Taiyuan.*, 2027:"))).to_be_visible()
    fits(desk, 390)
    looks_well(desk)

"""What stands around the pages: the tabs of a phone by one's role, and one's own account at a desk."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Devices
from tests.web.looks import fits, looks_well


@pytest.mark.parametrize(("locale", "today"), [("zh-CN", "今日"), ("en", "Today")])
def test_a_phone_says_where_one_is(device: Devices, locale: str, today: str) -> None:
    phone = device("inspector", signed_in=True, locale=locale)
    page = phone.open("/m/")
    expect(page.locator("nav.tabs").get_by_role("link", name=today)).to_have_attribute("aria-current", "page")
    expect(page).to_have_title(re.compile(f"^{today}"))
    looks_well(phone)
    fits(phone, 320)


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_an_account_looks_well_in_both_languages(device: Devices, locale: str) -> None:
    desk = device("supervisor", "desk", signed_in=True, locale=locale)
    page = desk.open("/d/account")
    expect(page.locator(".account li").first).to_be_visible()
    looks_well(desk)
    page.locator(".account section").nth(2).get_by_role("button").click()
    expect(page.locator("input[autocomplete=one-time-code]")).to_be_visible()
    looks_well(desk)
    for width in (320, 768):
        fits(desk, width)


def test_a_new_password_takes_the_old_one(device: Devices) -> None:
    desk = device("supervisor", "desk", signed_in=True)
    page = desk.open("/d/account")
    page.locator("input[autocomplete=current-password]").fill("not the password of anybody")
    page.locator("input[autocomplete=new-password]").fill("a long walk over four wet bridges")
    page.get_by_role("button", name="保存新密码").click()
    expect(page.get_by_role("alert")).to_contain_text("不正确")


def test_another_session_of_mine_is_ended_from_here(device: Devices) -> None:
    desk, other = device("city", "desk", signed_in=True), device("city", "desk", signed_in=True)
    page = desk.open("/d/account")
    page.get_by_role("button", name="结束").first.click()
    expect(page.get_by_role("button", name="结束")).to_have_count(0)
    gone = other.open("/d/account")
    expect(gone.get_by_role("heading", level=1, name="登录")).to_be_visible()

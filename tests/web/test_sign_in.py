"""The front door: one signs in and is where one belongs; a refusal says what to do; an ended session loses no place."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Devices
from tests.web.device import PHONE, Device
from tests.web.looks import fits, looks_well
from tests.web.site import person_of


def _sign_in(device: Device, page: Page, password: str | None = None) -> None:
    page.get_by_label("人员编号").fill(person_of(device.role))
    page.get_by_label("密码", exact=False).first.fill(password or device.site.password(device.role))
    page.get_by_role("button", name="登录", exact=True).click()


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_door_looks_well_in_both_languages(device: Devices, locale: str) -> None:
    desk = device("supervisor", "desk", locale=locale)
    page = desk.open("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.locator("summary").click()
    looks_well(desk)
    for width in (320, 390, 768):
        fits(desk, width)
    looks_well(desk)


@pytest.mark.parametrize(
    ("role", "kind", "door"),
    [("inspector", "phone", "/m/"), ("unit", "phone", "/m/"), ("unit", "desk", "/d/"), ("supervisor", "desk", "/d/")],
)
def test_everybody_comes_to_the_door_of_their_role_and_screen(device: Devices, role: str, kind: str, door: str) -> None:
    one = device(role, kind)
    page = one.open("/")
    _sign_in(one, page)
    page.wait_for_url(f"**{door}**")
    expect(page.locator("main").first).to_be_visible()


def test_a_wrong_password_says_so_and_lets_one_try_again(device: Devices) -> None:
    desk = device("supervisor", "desk")
    page = desk.open("/")
    _sign_in(desk, page, "not the password at all")
    expect(page.get_by_role("alert")).to_contain_text("不正确")
    looks_well(desk)
    _sign_in(desk, page)
    page.wait_for_url("**/d/**")


def test_an_ended_session_is_told_once_and_brings_one_back(device: Devices) -> None:
    desk = device("supervisor", "desk", signed_in=True)
    desk.context.clear_cookies()
    page = desk.open("/d/ledger?light=red")
    page.wait_for_url("**/?why=ended**")
    assert parse_qs(urlsplit(page.url).query)["to"] == ["/d/ledger?light=red"]
    expect(page.get_by_text("登录已结束")).to_be_visible()
    _sign_in(desk, page)
    page.wait_for_url("**/d/ledger?light=red**")


def test_nobody_is_sent_to_another_place_after_signing_in(device: Devices) -> None:
    desk = device("supervisor", "desk")
    page = desk.open("/?to=//elsewhere.example/d/")
    _sign_in(desk, page)
    page.wait_for_url(f"{desk.site.url}/d/**")


def test_who_is_signed_in_goes_on_or_lets_another_in(device: Devices) -> None:
    phone = device("inspector", signed_in=True)
    page = phone.open("/")
    expect(page.get_by_label("人员编号")).to_be_visible()
    page.get_by_role("button", name="继续").click()
    page.wait_for_url("**/m/**")


def test_too_many_tries_say_when_to_come_back(device: Devices) -> None:
    desk = device("city", "desk")
    page = desk.open("/")
    many = {"type": "urn:xiaohao:problem:too-many-tries", "detail": "尝试过多 / too many tries"}
    page.route("**/v1/sign-in", lambda route: route.fulfill(status=429, json=many, headers={"Retry-After": "600"}))
    _sign_in(desk, page)
    expect(page.get_by_role("alert")).to_contain_text("10 分钟后")


def test_six_digits_are_asked_for_where_they_are_needed(device: Devices) -> None:
    desk = device("city", "desk")
    page = desk.open("/")
    needed = {"type": "urn:xiaohao:problem:second-factor-needed", "detail": "还须动态口令 / needed"}
    page.route("**/v1/sign-in", lambda route: route.fulfill(status=401, json=needed))
    _sign_in(desk, page)
    expect(page.get_by_label("动态口令")).to_be_focused()
    looks_well(desk)


def test_a_clock_that_is_wrong_is_told(device: Devices) -> None:
    desk = device("city", "desk")
    desk.page.clock.install(time="2020-01-01T00:00:00Z")
    page = desk.open("/")
    expect(page.get_by_text("这台设备的时间慢了")).to_be_visible()


def test_the_tabs_of_a_phone_are_those_of_ones_role(device: Devices) -> None:
    phone = device("inspector", signed_in=True)
    page = phone.open("/m/")
    tabs = page.get_by_role("navigation", name="主要页面")
    expect(tabs.get_by_role("link", name="今日")).to_have_attribute("aria-current", "page")
    expect(page).to_have_title("今日 · 销号")
    looks_well(phone)
    for width in (320, PHONE["width"]):
        fits(phone, width)

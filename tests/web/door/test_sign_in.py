"""The front door: who signs in goes on to their pages, who cannot is told why in one sentence."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Devices
from tests.web.device import Device
from tests.web.looks import fits, looks_well
from tests.web.site import person_of


def _enter(device: Device, password: str) -> Page:
    page = device.page
    page.locator("input[autocomplete=username]").fill(person_of(device.role))
    page.locator("input[autocomplete=current-password]").fill(password)
    page.locator("button[type=submit]").click()
    return page


@pytest.mark.parametrize(("role", "kind", "door"), [("supervisor", "desk", "/d/"), ("inspector", "phone", "/m/")])
def test_who_signs_in_goes_on_to_the_door_meant_for_them(device: Devices, role: str, kind: str, door: str) -> None:
    one = device(role, kind)
    one.open("/")
    page = _enter(one, one.site.password(role))
    expect(page).to_have_url(re.compile(f"{door}(\\?.*)?$"))
    expect(page.locator("main").first).to_be_visible()


def test_a_wrong_password_is_one_sentence_and_nothing_typed_is_lost(device: Devices) -> None:
    desk = device("supervisor", "desk")
    desk.open("/")
    page = _enter(desk, "not the password of anybody")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("input[autocomplete=username]")).to_have_value(person_of("supervisor"))
    looks_well(desk)


def test_too_many_tries_say_in_how_many_minutes_to_come_back(device: Devices) -> None:
    desk = device("city", "desk")
    page = desk.open("/")
    many = {"type": "urn:xiaohao:problem:too-many-tries", "detail": "尝试过多 / too many tries"}
    page.route("**/v1/sign-in", lambda route: route.fulfill(status=429, json=many, headers={"Retry-After": "541"}))
    _enter(desk, "whatever it is")
    expect(page.get_by_role("alert")).to_contain_text("10 分钟后")


def test_six_digits_are_asked_for_where_they_are_needed(device: Devices) -> None:
    desk = device("city", "desk")
    page = desk.open("/")
    needed = {"type": "urn:xiaohao:problem:second-factor-needed", "detail": "还须动态口令 / six digits are needed"}
    page.route("**/v1/sign-in", lambda route: route.fulfill(status=401, json=needed))
    _enter(desk, "whatever it is")
    expect(page.get_by_label("验证器上的六位数字")).to_be_focused()
    looks_well(desk)


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_who_is_signed_in_goes_on_or_lets_another_in(device: Devices, locale: str) -> None:
    phone = device("inspector", signed_in=True, locale=locale)
    page = phone.open("/")
    here = page.locator("main section")
    expect(here).to_contain_text(str(phone.site.ask("inspector", "me")["name"]))
    expect(page.locator("input[autocomplete=username]")).to_be_visible()
    looks_well(phone)
    fits(phone, 320)
    here.get_by_role("button").click()
    page.wait_for_url("**/m/**")


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_clock_that_is_wrong_is_told(device: Devices, locale: str) -> None:
    desk = device("city", "desk", locale=locale)
    desk.page.clock.install(time=datetime.now(UTC) - timedelta(hours=2))
    page = desk.open("/")
    expect(page.locator(".clock")).to_contain_text("120")
    looks_well(desk)


def test_nobody_is_sent_to_another_place_after_signing_in(device: Devices) -> None:
    desk = device("supervisor", "desk")
    desk.open("/?to=//elsewhere.example/d/")
    page = _enter(desk, desk.site.password("supervisor"))
    page.wait_for_url(f"{desk.site.url}/d/**")


def test_a_session_that_ended_leads_to_the_door_and_back(device: Devices) -> None:
    desk = device("supervisor", "desk")
    page = desk.open("/d/ledger")
    expect(page).to_have_url(re.compile(r"/\?why=ended&to="))
    _enter(desk, desk.site.password("supervisor"))
    expect(page).to_have_url(re.compile(r"/d/ledger"))


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_door_looks_well_in_both_languages_at_any_width(device: Devices, locale: str) -> None:
    desk = device("supervisor", "desk", locale=locale)
    page = desk.open("/")
    page.locator("summary").click()
    looks_well(desk)
    for width in (320, 390, 768, 1280):
        fits(desk, width)

"""The front door: who signs in goes on to their pages, who cannot is told why in one sentence."""

import re

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

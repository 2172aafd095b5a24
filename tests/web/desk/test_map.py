"""The map: a table and a drawing of one filter, both lead to what lies in a place and to its list."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.conftest import Devices
from tests.web.looks import fits, looks_well
from tests.web.site import Site

_OUTLINES = ".leaflet-overlay-pane path.area"
_TAIYUAN = "太原市"


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_map_looks_well_in_both_languages(device: Devices, site: Site, locale: str) -> None:
    site.issue()
    desk = device("province", "desk", signed_in=True, locale=locale)
    page = desk.open("/d/map")
    expect(page.locator(_OUTLINES)).to_have_count(11)
    expect(page.get_by_role("row")).to_have_count(12)
    looks_well(desk)
    fits(desk, 1280)


def test_a_place_opens_by_its_name_in_the_table_and_by_a_click_on_the_drawing(device: Devices, site: Site) -> None:
    site.issue()
    desk = device("province", "desk", signed_in=True)
    page = desk.open("/d/map")
    expect(page.locator(_OUTLINES)).to_have_count(11)
    page.get_by_role("rowheader").get_by_role("link", name=_TAIYUAN).click()
    expect(page.locator(_OUTLINES)).to_have_count(10)
    expect(page.get_by_role("rowheader", name="小店区", exact=True)).to_be_visible()
    _outline(page, 0).dispatch_event("click")
    expect(page).to_have_url(re.compile("region=140105"))
    expect(page.locator(_OUTLINES)).to_have_count(1)


def test_a_place_that_is_pointed_at_is_marked_in_both_halves(device: Devices, site: Site) -> None:
    desk = device("province", "desk", signed_in=True)
    page = desk.open("/d/map")
    expect(page.locator(_OUTLINES)).to_have_count(11)
    page.get_by_role("row", name=_TAIYUAN).hover()
    expect(_outline(page, 0)).to_have_class(re.compile("hot"))
    page.mouse.move(0, 0)
    _outline(page, 1).dispatch_event("mouseover")
    expect(page.get_by_role("row", name="大同市")).to_have_class(re.compile("hot"))


def test_two_clicks_on_a_place_open_its_list(device: Devices, site: Site) -> None:
    site.issue()
    desk = device("province", "desk", signed_in=True)
    page = desk.open("/d/map")
    expect(page.locator(_OUTLINES)).to_have_count(11)
    _outline(page, 0).dispatch_event("dblclick")
    expect(page).to_have_url(re.compile(r"/d/ledger\?.*region=140100"))


def test_issues_are_rings_by_their_lights_and_the_layer_is_in_the_address(device: Devices, site: Site) -> None:
    for _ in range(3):
        site.issue()
    desk = device("city", "desk", signed_in=True)
    page = desk.open("/d/map")
    expect(page.locator(".leaflet-marker-pane .ring").first).to_be_visible()
    page.get_by_role("navigation", name="图层").get_by_role("link", name="项目").click()
    expect(page).to_have_url(re.compile("layer=projects"))
    expect(page.locator(".leaflet-marker-pane .project").first).to_be_visible()
    page.reload()
    expect(page.locator(".leaflet-marker-pane .project").first).to_be_visible()
    expect(page.locator(".leaflet-marker-pane .ring")).to_have_count(0)


def _outline(page: Page, n: int) -> Locator:
    return page.locator(_OUTLINES).nth(n)

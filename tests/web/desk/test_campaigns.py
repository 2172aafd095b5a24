"""Campaigns on a desk: how far each place is on a day, what is not known as such, the list behind a number."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Devices
from tests.web.looks import looks_well
from tests.web.site import Site


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_number_of_a_campaign_opens_the_list_behind_it(device: Devices, site: Site, locale: str) -> None:
    issue = site.issue()
    desk = device("supervisor", "desk", signed_in=True, locale=locale)
    page = desk.open("/d/campaigns")
    expect(page.get_by_role("row", name=re.compile("太原市|Taiyuan"))).to_be_visible()
    looks_well(desk)
    page.get_by_role("combobox").first.select_option("obstruction")
    expect(page.get_by_text(re.compile("不掌握|not known")).first).to_be_visible()
    page.get_by_role("combobox").first.select_option("permits-month")
    place = page.get_by_role("row", name=re.compile("太原市|Taiyuan"))
    place.get_by_role("button", name=re.compile("手续问题|Permit problems")).click()
    expect(page.get_by_role("link", name=issue["serial"])).to_be_visible()
    looks_well(desk)

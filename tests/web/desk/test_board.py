"""The board: its numbers open their lists, places open their own board, and it changes while one looks."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Devices
from tests.web.looks import fits, looks_well
from tests.web.site import Site

_LONG = 60_000


def _figure(page: Page, name: str) -> int:
    return int(page.locator(f"[data-figure={name}] strong").inner_text())


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_board_looks_well_in_both_languages(device: Devices, site: Site, locale: str) -> None:
    site.issue()
    desk = device("city", "desk", signed_in=True, locale=locale)
    page = desk.open("/d/")
    expect(page.locator("[data-figure=open] strong")).not_to_have_text("0")
    expect(page.locator("svg[role=img]")).to_be_visible()
    looks_well(desk)
    fits(desk, 1280)


def test_every_number_opens_a_list_of_just_so_many(device: Devices, site: Site) -> None:
    site.issue()
    site.let_pass(timedelta(days=4))
    desk = device("city", "desk", signed_in=True)
    page = desk.open("/d/")
    expect(page.locator("[data-figure=red] strong")).not_to_have_text("0")
    links = page.locator(".figures a:not([href*=closed]), tbody td a, tfoot td a, .since li a").evaluate_all(
        "links => links.map(link => [link.getAttribute('href'), (link.querySelector('strong') ?? link).textContent])"
    )
    assert len(links) > 8
    for href, text in links:
        query = {name: values[0] for name, values in parse_qs(urlsplit(href).query).items()}
        assert site.ask("city", "issues/marks", **query)["total"] == int(re.findall(r"\d+", text)[0]), (href, text)


def test_a_place_opens_its_own_board_and_there_is_a_way_back(device: Devices, site: Site) -> None:
    site.issue()
    desk = device("province", "desk", signed_in=True)
    page = desk.open("/d/")
    page.get_by_role("rowheader").get_by_role("link", name="太原市").click()
    expect(page.get_by_role("rowheader", name="小店区", exact=True)).to_be_visible()
    assert "region=140100" in page.url
    page.go_back()
    expect(page.get_by_role("rowheader").get_by_role("link", name="太原市")).to_be_visible()


def test_what_comes_in_is_counted_while_one_looks(device: Devices, site: Site) -> None:
    desk = device("city", "desk", signed_in=True)
    page = desk.open("/d/")
    expect(page.locator("[data-figure=open] strong")).to_be_visible()
    before = _figure(page, "open")
    site.issue()
    expect(page.locator("[data-figure=open] strong")).to_have_text(str(before + 1), timeout=_LONG)


def test_what_changed_since_the_last_look_is_said_until_one_looked(device: Devices, site: Site) -> None:
    site.issue()
    desk = device("city", "desk", signed_in=True)
    page = desk.open("/d/")
    expect(page.get_by_role("link", name=re.compile("新增"))).to_be_visible()
    page.get_by_role("button", name="标为已查看").click()
    expect(page.get_by_text(re.compile("自您上次查看"))).to_be_visible()
    expect(page.locator(".since").get_by_text("新增 0")).to_be_visible()


def test_a_units_desk_begins_with_what_waits_for_it(device: Devices, site: Site) -> None:
    signed, new = site.issue(), site.issue()
    site.do("unit", signed, "accept", person_id="staff-140105-natural-resources")
    desk = device("unit", "desk", signed_in=True)
    page = desk.open("/d/")
    todo = page.get_by_role("region", name="等本单位办理")
    expect(todo.get_by_role("listitem").first).to_be_visible()
    more = todo.get_by_role("button", name=re.compile("^还有"))
    if more.count():
        more.click()
    expect(todo.get_by_role("listitem").filter(has_text=new["serial"])).to_contain_text("待签收")
    expect(todo.get_by_role("listitem").filter(has_text=signed["serial"])).to_contain_text("待报措施")
    looks_well(desk)
    fits(desk, 1440)
    todo.get_by_role("button", name=re.compile("待签收")).click()
    expect(todo.get_by_text(signed["serial"])).to_have_count(0)
    todo.get_by_role("link", name=new["serial"]).click()
    expect(page.get_by_role("heading", level=1, name=new["serial"])).to_be_visible()

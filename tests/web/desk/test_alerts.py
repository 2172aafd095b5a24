"""Alerts on a desk: one arrives live and moves nothing, who else was told, acknowledging stops no clock."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Devices
from tests.web.looks import fits, looks_well
from tests.web.site import Site

_WEEK = timedelta(days=8)


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_page_of_alerts_looks_well_in_both_languages(device: Devices, site: Site, locale: str) -> None:
    site.issue()
    site.let_pass(_WEEK)
    desk = device("city", "desk", signed_in=True, locale=locale)
    page = desk.open("/d/alerts")
    expect(page.get_by_role("article").get_by_role("heading", level=3).first).to_be_visible()
    looks_well(desk)
    page.get_by_role("button", name=re.compile("^(全部已阅|Acknowledge all)$")).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    looks_well(desk)
    page.keyboard.press("Escape")
    fits(desk, 1280)
    page.goto("/d/alerts?view=notices&read=every")
    expect(page.locator("main")).to_be_visible()
    looks_well(desk)


def test_an_escalation_arrives_live_and_moves_nothing(device: Devices, site: Site) -> None:
    site.issue()
    site.let_pass(_WEEK)
    desk = device("city", "desk", signed_in=True)
    page = desk.open("/d/alerts?read=every")
    rows = page.get_by_role("region", name="提醒列表").get_by_role("listitem")
    expect(rows.first).to_be_visible()
    first, chosen = rows.first.inner_text(), page.get_by_role("article").get_by_role("heading", level=2).inner_text()
    late = site.issue()
    site.let_pass(_WEEK)
    newcomers = page.get_by_role("button", name=re.compile(r"有 \d+ 条新到"))
    expect(newcomers).to_be_visible()
    assert rows.first.inner_text() == first
    assert page.get_by_role("article").get_by_role("heading", level=2).inner_text() == chosen
    newcomers.click()
    expect(page.get_by_role("region", name="提醒列表").get_by_text(late["serial"]).first).to_be_visible()


def test_acknowledging_by_key_goes_on_to_the_next_and_stops_no_clock(device: Devices, site: Site) -> None:
    site.issue()
    site.issue()
    site.let_pass(_WEEK)
    desk = device("city", "desk", signed_in=True)
    page = desk.open("/d/alerts")
    detail = page.get_by_role("article")
    expect(detail.get_by_text("已阅不停表", exact=False)).to_be_visible()
    serial = detail.get_by_role("link").first.inner_text()
    chosen = page.url
    due = site.ask("city", f"issues/{serial}")["due_at"]
    page.keyboard.press("e")
    expect(page).not_to_have_url(chosen)
    assert site.ask("city", f"issues/{serial}")["due_at"] == due
    acknowledged = page.get_by_role("button", name=re.compile("已阅$")).filter(has_text=serial).first
    expect(acknowledged).to_be_visible()


def test_all_are_acknowledged_in_two_clicks(device: Devices, site: Site) -> None:
    site.issue()
    site.let_pass(_WEEK)
    desk = device("city", "desk", signed_in=True)
    page = desk.open("/d/alerts")
    page.get_by_role("button", name="全部已阅").click()
    page.get_by_role("dialog").get_by_role("button", name="全部已阅").click()
    expect(page.get_by_text("没有未阅的提醒。")).to_be_visible()
    assert site.ask("city", "alerts", acknowledged=False)["items"] == []


def test_two_tabs_of_a_browser_hold_one_stream(device: Devices, site: Site) -> None:
    desk = device("city", "desk", signed_in=True)
    streams: list[str] = []
    desk.context.on("request", lambda request: streams.append(request.url) if "/v1/stream" in request.url else None)
    first, second = desk.page, desk.new_page()
    with first.expect_response(re.compile("/v1/stream")):
        first.goto("/d/alerts?read=every")
    second.goto("/d/alerts?read=every")
    expect(second.locator("main")).to_be_visible()
    site.issue()
    site.let_pass(_WEEK)
    for page in (first, second):
        expect(page.get_by_role("button", name=re.compile(r"有 \d+ 条新到"))).to_be_visible()
    assert len(streams) == 1

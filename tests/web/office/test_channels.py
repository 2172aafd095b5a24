"""Channels at a desk: how each endpoint stands and what went there; of one that nothing went to, no more is claimed."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from channels.endpoints.store import add_endpoint
from tests.channels.parts import endpoint
from tests.web.conftest import Devices
from tests.web.looks import fits, looks_well
from tests.web.site import Site

PAGE = "/d/channels"


@pytest.fixture(scope="module")
def site(own_site: Site) -> Site:
    """It counts what is delivered."""
    return own_site


def test_who_may_not_see_channels_is_told_who_may(device: Devices) -> None:
    page = device("supervisor", "desk", signed_in=True).open(PAGE)
    expect(page.get_by_text("渠道由省级督办人员、审计人员和系统管理员查看")).to_be_visible()


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_where_there_is_none_the_page_says_how_one_is_added(device: Devices, locale: str) -> None:
    desk = device("province", "desk", signed_in=True, locale=locale)
    expect(desk.open(PAGE).get_by_text("xiaohao channel add")).to_be_visible()
    looks_well(desk)


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_channel_is_tried_out_and_says_what_came_back(device: Devices, site: Site, locale: str) -> None:
    """A guard keeps deliverers from this machine's own addresses, which is an answer too."""
    name = f"试发 {locale}"
    made = endpoint(address="https://127.0.0.1/hook", id=f"trial-{locale.lower()}", name=name, persons=("nobody",))
    add_endpoint(site.stack.store(), made, datetime.now(UTC))
    desk = device("province", "desk", signed_in=True, locale=locale)
    page = desk.open(PAGE)
    page.get_by_role("link", name=name).click()
    send = page.get_by_role("button", name=re.compile("^试发一条|^Send a test"))
    send.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    looks_well(desk)
    dialog.get_by_role("button", name=re.compile("^试发一条|^Send a test")).click()
    expect(page.get_by_text(re.compile("没有送到|did not arrive"))).to_be_visible()
    expect(page.get_by_text(re.compile("refused"))).to_be_visible()
    looks_well(desk)
    fits(desk, 390)
    send.click()
    dialog.get_by_role("button", name=re.compile("^试发一条|^Send a test")).click()
    expect(page.get_by_text(re.compile("一分钟内只试发一次|once a minute: try"))).to_be_visible()


def test_what_cannot_be_reached_is_red_and_each_delivery_says_why(device: Devices, site: Site) -> None:
    """A guard keeps deliverers from this machine's own addresses."""
    closed = endpoint(
        address="https://127.0.0.1/hook", id="county-hook", name="县级推送", persons=(), regions=("140105",)
    )
    store = site.stack.store()
    add_endpoint(store, closed, datetime.now(UTC))
    desk = device("province", "desk", signed_in=True)
    page = desk.open(PAGE)
    row = page.get_by_role("row", name="县级推送")
    expect(row).to_contain_text("没有失败")
    row.get_by_role("link").click()
    expect(page.get_by_text("还没有送过")).to_be_visible()
    serial = site.issue()["serial"]
    site.let_pass(timedelta(days=2))
    site.stack.wait_for(
        lambda: store["deliveries"].count_documents({"attempts": {"$gt": 0}}) > 0, "something was tried"
    )
    page.reload()
    expect(page.get_by_role("link", name=serial).first).to_be_visible()
    expect(page.get_by_text("试过").first).to_be_visible()
    looks_well(desk)
    fits(desk, 390)

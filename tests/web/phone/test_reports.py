"""What an inspector sends from a phone: a visit without a line and through a killed browser, an incident, a recheck."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Request, expect

from tests.web.chromium import Chromium
from tests.web.conftest import Devices
from tests.web.device import Device
from tests.web.looks import looks_well
from tests.web.phone.hand import (
    NOT_YET,
    SERIAL,
    WORDS,
    OwnBrowser,
    fill,
    find_another,
    kept,
    photograph,
    ready,
    sign_in,
    submit,
    write,
)
from tests.web.site import Site

_TWO_HOURS_FAST = """
const shift = 2 * 60 * 60 * 1000, Real = Date
globalThis.Date = class extends Real {
  constructor(...given) { given.length ? super(...given) : super(Real.now() + shift) }
  static now() { return Real.now() + shift }
}
"""


def _reported(site: Site, words: str) -> dict[str, Any]:
    """The one report on the ledger that says so, whole, with its line in the list."""
    lines = [each for each in site.ask("inspector", "reports", limit=200)["items"] if words in str(each)]
    assert len(lines) == 1, lines
    return {**lines[0], **site.ask("inspector", f"reports/{lines[0]['report_id']}")}


def _posts(phone: Device) -> list[Request]:
    """Reports that a phone sends, from here on, over all its tabs."""
    sent: list[Request] = []
    phone.context.on(
        "request", lambda request: sent.append(request) if request.url.endswith("/v1/site-visits") else None
    )
    return sent


def _not_called_sent(page: Page) -> None:
    """It is on the phone, and nothing on the page says more."""
    expect(page.get_by_text(NOT_YET)).to_be_visible()
    expect(page.get_by_text(SERIAL)).to_have_count(0)
    expect(page.locator("li", has_text="已发出")).to_contain_text("未到")
    expect(page.locator("li", has_text="在本机")).to_contain_text("已到")


def test_a_visit_with_photos_survives_no_line_and_a_killed_browser(
    browser: Browser, program: Chromium, site: Site, tmp_path: Path
) -> None:
    own, words = OwnBrowser(browser, program, site, tmp_path / "profile"), f"{WORDS}，没有网络时"
    phone = own.start()
    sign_in(phone, site, "inspector")
    page = phone.pages[0]
    ready(page)
    phone.set_offline(True)
    write(page, words, photo=True)
    find_another(page, f"{words}，还有一处")
    own.kill(phone)

    phone = own.start(offline=True)
    page = phone.pages[0]
    page.goto("/m/")
    expect(page.get_by_text("没有网络", exact=False)).to_be_visible()
    page.get_by_role("link", name="1 份草稿未写完").click()
    page.get_by_role("link", name=re.compile("新进工地报告")).click()
    expect(page.get_by_label("问题描述").first).to_have_value(words)
    expect(page.get_by_label("问题描述").nth(1)).to_have_value(f"{words}，还有一处")
    expect(page.get_by_role("img", name="照片 1")).to_have_count(2)
    submit(page)
    _not_called_sent(page)
    own.kill(phone)

    phone = own.start(offline=True)
    page = phone.pages[0]
    page.goto("/m/outbox")
    _not_called_sent(page)
    phone.set_offline(False)
    expect(page.get_by_text(SERIAL)).to_be_visible()
    report = _reported(site, words)
    assert len(report["issues"]) == len(report["photos"]) == 2
    with site.client("inspector") as client:
        assert all(client.get(f"/v1/attachments/{photo}").is_success for photo in report["photos"])
    assert [each["bytes"] for each in kept(page, "reports")] == [None]
    assert kept(page, "photos") == []
    phone.close()


def test_the_phone_keeps_its_copy_until_the_ledger_has_the_report(device: Devices) -> None:
    phone = device("inspector", signed_in=True)
    page = phone.page
    ready(page)
    page.route("**/v1/receipts/**", lambda route: route.abort())
    write(page, photo=True)
    submit(page)
    expect(page.get_by_text("服务器已收到，等台账确认")).to_be_visible()
    expect(page.get_by_text(SERIAL)).to_have_count(0)
    assert all(each["bytes"] for each in [*kept(page, "reports"), *kept(page, "photos")])
    page.unroute("**/v1/receipts/**")
    page.get_by_role("button", name="立即发送").click()
    expect(page.get_by_text(SERIAL)).to_be_visible()
    assert [each["bytes"] for each in kept(page, "reports")] == [None]


def test_an_incident_begins_with_110_and_logs_the_call(device: Devices, site: Site) -> None:
    phone, words = device("inspector", signed_in=True), "村口有人堆放土石，车辆不能进出"
    page = phone.open("/m/report/incident/new")
    first = page.locator("form").locator("a, input, button, select, textarea").first
    expect(first).to_have_attribute("href", "tel:110")
    first.click()
    expect(page.get_by_text(re.compile("已于 .* 报警"))).to_be_visible()
    page.locator(".project input[type=radio]").first.check()
    page.get_by_label("事件种类").select_option("blockade")
    page.get_by_label("事件经过").fill(words)
    page.get_by_label("诉求内容").fill("要求先付清青苗补偿")
    looks_well(phone)
    submit(page)
    expect(page.get_by_text(SERIAL)).to_be_visible()
    report = _reported(site, words)
    assert report["kind"] == "blockade"
    assert "police_110" in str(report)
    assert "要求先付清青苗补偿" in str(report)


def test_an_issue_is_rechecked_from_its_card_with_a_photo(device: Devices, site: Site) -> None:
    issue = site.issue(description="涵洞口被渣土堵住")
    phone = device("inspector", signed_in=True)
    page = phone.open("/m/")
    page.locator("article", has_text=issue["serial"]).get_by_role("link", name="复核").click()
    expect(page.get_by_role("combobox", name="要复核的问题")).to_have_value(re.compile(issue["serial"]))
    page.get_by_role("radio", name="未解决").check()
    page.get_by_label("说明").fill("渣土仍在")
    photograph(page.locator("form"))
    looks_well(phone)
    submit(page)
    expect(page.get_by_text("已入台账，未产生新问题")).to_be_visible()
    (photo,) = _reported(site, "'kind': 'recheck'")["photos"]
    assert photo in str(site.ask("inspector", f"issues/{issue['id']}/history"))


def test_a_visit_without_a_place_says_why(device: Devices, site: Site) -> None:
    phone, words = device("inspector", signed_in=True, permissions=[]), f"{WORDS}，没有定位"
    page = phone.open("/m/report/visit/new")
    expect(page.get_by_text("未授权定位，不影响提交", exact=False)).to_be_visible()
    fill(page, words)
    submit(page)
    expect(page.get_by_text(SERIAL)).to_be_visible()
    assert _reported(site, words)["location"]["reason"] == "denied"
    page.get_by_role("link", name=re.compile("^140105-")).click()
    expect(page.get_by_role("heading", name=re.compile("^140105-"))).to_be_visible()


def test_a_wrong_clock_is_told_and_takes_no_report_away(device: Devices, site: Site) -> None:
    phone, words = device("inspector", signed_in=True), f"{WORDS}，表快了"
    phone.context.add_init_script(_TWO_HOURS_FAST)
    ready(phone.page)
    expect(phone.page.get_by_text("本机时间快了", exact=False)).to_be_visible()
    write(phone.page, words)
    submit(phone.page)
    expect(phone.page.get_by_text(SERIAL)).to_be_visible()
    report = _reported(site, words)
    assert "device-clock-wrong" in report["flags"]
    assert abs(datetime.fromisoformat(report["seen_at"]) - site.now()) < timedelta(minutes=30)


def test_two_tabs_send_a_report_once(device: Devices) -> None:
    phone = device("inspector", signed_in=True)
    ready(phone.page)
    other = phone.new_page()
    other.goto("/m/outbox")
    sent = _posts(phone)
    write(phone.page, f"{WORDS}，两个窗口")
    submit(phone.page)
    for page in (phone.page, other):
        expect(page.get_by_text(SERIAL)).to_be_visible()
    assert len(sent) == 1

"""A report from a phone: without a line, through a killed browser, past a full disk, under its name, to the ledger."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.web.chromium import Chromium
from tests.web.conftest import Devices
from tests.web.device import Device
from tests.web.looks import fits, looks_well
from tests.web.phone import NOT_YET, SERIAL, WORDS, OwnBrowser, fill, ready, sign_in, submit, write
from tests.web.site import Site

_OTHER = "inspector-140105-2"
_FULL = """
const put = IDBObjectStore.prototype.put
IDBObjectStore.prototype.put = function (...given) {
  if (window.full) throw new DOMException('no room', 'QuotaExceededError')
  return put.apply(this, given)
}
"""
_TWO_HOURS_FAST = """
const shift = 2 * 60 * 60 * 1000, Real = Date
globalThis.Date = class extends Real {
  constructor(...given) { given.length ? super(...given) : super(Real.now() + shift) }
  static now() { return Real.now() + shift }
}
"""


def _reports(site: Site, role: str = "inspector") -> list[dict[str, Any]]:
    return list(site.ask(role, "reports", limit=200)["items"])


def _reported(site: Site, words: str) -> dict[str, Any]:
    """The one report on the ledger that says so."""
    (report,) = [each for each in _reports(site) if words in str(each["issues"])]
    return dict(site.ask("inspector", f"reports/{report['report_id']}"))


def _posts(phone: Device) -> list[Request]:
    """Reports that a phone sends, from here on, over all its tabs."""
    sent: list[Request] = []
    phone.context.on(
        "request", lambda request: sent.append(request) if request.url.endswith("/v1/site-visits") else None
    )
    return sent


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
    own.kill(phone)

    phone = own.start(offline=True)
    page = phone.pages[0]
    page.goto("/m/report")
    page.get_by_role("link", name=re.compile("新进工地报告")).click()
    expect(page.get_by_label("问题描述")).to_have_value(words)
    expect(page.get_by_role("img", name="照片 1")).to_be_visible()
    submit(page)
    expect(page.get_by_text(NOT_YET)).to_be_visible()
    expect(page.get_by_text(SERIAL)).to_have_count(0)
    own.kill(phone)

    phone = own.start()
    page = phone.pages[0]
    page.goto("/m/outbox")
    expect(page.get_by_text(SERIAL)).to_be_visible()
    report = _reported(site, words)
    assert len(report["photos"]) == 1
    with site.client("inspector") as client:
        assert client.get(f"/v1/attachments/{report['photos'][0]}").is_success
    phone.close()


def test_another_person_on_the_phone_neither_sees_nor_sends_a_report(device: Devices, site: Site) -> None:
    phone, words = device("inspector", signed_in=True), f"{WORDS}，只归我"
    ready(phone.page)
    phone.context.route("**/v1/site-visits", lambda route: route.abort())
    write(phone.page, words)
    submit(phone.page)
    expect(phone.page.get_by_text(re.compile("上次"))).to_be_visible()

    sign_in(phone.context, site, _OTHER)
    phone.page.goto("/m/outbox")  # it is loaded anew for who signed in
    expect(phone.page.get_by_text("没有等待发送的报告")).to_be_visible()
    phone.context.unroute("**/v1/site-visits")
    sent = _posts(phone)
    write(phone.page, f"{WORDS}，是别人的")
    submit(phone.page)
    expect(phone.page.get_by_text(SERIAL)).to_be_visible()
    assert len(sent) == 1
    assert words not in str(_reports(site))

    sign_in(phone.context, site, "inspector")
    phone.page.goto("/m/outbox")
    expect(phone.page.get_by_text(SERIAL)).to_be_visible()
    assert _reported(site, words)["reporter"] == "inspector-140105-1"


def test_a_full_phone_says_so_and_keeps_the_words_on_the_page(device: Devices) -> None:
    phone = device("inspector", signed_in=True)
    phone.context.add_init_script(_FULL)
    ready(phone.page)
    write(phone.page)
    phone.page.evaluate("window.full = true")
    phone.page.get_by_label("问题描述").fill("还有一句")
    expect(phone.page.get_by_role("alert")).to_contain_text("存储已满")
    with phone.page.expect_download() as file:
        phone.page.get_by_role("button", name="导出到文件").click()
    assert "还有一句" in file.value.path().read_text(encoding="utf-8")
    phone.page.evaluate("window.full = false")
    phone.page.get_by_label("问题描述").fill("又有了空间")
    expect(phone.page.get_by_text("已存草稿")).to_be_visible()


def test_a_visit_without_a_place_says_why(device: Devices, site: Site) -> None:
    phone, words = device("inspector", signed_in=True, permissions=[]), f"{WORDS}，没有定位"
    page = phone.open("/m/report/visit/new")
    expect(page.get_by_text("未授权定位，不影响提交", exact=False)).to_be_visible()
    fill(page, words)
    submit(page)
    expect(page.get_by_text(SERIAL)).to_be_visible()
    assert _reported(site, words)["location"]["reason"] == "denied"


def test_a_wrong_clock_is_told_and_takes_no_report_away(device: Devices, site: Site) -> None:
    phone, words = device("inspector", signed_in=True), f"{WORDS}，表快了"
    phone.context.add_init_script(_TWO_HOURS_FAST)
    ready(phone.page)
    expect(phone.page.get_by_text("本机时间快了", exact=False)).to_be_visible()
    write(phone.page, words)
    submit(phone.page)
    expect(phone.page.get_by_text(SERIAL)).to_be_visible()
    assert "device-clock-wrong" in _reported(site, words)["flags"]


def test_a_phone_that_was_ended_keeps_its_reports_until_one_signs_in_again(device: Devices, site: Site) -> None:
    phone, words = device("inspector", signed_in=True), f"{WORDS}，手机已停用"
    ready(phone.page)
    mine = phone.context.request.get("/v1/me/devices").json()["items"]
    origin = {"Origin": site.url}
    for each in mine:
        phone.context.request.delete(f"/v1/me/devices/{each['id']}", headers=origin)
    write(phone.page, words)
    submit(phone.page)
    expect(phone.page.get_by_role("alert").first).to_contain_text("已被终止")
    expect(phone.page.get_by_text(SERIAL)).to_have_count(0)
    sign_in(phone.context, site, "inspector")
    phone.page.goto("/m/outbox")
    expect(phone.page.get_by_text(SERIAL)).to_be_visible()
    assert _reported(site, words)


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


def test_signing_out_waits_for_what_is_not_on_the_ledger(device: Devices) -> None:
    phone = device("inspector", signed_in=True)
    ready(phone.page)
    phone.context.route("**/v1/site-visits", lambda route: route.abort())
    write(phone.page)
    submit(phone.page)
    page = phone.page
    page.get_by_role("link", name="我的").click()
    expect(page.get_by_text("1 份报告未入台账", exact=False)).to_be_visible()
    with page.expect_download() as file:
        page.get_by_role("button", name="导出未入台账的报告").click()
    assert WORDS in file.value.path().read_text(encoding="utf-8")
    page.get_by_role("button", name="退出登录").click()
    page.get_by_role("dialog").get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("heading", level=1, name="登录")).to_be_visible()


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_pages_of_an_inspector_look_well(device: Devices, site: Site, locale: str) -> None:
    site.issue()
    phone = device("inspector", signed_in=True, locale=locale)

    def well(path: str, there: str) -> None:
        page: Page = phone.open(path)
        expect(page.locator(there).first).to_be_visible()
        looks_well(phone)
        for width in (320, 390):
            fits(phone, width)

    well("/m/", "article")
    well("/m/report", "main button")
    well("/m/report/visit/new", ".project input[type=radio]")
    phone.page.locator("form input[type=radio][value=found]").check()
    looks_well(phone)
    well("/m/report/incident/new", "a[href='tel:110']")
    well("/m/report/recheck/new", "form")
    well("/m/outbox", "main h1")
    well("/m/reported", "li a")
    well("/m/mine", "li strong")

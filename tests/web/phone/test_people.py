"""Whose phone it is: a report goes under the name of who wrote it, by the phone's own key, or waits for them."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from tests.web.conftest import Devices
from tests.web.looks import fits, looks_well
from tests.web.phone.hand import SERIAL, WORDS, kept, ready, sign_in, submit, wait_registered, write
from tests.web.site import Site

_OTHER = "inspector-140105-2"
_KEEPS_ENGLISH = """
async () => {
  await navigator.serviceWorker.ready
  const there = async () => (await (await caches.open('xiaohao-english')).keys()).length > 0
  while (!(await there())) await new Promise((go) => setTimeout(go, 50))
}
"""


def _reports(site: Site, words: str) -> list[dict[str, Any]]:
    """Those on the ledger that say so."""
    return [each for each in site.ask("inspector", "reports", limit=200)["items"] if words in str(each)]


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
    sent: list[Request] = []
    phone.context.on("request", lambda asked: sent.append(asked) if asked.url.endswith("/v1/site-visits") else None)
    write(phone.page, f"{WORDS}，是别人的")
    submit(phone.page)
    expect(phone.page.get_by_text(SERIAL)).to_be_visible()
    assert len(sent) == 1
    assert _reports(site, words) == []

    sign_in(phone.context, site, "inspector")
    phone.page.goto("/m/outbox")
    expect(phone.page.get_by_text(SERIAL)).to_be_visible()
    (report,) = _reports(site, words)
    assert site.ask("inspector", f"reports/{report['report_id']}")["reporter"] == "inspector-140105-1"


def test_from_the_second_opening_on_the_key_speaks_without_a_session_or_a_network(device: Devices, site: Site) -> None:
    phone, words = device("inspector", signed_in=True), f"{WORDS}，凭本机密钥"
    page = phone.page
    ready(page)
    phone.context.clear_cookies()
    phone.context.set_offline(True)
    page.goto("/m/")
    expect(page.get_by_text(str(site.ask("inspector", "me")["name"]), exact=False)).to_be_visible()
    expect(page.get_by_text("没有网络", exact=False)).to_be_visible()
    looks_well(phone)
    write(page, words)
    submit(page)
    phone.context.set_offline(False)
    expect(page.get_by_text(SERIAL)).to_be_visible()
    assert len(_reports(site, words)) == 1
    assert phone.context.cookies() == []


def test_a_line_that_breaks_while_a_phone_is_registered_takes_no_second_sign_in(device: Devices) -> None:
    phone = device("inspector", signed_in=True)
    phone.context.route("**/v1/me/devices", lambda route: route.abort())
    page = phone.open("/m/")
    expect(page.get_by_text("这部手机还没有登记", exact=False)).to_be_visible()
    phone.context.unroute("**/v1/me/devices")
    page.reload()
    expect(page.get_by_role("heading", name="附近的项目")).to_be_visible()
    wait_registered(page)
    expect(page.get_by_text("这部手机还没有登记", exact=False)).to_have_count(0)


def test_a_phone_that_was_ended_keeps_its_reports_until_one_signs_in_again(device: Devices, site: Site) -> None:
    phone, words = device("inspector", signed_in=True), f"{WORDS}，手机已停用"
    page = phone.page
    ready(page)
    mine = phone.context.request.get("/v1/me/devices").json()["items"]
    for each in mine:
        phone.context.request.delete(f"/v1/me/devices/{each['id']}", headers={"Origin": site.url})
    write(page, words)
    submit(page)
    expect(page.get_by_role("alert").first).to_contain_text("已被终止")
    expect(page.get_by_text(SERIAL)).to_have_count(0)
    looks_well(phone)
    page.get_by_role("link", name="重新登录").click()
    expect(page.get_by_text("没有发出的报告都还在", exact=False)).to_be_visible()
    expect(page.get_by_role("button", name="继续使用")).to_have_count(0)  # the session lasts; the key does not
    looks_well(phone)
    page.locator("input[autocomplete=username]").fill("inspector-140105-1")
    page.locator("input[autocomplete=current-password]").fill(site.password("inspector"))
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/m/outbox")
    expect(page.get_by_text(SERIAL)).to_be_visible()
    assert len(_reports(site, words)) == 1


def test_a_lost_phone_is_ended_from_another(device: Devices) -> None:
    lost, phone = device("inspector", signed_in=True), device("inspector", signed_in=True)
    ready(lost.page)
    ready(phone.page)
    page = phone.page
    page.get_by_role("link", name="我的").click()
    there = page.get_by_role("button", name=re.compile("^结束"))
    expect(there.first).to_be_visible()
    for left in range(there.count(), 0, -1):
        there.first.click()
        page.get_by_role("dialog").get_by_role("button", name="结束").click()
        expect(there).to_have_count(left - 1)
        expect(page.get_by_role("dialog")).to_have_count(0)
    lost.context.clear_cookies()
    lost.page.goto("/m/reported")
    lost.page.goto("/m/mine")
    expect(lost.page.get_by_role("alert")).to_contain_text("已被终止")


def test_signing_out_waits_for_what_is_not_on_the_ledger(device: Devices) -> None:
    phone = device("inspector", signed_in=True)
    page = phone.page
    ready(page)
    phone.context.route("**/v1/site-visits", lambda route: route.abort())
    write(page)
    submit(page)
    page.get_by_role("link", name="我的").click()
    expect(page.get_by_text("1 份报告未入台账", exact=False)).to_be_visible()
    with page.expect_download() as file:
        page.get_by_role("button", name="导出未入台账的报告").click()
    assert WORDS in file.value.path().read_text(encoding="utf-8")
    page.get_by_role("button", name="退出登录").click()
    page.get_by_role("dialog").get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("heading", level=1, name="登录")).to_be_visible()


def test_who_signs_out_without_a_line_is_signed_out_before_anything_else_is_asked(device: Devices) -> None:
    phone = device("inspector", signed_in=True)
    page = phone.page
    ready(page)
    wait_registered(page)
    phone.context.route("**/v1/sign-out", lambda route: route.abort())
    page.get_by_role("link", name="我的").click()
    page.get_by_role("button", name="退出登录").click()
    page.get_by_role("dialog").get_by_role("button", name="退出登录").click()
    expect(page.get_by_text("登录需要网络")).to_be_visible()
    looks_well(phone)
    assert phone.context.cookies() != []
    phone.context.unroute("**/v1/sign-out")
    page.get_by_role("button", name="再试一次").click()
    expect(page.get_by_role("heading", level=1, name="登录")).to_be_visible()
    for path in ("/", "/d/", "/m/"):
        page.goto(path)
        expect(page.get_by_role("heading", level=1, name="登录")).to_be_visible()
        expect(page.get_by_role("button", name="继续使用")).to_have_count(0)
    assert "xiaohao_session" not in {each["name"] for each in phone.context.cookies()}


def test_a_page_of_one_person_keeps_no_answer_to_another_who_signs_in_meanwhile(device: Devices, site: Site) -> None:
    phone = device("inspector", signed_in=True)
    phone.context.route("**/v1/me/devices", lambda route: route.abort())
    page = phone.open("/m/")
    expect(page.get_by_text("这部手机还没有登记", exact=False)).to_be_visible()
    page.wait_for_load_state("networkidle")  # an answer is kept after it is shown
    first = {each["key"]: each["at"] for each in kept(page, "answers")}
    sign_in(phone.context, site, _OTHER)
    page.get_by_role("link", name="我的").click()
    with page.expect_event("load"):  # it is loaded anew for who signed in
        page.get_by_role("link", name="我报的问题").click()
    page.get_by_role("link", name="我的").click()
    expect(page.get_by_text(_OTHER, exact=False)).to_be_visible()
    mine = [each for each in kept(page, "answers") if each["key"].startswith("inspector-140105-1 ")]
    assert {each["key"]: each["at"] for each in mine} == {key: at for key, at in first.items() if " " in key}


def test_who_reads_english_reads_it_without_a_network_too(device: Devices) -> None:
    phone = device("inspector", signed_in=True, locale="en")
    page = phone.open("/m/")
    expect(page.get_by_role("heading", name="Projects nearby")).to_be_visible()
    page.evaluate(_KEEPS_ENGLISH)
    page.reload()
    expect(page.get_by_role("heading", name="Projects nearby")).to_be_visible()
    phone.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", name="Projects nearby")).to_be_visible()
    page.get_by_role("link", name="Mine").click()
    expect(page.get_by_role("heading", name="Language")).to_be_visible()


def test_english_that_cannot_be_fetched_says_so_and_comes_with_the_line(device: Devices) -> None:
    phone = device("inspector", signed_in=True, service_workers="block")
    page = phone.open("/m/mine")
    wait_registered(page)
    page.reload()
    expect(page.get_by_role("heading", name="语言")).to_be_visible()
    phone.context.set_offline(True)
    page.get_by_label("English").click()
    expect(page.get_by_text("英文要先从网上取一次")).to_be_visible()
    phone.context.set_offline(False)
    page.reload()
    page.get_by_label("English").click()
    expect(page.get_by_role("heading", name="Language")).to_be_visible()


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

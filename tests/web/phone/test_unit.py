"""The phone of who is responsible and of who supervises: sign, plan, report, closure, return, verification, alerts."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Devices
from tests.web.looks import fits, looks_well
from tests.web.photo import photo
from tests.web.site import Site


@pytest.fixture
def issue(site: Site) -> dict[str, Any]:
    return site.issue(category="funding")


def card(page: Page, serial: str) -> Any:
    return page.get_by_role("article").filter(has_text=serial)


def signed(site: Site, issue: dict[str, Any]) -> dict[str, Any]:
    return site.do(unit_of(site, issue), issue, "accept", person_id=unit_of(site, issue))


def unit_of(site: Site, issue: dict[str, Any]) -> str:
    """A person of the unit that an issue of funding goes to."""
    people = site.ask("supervisor", "persons", unit=issue["unit_id"])["items"]
    return next(str(each["id"]) for each in people if each["id"].startswith("staff-"))


def asked_for_closure(site: Site, issue: dict[str, Any]) -> dict[str, Any]:
    who = unit_of(site, issue)
    signed(site, issue)
    site.do(who, issue, "report-progress", note="资金已安排", measures="财政局已下达指标")
    evidence = [{"kind": "funds_voucher", "text": "指标文〔2026〕12号"}]
    return site.do(who, issue, "request-closure", statement="资金已到位。", evidence=evidence)


def test_a_unit_signs_plans_reports_and_asks_for_closure(device: Devices, site: Site, issue: dict[str, Any]) -> None:
    who, serial = unit_of(site, issue), issue["serial"]
    phone = device(who, signed_in=True)
    page = phone.open("/m/")
    card(page, serial).get_by_role("link", name="签收").click()
    page.get_by_role("radio").first.check()
    looks_well(phone)
    page.get_by_role("button", name="签收", exact=True).click()

    page.get_by_role("link", name="倒排工期").first.click()
    expect(page.get_by_text(re.compile("余 \\d+ 个工作日"))).to_be_visible()
    page.get_by_role("button", name="− 提前一天").last.click()
    looks_well(phone)
    page.get_by_role("button", name="倒排工期", exact=True).click()

    page.get_by_role("region", name="现在要做").get_by_role("link", name="反馈").click()
    page.get_by_label("说明").fill("资金已安排")
    page.get_by_label("整改措施").fill("财政局已下达指标")
    page.get_by_role("group", name="照片与文件").locator("input[type=file]").last.set_input_files([photo()])
    expect(page.get_by_text("照片没有拍摄时间")).to_be_visible()
    looks_well(phone)
    page.get_by_role("button", name="反馈", exact=True).click()

    page.get_by_role("region", name="现在要做").get_by_role("link", name="申请销号").click()
    page.get_by_label("解决情况").fill("资金已到位。")
    expect(page.get_by_text(re.compile("还差"))).to_be_visible()
    page.get_by_label("文字说明").fill("指标文〔2026〕12号")
    looks_well(phone)
    page.get_by_role("button", name="申请销号", exact=True).click()
    expect(page.get_by_text("现在不需要您办理，等待他人。")).to_be_visible()
    assert site.ask("supervisor", f"issues/{issue['id']}")["state"] == "closure_requested"
    page.get_by_text("经过", exact=True).click()
    picture = page.locator("ol.timeline img")
    expect(picture).to_be_visible()
    # A phone signed in by its key has no cookie that the picture's address could be asked with.
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert str(picture.get_attribute("src")).startswith("blob:")
    looks_well(phone)


def test_a_supervisor_returns_with_reasons_and_the_unit_reads_them_quoted(
    device: Devices, site: Site, issue: dict[str, Any]
) -> None:
    asked_for_closure(site, issue)
    desk = device("supervisor", signed_in=True)
    page = desk.open("/m/")
    expect(card(page, issue["serial"])).to_be_visible()
    looks_well(desk)
    page = desk.open(f"/m/issues/{issue['serial']}/return-closure")
    page.get_by_label("不合格的原因").fill("凭证没有盖章\n金额不符")
    page.get_by_role("button", name="不合格退回", exact=True).click()
    expect(page.get_by_role("heading", name=issue["serial"])).to_be_visible()

    phone = device(unit_of(site, issue), signed_in=True)
    page = phone.open(f"/m/issues/{issue['serial']}")
    quoted = page.get_by_role("region", name="被退回的原因")
    expect(quoted.get_by_text("凭证没有盖章")).to_be_visible()
    expect(quoted.get_by_text("金额不符")).to_be_visible()
    expect(quoted).to_contain_text(site.ask("supervisor", "me")["name"])
    looks_well(phone)


def test_a_supervisor_verifies_and_strikes_off(device: Devices, site: Site, issue: dict[str, Any]) -> None:
    asked_for_closure(site, issue)
    phone = device("supervisor", signed_in=True)
    page = phone.open(f"/m/issues/{issue['serial']}")
    others = page.get_by_role("region", name="其他操作")
    others.get_by_role("link", name="复核", exact=True).click()
    page.get_by_label("已解决", exact=True).check()
    page.get_by_role("button", name="复核", exact=True).click()
    others.get_by_role("link", name="销号", exact=True).click()
    page.get_by_label("合格", exact=True).check()
    page.get_by_role("button", name="销号", exact=True).click()
    sure = page.get_by_role("alertdialog").or_(page.get_by_role("dialog"))
    expect(sure).to_contain_text("不能撤回")
    sure.get_by_role("button", name="销号").click()
    expect(page.get_by_text("■")).to_be_visible()
    assert site.ask("supervisor", f"issues/{issue['id']}")["state"] == "closed"


def test_what_could_not_be_sent_says_so_and_stays_as_typed(device: Devices, site: Site, issue: dict[str, Any]) -> None:
    phone = device(unit_of(site, issue), signed_in=True)
    page = phone.open(f"/m/issues/{issue['serial']}/comment")
    page.get_by_label("说明").fill("已联系财政局")
    phone.context.set_offline(True)
    page.get_by_role("button", name="评论", exact=True).click()
    expect(page.get_by_text("没有发出去")).to_be_visible()
    assert site.ask("supervisor", f"issues/{issue['id']}")["comments"] == 0
    phone.context.set_offline(False)
    page.reload()
    expect(page.get_by_label("说明")).to_have_value("已联系财政局")
    page.get_by_role("button", name="评论", exact=True).click()
    expect(page.get_by_role("heading", name=issue["serial"])).to_be_visible()
    assert site.ask("supervisor", f"issues/{issue['id']}")["comments"] == 1


def test_an_alert_is_acknowledged_and_its_clock_goes_on(device: Devices, site: Site, issue: dict[str, Any]) -> None:
    signed(site, issue)
    site.do("supervisor", issue, "remind")
    who = unit_of(site, issue)
    phone = device(who, signed_in=True)
    page = phone.open("/m/alerts")
    page.get_by_role("article").filter(has_text=issue["serial"]).first.get_by_role("link").click()
    expect(page.get_by_text("已阅不停表")).to_be_visible()
    looks_well(phone)
    page.get_by_role("button", name="已阅", exact=True).click()
    expect(page.get_by_text(re.compile("日.*已阅$")).first).to_be_visible()
    assert site.ask(who, "alerts", issue=issue["id"], acknowledged="false")["items"] == []
    assert site.ask(who, f"issues/{issue['id']}")["due_at"] is not None


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_lists_look_well_in_both_languages_and_on_narrow_phones(
    device: Devices, site: Site, issue: dict[str, Any], locale: str
) -> None:
    phone = device(unit_of(site, issue), signed_in=True, locale=locale)
    for path in (
        "",
        "issues",
        "issues?light=red",
        f"issues/{issue['serial']}",
        f"issues/{issue['serial']}/accept",
        "alerts",
    ):
        page = phone.open(f"/m/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_text(re.compile("正在读取|Loading"))).to_have_count(0)
        looks_well(phone)
        fits(phone, 320)
        fits(phone, 390)


def test_who_declines_is_heard_and_another_unit_signs(device: Devices, site: Site, issue: dict[str, Any]) -> None:
    phone = device(unit_of(site, issue), signed_in=True)
    page = phone.open(f"/m/issues/{issue['serial']}")
    page.get_by_role("link", name="退回", exact=True).click()
    page.get_by_label("理由").fill("用地由自然资源部门办理。")
    page.get_by_role("button", name="退回", exact=True).click()
    expect(page.get_by_role("heading", name=issue["serial"])).to_be_visible()

    supervisor = device("supervisor", signed_in=True)
    page = supervisor.open("/m/")
    card(page, issue["serial"]).get_by_role("link", name="交办").click()
    expect(page.get_by_text("用地由自然资源部门办理。")).to_be_visible()
    page.get_by_role("combobox", name=re.compile("^责任单位")).fill("小店 自然资源")
    page.get_by_role("option").first.click()
    looks_well(supervisor)
    page.get_by_role("button", name="交办", exact=True).click()

    other = device("unit", signed_in=True)
    page = other.open("/m/")
    expect(card(page, issue["serial"]).get_by_role("link", name="签收")).to_be_visible()


def test_a_phone_that_was_ended_is_led_to_the_door_and_back(device: Devices, site: Site, issue: dict[str, Any]) -> None:
    who = unit_of(site, issue)
    phone = device(who, signed_in=True)
    with phone.page.expect_response(re.compile("/v1/me/devices$")):  # the phone has a key of its own
        page = phone.open(f"/m/issues/{issue['serial']}")
    expect(page.get_by_role("region", name="现在要做")).to_be_visible()
    with site.client(who) as client:
        for each in client.get("/v1/me/devices").json()["items"]:
            client.delete(f"/v1/me/devices/{each['id']}").raise_for_status()
    page.reload()
    expect(page.get_by_text("这部手机的登记已结束")).to_be_visible()
    page.get_by_label("人员编号").fill(who)
    page.get_by_label("密码").fill(site.password(who))
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page).to_have_url(re.compile(f"/m/issues/{issue['serial']}$"))
    page.get_by_role("link", name="评论").click()
    page.get_by_label("说明").fill("已重新登录。")
    page.get_by_role("button", name="评论", exact=True).click()
    expect(page.get_by_role("heading", name=issue["serial"])).to_be_visible()
    assert site.ask("supervisor", f"issues/{issue['id']}")["comments"] == 1


def test_more_issues_than_a_page_are_all_reached(device: Devices, site: Site) -> None:
    made = [site.issue(category="funding") for _ in range(3)]
    who = unit_of(site, made[0])
    phone = device(who, signed_in=True)
    phone.context.route(
        re.compile(r"/v1/issues\?.*limit=50"),
        lambda route: route.continue_(url=route.request.url.replace("limit=50", "limit=2")),
    )
    page = phone.open("/m/issues")
    articles = page.get_by_role("article")
    expect(articles).to_have_count(2)
    while page.get_by_role("button", name="更多", exact=True).is_visible():
        before = articles.count()
        page.get_by_role("button", name="更多", exact=True).click()
        expect(articles).not_to_have_count(before)
    assert articles.count() == len(site.ask(who, "issues", limit=200)["items"])
    looks_well(phone)

"""核查 on site, on a supervisor's phone: the demand beside what was shown, place and photos, struck off or returned."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Devices
from tests.web.device import Device
from tests.web.looks import fits, looks_well
from tests.web.phone.test_unit import asked_for_closure, card, unit_of
from tests.web.photo import photo
from tests.web.site import Site


@pytest.fixture
def issue(site: Site) -> dict[str, Any]:
    made = site.issue(category="funding")
    asked_for_closure(site, made)
    return made


def on_site(device: Devices, issue: dict[str, Any], **more: Any) -> Device:
    """A supervisor's phone on which the verification of an issue is open, from what waits for them."""
    phone = device("supervisor", signed_in=True, **more)
    page = phone.open("/m/")
    card(page, issue["serial"]).get_by_role("link", name="核查").click()
    expect(page.get_by_role("heading", name="核查", exact=True)).to_be_visible()
    expect(page.get_by_text("指标文〔2026〕12号")).to_be_visible()
    return phone


def photographed(page: Page) -> None:
    files = page.get_by_role("group", name="现场照片")
    files.locator("input[type=file]").last.set_input_files([photo()])
    expect(files.get_by_text("照片没有拍摄时间")).to_be_visible()


def last_event(site: Site, issue: dict[str, Any], kind: str) -> dict[str, Any]:
    events = site.ask("supervisor", f"issues/{issue['id']}/history")["items"]
    return next(dict(each) for each in reversed(events) if each["type"].startswith(kind))


def test_a_supervisor_verifies_on_site_and_strikes_off(device: Devices, site: Site, issue: dict[str, Any]) -> None:
    phone = on_site(device, issue)
    page = phone.page
    expect(page.get_by_text("已定位，误差约 12 米")).to_be_visible()
    expect(page.get_by_text(re.compile("距问题登记位置约"))).to_have_count(2)
    photographed(page)
    expect(page.get_by_text("还差：核查结论")).to_be_visible()
    page.get_by_label("通过销号").check()
    page.get_by_label("合格", exact=True).check()
    looks_well(phone)
    fits(phone, 320)
    page.get_by_role("button", name="通过销号").click()
    sure = page.get_by_role("alertdialog").or_(page.get_by_role("dialog"))
    expect(sure).to_contain_text("不能撤回")
    sure.get_by_role("button", name="通过销号").click()
    expect(page.get_by_text("■")).to_be_visible()
    assert site.ask("supervisor", f"issues/{issue['id']}")["state"] == "closed"
    told = last_event(site, issue, "issue.closed")["data"]
    assert "误差约 12 米" in told["note"]
    assert len(told["attachments"]) == 1


def test_a_supervisor_returns_line_by_line_and_the_unit_reads_it(
    device: Devices, site: Site, issue: dict[str, Any]
) -> None:
    phone = on_site(device, issue, permissions=[])
    page = phone.page
    expect(page.get_by_text("未授权定位").first).to_be_visible()
    photographed(page)
    page.get_by_label("退回", exact=True).check()
    expect(page.get_by_text("还差：不合格的原因")).to_be_visible()
    page.get_by_label(re.compile("：不合格的原因$")).first.fill("凭证没有盖章")
    page.get_by_label("其他原因").fill("金额不符")
    looks_well(phone)
    phone.context.set_offline(True)
    page.get_by_role("button", name="退回", exact=True).click()
    expect(page.get_by_text("没有发出去")).to_be_visible()
    phone.context.set_offline(False)
    page.reload()
    expect(page.get_by_label("其他原因")).to_have_value("金额不符")
    expect(page.get_by_role("button", name="去掉 上次选好的文件")).to_be_visible()
    page.get_by_role("button", name="退回", exact=True).click()
    expect(page.get_by_role("heading", name=issue["serial"])).to_be_visible()
    told = last_event(site, issue, "closure.returned")["data"]
    assert told["reasons"][0].endswith("：凭证没有盖章")
    assert "未授权定位" in told["note"]
    assert len(told["attachments"]) == 1

    unit = device(unit_of(site, issue), signed_in=True)
    page = unit.open(f"/m/issues/{issue['serial']}")
    quoted = page.get_by_role("region", name="被退回的原因")
    expect(quoted.get_by_text("凭证没有盖章")).to_be_visible()
    expect(quoted.get_by_text("金额不符")).to_be_visible()

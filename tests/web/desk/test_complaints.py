"""The register of intermediaries on a desk: entered with its faults at the fields, corrected, withdrawn, led to."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Devices
from tests.web.looks import fits, looks_well


def test_a_complaint_is_entered_corrected_and_withdrawn_and_its_campaign_leads_to_it(device: Devices) -> None:
    desk = device("supervisor", "desk", signed_in=True)
    page = desk.open("/d/complaints")
    expect(page.get_by_text("没有投诉", exact=True)).to_be_visible()
    looks_well(desk)
    page.get_by_role("button", name="登记投诉").click()
    form = page.get_by_role("dialog")
    form.get_by_role("button", name="登记投诉").click()
    expect(form.get_by_text("请写机构名称")).to_be_visible()
    form.get_by_label(re.compile("^机构")).fill("某评估公司")
    form.get_by_label(re.compile("^办理事项")).fill("环评编制")
    form.get_by_role("combobox", name=re.compile("^被要求单位")).fill("生态环境")
    page.get_by_role("option", name=re.compile("小店")).first.click()
    form.get_by_label(re.compile("^收费")).fill("26000.50")
    form.get_by_label(re.compile("^耗时")).fill("25")
    form.get_by_label(re.compile("^问题编号")).fill("140105-2026-99999")
    form.get_by_role("button", name="登记投诉").click()
    expect(form.get_by_text("没有这个问题")).to_be_visible()
    looks_well(desk)
    form.get_by_label(re.compile("^问题编号")).fill("")
    form.get_by_role("button", name="登记投诉").click()
    expect(form).to_have_count(0)
    expect(page.get_by_role("row").filter(has_text="26,000.50")).to_contain_text("乱收费")

    campaign = desk.open("/d/campaigns?name=intermediaries&figure=overcharging")
    campaign.get_by_role("link", name="某评估公司 · 乱收费").click()
    shown = page.get_by_role("dialog")
    expect(shown).to_contain_text("环评编制")
    looks_well(desk)
    shown.get_by_role("button", name="更正").click()
    correction = page.get_by_role("dialog", name="更正投诉")
    correction.get_by_label(re.compile("^收费")).fill("100")
    correction.get_by_role("button", name="更正").click()
    expect(correction).to_have_count(0)
    expect(shown.get_by_role("listitem")).to_have_count(2)
    shown.get_by_role("button", name="撤回").click()
    asked = page.get_by_role("dialog", name="撤回这件投诉")
    asked.get_by_role("button", name="撤回").click()
    expect(asked.get_by_text("请写撤回理由")).to_be_visible()
    asked.get_by_label("撤回理由").fill("重复登记")
    asked.get_by_role("button", name="撤回").click()
    expect(shown).to_contain_text("已撤回：重复登记")


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_it_looks_well_in_both_languages_at_any_width(device: Devices, locale: str) -> None:
    desk = device("supervisor", "desk", signed_in=True, locale=locale)
    page = desk.open("/d/complaints")
    expect(page.get_by_role("button", name=re.compile("乱收费|Overcharging"))).to_be_visible()
    looks_well(desk)
    fits(desk, 320)

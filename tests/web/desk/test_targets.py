"""The year's targets on a desk: what is due and reached by month, and the figure that a lead unit enters."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Devices
from tests.web.looks import looks_well

LEAD = "staff-140000-development-reform"


def test_its_lead_unit_enters_a_figure_with_its_source_and_everybody_sees_it(device: Devices) -> None:
    desk = device(LEAD, "desk", signed_in=True)
    page = desk.open("/d/targets")
    row = page.get_by_role("row").filter(has_text=re.compile("G3 固定资产投资(?!增速)"))
    expect(row).to_contain_text("未填报")
    expect(page.get_by_role("row").filter(has_text="G2").first.get_by_role("button")).to_have_count(0)
    row.get_by_role("button", name="填报").click()
    form = page.get_by_role("dialog")
    form.get_by_role("button", name="填报", exact=True).click()
    expect(form.get_by_text("请写明数据来源")).to_be_visible()
    form.get_by_label("月份").select_option("2019-08")
    form.get_by_label(re.compile("^截至月底")).fill("3900.5")
    form.get_by_label(re.compile("^数据来源")).fill("省统计局8月月报")
    looks_well(desk)
    form.get_by_role("button", name="填报", exact=True).click()
    expect(form).to_have_count(0)
    expect(row).to_contain_text("略低于进度")
    expect(row).to_contain_text("3,900.5")
    other = device("supervisor", "desk", signed_in=True).open("/d/targets")
    seen = other.get_by_role("row").filter(has_text=re.compile("G3 固定资产投资(?!增速)"))
    expect(seen).to_contain_text("3,900.5")
    expect(other.get_by_role("button", name="填报")).to_have_count(0)


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_it_looks_well_in_both_languages(device: Devices, locale: str) -> None:
    desk = device("supervisor", "desk", signed_in=True, locale=locale)
    page = desk.open("/d/targets")
    expect(page.get_by_role("row").filter(has_text="G6")).to_be_visible()
    looks_well(desk)

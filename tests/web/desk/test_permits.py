"""A project's permits on its page: who may reports one, each has its limit and light, what was said before stays; the
list of all of them has the late ones, each leading to its project."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Devices
from tests.web.looks import fits, looks_well
from tests.web.site import PROJECT


@pytest.mark.parametrize(("locale", "kind"), [("zh-CN", "land"), ("en", "environment")])
def test_one_is_reported_with_its_limit_and_brought_up_to_date(device: Devices, locale: str, kind: str) -> None:
    desk = device("supervisor", "desk", signed_in=True, locale=locale)
    page = desk.open(f"/d/projects/{PROJECT}")
    page.get_by_role("button", name=re.compile("^报送手续$|^Report a permit$")).click()
    form = page.get_by_role("dialog")
    form.get_by_label(re.compile("^手续|^Permit")).select_option(kind)
    form.get_by_role("button", name=re.compile("^报送$|^Report$")).click()
    expect(form.get_by_text(re.compile("请填申请日期|Say when it was applied for"))).to_be_visible()
    form.get_by_role("combobox", name=re.compile("^责任单位|^Unit")).fill("140105-ecology")
    page.get_by_role("listbox").get_by_role("option").first.click()
    form.get_by_label(re.compile("^申请日期|^Applied")).fill("2019-03-01")
    form.get_by_label(re.compile("^限期（日期）|^Limit .a day")).fill("2019-03-20")
    form.get_by_label(re.compile("^并联组|^In parallel")).fill("开工前")
    looks_well(desk)
    form.get_by_role("button", name=re.compile("^报送$|^Report$")).click()
    expect(form).to_have_count(0)
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=re.compile("^用地|^Environment")))
    expect(row).to_contain_text(re.compile("超期 [0-9]+ 天|[0-9]+ days over"))
    looks_well(desk)
    for width in (320, 390, 1440):
        fits(desk, width)
    desk.open("/d/permits")
    page.get_by_role("button", name=re.compile("^超期$|^Over the limit$")).click()
    late = page.get_by_role("row", name=re.compile("用地|Environment"))
    expect(late).to_contain_text(re.compile("超期 [0-9]+ 天|[0-9]+ days over"))
    looks_well(desk)
    for width in (320, 1440):
        fits(desk, width)
    late.get_by_role("link").click()
    row.get_by_role("button").click()
    form.get_by_label(re.compile("^状态|^State")).select_option("granted")
    form.get_by_label(re.compile("^办结日期|^Decided")).fill("2019-03-18")
    form.get_by_role("button", name=re.compile("^报送$|^Report$")).click()
    expect(form).to_have_count(0)
    expect(row).to_contain_text(re.compile("已办结|Granted"))
    expect(page.get_by_text(re.compile(r"全部报送（[24] 次）|All reports \([24]\)"))).to_be_visible()

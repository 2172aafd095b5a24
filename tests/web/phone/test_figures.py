"""A unit reports its project's month on the phone, asked about what is odd; a desk has it on the project's line."""

import re

from playwright.sync_api import Page, expect

from tests import factories
from tests.web.conftest import Devices
from tests.web.device import Device
from tests.web.looks import fits, looks_well
from tests.web.site import UNIT_PROJECT, Site

NAME = "样例·小店数据中心"


def fill(page: Page, **values: str) -> None:
    for label, value in values.items():
        page.get_by_label(re.compile(f"^{label}")).fill(value)


def send(page: Page) -> None:
    page.get_by_role("button", name="报送月报", exact=True).click()


def fill_folded(page: Page) -> None:
    """What seldom changes, with a month that is no amount."""
    page.get_by_text(re.compile("^更多")).click()
    page.get_by_label(re.compile("^包联领导")).fill("乙某 区长")
    page.locator("summary").get_by_text("分月计划", exact=True).click()
    page.get_by_label("1 月", exact=True).fill("5000")
    expect(page.get_by_text("相差 7.5 亿元")).to_be_visible()
    page.get_by_label("12 月", exact=True).fill("七万五")


def mend_folded(phone: Device, page: Page) -> None:
    expect(page.get_by_text(re.compile("请只写数字"))).to_be_visible()  # unfolded for it
    looks_well(phone)
    fits(phone, 320)
    page.get_by_label("12 月", exact=True).fill("75000")
    expect(page.get_by_text("合计 8 亿元，与年度计划一致")).to_be_visible()


def test_a_unit_reports_a_month_which_is_beside_the_visits_of_its_project(device: Devices, site: Site) -> None:
    stopped = factories.site_visit(
        project_code=UNIT_PROJECT,
        captured_at=site.now().isoformat(),
        findings=[],
        no_problem_found=True,
        progress={"percent": 10, "stage": "停工"},
    )
    with site.client("inspector") as client:
        client.post("/v1/site-visits", content=factories.as_bytes(stopped)).raise_for_status()
    phone = device("unit", signed_in=True)
    page = phone.open("/m/")
    page.get_by_role("link", name="本月月报：未报 1 个").click()
    looks_well(phone)
    page.get_by_role("link", name="报送月报").click()
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()

    fill(page, 年度计划投资="-8", 本年累计完成投资="1e30")
    page.get_by_label(re.compile("^形象进度")).fill("101")
    send(page)
    for said in ("投资额不能为负", "金额大得不可能", "进度在 0 到 100 之间", "请填项目阶段"):
        expect(page.get_by_text(re.compile(said))).to_be_visible()
    looks_well(phone)
    fits(phone, 320)
    fits(phone, 390)

    fill(page, 年度计划投资="80000", 本年累计完成投资="130000")
    expect(page.get_by_text("即 8 亿元")).to_be_visible()
    page.get_by_label(re.compile("^形象进度")).fill("15.5")
    page.get_by_label(re.compile("^项目阶段")).select_option("building")
    fill_folded(page)
    page.get_by_label(re.compile("^说明")).fill("主体封顶")
    page.reload()
    expect(page.get_by_label(re.compile("^说明"))).to_have_value("主体封顶")
    send(page)
    mend_folded(phone, page)
    send(page)
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("超过年度计划的 1.5 倍")
    looks_well(phone)
    asked.get_by_role("button", name="取消").click()
    fill(page, 本年累计完成投资="12000")
    send(page)
    expect(page.get_by_role("heading", level=1, name="发件箱")).to_be_visible()
    expect(page.get_by_text("月报已入账")).to_be_visible()
    looks_well(phone)

    desk = device("supervisor", "desk", signed_in=True)
    page = desk.open(f"/d/projects/{UNIT_PROJECT}")
    month = site.now().astimezone().isoformat()[:7]
    row = page.get_by_role("region", name="月报与投资进度").get_by_role("row").filter(has_text=month)
    expect(row).to_contain_text("1.2 亿元")
    expect(row).to_contain_text("15%")
    expect(page.get_by_text("主体封顶")).to_be_visible()
    expect(page.get_by_role("definition").filter(has_text="乙某 区长")).to_be_visible()
    expect(page.get_by_text(f"与月报不符：现场停工（{month} 月报：在建）")).to_be_visible()
    looks_well(desk)
    for width in (390, 1440):
        fits(desk, width)


def test_a_supervisor_finds_who_has_not_reported_and_enters_a_month_for_them(device: Devices, site: Site) -> None:
    desk = device("supervisor", "desk", signed_in=True)
    page = desk.open("/d/projects/months?month=2020-03&standing=missing&region=140105")
    row = page.get_by_role("row").filter(has_text="样例·小店智能装备产业园")
    expect(row).to_contain_text("未报")
    looks_well(desk)
    row.get_by_role("link", name=re.compile("^报送月报")).click()
    form = page.get_by_role("dialog")
    form.get_by_role("radio", name="亿元").check()
    fill(page, 年度计划投资="3", 本年累计完成投资="0.5")
    form.get_by_label(re.compile("^项目阶段")).select_option("stopped")
    looks_well(desk)
    form.get_by_role("button", name="报送月报").click()
    expect(form).to_have_count(0)
    months = page.get_by_role("region", name="月报与投资进度")
    expect(months.get_by_role("row").filter(has_text="2020-03")).to_contain_text("17%")

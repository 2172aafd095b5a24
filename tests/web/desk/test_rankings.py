"""Rankings on a desk: places and how they changed, the list behind a number, a month of nothing, bulletins."""

import hashlib
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.oversight.bulletins.parts import reported
from tests.web.conftest import Devices
from tests.web.looks import fits, looks_well
from tests.web.site import Site

RULE: Final = "shanxi-province-level"
FIRST: Final = "长治市"
PAGE: Final = f"/d/rankings?rule={RULE}&period=2019-08"


@pytest.fixture(scope="module", name="figures")
def figures_of_two_months(site: Site) -> Site:
    """August as it was published; in July who was to be the first had done nothing yet."""
    august = [each.model_dump(mode="json") for each in reported()]
    july = [
        each | {"month": "2019-07"} | ({"done_year": 0} if each["name"].startswith(FIRST) else {}) for each in august
    ]
    with site.client("province") as client:
        for month in (july, august):
            client.post("/v1/figures/import", json={"figures": month}).raise_for_status()
    return site


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_ranking_tells_who_rose_and_each_number_opens_its_list(device: Devices, figures: Site, locale: str) -> None:
    desk = device("province", "desk", signed_in=True, locale=locale)
    page = desk.open(PAGE)
    row = page.get_by_role("row").filter(
        has=page.get_by_role("rowheader", name=re.compile(f"^({FIRST}|Changzhi City)"))
    )
    expect(row.get_by_role("cell").first).to_have_text("1")
    expect(row).to_contain_text("▲10")
    expect(row).to_contain_text(re.compile("比上期上升 10 位，上期第 11|up 10 since the period before, from 11"))
    looks_well(desk)
    for width in (320, 1024):
        fits(desk, width)
    row.get_by_role("link", name=re.compile("124.9")).click()
    expect(page.get_by_role("row")).to_have_count(21)
    looks_well(desk)
    page.get_by_role("link", name=re.compile("回到排名|Back to the rankings")).click()
    expect(row).to_be_visible()


def test_it_begins_with_the_last_month_that_has_figures_and_another_can_be_chosen(
    device: Devices, figures: Site
) -> None:
    months = figures.ask("province", "rankings")["months"]
    desk = device("province", "desk", signed_in=True)
    page = desk.open("/d/rankings")
    month = page.get_by_label("截至哪个月")
    expect(month).to_have_value(months[0])
    month.select_option("2019-07")
    expect(page).to_have_url(re.compile("period=2019-07"))
    expect(page.get_by_role("rowheader", name=FIRST)).to_be_visible()
    page.get_by_label("按哪条规则").select_option("closure-by-city")
    expect(page.get_by_label("哪个月", exact=True)).to_have_value(re.compile(r"^\d{4}-\d{2}$"))


def test_a_rule_of_ones_own_says_who_entered_it_and_each_row_its_sequence(device: Devices, figures: Site) -> None:
    rule = """
      name: ours-in-sequences
      version: 2026.1
      subjects: {by: region, level: city}
      indicators: [{key: projects, name: 项目数, count: projects}]
      score: {sort: projects}
      sequences: [市, 开发区]
    """
    with figures.client("province") as client:
        client.post("/v1/rule-files/ranking", json={"text": rule}).raise_for_status()
    page = device("province", "desk", signed_in=True).open("/d/rankings?rule=ours-in-sequences&period=2019-08")
    expect(page.get_by_text(re.compile("第 2026.1 版，supervisor-140000 于 .* 录入"))).to_be_visible()
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=FIRST))
    expect(row.get_by_role("cell", name="市", exact=True)).to_be_visible()


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_month_without_figures_leads_to_where_they_are_brought_in(
    device: Devices, figures: Site, locale: str
) -> None:
    desk = device("province", "desk", signed_in=True, locale=locale)
    page = desk.open(f"/d/rankings?rule={RULE}&period=2018-01")
    expect(page.get_by_text(re.compile("2018-01 还没有可排名的数据|Nothing to rank for 2018-01"))).to_be_visible()
    looks_well(desk)
    page.get_by_role("link", name=re.compile("去导入月报|Bring in figures")).click()
    expect(page).to_have_url(re.compile("/d/projects/import$"))


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_bulletin_that_was_built_is_told_and_its_files_are_the_very_ones(
    device: Devices, figures: Site, tmp_path: Path, locale: str
) -> None:
    command = [sys.executable, "-m", "cli", "bulletin", "build", RULE, "--period", "2019-08", "--out", str(tmp_path)]
    subprocess.run([*command, "--data", str(figures.stack.data)], check=True)
    desk = device("province", "desk", signed_in=True, locale=locale)
    page = desk.open(PAGE)
    expect(page.get_by_text(re.compile("已生成，未印发|Built, not issued"))).to_be_visible()
    looks_well(desk)
    with page.expect_download() as saved:
        page.get_by_role("link", name=re.compile("docx")).click()
    built = tmp_path / f"{RULE}-2019-08.docx"
    assert hashlib.sha256(saved.value.path().read_bytes()).digest() == hashlib.sha256(built.read_bytes()).digest()


def test_who_reads_no_figures_sees_the_places_alone(device: Devices, figures: Site) -> None:
    desk = device("admin-140000", "desk", signed_in=True)
    page = desk.open(PAGE)
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=re.compile(f"^{FIRST}")))
    expect(row).to_contain_text("124.9")
    expect(row.get_by_role("link")).to_have_count(0)
    expect(page.get_by_role("heading", name="通报", exact=True)).to_have_count(0)
    looks_well(desk)

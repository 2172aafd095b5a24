"""The board of projects on a desk: of all or of a programme, sums by place with bars, campaigns and targets beside; a
number opens its list, and that the page of each project, whether the registry knows it or not."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Devices
from tests.web.looks import looks_well
from tests.web.site import Site


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_number_of_the_board_opens_its_projects(device: Devices, site: Site, locale: str) -> None:
    figure = {"name": "看板渠", "month": "2026-02", "stage": "building", "regions": ["太原市小店区"]}
    more = {"leader": "甲某 副区长", "due_produce": "2025-12-31", "total": 6 * 10**10, "key_project": True}
    path = {"plan_months": [8 * 10**9, 8 * 10**9, 4 * 10**9, *([0] * 9)]}
    other = {"name": "看板堤", "month": "2026-02", "stage": "building", "regions": ["太原市小店区"]}
    with site.client("province") as client:
        body = {"figures": [other, figure | more | path | {"plan_year": 2 * 10**10, "done_year": 10**10}]}
        client.post("/v1/figures/import", json=body).raise_for_status()
    desk = device("province", "desk", signed_in=True, locale=locale)
    page = desk.open("/d/project-board")
    page.get_by_role("button", name=re.compile("重点工程|Key projects")).click()
    place = page.get_by_role("row", name=re.compile("太原市|Taiyuan"))
    expect(place).to_contain_text("%")
    looks_well(desk)
    place.get_by_role("button", name=re.compile("项目|Projects")).first.click()
    expect(page.get_by_role("heading", name=re.compile("^(重点工程|Key projects) · "))).to_be_visible()
    expect(page.get_by_role("link", name="看板渠")).to_be_visible()
    expect(page.get_by_role("link", name="看板堤")).to_have_count(0)
    expect(page.get_by_text(re.compile("甲某 副区长"))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("恶意阻工|obstruction", re.IGNORECASE))).to_be_visible()
    looks_well(desk)
    page.get_by_role("link", name="看板渠").click()
    expect(page.get_by_text(re.compile("名录未登记|Not in the registry"))).to_be_visible()
    expect(page.get_by_text(re.compile("^(重点工程|Key project)$"))).to_be_visible()
    february = page.get_by_role("row").filter(has_text="2026-02").filter(has_text=re.compile("落后于分月计划|behind"))
    expect(february).to_contain_text(re.compile("1.6 亿元|160 million"))
    produce = page.get_by_role("row", name=re.compile("投产|Production"))
    expect(produce).to_contain_text(re.compile("(逾期|overdue).*2025-12-31", re.DOTALL))
    looks_well(desk)

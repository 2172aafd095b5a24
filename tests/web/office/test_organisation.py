"""Units and people on a desk: entered, retired and imported by an administrator; others look, and are told why."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Devices
from tests.web.looks import fits, looks_well
from tests.web.site import Site

ADMIN = "admin-140000"
UNIT = "140105-new-town"
SOUND = "id,name,role,region,unit_id\nhan-1,韩一,unit_staff,140105,140105-ecology\n"


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_unit_shows_its_head_its_people_and_its_changes(device: Devices, locale: str) -> None:
    desk = device(ADMIN, "desk", signed_in=True, locale=locale)
    page = desk.open("/d/organisation?region=140105")
    page.get_by_label(re.compile("^查找单位|^Find a unit")).fill("140105-natural")
    page.locator(".units").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name=re.compile("^单位负责人|^Head of the unit"))).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^任免|^Change who"))).to_be_visible()
    page.get_by_text(re.compile("^变更记录|^What was changed")).click()
    looks_well(desk)
    page.get_by_role("button", name=re.compile("^任免|^Change who")).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    looks_well(desk)
    page.keyboard.press("Escape")
    page.get_by_role("tab", name=re.compile("^人员|^People")).click()
    expect(page.get_by_role("table")).to_be_visible()
    looks_well(desk)
    fits(desk, 390)


def test_an_administrator_enters_a_unit_and_a_person_and_retires_it(device: Devices, site: Site) -> None:
    desk = device(ADMIN, "desk", signed_in=True)
    page = desk.open("/d/organisation?region=140105")
    page.get_by_role("button", name="登记单位").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(re.compile("^单位名称")).fill("新城管委会")
    dialog.get_by_label(re.compile("^单位编号")).fill("no such/id")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog.get_by_role("alert").first).to_be_visible()
    looks_well(desk)
    dialog.get_by_label(re.compile("^单位编号")).fill(UNIT)
    dialog.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name="新城管委会")).to_be_visible()
    page.get_by_role("button", name="登记本单位人员").click()
    dialog.get_by_label(re.compile("^姓名")).fill("柳青")
    dialog.get_by_label(re.compile("^人员编号")).fill("liu-qing")
    looks_well(desk)
    dialog.get_by_role("button", name="保存").click()
    page.locator(".staff").get_by_role("link", name="柳青").click()
    expect(page.get_by_role("heading", name="柳青")).to_be_visible()
    looks_well(desk)
    found = site.ask(ADMIN, "registry/persons/liu-qing")["entry"]
    assert (found["role"], found["unit_id"]) == ("unit_staff", UNIT)
    page.locator(".staff").get_by_role("link", name="新城管委会").click()
    page.get_by_role("button", name="撤销或拆分").click()
    dialog.get_by_role("button", name="撤销", exact=True).click()
    expect(dialog.get_by_text("请填写")).to_be_visible()
    dialog.get_by_label(re.compile("^原因")).fill("机构改革")
    looks_well(desk)
    dialog.get_by_role("button", name="撤销", exact=True).click()
    expect(page.get_by_role("heading", name="新城管委会")).to_contain_text("已撤销")
    assert site.ask(ADMIN, f"registry/units/{UNIT}")["entry"]["retired_on"]


def test_a_person_who_is_half_entered_outlives_the_session_until_one_goes_away(device: Devices) -> None:
    desk = device(ADMIN, "desk", signed_in=True)
    page = desk.open("/d/organisation?region=140105")
    dialog = page.get_by_role("dialog")
    page.get_by_role("button", name="登记人员").click()
    name = dialog.get_by_label(re.compile("^姓名"))
    name.fill("韩半")
    desk.lose_session()
    page.evaluate("setTimeout(() => location.reload())")  # the page may be leaving for the door by itself
    desk.sign_in_at_door()
    page.get_by_role("button", name="登记人员").click()
    expect(name).to_have_value("韩半")
    dialog.get_by_role("button", name="取消").click()
    page.get_by_role("button", name="登记人员").click()
    expect(name).to_have_value("")


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_file_with_a_fault_is_told_its_line_and_mended_is_taken(device: Devices, site: Site, locale: str) -> None:
    person = f"han-{'zh' if locale == 'zh-CN' else 'en'}"
    sound = SOUND.replace("han-1", person)
    desk = device(ADMIN, "desk", signed_in=True, locale=locale)
    page = desk.open("/d/organisation/import")
    chosen = page.get_by_label(re.compile("^选择名录文件|^Choose a file"))
    wrong = f"{sound}wei,魏,inspector,999999,\n"
    chosen.set_input_files({"name": "people.csv", "mimeType": "text/csv", "buffer": wrong.encode()})
    expect(page.get_by_text(re.compile("^第 3 行$|^Line 3$"))).to_be_visible()
    looks_well(desk)
    chosen.set_input_files({"name": "people.csv", "mimeType": "text/csv", "buffer": sound.encode()})
    expect(page.get_by_role("row").filter(has_text=re.compile("人员|People")).get_by_role("cell").first).to_have_text(
        "1"
    )
    with site.client(ADMIN) as client:
        assert client.get(f"/v1/registry/persons/{person}").status_code == 404
    page.get_by_label(re.compile("^原因|^Reason")).fill("新到岗")
    looks_well(desk)
    page.get_by_role("button", name=re.compile("^导入$|^Import$")).click()
    expect(page.get_by_role("heading", name=re.compile("^已导入$|^Imported$"))).to_be_visible()
    assert site.ask(ADMIN, f"registry/persons/{person}")["entry"]["name"] == "韩一"


def test_a_supervisor_looks_and_reads_who_changes_it_and_a_unit_may_not_look(device: Devices) -> None:
    desk = device("supervisor", "desk", signed_in=True)
    page = desk.open("/d/organisation")
    expect(page.get_by_text("您只能查看")).to_be_visible()
    expect(page.get_by_role("button", name="登记单位")).to_have_attribute("aria-disabled", "true")
    looks_well(desk)
    other = device("unit", "desk", signed_in=True)
    page = other.open("/d/organisation")
    expect(page.get_by_text("您不能查看名录")).to_be_visible()
    looks_well(other)

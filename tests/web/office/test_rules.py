"""The rules of supervision on a desk: read, written with faults at their line, simulated, adopted by the province."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Devices
from tests.web.looks import fits, looks_well
from tests.web.site import Site


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_versions_are_listed_and_one_is_read_beside_its_text(device: Devices, locale: str) -> None:
    desk = device("province", "desk", signed_in=True, locale=locale)
    page = desk.open("/d/rules")
    row = page.get_by_role("row").filter(has=page.get_by_role("cell", name="13710@2", exact=True))
    expect(row).to_contain_text(re.compile("现行|in force"))
    looks_well(desk)
    row.get_by_role("link").click()
    expect(page.get_by_role("region", name=re.compile("解决|Resolve")).first).to_contain_text(
        re.compile("超期 7 天|7 days overdue")
    )
    expect(page.get_by_text("step: resolve-province")).to_be_visible()
    looks_well(desk)
    fits(desk, 390)


def test_a_fault_is_told_at_its_line_mended_simulated_and_adopted(device: Devices, site: Site) -> None:
    site.issue()
    desk = device("province", "desk", signed_in=True)
    page = desk.open("/d/rules/propose?from=13710@2")
    editor = page.get_by_role("textbox", name=re.compile("规则文本"))
    expect(editor).to_have_value(re.compile("version: 3"))
    sound = editor.input_value()
    editor.fill(sound.replace("after: {days: 7}, light: red", "after: {dayz: 7}, light: red", 1))
    expect(page.get_by_text(re.compile(r"有 \d+ 处错误"))).to_be_visible()
    expect(page.get_by_role("button", name=re.compile(r"采用 .*…"))).to_have_attribute("aria-disabled", "true")
    looks_well(desk)
    page.get_by_role("button", name=re.compile(r"^第 \d+ 行$")).first.click()
    expect(editor).to_be_focused()
    editor.fill(sound.replace("after: {days: 7}, light: red", "after: {days: 9}, light: red", 1))
    expect(page.get_by_text("没有错误")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="步骤 resolve-province")).to_contain_text("超期 9 天")
    page.get_by_role("button", name="开始推演").click()
    expect(page.get_by_text(re.compile(r"\d+ 个问题在适用范围内"))).to_be_visible()
    looks_well(desk)
    page.get_by_label(re.compile("^理由")).fill("省办〔2026〕3号")
    page.get_by_role("button", name=re.compile(r"采用 13710@3…")).click()
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("接替 13710@2")
    expect(asked).to_contain_text("已交办的问题仍按原来的版本办理")
    looks_well(desk)
    asked.get_by_role("button", name="采用", exact=True).click()
    expect(page.get_by_text("已采用 13710@3。")).to_be_visible()
    page.get_by_role("link", name="回到督办规则").click()
    expect(page.get_by_role("row").filter(has_text="13710@3").first).to_contain_text("待生效")
    expect(page.get_by_role("cell", name="省办〔2026〕3号").first).to_be_visible()


def test_a_draft_is_its_writers_and_nobody_elses_on_the_same_computer(device: Devices) -> None:
    desk = device("province", "desk", signed_in=True)
    page = desk.open("/d/rules/propose?from=13710@1")
    editor = page.get_by_role("textbox", name=re.compile("规则文本"))
    expect(editor).to_have_value(re.compile("name:"))
    editor.fill("name: of-the-province")
    page.reload()
    expect(editor).to_have_value("name: of-the-province")
    kept = page.evaluate(
        "Object.fromEntries(Object.entries(localStorage).filter(([key]) => key.includes('rules.draft')))"
    )
    assert list(kept.values()) == ["name: of-the-province"]
    other = device("city", "desk", signed_in=True)
    other.open("/d/rules").evaluate(
        "kept => Object.entries(kept).forEach(([key, text]) => localStorage.setItem(key, text))", kept
    )
    page = other.open("/d/rules/propose?from=13710@1")
    expect(page.get_by_role("textbox", name=re.compile("规则文本"))).to_have_value(re.compile("obligations:"))


def test_who_supervises_a_county_reads_and_is_told_why_no_more(device: Devices) -> None:
    desk = device("supervisor", "desk", signed_in=True)
    page = desk.open("/d/rules")
    propose = page.get_by_role("button", name="拟订新版本")
    expect(propose).to_have_attribute("aria-disabled", "true")
    expect(page.get_by_text("拟订和推演规则由省、市两级督办人员办理。")).to_be_visible()
    desk.open("/d/rules/propose")
    expect(page.get_by_text("您可以查看规则。")).to_be_visible()
    expect(page.get_by_role("textbox", name=re.compile("规则文本"))).to_have_count(0)
    looks_well(desk)

"""The page of an issue on a desk: three people carry one to 销号, a closure comes back, two decide at once, a transfer."""

import re
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.web.conftest import Devices
from tests.web.device import Device
from tests.web.looks import fits, looks_well
from tests.web.site import Site

WORDS = {"zh-CN": ("更多操作", "评论"), "en": ("More", "Comment")}


def opened(desk: Device, issue: dict[str, Any]) -> Page:
    page = desk.open(f"/d/issues/{issue['serial']}")
    expect(page.get_by_role("heading", level=1, name=issue["serial"])).to_be_visible()
    expect(page.locator("ol.timeline > li").first).to_be_visible()
    return page


def form(page: Page, command: str) -> Locator:
    """The form of a command, by its own button or out of the list."""
    button = page.locator(".issue > header").get_by_role("button", name=command, exact=True)
    page.get_by_role("button", name="更多操作").wait_for()
    if button.count():
        button.click()
    else:
        page.get_by_role("button", name="更多操作").click()
        page.get_by_role("menuitem", name=command, exact=True).click()
    return page.get_by_role("dialog", name=command)


def give(page: Page, command: str, **texts: str) -> None:
    """Fill in and press; the form goes when the ledger has it."""
    dialog = form(page, command)
    for label, text in texts.items():
        dialog.get_by_label(re.compile(f"^{label}")).fill(text)
    press(dialog, command)


def press(dialog: Locator, command: str) -> None:
    dialog.get_by_role("button", name=command, exact=True).click()
    expect(dialog).to_be_hidden()


def photo() -> dict[str, Any]:
    made = BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(made, "JPEG")
    return {"name": "site.jpg", "mimeType": "image/jpeg", "buffer": made.getvalue()}


def ask_for_closure(page: Page) -> None:
    dialog = form(page, "申请销号")
    dialog.get_by_role("button", name="申请销号", exact=True).click()
    expect(dialog.get_by_text("还差：")).to_be_visible()
    dialog.get_by_label(re.compile("^解决情况")).fill("用地批复已取得，场地已经移交。")
    dialog.get_by_label("文字说明").fill("晋自然资函〔2026〕3 号")
    press(dialog, "申请销号")


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_page_and_what_opens_on_it_look_well(device: Devices, site: Site, locale: str) -> None:
    desk = device("supervisor", "desk", signed_in=True, locale=locale)
    page = opened(desk, site.issue())
    more, comment = WORDS[locale]
    expect(page.locator(".sentences li").first).to_be_visible()
    looks_well(desk)
    page.get_by_role("button", name=more).click()
    expect(page.get_by_role("menuitem").first).to_be_visible()
    looks_well(desk)
    page.keyboard.press("Escape")
    page.get_by_role("button", name=comment, exact=True).click()
    expect(page.get_by_role("dialog", name=comment)).to_be_visible()
    looks_well(desk)
    page.keyboard.press("Escape")
    for width in (768, 1280, 1440):
        fits(desk, width)


def test_three_people_on_three_devices_carry_an_issue_to_its_end(device: Devices, site: Site) -> None:
    issue = site.issue()
    unit, supervisor = device("unit", "desk", signed_in=True), device("supervisor", "desk", signed_in=True)
    inspector = device("inspector", "desk", signed_in=True)
    theirs = opened(unit, issue)
    give(theirs, "退回", 理由="先由国土所核实边界。")

    over = opened(supervisor, issue)
    dialog = form(over, "交办")
    dialog.get_by_label(re.compile("^责任单位")).fill("自然资源")
    over.get_by_role("option", name=re.compile("小店.*自然资源")).first.click()
    press(dialog, "交办")

    theirs = opened(unit, issue)
    dialog = form(theirs, "签收")
    dialog.get_by_role("radio").first.check()
    press(dialog, "签收")
    dialog = form(theirs, "倒排工期")
    expect(dialog.get_by_text(re.compile("余 .+ 个工作日"))).to_be_visible()
    dialog.get_by_role("button", name="− 提前一天").last.click()
    press(dialog, "倒排工期")
    dialog = form(theirs, "反馈")
    dialog.get_by_label(re.compile("^说明")).fill("已与村委会核对边界。")
    dialog.locator("input[type=file]").last.set_input_files([photo()])
    expect(dialog.get_by_text("照片没有拍摄时间")).to_be_visible()
    press(dialog, "反馈")
    expect(theirs.locator("ol.timeline img").first).to_be_visible()
    ask_for_closure(theirs)

    watching = opened(inspector, issue)
    over = opened(supervisor, issue)
    expect(over.get_by_text("晋自然资函〔2026〕3 号").first).to_be_visible()
    dialog = form(over, "销号")
    dialog.get_by_role("radio", name="良好").check()
    press(dialog, "销号")
    expect(over.locator(".called").get_by_text("已销号").first).to_be_visible()
    # The third sees it without doing anything.
    expect(watching.locator(".called").get_by_text("已销号").first).to_be_visible()
    assert site.ask("supervisor", f"issues/{issue['id']}")["grade"] == "good"


def test_a_closure_that_comes_back_says_why_where_it_is_asked_for_again(device: Devices, site: Site) -> None:
    issue = site.issue()
    site.do("unit", issue, "accept", person_id="staff-140105-natural-resources")
    site.do("unit", issue, "report-progress", note="已进场。", measures="核对边界。")
    unit, supervisor = device("unit", "desk", signed_in=True), device("supervisor", "desk", signed_in=True)
    theirs = opened(unit, issue)
    ask_for_closure(theirs)
    give(opened(supervisor, issue), "不合格退回", 不合格的原因="批复没有附图\n四至界线不清")
    theirs = opened(unit, issue)
    dialog = form(theirs, "申请销号")
    quoted = dialog.get_by_role("blockquote")
    expect(quoted).to_contain_text("批复没有附图")
    expect(quoted).to_contain_text("四至界线不清")


def test_who_decides_second_is_told_kindly_and_loses_no_word(device: Devices, site: Site) -> None:
    issue = site.issue()
    desk = device("supervisor", "desk", signed_in=True)
    page = opened(desk, issue)
    dialog = form(page, "误报作废")
    dialog.get_by_label(re.compile("^理由")).fill("现场核实并无此事。")
    site.do("unit", issue, "accept", person_id="staff-140105-natural-resources")
    dialog.get_by_role("button", name="误报作废", exact=True).click()
    page.get_by_role("dialog", name=re.compile("误报作废：")).get_by_role("button", name="误报作废").click()
    expect(dialog.get_by_text("他人刚刚改动了这个问题")).to_be_visible()
    expect(dialog.get_by_label(re.compile("^理由"))).to_have_value("现场核实并无此事。")
    dialog.get_by_role("button", name="读入最新情况").click()
    expect(dialog.get_by_text("现在是“已签收”")).to_be_visible()
    looks_well(desk)


def test_an_issue_is_transferred_and_its_story_says_so(device: Devices, site: Site) -> None:
    issue = site.issue()
    page = opened(device("supervisor", "desk", signed_in=True), issue)
    dialog = form(page, "改派")
    dialog.get_by_label(re.compile("^责任单位")).fill("住")
    page.get_by_role("option").first.click()
    dialog.get_by_label(re.compile("^理由")).fill("职责在住建部门。")
    expect(dialog.get_by_role("heading", name="这样做之后").or_(dialog.get_by_text("现在还不能这样做"))).to_be_visible()
    press(dialog, "改派")
    story = page.locator("ol.timeline > li").first
    expect(story).to_contain_text("改派")
    expect(story).to_contain_text("职责在住建部门。")

"""The page of an issue on a desk: three people carry one to its end, one comes back, two decide at once, a transfer."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.conftest import Devices
from tests.web.device import Device
from tests.web.looks import fits, looks_well
from tests.web.photo import photo
from tests.web.site import Site, person_of

WORDS = {"zh-CN": ("更多操作", "评论"), "en": ("More", "Comment")}


def opened(desk: Device, issue: dict[str, Any]) -> Page:
    page = desk.open(f"/d/issues/{issue['serial']}")
    expect(page.get_by_role("heading", level=1, name=issue["serial"])).to_be_visible()
    expect(page.locator("ol.timeline > li").first).to_be_visible()
    return page


def form(page: Page, command: str) -> Locator:
    """The form of a command, by its own button or out of the list."""
    more = page.get_by_role("button", name="更多操作")
    expect(more).to_be_visible()  # with it all buttons of their own
    button = page.locator(".issue > header").get_by_role("button", name=command, exact=True)
    if button.count():
        button.click()
    else:
        more.click()
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
    page.get_by_role("button", name=more, exact=True).click()
    expect(page.get_by_role("menuitem").first).to_be_visible()
    looks_well(desk)
    page.keyboard.press("Escape")
    page.get_by_role("button", name=comment, exact=True).click()
    expect(page.get_by_role("dialog", name=comment)).to_be_visible()
    looks_well(desk)
    page.keyboard.press("Escape")
    for width in (768, 1280, 1440):
        fits(desk, width)


@pytest.mark.parametrize(
    ("locale", "label", "paper"), [("zh-CN", "公文", "督办单"), ("en", "Papers", "Supervision order")]
)
def test_a_paper_is_saved_from_the_page(device: Devices, site: Site, locale: str, label: str, paper: str) -> None:
    issue = site.issue()
    desk = device("supervisor", "desk", signed_in=True, locale=locale)
    page = opened(desk, issue)
    page.get_by_role("button", name=label, exact=True).click()
    expect(page.get_by_role("menuitem")).to_have_count(8)
    looks_well(desk)
    with page.expect_download() as saved:
        page.get_by_role("menuitem", name=re.compile(f"^{paper}.*PDF")).click()
    assert saved.value.suggested_filename.startswith(f"{paper}-{issue['serial']}-")
    assert saved.value.path().read_bytes().startswith(b"%PDF-")


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
    theirs.locator("ol.timeline li", has_text="反馈进展").get_by_role("button").click()
    whole = theirs.get_by_role("dialog").get_by_role("img")
    expect(whole).to_be_visible()
    assert whole.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640
    looks_well(unit)
    with theirs.expect_download() as kept:
        theirs.get_by_role("button", name="保存原件").click()
    assert kept.value.suggested_filename.endswith(".jpeg")
    theirs.keyboard.press("Escape")
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
    dialog = form(theirs, "反馈")
    quoted = dialog.get_by_role("region", name="被退回的原因")
    expect(quoted).to_contain_text("批复没有附图")
    expect(quoted).to_contain_text("四至界线不清")
    expect(quoted).to_contain_text(site.ask("supervisor", "me")["name"])
    dialog.get_by_label(re.compile("^说明")).fill("附图已补。")
    press(dialog, "反馈")
    quoted = form(theirs, "申请销号").get_by_role("region", name="被退回的原因")
    expect(quoted).to_contain_text("批复没有附图")


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
    expect(dialog.get_by_role("heading", name="这样做之后")).to_be_visible()
    press(dialog, "改派")
    story = page.locator("ol.timeline > li").first
    expect(story).to_contain_text("改派")
    expect(story).to_contain_text("职责在住建部门。")


def test_an_escalation_arrives_on_a_page_that_nobody_touches(device: Devices, site: Site) -> None:
    issue = site.issue()
    page = opened(device("supervisor", "desk", signed_in=True), issue)
    page.evaluate("window.untouched = true")
    site.let_pass(timedelta(days=1))
    fired = page.locator("ol.timeline > li").filter(has_text="督办升级")
    expect(fired.first).to_be_visible()
    expect(fired.first).to_contain_text("新")
    expect(page.get_by_role("status").filter(has_text="刚有新的变化")).to_be_visible()
    expect(page.locator(".called").get_by_text(re.compile("红灯"))).to_be_visible()
    assert page.evaluate("window.untouched")


def test_an_ended_session_leads_to_the_door_and_back_with_what_was_written(device: Devices, site: Site) -> None:
    issue = site.issue()
    desk = device("supervisor", "desk", signed_in=True)
    page = opened(desk, issue)
    dialog = form(page, "评论")
    dialog.get_by_label(re.compile("^说明")).fill("请国土所先行核实。")
    desk.lose_session()
    dialog.get_by_role("button", name="评论", exact=True).click()
    expect(page.get_by_text("登录已结束")).to_be_visible()
    looks_well(desk)
    desk.sign_in_at_door()
    expect(page).to_have_url(re.compile(f"/d/issues/{issue['serial']}$"))
    dialog = form(page, "评论")
    expect(dialog.get_by_label(re.compile("^说明"))).to_have_value("请国土所先行核实。")
    press(dialog, "评论")
    expect(page.get_by_text("请国土所先行核实。").first).to_be_visible()


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_every_command_that_is_possible_opens_its_form(device: Devices, site: Site, locale: str) -> None:
    issue = site.issue()
    site.do("unit", issue, "accept", person_id=person_of("unit"))
    for role in ("supervisor", "unit"):
        desk = device(role, "desk", signed_in=True, locale=locale)
        page = opened(desk, issue)
        more = page.get_by_role("button", name=WORDS[locale][0], exact=True)
        buttons = page.locator(".commands").get_by_role("button").all_inner_texts()[:-1]
        more.click()
        expect(page.get_by_role("menu")).to_be_visible()
        possible = page.locator("[role=menuitem]:not([aria-disabled])").all_inner_texts()
        assert page.locator("[role=menuitem][aria-disabled] small").count() > 0
        page.keyboard.press("Escape")
        assert len(buttons) + len(possible) > 5
        for title in buttons + possible:
            if title in possible:
                more.click()
                page.get_by_role("menuitem", name=title, exact=True).click()
            else:
                page.locator(".commands").get_by_role("button", name=title, exact=True).click()
            expect(page.get_by_role("dialog", name=title)).to_be_visible()
            looks_well(desk)
            page.keyboard.press("Escape")
            expect(page.get_by_role("dialog")).to_have_count(0)


def test_what_people_wrote_is_text_and_pushes_nothing_away(device: Devices, site: Site) -> None:
    hostile = '<img src=x onerror="document.title=1">\u202egnp.exe'
    issue, long = site.issue(description=hostile), site.issue(description="临时用地" * 400)
    desk = device("supervisor", "desk", signed_in=True)
    page = opened(desk, issue)
    text = page.locator(".issue > header .text")
    expect(text).to_have_text('<img src=x onerror="document.title=1">‹U+202E›gnp.exe')
    expect(page.locator("ol.timeline")).to_contain_text("‹U+202E›gnp.exe")
    looks_well(desk)
    page = opened(desk, long)
    begun = text.bounding_box()
    page.get_by_role("button", name="看全文").click()
    expect(page.get_by_role("button", name="只看开头")).to_be_visible()
    whole = text.bounding_box()
    assert begun is not None
    assert whole is not None
    assert begun["height"] < 120 < whole["height"]
    looks_well(desk)

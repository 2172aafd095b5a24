"""What is being written on a phone is never lost: at every stroke, by the camera, on a full disk, several at once."""

import re

from playwright.sync_api import Page, expect

from tests.web.conftest import Devices
from tests.web.looks import looks_well
from tests.web.phone.hand import SERIAL, WORDS, kept, ready, submit, wait_for_the_camera, write

_FULL = """
const put = IDBObjectStore.prototype.put, add = IDBObjectStore.prototype.add
const full = () => { if (window.full) throw new DOMException('no room', 'QuotaExceededError') }
IDBObjectStore.prototype.put = function (...given) { full(); return put.apply(this, given) }
IDBObjectStore.prototype.add = function (...given) { full(); return add.apply(this, given) }
"""
"""A disk without room: the browser's own quota is not held to under its debugger."""


def _description(page: Page) -> str:
    """What the newest draft on the phone says of its problem."""
    newest = max(kept(page, "drafts"), key=lambda draft: float(draft["changed"]))
    return str(newest["form"]["findings"][0]["description"])


def test_a_draft_is_kept_at_every_stroke(device: Devices) -> None:
    phone = device("inspector", signed_in=True)
    page = phone.page
    ready(page)
    write(page, "便")
    words = page.get_by_label("问题描述")
    words.focus()
    for stroke in "道无法贯通":
        page.keyboard.insert_text(stroke)
        expect(page.get_by_text("已存草稿")).to_be_visible()
        assert _description(page) == words.input_value()
    page.reload()
    expect(page.get_by_label("问题描述")).to_have_value("便道无法贯通")


def test_several_drafts_wait_and_one_is_dropped_only_when_it_is_said_again(device: Devices) -> None:
    phone = device("inspector", signed_in=True)
    page = phone.page
    ready(page)
    for words in ("第一处", "第二处"):
        write(page, words)
    page.goto("/m/report/incident/new")
    page.get_by_label("事件经过").fill("村口有人堆放土石")
    expect(page.get_by_text("已存草稿")).to_be_visible()
    page.get_by_role("link", name="上报").click()
    drafts = page.locator("main li")
    expect(drafts).to_have_count(3)
    expect(drafts.first).to_contain_text("新阻工事件")
    drafts.first.get_by_role("button", name="删除").click()
    looks_well(phone)
    page.get_by_role("dialog").get_by_role("button", name="取消").click()
    expect(drafts).to_have_count(3)
    drafts.first.get_by_role("button", name="删除").click()
    page.get_by_role("dialog").get_by_role("button", name="删除").click()
    expect(drafts).to_have_count(2)
    drafts.nth(1).get_by_role("link").click()
    expect(page.get_by_label("问题描述")).to_have_value("第一处")


def test_a_page_that_the_camera_took_down_is_where_it_was_and_asks_for_the_photo(device: Devices) -> None:
    phone = device("inspector", signed_in=True)
    page = phone.page
    ready(page)
    write(page)
    with page.expect_file_chooser():
        page.get_by_text("加照片").click()
    wait_for_the_camera(page)
    page.reload()
    expect(page.get_by_label("问题描述")).to_have_value(WORDS)
    expect(page.get_by_text("上次拍的照片没有留下，请再拍一次")).to_be_visible()
    looks_well(phone)


def test_a_full_phone_says_so_and_keeps_the_words_on_the_page(device: Devices) -> None:
    phone = device("inspector", signed_in=True)
    phone.context.add_init_script(_FULL)
    page = phone.page
    ready(page)
    write(page)
    page.evaluate("window.full = true")
    page.get_by_label("问题描述").fill("还有一句")
    expect(page.get_by_role("alert")).to_contain_text("存储已满")
    looks_well(phone)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_label("问题描述")).to_have_value("还有一句")
    with page.expect_download() as file:
        page.get_by_role("button", name="导出到文件").click()
    assert re.search("还有一句", file.value.path().read_text(encoding="utf-8"))
    page.evaluate("window.full = false")
    page.get_by_label("问题描述").fill("又有了空间")
    expect(page.get_by_text("已存草稿")).to_be_visible()
    submit(page)
    expect(page.get_by_text(SERIAL)).to_be_visible()


def test_a_text_says_how_long_it_may_be_and_is_not_sent_when_it_is_longer(device: Devices) -> None:
    phone = device("inspector", signed_in=True)
    page = phone.page
    ready(page)
    write(page)
    text = page.get_by_label("问题描述")
    text.fill("字" * 1799)
    expect(page.get_by_text("还可以写")).to_have_count(0)
    text.fill("字" * 1990)
    expect(page.get_by_text("还可以写 10 字")).to_be_visible()
    text.fill("字" * 2001)
    expect(page.get_by_text("最多 2000 字，超出 1 字")).to_be_visible()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("alert").filter(has_text="有的文字超过了字数")).to_be_visible()
    looks_well(phone)
    text.fill("字" * 2000)
    submit(page)
    expect(page.get_by_text(SERIAL)).to_be_visible()

"""Knows an inspector's phone as a hand does: what is filled in, what is pressed, what the ledger then says."""

import os
import signal
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, expect

from tests.pictures import picture
from tests.web import device
from tests.web.chromium import Chromium
from tests.web.device import PATIENCE, PHONE
from tests.web.site import PLACE, Site, person_of

WORDS: Final = "临时用地手续未办结，便道无法贯通"
SERIAL: Final = "编号 140105-"
NOT_YET: Final = "等网络，连上就发"
_FIRST_PROJECT: Final = ".project input[type=radio]"
_KEPT: Final = """
(store) => new Promise((resolve, reject) => {
  const opened = indexedDB.open('xiaohao')
  opened.onerror = () => reject(opened.error)
  opened.onsuccess = () => {
    const all = opened.result.transaction(store).objectStore(store).getAll()
    all.onsuccess = () => {
      opened.result.close()
      resolve(all.result.map((row) => ({ ...row, bytes: row.bytes && row.bytes.byteLength, pair: null })))
    }
  }
})
"""
_UNTIL: Final = """
async ([store, patience]) => {
  const kept = %s
  const holds = %s
  for (const until = Date.now() + patience; Date.now() < until; await new Promise((again) => setTimeout(again, 20)))
    if (holds(await kept(store))) return true
  return false
}
"""


def ready(page: Page) -> None:
    """Until the phone keeps its pages and lists, and has registered its key."""
    page.goto("/m/")
    expect(page.get_by_role("heading", name="附近的项目")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    expect(page.get_by_role("heading", name="附近的项目")).to_be_visible()


def write(page: Page, words: str = WORDS, photo: bool = False) -> None:
    """A visit with one problem, from today's large button, up to its draft."""
    page.get_by_role("link", name="今日").click()
    page.get_by_role("button", name="新进工地报告").click()
    fill(page, words)
    if photo:
        photograph(_problem(page, 0))
    expect(page.get_by_text("已存草稿")).to_be_visible()


def fill(page: Page, words: str = WORDS) -> None:
    """The nearest project, or the first there is where the phone does not know where it is; one problem."""
    if page.locator(_FIRST_PROJECT).count() or "已定位" in page.locator(".place").inner_text(timeout=PATIENCE):
        page.locator(_FIRST_PROJECT).first.check()
    else:
        page.get_by_role("combobox", name="项目").fill("990001")
        page.get_by_role("option").first.click()
    page.get_by_label("发现问题", exact=True).check()
    page.get_by_label("类别").select_option("land")
    page.get_by_label("问题描述").fill(words)


def photograph(card: Locator, *, rows: int = 480) -> None:
    """A photo for what a card asks about, until it is shown; of other size, another photo."""
    card.locator("input[type=file]").set_input_files(
        {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": picture(size=(640, rows))}
    )
    expect(card.get_by_role("img", name="照片 1")).to_be_visible()


def _problem(page: Page, place: int) -> Locator:
    return page.locator("form section", has=page.get_by_label("问题描述")).nth(place)


def find_another(page: Page, words: str) -> None:
    """A second problem on the same visit, with its photo."""
    page.get_by_role("button", name="再加一个问题").click()
    page.get_by_label("类别").nth(1).select_option("land")
    page.get_by_label("问题描述").nth(1).fill(words)
    photograph(_problem(page, 1), rows=481)
    expect(page.get_by_text("已存草稿")).to_be_visible()


def kept(page: Page, store: str) -> list[dict[str, Any]]:
    """What the phone keeps in one of its stores; of bytes, how many."""
    rows: list[dict[str, Any]] = page.evaluate(_KEPT, store)
    return rows


def wait_registered(page: Page) -> None:
    """Until the phone's one key is known to the server; the page may load itself anew meanwhile."""
    _wait_kept(page, "keys", "(keys) => keys.length === 1 && keys[0].registered")


def wait_for_the_camera(page: Page) -> None:
    """Until the phone keeps that a photo is coming: a camera stays open for seconds, a chooser of files does not."""
    _wait_kept(page, "drafts", "(drafts) => drafts.some((draft) => draft.adding)")


def _wait_kept(page: Page, store: str, holds: str) -> None:
    """Until what a store of the phone has is as it should be. Playwright itself takes any promise for a yes."""
    asked = _UNTIL % (_KEPT.strip(), holds)
    while True:
        try:
            assert page.evaluate(asked, [store, PATIENCE]), f"{store} never came to be as expected"
        except Error as error:
            if "context was destroyed" not in error.message:
                raise
        else:
            return


def submit(page: Page) -> None:
    """To the outbox."""
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", level=1, name="发件箱")).to_be_visible()


def sign_in(context: BrowserContext, site: Site, role: str) -> None:
    """Past the page, on a phone that others may have used."""
    device.sign_in(context, person_of(role), site.password(role))


class OwnBrowser:
    """A phone's browser of its own, whose profile outlives it, and which can be killed."""

    def __init__(self, browser: Browser, program: Chromium, site: Site, profile: Path) -> None:
        self._type, self._program, self._site, self._profile = browser.browser_type, program, site, profile

    def start(self, **more: Any) -> BrowserContext:
        """The browser on its profile."""
        chosen: dict[str, Any] = {
            **self._program.launching,
            "base_url": self._site.url,
            "locale": "zh-CN",
            "timezone_id": "Asia/Shanghai",
            "viewport": PHONE,
            "geolocation": {**PLACE, "accuracy": 12},
            "permissions": ["geolocation"],
        }
        context = self._type.launch_persistent_context(self._profile, **chosen | more)
        context.set_default_timeout(PATIENCE)
        return context

    def kill(self, context: BrowserContext) -> None:
        """As the system does when it wants the memory: nothing is written any more."""
        with context.expect_event("close"):
            for process in self._processes():
                os.kill(process, signal.SIGKILL)
        for lock in self._profile.glob("Singleton*"):
            lock.unlink()

    def _processes(self) -> list[int]:
        """Those that were started on this profile, the browser and its helpers."""
        mine = f"--user-data-dir={self._profile}".encode()
        found = []
        for each in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = each.read_bytes().split(b"\0")
            except OSError:
                continue
            if mine in words:
                found.append(int(each.parent.name))
        return found

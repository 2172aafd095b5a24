"""Knows the browser of a bench: the one of the tests, slowed as a cheap phone on a poor line is, and what it tells."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from tests.web.chromium import chromium
from tests.web.device import DESK, PHONE, sign_in

SLOW_CPU: Final = 4
LINE: Final = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 200_000}
"""1.6 Mbit/s and 150 ms, as Chromium is told them: bytes a second, milliseconds."""
LISTEN: Final = """
window.seen = { shift: 0, paint: null }
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) if (!each.hadRecentInput) window.seen.shift += each.value
}).observe({ type: 'layout-shift', buffered: true })
new PerformanceObserver((list) => {
  for (const each of list.getEntriesByName('first-contentful-paint')) window.seen.paint = each.startTime
}).observe({ type: 'paint', buffered: true })
"""


@contextmanager
def browser() -> Iterator[Browser]:
    """A real Chromium, ended at the end."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(**chromium().launching)
        try:
            yield started
        finally:
            started.close()


@contextmanager
def signed_in(started: Browser, url: str, credentials: Path, person: str, *, phone: bool) -> Iterator[BrowserContext]:
    """A window of somebody who has signed in; each page in it keeps what moved and when it was painted first."""
    context = started.new_context(
        base_url=url,
        viewport=PHONE if phone else DESK,
        has_touch=phone,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    context.add_init_script(LISTEN)
    context.set_default_timeout(60_000)
    password = json.loads(credentials.read_text(encoding="utf-8"))[person]["password"]
    sign_in(context, person, password)
    try:
        yield context
    finally:
        context.close()


def slowed(page: Page) -> CDPSession:
    """Its processor a quarter as fast, its line that of a village."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_CPU})
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    return session


def seen(page: Page) -> dict[str, Any]:
    """`shift`: what moved so far, as CLS counts it; `paint`: ms until something was painted first."""
    found: dict[str, Any] = page.evaluate("window.seen")
    return found

"""Knows every page's picture: of a phone's and a desk's width, in both languages, on the month that the demo plays.

`python -m tests.web.screens [NAME…]` draws all, or those whose names begin so, into docs/screens.
"""

import hashlib
import json
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from playwright.sync_api import Browser, BrowserContext, Geolocation, Page, sync_playwright
from rich.console import Console

from play.demo.run import run
from stack.processes.ports import free_port
from tests.exchange.workbooks.books import xlsx
from tests.factories import report_id
from tests.web.chromium import chromium
from tests.web.device import DESK, PATIENCE, PHONE, sign_in
from tests.web.office.clerks_file import HEAD, MERGED, NAME, ROWS
from tests.web.site import PEOPLE, PLACE, PROJECT, UNIT_PROJECT
from workshop import pages

FOLDER: Final = Path(__file__).parents[2] / "docs" / "screens"
ADMINISTRATOR: Final = "admin-140000"
SECURITY: Final = "security-140000"
_WIDTHS: Final = {"390": PHONE, "1440": DESK}
_LANGUAGES: Final = ("zh-CN", "en")
_SETTLED: Final = """
() => new Promise((done) => {
  const busy = '.skeleton, [aria-busy=true], .bone, .opening'
  let timer
  const wait = () => {
    clearTimeout(timer)
    timer = setTimeout(() => (document.querySelector(busy) ? wait() : done(seen.disconnect())), 300)
  }
  const seen = new MutationObserver(wait)
  seen.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
  wait()
})
"""
"""Nothing is on its way, and nothing of the page has changed for a moment."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A page, who looks at it, and at which address; `{issue}` and `{id}` are of one of the demo's issues, `{import}`
    is an import of theirs that was checked."""

    name: str
    role: str | None
    path: str
    whole: bool = False
    """Down to its end, rather than what a window shows of it."""
    press: str | None = None
    """The button that opens what is to be seen, in either language."""


SCREENS: Final = (
    Screen("sign-in", None, "/"),
    Screen("phone-inspector-today", "inspector", "/m/"),
    Screen("phone-report", "inspector", "/m/report"),
    Screen("phone-visit", "inspector", "/m/report/visit/new", whole=True),
    Screen("phone-incident", "inspector", "/m/report/incident/new", whole=True),
    Screen("phone-recheck", "inspector", "/m/report/recheck/new?issue={id}", whole=True),
    Screen("phone-outbox", "inspector", "/m/outbox"),
    Screen("phone-reported", "inspector", "/m/reported"),
    Screen("phone-mine", "inspector", "/m/mine", whole=True),
    Screen("phone-unit-today", "unit", "/m/"),
    Screen("phone-unit-issues", "unit", "/m/issues"),
    Screen("phone-unit-issue", "unit", "/m/issues/{issue}", whole=True),
    Screen("phone-unit-figures", "unit", "/m/figures"),
    Screen("phone-unit-figure", "unit", f"/m/figures/{UNIT_PROJECT}", whole=True),
    Screen("phone-supervisor-today", "supervisor", "/m/"),
    Screen("phone-supervisor-alerts", "supervisor", "/m/alerts"),
    Screen("desk-board", "supervisor", "/d/"),
    Screen("desk-board-province", "province", "/d/"),
    Screen("desk-ledger", "supervisor", "/d/ledger"),
    Screen("desk-ledger-export", "supervisor", "/d/ledger", press="导出整表|Export"),
    Screen("desk-issue", "supervisor", "/d/issues/{issue}", whole=True),
    Screen("desk-map", "province", "/d/map"),
    Screen("desk-alerts", "supervisor", "/d/alerts"),
    Screen("desk-projects", "supervisor", "/d/projects"),
    Screen("desk-project", "supervisor", f"/d/projects/{PROJECT}", whole=True),
    Screen("desk-project-months", "supervisor", "/d/projects/months?month=2026-03"),
    Screen("desk-figures-import", "supervisor", "/d/projects/import"),
    Screen("desk-project-enter", "supervisor", f"/d/projects/{PROJECT}?enter=2026-03"),
    Screen("desk-permits", "province", "/d/permits"),
    Screen("desk-project-board", "province", "/d/project-board", whole=True),
    Screen("desk-targets", "supervisor", "/d/targets"),
    Screen("desk-rankings", "province", "/d/rankings", whole=True),
    Screen("desk-campaigns", "province", "/d/campaigns", whole=True),
    Screen("desk-complaints", "supervisor", "/d/complaints"),
    Screen("desk-matters", "supervisor", "/d/matters"),
    Screen("desk-matter-enter", "province", "/d/matters/enter", whole=True),
    Screen("desk-imports-columns", "supervisor", "/d/imports/{import}?step=columns", whole=True),
    Screen("desk-imports-values", "supervisor", "/d/imports/{import}?step=values", whole=True),
    Screen("desk-imports-check", "supervisor", "/d/imports/{import}?step=check", whole=True),
    Screen("desk-rules", "province", "/d/rules"),
    Screen("desk-calendar", "province", "/d/calendar"),
    Screen("desk-channels", "province", "/d/channels"),
    Screen("desk-organisation", ADMINISTRATOR, "/d/organisation?region=140105&unit=140105-natural-resources"),
    Screen("desk-import", ADMINISTRATOR, "/d/organisation/import"),
    Screen("desk-vacancies", "province", "/d/vacancies"),
    Screen("desk-devices", SECURITY, "/d/devices?person=supervisor-140105"),
    Screen("desk-dead-letters", "province", "/d/dead-letters"),
    Screen("desk-health", "province", "/d/health"),
    Screen("desk-account", "supervisor", "/d/account"),
)


def main(names: list[str]) -> None:
    """Play the demo's month, then draw while its stack is up."""
    wanted = [screen for screen in SCREENS if not names or screen.name.startswith(tuple(names))]
    pages.build()
    FOLDER.mkdir(parents=True, exist_ok=True)
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="xiaohao-screens-") as folder:
        data = Path(folder)
        run(data, port, Console(stderr=True), lambda: _draw(f"http://127.0.0.1:{port}", data, wanted))


def _draw(url: str, data: Path, screens: list[Screen]) -> None:
    credentials = json.loads((data / "credentials.json").read_text(encoding="utf-8"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium().launching)
        for language in _LANGUAGES:
            for role in {screen.role: None for screen in screens}:
                window = _window(browser, url, language)
                if role is not None:
                    person = PEOPLE.get(role, role)
                    sign_in(window, person, credentials[person]["password"])
                for screen in screens:
                    if screen.role == role:
                        _draw_one(window, url, screen, language)
                window.close()
        browser.close()
    sys.stderr.write(f"\n{FOLDER}\n")


def _window(browser: Browser, url: str, language: str) -> BrowserContext:
    context = browser.new_context(
        base_url=url,
        locale=language,
        timezone_id="Asia/Shanghai",
        geolocation=Geolocation(latitude=PLACE["latitude"], longitude=PLACE["longitude"], accuracy=12),
        permissions=["geolocation"],
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    return context


def _draw_one(window: BrowserContext, url: str, screen: Screen, language: str) -> None:
    """A page at each width, once it shows what it asked for."""
    sys.stderr.write(f"{screen.name} {language}\n")
    page = window.new_page()
    for width, size in _WIDTHS.items():
        page.set_viewport_size(size)
        page.goto(_address(window, url, screen.path))
        _settled(page)
        if screen.press is not None:
            page.get_by_role("button", name=re.compile(screen.press)).click()
            _settled(page)
        if screen.whole:
            page.set_viewport_size({"width": size["width"], "height": _height(page)})
        page.screenshot(path=FOLDER / f"{screen.name}-{width}-{language}.png")
    page.close()


def _address(window: BrowserContext, url: str, path: str) -> str:
    if "{import}" in path:
        return path.format(**{"import": _import(window, url)})
    return path.format(**_issue(window)) if "{" in path else path


def _import(window: BrowserContext, url: str) -> str:
    """A small ledger that is sent and checked, but not committed."""
    raw = xlsx([*HEAD, *ROWS], merged=MERGED)
    sha256, one = hashlib.sha256(raw).hexdigest(), report_id()
    origin = {"Origin": url}
    for answer in (
        window.request.put(f"/v1/import-files/{sha256}?filename={quote(NAME)}", data=raw, headers=origin),
        window.request.post("/v1/imports", data={"id": one, "sha256": sha256, "filename": NAME}, headers=origin),
        window.request.post(f"/v1/imports/{one}/check", headers=origin),
    ):
        assert answer.ok, answer.text()
    return one


def _issue(window: BrowserContext) -> dict[str, str]:
    """One that somebody works on, or another: what `{issue}` and `{id}` stand for."""
    for asked in ("state=in_progress&", ""):
        for issue in window.request.get(f"/v1/issues?{asked}limit=1").json()["items"]:
            return {"issue": issue["serial"], "id": issue["id"]}
    return {}


def _height(page: Page) -> int:
    """Of all that it has, within reason; what stays at its foot is then at the foot of the picture."""
    return int(page.evaluate("Math.min(3000, document.documentElement.scrollHeight)"))


def _settled(page: Page) -> None:
    """Once what it asked for is there; the event stream never ends, so the line is not waited for."""
    page.locator("main, form").first.wait_for()
    page.evaluate(_SETTLED)


if __name__ == "__main__":
    main(sys.argv[1:])

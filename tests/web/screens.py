"""Knows every page's picture: of a phone's and a desk's width, in both languages, on the month that the demo plays.

`python -m tests.web.screens [NAME…]` draws all, or those whose names begin so, into docs/screens.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from rich.console import Console

from play.demo.run import run
from stack.processes.ports import free_port
from tests.web.chromium import ARGUMENTS, chromium
from tests.web.device import DESK, PATIENCE, PHONE
from tests.web.site import PEOPLE, PLACE, PROJECT
from workshop import pages

FOLDER: Final = Path(__file__).parents[2] / "docs" / "screens"
ADMINISTRATOR: Final = "admin-140000"
_WIDTHS: Final = {"390": PHONE, "1440": DESK}
_LANGUAGES: Final = ("zh-CN", "en")
_BUSY: Final = "() => !document.querySelector('.skeleton, [aria-busy=true], .bone, .opening')"


@dataclass(frozen=True, slots=True)
class Screen:
    """A page, who looks at it, and at which address; `{issue}` and `{alert}` are the demo's."""

    name: str
    role: str | None
    path: str


SCREENS: Final = (
    Screen("sign-in", None, "/"),
    Screen("phone-inspector-today", "inspector", "/m/"),
    Screen("phone-report", "inspector", "/m/report"),
    Screen("phone-visit", "inspector", "/m/report/visit/new"),
    Screen("phone-incident", "inspector", "/m/report/incident/new"),
    Screen("phone-recheck", "inspector", "/m/report/recheck/new?issue={id}"),
    Screen("phone-outbox", "inspector", "/m/outbox"),
    Screen("phone-reported", "inspector", "/m/reported"),
    Screen("phone-mine", "inspector", "/m/mine"),
    Screen("phone-unit-today", "unit", "/m/"),
    Screen("phone-unit-issues", "unit", "/m/issues"),
    Screen("phone-unit-issue", "unit", "/m/issues/{issue}"),
    Screen("phone-supervisor-today", "supervisor", "/m/"),
    Screen("phone-supervisor-alerts", "supervisor", "/m/alerts"),
    Screen("desk-board", "supervisor", "/d/"),
    Screen("desk-board-province", "province", "/d/"),
    Screen("desk-ledger", "supervisor", "/d/ledger"),
    Screen("desk-issue", "supervisor", "/d/issues/{issue}"),
    Screen("desk-map", "province", "/d/map"),
    Screen("desk-alerts", "supervisor", "/d/alerts"),
    Screen("desk-projects", "supervisor", "/d/projects"),
    Screen("desk-project", "supervisor", f"/d/projects/{PROJECT}"),
    Screen("desk-matters", "supervisor", "/d/matters"),
    Screen("desk-matter-enter", "province", "/d/matters/enter"),
    Screen("desk-rules", "province", "/d/rules"),
    Screen("desk-calendar", "province", "/d/calendar"),
    Screen("desk-channels", "province", "/d/channels"),
    Screen("desk-organisation", ADMINISTRATOR, "/d/organisation"),
    Screen("desk-vacancies", "province", "/d/vacancies"),
    Screen("desk-devices", "province", "/d/devices"),
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
    found = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.program, args=list(ARGUMENTS), env={**os.environ, **found.environment}
        )
        for number, (screen, language, width) in enumerate(_all(screens), 1):
            sys.stderr.write(f"\r{number}/{len(screens) * 4} {screen.name} {language} {width}          ")
            sys.stderr.flush()
            context = _window(browser, url, language, width)
            page = _opened(context, screen, credentials)
            file = FOLDER / f"{screen.name}-{width}-{language}.png"
            page.screenshot(path=file, full_page=screen.name.startswith("phone"))
            context.close()
        browser.close()
    sys.stderr.write(f"\n{FOLDER}\n")


def _all(screens: list[Screen]) -> Iterator[tuple[Screen, str, str]]:
    return ((screen, language, width) for screen in screens for language in _LANGUAGES for width in _WIDTHS)


def _window(browser: Browser, url: str, language: str, width: str) -> BrowserContext:
    context = browser.new_context(
        base_url=url,
        viewport=_WIDTHS[width],
        locale=language,
        timezone_id="Asia/Shanghai",
        geolocation={**PLACE, "accuracy": 12},
        permissions=["geolocation"],
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    return context


def _opened(context: BrowserContext, screen: Screen, credentials: dict[str, Any]) -> Page:
    """The page, signed in as who looks at it, once it shows what it asked for."""
    path = screen.path
    if screen.role is not None:
        person = PEOPLE.get(screen.role, screen.role)
        body = {"person_id": person, "password": credentials[person]["password"]}
        assert context.request.post("/v1/sign-in", data=body).ok
        issue = context.request.get("/v1/issues?limit=1").json()["items"]
        path = path.format(**({"issue": issue[0]["serial"], "id": issue[0]["id"]} if issue else {}))
    page = context.new_page()
    page.goto(path)
    _settled(page)
    return page


def _settled(page: Page) -> None:
    """Once what it asked for is there; the event stream never ends, so the line is not waited for."""
    page.locator("main, form").first.wait_for()
    page.wait_for_timeout(500)
    page.wait_for_function(_BUSY)


if __name__ == "__main__":
    main(sys.argv[1:])

"""Knows one person's phone or desk: a browser context of its own, its page, and what went wrong on it."""

from typing import Any, Final, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, expect

from tests.web.site import PLACE, Site, person_of

PHONE: Final = ViewportSize(width=390, height=844)
DESK: Final = ViewportSize(width=1440, height=900)
PATIENCE: Final = 30_000
"""Milliseconds that a page may take to show something, on a machine that does much else."""
_FROM_THE_LINE: Final = "Failed to load resource"


class Device:
    """A browser of its own for one person, who is signed in when they like to be."""

    def __init__(self, browser: Browser, site: Site, role: str, kind: Literal["phone", "desk"], **more: Any) -> None:
        chosen: dict[str, Any] = {
            "base_url": site.url,
            "locale": "zh-CN",
            "timezone_id": "Asia/Shanghai",
            "viewport": PHONE if kind == "phone" else DESK,
            "has_touch": kind == "phone",
            "geolocation": {**PLACE, "accuracy": 12},
            "permissions": ["geolocation"],
            "reduced_motion": "reduce",
        }
        self.site, self.role = site, role
        self.context: BrowserContext = browser.new_context(**chosen | more)
        self.context.set_default_timeout(PATIENCE)
        self.faults: list[str] = []
        self.page: Page = self.new_page()

    def new_page(self) -> Page:
        """Another tab; what goes wrong on it is kept too."""
        page = self.context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        return page

    def open(self, path: str) -> Page:
        """Go to an address, such as /m/."""
        self.page.goto(path)
        return self.page

    def sign_in(self) -> None:
        """Sign in past the page: the session's cookie is in this browser from here on."""
        sign_in(self.context, person_of(self.role), self.site.password(self.role))

    def lose_session(self) -> None:
        """It ends under the page, as when its hours are over."""
        assert self.page.evaluate("fetch('/v1/sign-out', { method: 'POST' }).then((answer) => answer.ok)")

    def sign_in_at_door(self) -> None:
        """By the front door, to which an ended session led; it leads back."""
        expect(self.page.get_by_text("登录已结束")).to_be_visible()
        self.page.get_by_label("人员编号").fill(person_of(self.role))
        self.page.get_by_label("密码").fill(self.site.password(self.role))
        self.page.get_by_role("button", name="登录", exact=True).click()

    def _heard(self, message: ConsoleMessage) -> None:
        """What the browser itself says of a refused request is no fault of a page: what it shows of it is tested."""
        place = message.location.get("url", "")
        if message.type != "error" or (
            message.text.startswith(_FROM_THE_LINE) and urlsplit(place).path.startswith("/v1/")
        ):
            return
        self.faults.append(f"{message.text} ({place})")


def sign_in(context: BrowserContext, person: str, password: str) -> None:
    """Sign somebody in past the page: the session's cookie is in this browser from here on."""
    answer = context.request.post("/v1/sign-in", data={"person_id": person, "password": password})
    assert answer.ok, answer.text()

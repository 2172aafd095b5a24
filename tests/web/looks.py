"""Knows when a page looks well to a machine: nothing for axe to find, nothing wider than the window, no fault heard."""

from functools import cache
from typing import Any, Final

from playwright.sync_api import Page

from tests.web.device import Device
from workshop.node import WEB

TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_RUN: Final = """
async (tags) => {
  const found = await axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })
  return found.violations.map((rule) => ({
    rule: rule.id, help: rule.help,
    nodes: rule.nodes.slice(0, 5).map((node) => `${node.target.join(' ')} — ${node.failureSummary}`),
  }))
}
"""
_TOO_WIDE: Final = """
() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
  .slice(0, 5).map((each) => each.outerHTML.slice(0, 120))
"""


def looks_well(device: Device, page: Page | None = None) -> None:
    """Raises AssertionError with all that is wrong with what a device shows now."""
    shown = page or device.page
    shown.locator("h1").first.wait_for(state="attached")  # its script may still be on the way
    found = findings(shown)
    assert found == [], found
    assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth"), shown.evaluate(_TOO_WIDE)
    assert device.faults == [], device.faults


def fits(device: Device, width: int, height: int = 844) -> None:
    """Raises AssertionError with what sticks out where the window is so wide."""
    device.page.set_viewport_size({"width": width, "height": height})
    assert device.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
        width,
        device.page.evaluate(_TOO_WIDE),
    )


def findings(page: Page) -> list[dict[str, Any]]:
    """What axe finds on a page as it stands, by rule."""
    page.evaluate(_axe())
    found: list[dict[str, Any]] = page.evaluate(_RUN, list(TAGS))
    return found


@cache
def _axe() -> str:
    """Its script; told to the page by the browser itself, so that the page's policy stays as strict as it is."""
    return (WEB / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")

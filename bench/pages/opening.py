"""Knows how soon a phone's first page can be used: from nothing, and from what the phone keeps."""

from pathlib import Path
from statistics import median
from typing import Final

from playwright.sync_api import Browser, Page

from bench.pages import bare
from bench.pages.browser import browser, seen, signed_in, slowed
from bench.pages.sizes import sent_first
from bench.rig.figures import Figure
from bench.rig.ledgered import put_on_ledger
from bench.rig.parts import api, parts
from tests.web.site import PEOPLE, PROJECT

COLD: Final = "phone, cold, 4x CPU and 1.6 Mbit/s"
ROUNDS: Final = 7
ISSUES: Final = 30
FIRST_PAINT_MS: Final = 1_000.0
USABLE_MS: Final = 2_000.0
KEPT_MS: Final = 1_200.0
SHIFT: Final = 0.05
_USABLE: Final = """
() => [...document.querySelectorAll('main button')].some((each) => !each.disabled)
  && document.querySelector('main article, main .none')
"""


def run() -> list[Figure]:
    """Medians of rounds, each in a window of its own: first paint, usable, usable again without asking, what moved.

    The first two beside a page that only has to arrive: as many files and bytes, opened in turns with the phone's.
    """
    sizes = sent_first()
    with parts() as running:
        put_on_ledger(running.store(), PROJECT, ISSUES, "land")
        with api(running) as url, browser() as started, bare.bare_page(sizes) as empty:
            rounds = [
                (_cold(started, url, running.credentials), bare.opened(started, empty, len(sizes)))
                for _ in range(ROUNDS)
            ]
    cold, alone = zip(*rounds, strict=True)
    bare_paint, bare_usable = (median(column) for column in zip(*alone, strict=True))
    paints, usables, kept, shifts = (list(column) for column in zip(*cold, strict=True))
    return [
        Figure.below(f"{COLD}: first paint", "ms", median(paints), FIRST_PAINT_MS, bare_paint),
        Figure.below(f"{COLD}: usable", "ms", median(usables), USABLE_MS, bare_usable),
        Figure.below("phone, from what it keeps, 4x CPU: usable", "ms", median(kept), KEPT_MS),
        Figure.below("phone: what moves while it opens", "CLS", max(shifts), SHIFT),
    ]


def _cold(started: Browser, url: str, credentials: Path) -> tuple[float, float, float, float]:
    with signed_in(started, url, credentials, PEOPLE["inspector"], phone=True) as context:
        page = context.new_page()
        slowed(page)
        with page.expect_response("**/v1/me/devices"):  # its key is known from here on, as it is on a second day
            page.goto("/m/", wait_until="commit")
            usable = _until_usable(page)
        first = seen(page)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.close()
        again = context.new_page()
        slowed(again)
        again.goto("/m/", wait_until="commit")
        return float(first["paint"]), usable, _until_usable(again), max(first["shift"], seen(again)["shift"])


def _until_usable(page: Page) -> float:
    """Ms from the start of the navigation until there is something to read and something to press."""
    page.wait_for_function(_USABLE, polling="raf")
    return float(page.evaluate("performance.now()"))

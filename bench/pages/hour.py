"""Knows whether a desk that is left open grows: as many events as a busy hour has, and what is kept afterwards."""

from pathlib import Path
from typing import Final

import httpx
from playwright.sync_api import CDPSession, Page

from bench.pages.browser import browser, signed_in
from bench.rig.figures import Figure
from bench.rig.http_load import token_of
from bench.rig.ledgered import put_on_ledger
from bench.rig.parts import api, parts
from tests.plain_http import PLAIN
from tests.web.site import PEOPLE, PROJECT

EVENTS: Final = 720
"""One in five seconds, for an hour."""
WARM: Final = 60
ISSUES: Final = 30
GROWTH_MIB: Final = 10.0
_MIB: Final = 1024 * 1024
_STEP: Final = 60
_PAUSE_MS: Final = 1_000


def run() -> list[Figure]:
    """MiB of script's memory after an hour of events more than before, of the board and of the ledger."""
    with parts() as running:
        issues = put_on_ledger(running.store(), PROJECT, ISSUES, "land")
        with api(running) as url, browser() as started, _supervisor(url, running.credentials) as client:
            figures = []
            for name, path in (("board", "/d/"), ("ledger", "/d/ledger")):
                with signed_in(started, url, running.credentials, PEOPLE["supervisor"], phone=False) as context:
                    page = context.new_page()
                    page.goto(path)
                    page.locator("main").wait_for()
                    grown = _grown(page, client, issues)
                figures.append(Figure.below(f"desk: {name} after {EVENTS} events", "MiB more", grown, GROWTH_MIB))
    return figures


def _supervisor(url: str, credentials: Path) -> httpx.Client:
    token = token_of(credentials, PEOPLE["supervisor"])
    return httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, **PLAIN)


def _grown(page: Page, client: httpx.Client, issues: list[str]) -> float:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    _happen(page, client, issues, WARM)
    before = _used(session)
    _happen(page, client, issues, EVENTS)
    return (_used(session) - before) / _MIB


def _happen(page: Page, client: httpx.Client, issues: list[str], events: int) -> None:
    """So many comments; the page is given the time to take them in between."""
    for first in range(0, events, _STEP):
        for number in range(first, first + _STEP):
            answer = client.post(f"/v1/issues/{issues[number % len(issues)]}/comment", json={"note": f"第{number}条"})
            answer.raise_for_status()
        page.wait_for_timeout(_PAUSE_MS)


def _used(session: CDPSession) -> float:
    """Bytes that script holds once what nobody holds is gone."""
    session.send("HeapProfiler.collectGarbage")
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == "JSHeapUsedSize"))

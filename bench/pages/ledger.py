"""Knows how soon a desk shows what is asked of a ledger of a hundred thousand issues: a filter, a jump, a scroll."""

import random
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from bench.asking.past import fill
from bench.pages.browser import browser, signed_in
from bench.rig.figures import Figure, percentile
from bench.rig.http_load import Request, flood, token_of
from bench.rig.parts import api, parts
from tests.web.site import PEOPLE

ISSUES: Final = 100_000
FILTERS: Final = 30
JUMPS: Final = 30
FILTER_MS: Final = 300.0
JUMP_MS: Final = 400.0
FRAME_MS: Final = 34.0
NODES: Final = 1_500
_READY: Final = """
  const grid = () => document.querySelector('[role=grid]')
  const ready = () => {
    const rows = [...(grid()?.querySelectorAll('.body [role=row]') ?? [])]
    const settled = rows.length > 0 && grid().getAttribute('aria-busy') !== 'true'
    return settled && rows.every((row) => !row.hasAttribute('aria-busy'))
  }
  const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  const until = async (holds) => { while (!holds()) await new Promise(requestAnimationFrame) }
"""
_FILTER: Final = f"""
async (number) => {{ {_READY}
  const boxes = [...document.querySelectorAll('.drop-panel input[type=checkbox]')]
  await until(() => /\\d/.test(document.querySelector('footer [role=status]').textContent))
  const answered = new Promise((done) => {{
    const settled = () => grid().getAttribute('aria-busy') === 'false' && done()
    new MutationObserver(settled).observe(grid(), {{ attributes: true, attributeFilter: ['aria-busy'] }})
  }})
  const began = performance.now()
  boxes[Math.floor(number / 2) % boxes.length].click()
  await answered
  await until(ready)
  await painted()
  return performance.now() - began
}}
"""
"""Ticks a value, then takes it off again: a list of some thousands, then all. Each begins on a page at rest."""
_JUMP: Final = f"""
async (share) => {{ {_READY}
  const began = performance.now()
  grid().scrollTop = share * (grid().scrollHeight - grid().clientHeight)
  await painted()
  await until(ready)
  await painted()
  return performance.now() - began
}}
"""
_SCROLL: Final = """
async () => {
  const grid = document.querySelector('[role=grid]')
  const frames = []
  let last = performance.now()
  for (let step = 0; step < 120; step += 1) {
    grid.scrollTop += 60
    await new Promise(requestAnimationFrame)
    frames.push(performance.now() - last)
    last = performance.now()
  }
  return frames
}
"""


def run(issues: int = ISSUES) -> list[Figure]:
    """p95 from the click until what was asked for is painted, beside the API's own answer to the same question."""
    with parts() as running:
        fill(running.store(), issues)
        with api(running) as url:
            bare = _bare(url, token_of(running.credentials, PEOPLE["province"]))
            jumps, frames, nodes, filters = _seen(url, running.credentials)
    return [
        Figure.below(f"desk: filter over {issues:,} painted, p95", "ms", percentile(filters, 0.95), FILTER_MS, bare),
        Figure.below(f"desk: jump in {issues:,} rows painted, p95", "ms", percentile(jumps, 0.95), JUMP_MS, bare),
        Figure.below("desk: a frame while scrolling, p95", "ms", percentile(frames, 0.95), FRAME_MS),
        Figure.below("desk: elements of the ledger's page", "", nodes, NODES),
    ]


def _seen(url: str, credentials: Path) -> tuple[list[float], list[float], int, list[float]]:
    """Ms of jumps and of frames, how many elements there are, ms of filters."""
    with browser() as started, signed_in(started, url, credentials, PEOPLE["province"], phone=False) as context:
        page = context.new_page()
        page.goto("/d/ledger")
        page.wait_for_function(f"() => {{ {_READY} return ready() }}")
        jumps = _jumps(page)
        frames: list[float] = page.evaluate(_SCROLL)
        return jumps, frames, int(page.evaluate("document.querySelectorAll('*').length")), _filters(page)


def _bare(url: str, token: str) -> float:
    """p95 of the marks of a list by one category, which a filter asks for, in ms."""
    asked = [Request("GET", "/v1/issues/marks?category=land")] * FILTERS
    return percentile(flood(url, token, asked, connections=1).seconds, 0.95) * 1000


def _filters(page: Page) -> list[float]:
    page.get_by_role("button", name="类别").click()
    page.locator(".drop-panel input[type=checkbox]").first.wait_for()
    return [float(page.evaluate(_FILTER, number)) for number in range(FILTERS)]


def _jumps(page: Page) -> list[float]:
    chance = random.Random(13710)
    return [float(page.evaluate(_JUMP, chance.random())) for _ in range(JUMPS)]

"""Knows how soon a photo that was taken is kept on a phone: made smaller, its hash known, in the database, shown."""

from io import BytesIO
from statistics import median
from typing import Final

from PIL import Image
from playwright.sync_api import FilePayload, Page

from bench.pages.browser import browser, signed_in
from bench.rig.figures import Figure
from bench.rig.parts import api, parts
from tests.web.site import PEOPLE

ROUNDS: Final = 5
WIDE, HIGH = 4_000, 3_000
STORED_MS: Final = 2_000.0
_WATCH: Final = """
addEventListener('change', ({ target }) => { window.taken = [performance.now(), target.files[0]] }, true)
"""
_SHOWN: Final = "(photos) => document.querySelectorAll('.photos img').length > photos"
_BARE: Final = """
async () => {
  const began = performance.now()
  const picture = await createImageBitmap(window.taken[1])
  const canvas = new OffscreenCanvas(picture.width / 2, picture.height / 2)
  canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height)
  await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 })
  return performance.now() - began
}
"""


def run() -> list[Figure]:
    """The median from taking a photo until it is kept and shown, beside the browser reading and writing it alone."""
    with (
        parts() as running,
        api(running) as url,
        browser() as started,
        signed_in(started, url, running.credentials, PEOPLE["inspector"], phone=True) as context,
    ):
        page = context.new_page()
        page.goto("/m/report/visit/new")
        page.get_by_label("发现问题", exact=True).check()
        page.evaluate(_WATCH)
        pairs = [_kept(page, number) for number in range(ROUNDS)]
    kept, bare = (median(column) for column in zip(*pairs, strict=True))
    return [Figure.below("phone: a photo of 12 MP until it is kept", "ms", kept, STORED_MS, bare)]


def _kept(page: Page, number: int) -> tuple[float, float]:
    page.locator("input[type=file]").first.set_input_files(_photo(number))
    page.wait_for_function(_SHOWN, arg=number, polling="raf")
    return float(page.evaluate("performance.now() - window.taken[0]")), float(page.evaluate(_BARE))


def _photo(number: int) -> FilePayload:
    """Another photo each time, as a phone of today takes it."""
    made = BytesIO()
    Image.effect_noise((WIDE, HIGH), 20 + number).convert("RGB").save(made, "JPEG", quality=80)
    return {"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": made.getvalue()}

"""Knows how a file is let go of over a page, as a hand does it."""

import base64
from typing import Final

from playwright.sync_api import Page

_DROP: Final = """
([text, name]) => {
  const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0))
  const data = new DataTransfer()
  data.items.add(new File([bytes], name))
  return data
}
"""


def drop(page: Page, raw: bytes, name: str) -> None:
    """Let go of a file over the place where files are dropped."""
    held = page.evaluate_handle(_DROP, [base64.b64encode(raw).decode(), name])
    page.locator(".drop").dispatch_event("drop", {"dataTransfer": held})

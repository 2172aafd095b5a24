"""Knows a photo as somebody chooses it from their device: large enough to be shrunk, with no word of when and where."""

from io import BytesIO

from PIL import Image
from playwright.sync_api import FilePayload


def photo(name: str = "site.jpg") -> FilePayload:
    """What a browser's file field takes."""
    made = BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(made, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": made.getvalue()}

"""Knows how an answer is written: JSON by msgspec, times in RFC 3339, codes as text."""

from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.responses import Response

_encoder = msgspec.json.Encoder(decimal_format="number", uuid_format="canonical")


def to_json(content: Any) -> bytes:
    """Plain data (dicts, lists, texts, aware times, codes) as JSON."""
    return _encoder.encode(content)


class JsonAnswer(Response):
    """Plain data as a JSON response; FastAPI's own encoder, which copies everything first, is not asked."""

    media_type = "application/json"

    def __init__(self, content: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(_encoder.encode(content), status, headers)

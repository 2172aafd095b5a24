"""Knows the OpenAPI document of an app that is not served, made once: that takes seconds."""

from functools import cache
from typing import Any

from api.accepting.publisher import NullPublisher
from api.app import create_app
from api.http.settings import Settings


@cache
def document() -> dict[str, Any]:
    """The document, for reading."""
    return create_app(Settings(mongo_url="mongodb://x/y", kafka="x:1"), publisher=NullPublisher()).openapi()

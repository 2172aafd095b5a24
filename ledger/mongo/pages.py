"""Knows a page: some documents in order, and the key after which the next one begins."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

Document = dict[str, Any]


Key = tuple[datetime, str]


@dataclass(frozen=True, slots=True)
class Page:
    """Some documents in order, and the key after which the next page begins; None on the last."""

    items: list[Document]
    next: Key | None


def page_of(items: list[Document], limit: int, key: str) -> Page:
    shown = items[:limit]
    more = len(items) > limit
    return Page(shown, (shown[-1][key], shown[-1]["_id"]) if more else None)

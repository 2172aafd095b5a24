"""Knows lists of what the registry has by id: found by words in its names, a page at a time in the order of the ids."""

from collections.abc import Callable, Mapping
from typing import Any

from api.http import cursor as cursors
from ledger.mongo.pages import page_from


def says(words: str | None, *texts: str | None) -> bool:
    """Whether one of the texts has the words in it, in whatever case; no words are in everything."""
    return words is None or any(words.casefold() in (text or "").casefold() for text in texts)


def named_page(
    entries: Mapping[str, Any],
    matches: Callable[[str], bool],
    view: Callable[[str], dict[str, Any]],
    limit: int,
    after: str,
) -> dict[str, Any]:
    """The page after an id (`cursors.read_name`) of those entries whose id matches, each seen through `view`."""
    found = (key for key in sorted(entries) if key > after and matches(key))
    return cursors.answer(page_from(found, limit, lambda key: key), view)

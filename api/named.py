"""Knows lists of what the registry has by id: found by words in its names, a page at a time in the order of the ids.

Words that are in nobody's name are looked for in a hundred thousand: a list is found on a thread, and not on the loop.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any

from api.http import cursor as cursors
from ledger.mongo.pages import page_from


def says(words: str | None, *texts: str | None) -> bool:
    """Whether one of the texts has the words in it, in whatever case; no words are in everything."""
    if words is None:
        return True
    sought = words.casefold()
    return any(sought in text.casefold() for text in texts if text)


def named_page(
    ids: Sequence[str],
    matches: Callable[[str], bool],
    view: Callable[[str], dict[str, Any]],
    limit: int,
    after: str,
) -> dict[str, Any]:
    """The page after an id (`cursors.read_name`) of those ids, in order, that match, each seen through `view`."""
    found = (ids[place] for place in range(bisect_right(ids, after), len(ids)) if matches(ids[place]))
    return cursors.answer(page_from(found, limit, lambda key: key), view)

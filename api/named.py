"""Knows lists of what the registry has by id: found by words in its names, a page at a time in the order of the ids.

Words that are in nobody's name are looked for in a hundred thousand: a list is found on a thread, and not on the loop.
Who picks from it asks again and again. Its tag is of its bytes: what stands in it follows from the registry, the day
and the duties of who asks, and a backup that is put back moves no version.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any, Final

from fastapi import Request, Response

from api.http import cursor as cursors
from api.http import etags
from api.http.answers import JsonAnswer
from ledger.mongo.pages import page_from

_KEPT: Final = {"Cache-Control": "private, no-cache"}


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


def names_answer(request: Request, content: dict[str, Any]) -> Response:
    """A list with its tag; 304 to who has just this."""
    answer = JsonAnswer(content, headers=_KEPT)
    tag = f'"{sha256(answer.body).hexdigest()[:32]}"'
    if etags.is_known(request, tag):
        return Response(status_code=304, headers={**_KEPT, "ETag": tag})
    answer.headers["ETag"] = tag
    return answer

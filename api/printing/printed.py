"""Knows how a list is answered as a file: read page by page as its JSON would be, and sent as it is read.

It is the list's own answer that is written: the same scope, filters, order and refusals. What goes wrong after the
first page breaks the answer off, so that nobody takes a part for the whole.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote, urlencode

import msgspec
from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from api.http.params import MOST as PAGE
from api.http.problems import Problem
from api.printing import as_csv, as_html
from api.printing.cells import Look, shown
from api.printing.headings import HEADINGS
from api.printing.sheet import Row, Sheet

FORM: Final = "form"
"""The parameter, named as the registry's export has it: a link can say it, `Accept` is the browser's own to fill."""
JSON: Final = "json"
_SHARED: Final = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
Handle = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is written: what it begins with, some rows, what it ends with, and how many rows it has at most.

    Where a list is longer, the file says where it goes on.
    """

    media_type: str
    most: int
    head: Callable[[Sheet, Mapping[str, str]], str]
    lines: Callable[[Sheet, Iterable[Row], Look], str]
    foot: Callable[[int, str | None], str]


FORMS: Final[Mapping[str, Form]] = {
    "csv": Form("text/csv", 20_000, as_csv.head, as_csv.lines, as_csv.foot),
    "html": Form("text/html", 2_000, as_html.head, as_html.lines, as_html.foot),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which sheet is asked for, how its values look, who asks, and when that is on the ledger."""

    sheet: Sheet
    look: Look
    person: str
    now: datetime


def form_of(request: Request) -> str:
    """How the answer is to look. Raises Problem (406)."""
    form = request.query_params.get(FORM, JSON)
    if form != JSON and form not in FORMS:
        known = [JSON, *FORMS]
        raise Problem(406, "unknown-form", f"可用格式 / the forms are: {', '.join(known)}", known=known)
    return form


async def printed(request: Request, handle: Handle, form: str, asked: Asked) -> Response:
    """A list as a file, or the answer that is no list. Raises what `handle` raises on the first page."""
    pages = _Pages(request, handle, form)
    first = await pages.read()
    if isinstance(first, Response):
        return first
    media_type = FORMS[form].media_type
    headers = _SHARED | _head_of(form, asked)
    if form == "html" and asked.sheet.page is not None:
        return Response(asked.sheet.page(first, asked.look), headers=headers, media_type=media_type)
    return StreamingResponse(_written(pages, first, FORMS[form], asked), headers=headers, media_type=media_type)


def _head_of(form: str, asked: Asked) -> dict[str, str]:
    if form == "html":
        return {"Content-Security-Policy": as_html.POLICY}
    stamp = f"{asked.now.astimezone(asked.look.zone):%Y%m%d-%H%M}.csv"
    name = quote(f"{asked.sheet.title}-{stamp}")
    return {"Content-Disposition": f"attachment; filename=\"{stamp}\"; filename*=UTF-8''{name}"}


class _Pages:
    """The pages of a list from where it was asked on, each by the route's own handler."""

    def __init__(self, request: Request, handle: Handle, form: str) -> None:
        self._request, self._handle, self._form = request, handle, form
        self._said = {name: value for name, value in request.query_params.items() if name != FORM}
        self.whole = "limit" not in self._said
        """Otherwise it is one page of so many."""

    async def read(self, cursor: str | None = None) -> dict[str, Any] | Response:
        """The page at the cursor that was asked for, or at another; an answer that is no page stays what it is."""
        query = self._said | ({"cursor": cursor} if cursor else {}) | ({"limit": str(PAGE)} if self.whole else {})
        headers = [(name, value) for name, value in self._request.scope["headers"] if name != b"if-none-match"]
        scope = {**self._request.scope, "query_string": urlencode(query).encode(), "headers": headers}
        answer = await self._handle(Request(scope, self._request.receive))
        if answer.status_code != HTTPStatus.OK:
            return answer
        page: dict[str, Any] = msgspec.json.decode(answer.body)
        return page

    def address(self, cursor: str) -> str:
        """Where the list goes on in the same form."""
        return f"{self._request.url.path}?{urlencode(self._said | {FORM: self._form, 'cursor': cursor}, safe=',:')}"

    def facts(self, look: Look) -> dict[str, str]:
        """What was asked for, by the headings of its names."""
        said = {name: value for name, value in self._said.items() if name not in ("cursor", "limit")}
        return {HEADINGS.get(name, name): shown(name, value.split(","), look) for name, value in said.items()}


async def _written(pages: _Pages, first: dict[str, Any], form: Form, asked: Asked) -> AsyncIterator[str]:
    """A piece for each page, sent before the next is read."""
    sheet, look = asked.sheet, asked.look
    yield form.head(sheet, pages.facts(look) | {"截至": look.time(asked.now), "打印人": asked.person})
    page, many = first, 0
    while True:
        rows = list(sheet.rows(page, look))
        many += len(rows)
        yield await run_in_threadpool(form.lines, sheet, rows, look)
        after = page.get("next_cursor")
        if after is None or not pages.whole or many >= form.most:
            break
        again = await pages.read(after)
        if isinstance(again, Response):
            raise _BrokenOff(f"page after {many} rows: HTTP {again.status_code}")
        page = again
    yield form.foot(many, None if after is None else pages.address(after))


class _BrokenOff(Exception):
    """A page in the middle is none."""

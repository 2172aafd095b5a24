"""Knows `/v1/inbox` and `/v1/notices`: what waits for one, what one was told, and that one has looked at it."""

from typing import Annotated, Any, Final

from fastapi import Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import cursor as cursors
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import Cursor, Limit, Truth
from api.resources.inbox.asked import Seen, read_body
from api.resources.inbox.views import (
    InboxView,
    NoticePage,
    SeenView,
    WaitingPage,
    waiting_view,
)
from api.routes import declared, reads_of, router
from api.shown.told import Tellings
from api.stream.alert_view import alert_view
from api.stream.notice_view import notice_view
from ledger.store.telling.inbox import Waiting
from ledger.store.telling.seeing import Told
from mobile_schema.vocabulary import NoticeKind

routes = router("inbox 收件箱")
_SHOWN: Final = 10
_REFUSALS: Final = (401, 403, 422, 503)


@routes.get(
    "/inbox",
    summary="收件箱 / what waits for me, and what I was told and have not looked at",
    responses=documented.answers(InboxView, refusals=_REFUSALS),
    openapi_extra=declared("inbox.read"),
)
async def get_inbox(request: Request, limit: Limit = _SHOWN) -> Response:
    """By my duties: a unit's people sign, plan and report; supervisors triage, verify, approve and decide.

    Of each the first `limit`: issues as they fall due, what I was told the latest first.
    """
    return JsonAnswer(await run_in_threadpool(_inbox, Tellings(reads_of(request)), limit))


@routes.get(
    "/inbox/{what}",
    summary="待办问题 / the issues that wait for me to do one thing, the first due first",
    responses=documented.answers(WaitingPage, refusals=_REFUSALS),
    openapi_extra=declared("inbox.read"),
)
async def get_inbox_tray(
    request: Request, what: Annotated[Waiting, Path()], limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """Empty where that is none of my duties."""
    mine, after = Tellings(reads_of(request)), cursors.read_key(cursor)

    def page() -> dict[str, Any]:
        found, now = mine.waiting(what, limit, after)
        return cursors.answer(found, lambda issue: waiting_view(issue, now))

    return JsonAnswer(await run_in_threadpool(page))


@routes.post(
    "/inbox/seen",
    summary="标为已看 / say that I looked at alerts and notices",
    responses=documented.answers(SeenView, refusals=(401, 403, 408, 413, 415, 422, 503)),
    openapi_extra=declared("inbox.see", documented.body(Seen.__name__, {"until": "2026-03-02T08:00:00Z"})),
)
async def post_inbox_seen(request: Request) -> Response:
    """What is not mine is left alone. It acknowledges no alert, and changes nothing on an issue."""
    asked = await read_body(request, Seen)
    mine = Tellings(reads_of(request))

    def see() -> dict[str, int]:
        if asked.until is not None:
            return {told.value: mine.see_until(told, asked.until) for told in Told}
        return {"alerts": mine.see(Told.ALERTS, asked.alerts), "notices": mine.see(Told.NOTICES, asked.notices)}

    return JsonAnswer(await run_in_threadpool(see))


@routes.get(
    "/notices",
    summary="通知 / what I was told, newest first",
    responses=documented.answers(NoticePage, refusals=_REFUSALS),
    openapi_extra=declared("inbox.read"),
)
async def get_notices(
    request: Request,
    seen: Annotated[Truth | None, Query()] = None,
    notice: Annotated[NoticeKind | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Mine alone, each as it was said; escalations (督办提醒) are in `GET /v1/alerts`."""
    mine, after = Tellings(reads_of(request)), cursors.read_key(cursor)
    kind = None if notice is None else notice.value
    page = await run_in_threadpool(lambda: mine.notices(kind, seen, limit, after))
    return JsonAnswer(cursors.answer(page, notice_view))


def _inbox(mine: Tellings, limit: int) -> dict[str, Any]:
    inbox = mine.inbox(limit)
    return {
        "as_of": inbox.as_of,
        "waiting": [
            {
                "what": tray.what,
                "count": tray.count,
                "more": tray.more,
                "items": [waiting_view(issue, inbox.as_of) for issue in tray.items],
            }
            for tray in inbox.waiting
        ],
        "alerts": {
            "count": inbox.alerts.count,
            "more": inbox.alerts.more,
            "items": [alert_view(alert) for alert in inbox.alerts.items],
        },
        "notices": {
            "count": inbox.notices.count,
            "more": inbox.notices.more,
            "items": [notice_view(notice) for notice in inbox.notices.items],
        },
    }

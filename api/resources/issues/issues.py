"""Knows `GET /v1/issues`, one issue and its history: what lists, boards and people read of the ledger."""

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from api.asked.wanted_issues import Order, WantedIssues
from api.http import cursor as cursors
from api.http import documented, etags
from api.http.answers import JsonAnswer
from api.http.params import MOST, Cursor, Id, Limit
from api.reads.reads import Reads
from api.resources.issues.reported.informant import GIVEN
from api.resources.issues.view import IssueView, shown
from api.resources.issues.views import History, IssuePage, MarksView
from api.routes import declared, reads_of, router, services_of
from api.shown.line import line_of
from ledger.decisions.handling.milestones import late_milestones
from ledger.issue.issue import Issue
from ledger.issue.lights import light_of
from ledger.registry.days import local_day
from ledger.registry.keeping.names import persons_in, units_in
from ledger.store.wanted import IssueFilter, Sort

routes = router("issues 问题")

EVERY: Final = MOST
"""Lines between two marks: the longest page."""


@routes.get(
    "/issues",
    summary="台账 / the ledger, by due time, earliest first",
    responses=documented.answers(IssuePage, refusals=(401, 403, 422, 503)),
    openapi_extra=declared("issue.list"),
)
async def get_issues(
    request: Request, wanted: WantedIssues, sort: Order = Sort.DUE, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """Those that one may read; filters are combined by "and", several values of one by "or". A page goes on where the
    last one ended, whatever others write meanwhile.

    With `q` a page may have fewer lines than asked for, as the index that finds them is a moment behind. `jump` is the
    issue whose 编号 `q` is, also where the other filters leave it out.
    """
    reads = reads_of(request)
    return JsonAnswer(await run_in_threadpool(_page, reads, wanted, sort, limit, cursor))


@routes.get(
    "/issues/marks",
    summary="台账页标 / how long a list is, and where one may jump into it",
    responses=documented.answers(MarksView, refusals=(401, 403, 422, 503)),
    openapi_extra=declared("issue.list"),
)
async def get_marks(request: Request, wanted: WantedIssues, sort: Order = Sort.DUE) -> Response:
    """Of the list with the same filters and order: `cursors[n]` begins the page after (n + 1) × `every` lines."""
    marks = await run_in_threadpool(reads_of(request).marks, wanted, EVERY, sort)
    cursors_ = [cursors.write_key(key) for key in marks.after]
    bound = {} if marks.bound is None else {"bound": marks.bound}
    return JsonAnswer({"total": marks.total, "every": EVERY, "cursors": cursors_, **bound})


@routes.get(
    "/issues/{issue_id}",
    summary="一个问题 / one issue",
    responses={
        **documented.answers(IssueView, refusals=(401, 404, 422, 503)),
        304: {"description": "Not Modified"},
    },
    openapi_extra=declared("issue.read"),
)
async def get_issue(request: Request, issue_id: Id) -> Response:
    """Its ETag is its version in quotes, with its light unless that is green: send it as If-Match with a command.
    Only here it is told whether an informant was given (`informant`), and nothing else of them.

    One in the archive is found as any other; a command that is carried out on it brings it back.
    """
    issue, archived, told, now = await run_in_threadpool(reads_of(request).issue_told, issue_id)
    zone = _zone(request)
    tag = _tag(issue, now, zone, archived, told)
    if etags.is_known(request, tag):
        return Response(status_code=304, headers={"ETag": tag})
    body = shown(issue, now, zone, archived=archived) | {"informant": GIVEN if told else None}
    return JsonAnswer(body, headers={"ETag": tag})


@routes.get(
    "/issues/{issue_id}/history",
    summary="办理记录 / every event of an issue, in order",
    responses=documented.answers(History, refusals=(401, 404, 422, 503)),
    openapi_extra=declared("issue.history"),
)
async def get_history(request: Request, issue_id: Id) -> Response:
    """From version 1 without holes; nothing in it ever changes. `units` are those that an event names, as they were
    called then."""
    reads = reads_of(request)
    events, names = await run_in_threadpool(reads.history, issue_id)
    persons = reads.rules.catalogue.persons
    fields = ("version", "type", "at", "actor", "data")
    return JsonAnswer(
        {
            "items": [
                {name: event[name] for name in fields}
                | {
                    "units": {unit: names.at(unit, event["at"]) for unit in sorted(units_in(event["data"]))},
                    "persons": {
                        each: persons[each].name
                        for each in sorted(persons_in([event["actor"]["person_id"], event["data"]], persons))
                    },
                }
                for event in events
            ]
        }
    )


def issue_answer(request: Request, issue: Issue, now: datetime, archived: bool = False) -> Response:
    """An issue as a command left it, with its ETag: whether an informant is kept is not looked up for it."""
    zone = _zone(request)
    body = shown(issue, now, zone, archived=archived)
    return JsonAnswer(body, headers={"ETag": _tag(issue, now, zone, archived, told=False)})


def _zone(request: Request) -> ZoneInfo:
    """In which a milestone's day ends."""
    return services_of(request).rules.current.zone


def _tag(issue: Issue, now: datetime, zone: ZoneInfo, archived: bool, told: bool) -> str:
    late = len(late_milestones(issue, local_day(now, zone)))
    light = light_of(issue.state, issue.due_at, now)
    return etags.etag(issue.version, light, archived=archived, late=late, told=told)


def _page(reads: Reads, wanted: IssueFilter, sort: Sort, limit: int, cursor: str | None) -> dict[str, Any]:
    after = cursors.read_text_key(cursor) if sort.by_text else cursors.read_key(cursor)
    page, now = reads.issues(wanted, limit, after, sort)
    lines = cursors.answer(page, lambda document: line_of(document, wanted.archived, now, reads))
    return lines if wanted.words is None else lines | {"jump": reads.named(wanted)}

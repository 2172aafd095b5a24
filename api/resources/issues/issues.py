"""Knows `GET /v1/issues`, one issue and its history: what lists, boards and people read of the ledger."""

from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import cursor as cursors
from api.http import documented, etags
from api.http.answers import JsonAnswer
from api.http.params import POLICY_KEY_PATTERN, Cursor, Id, Limit, Moment, RegionCode, Truth, UnitId
from api.resources.issues.view import IssueView, shown
from api.resources.issues.views import History, IssuePage
from api.routes import declared, reads_of, router, services_of
from ledger.decisions.handling.milestones import late_milestones
from ledger.issue.issue import Issue
from ledger.issue.lights import light_of
from ledger.registry.days import local_day
from ledger.registry.keeping.names import units_in
from ledger.store.wanted import SUMMARY, IssueFilter
from mobile_schema.fields import PROJECT_CODE_PATTERN
from mobile_schema.vocabulary import Category, Light, State

routes = router("issues 问题")


@routes.get(
    "/issues",
    summary="台账 / the ledger, by due time, earliest first",
    responses=documented.answers(IssuePage, refusals=(401, 403, 422, 503)),
    openapi_extra=declared("issue.list"),
)
async def get_issues(  # noqa: PLR0917 - the query's parameters, named by those who call it
    request: Request,
    state: Annotated[State | None, Query()] = None,
    region: RegionCode = None,
    unit: UnitId = None,
    project: Annotated[str | None, Query(pattern=PROJECT_CODE_PATTERN)] = None,
    category: Annotated[Category | None, Query()] = None,
    light: Annotated[
        Light | None, Query(description="red 红 overdue, yellow 黄 within 24 h, green 绿 the rest")
    ] = None,
    due_before: Annotated[Moment | None, Query()] = None,
    policy: Annotated[
        str | None, Query(pattern=POLICY_KEY_PATTERN, description="督办规则 NAME@VERSION that the issue is under")
    ] = None,
    archived: Annotated[Truth, Query(description="只看已归档的 / only those in the archive")] = False,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Those that one may read; filters are combined by "and". A page goes on where the last one ended, whatever
    others write meanwhile.
    """
    wanted = IssueFilter(state, region, unit, project, category, light, due_before, _policy(policy), archived)
    page, now = await run_in_threadpool(reads_of(request).issues, wanted, limit, cursors.read_key(cursor))
    return JsonAnswer(cursors.answer(page, lambda document: _line(document, now) | {"archived": archived}))


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

    One in the archive is found as any other; a command that is carried out on it brings it back.
    """
    issue, archived, now = await run_in_threadpool(reads_of(request).issue, issue_id)
    tag = _tag(issue, now, _zone(request), archived)
    if etags.is_known(request, tag):
        return Response(status_code=304, headers={"ETag": tag})
    return issue_answer(request, issue, now, archived)


@routes.get(
    "/issues/{issue_id}/history",
    summary="办理记录 / every event of an issue, in order",
    responses=documented.answers(History, refusals=(401, 404, 422, 503)),
    openapi_extra=declared("issue.history"),
)
async def get_history(request: Request, issue_id: Id) -> Response:
    """From version 1 without holes; nothing in it ever changes. `units` are those that an event names, as they were
    called then."""
    events, names = await run_in_threadpool(reads_of(request).history, issue_id)
    fields = ("version", "type", "at", "actor", "data")
    return JsonAnswer(
        {
            "items": [
                {name: event[name] for name in fields}
                | {"units": {unit: names.at(unit, event["at"]) for unit in sorted(units_in(event["data"]))}}
                for event in events
            ]
        }
    )


def issue_answer(request: Request, issue: Issue, now: datetime, archived: bool = False) -> Response:
    """An issue as it stands, with its ETag."""
    zone = _zone(request)
    body = shown(issue, now, zone, archived=archived)
    return JsonAnswer(body, headers={"ETag": _tag(issue, now, zone, archived)})


def _zone(request: Request) -> ZoneInfo:
    """In which a milestone's day ends."""
    return services_of(request).rules.current.zone


def _tag(issue: Issue, now: datetime, zone: ZoneInfo, archived: bool) -> str:
    late = len(late_milestones(issue, local_day(now, zone)))
    return etags.etag(issue.version, light_of(issue.state, issue.due_at, now), archived=archived, late=late)


def _policy(key: str | None) -> tuple[str, int] | None:
    if key is None:
        return None
    name, _, version = key.partition("@")
    return name, int(version)


def _line(document: dict[str, Any], now: datetime) -> dict[str, Any]:
    line = {name: document.get(name) for name in SUMMARY}
    line["works_stopped"] = document.get("works_stopped", False)  # a document omits it where it is not so
    return {"id": document["_id"], "light": light_of(State(document["state"]), document["due_at"], now), **line}

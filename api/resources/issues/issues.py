"""Knows `GET /v1/issues`, one issue and its history: what lists, boards and people read of the ledger."""

from datetime import datetime
from typing import Annotated, Any

import pymongo
from fastapi import Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import cursor as cursors
from api.http import documented, etags
from api.http.answers import JsonAnswer
from api.http.params import POLICY_KEY_PATTERN, Cursor, Id, Limit, Moment, RegionCode, UnitId
from api.http.problems import Problem
from api.resources.issues.view import IssueView, shown
from api.resources.issues.views import History, IssuePage
from api.routes import router, services_of
from api.services import QUERY_SECONDS, Services
from ledger.issue.issue import Issue
from ledger.issue.lights import light_of
from ledger.mongo.pages import Key
from ledger.store.listing import SUMMARY, IssueFilter, issue_id_of, list_history, list_issues, load_found
from mobile_schema.fields import PROJECT_CODE_PATTERN
from mobile_schema.vocabulary import Category, Light, State

routes = router("issues 问题")


@routes.get(
    "/issues",
    summary="台账 / the ledger, by due time, earliest first",
    responses=documented.answers(IssuePage),
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
    archived: Annotated[bool, Query(description="只看已归档的 / only those in the archive")] = False,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Filters are combined by "and". A page goes on where the last one ended, whatever others write meanwhile."""
    wanted = IssueFilter(state, region, unit, project, category, light, due_before, _policy(policy), archived)
    return JsonAnswer(await run_in_threadpool(_page, services_of(request), wanted, limit, cursors.read_key(cursor)))


@routes.get(
    "/issues/{issue_id}",
    summary="一个问题 / one issue",
    responses={
        **documented.answers(IssueView, refusals=(401, 404, 422, 503)),
        304: {"description": "Not Modified"},
    },
)
async def get_issue(request: Request, issue_id: Id) -> Response:
    """Its ETag is its version in quotes, with its light unless that is green: send it as If-Match with a command.

    One in the archive is found as any other; a command that is carried out on it brings it back.
    """
    issue, archived, now = await run_in_threadpool(_load, services_of(request), issue_id)
    tag = _tag(issue, now, archived)
    if etags.is_known(request, tag):
        return Response(status_code=304, headers={"ETag": tag})
    return issue_answer(issue, now, archived)


@routes.get(
    "/issues/{issue_id}/history",
    summary="办理记录 / every event of an issue, in order",
    responses=documented.answers(History, refusals=(401, 404, 422, 503)),
)
async def get_history(request: Request, issue_id: Id) -> Response:
    """From version 1 without holes; nothing in it ever changes."""
    events = await run_in_threadpool(_history, services_of(request), issue_id)
    if not events:
        raise Problem(404, "unknown-issue", "没有这个问题 / no such issue", issue_id=issue_id)
    fields = ("version", "type", "at", "actor", "data")
    return JsonAnswer({"items": [{name: event[name] for name in fields} for event in events]})


def issue_answer(issue: Issue, now: datetime, archived: bool = False) -> Response:
    """An issue as it stands, with its ETag."""
    return JsonAnswer(shown(issue, now, archived), headers={"ETag": _tag(issue, now, archived)})


def _tag(issue: Issue, now: datetime, archived: bool) -> str:
    return etags.etag(issue.version, light_of(issue.state, issue.due_at, now), archived=archived)


def _policy(key: str | None) -> tuple[str, int] | None:
    if key is None:
        return None
    name, _, version = key.partition("@")
    return name, int(version)


def _page(services: Services, wanted: IssueFilter, limit: int, after: Key | None) -> dict[str, Any]:
    with pymongo.timeout(QUERY_SECONDS):
        now = services.clock.now()
        page = list_issues(services.store, wanted, now, limit, after)
    return cursors.answer(page, lambda document: _line(document, now) | {"archived": wanted.archived})


def _line(document: dict[str, Any], now: datetime) -> dict[str, Any]:
    line = {name: document.get(name) for name in SUMMARY}
    line["works_stopped"] = document.get("works_stopped", False)  # a document omits it where it is not so
    return {"id": document["_id"], "light": light_of(State(document["state"]), document["due_at"], now), **line}


def _load(services: Services, issue_id: str) -> tuple[Issue, bool, datetime]:
    with pymongo.timeout(QUERY_SECONDS):
        return *load_found(services.store, issue_id), services.clock.now()


def _history(services: Services, issue_id: str) -> list[dict[str, Any]]:
    with pymongo.timeout(QUERY_SECONDS):
        return list_history(services.store, issue_id_of(services.store, issue_id))

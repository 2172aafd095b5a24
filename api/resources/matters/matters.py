"""Knows `POST /v1/matters`, `POST /v1/matter-sets` and the sets: what a supervisor enters, decided at once."""

from collections.abc import Sequence
from typing import Annotated, TypeVar

from fastapi import Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ValidationError

from api.http import cursor as cursors
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_json
from api.http.params import Cursor, Limit, Truth
from api.http.problems import Problem, invalid, invalid_model, ledger_away
from api.http.settings import COMMAND_BYTES, SET_BYTES
from api.resources.matters.examples import MATTER, SET
from api.resources.matters.views import (
    EnteredView,
    SetPage,
    SetView,
    entered_view,
    set_line,
    set_view,
    would_view,
)
from api.routes import acting, declared, demand_right, reads_of, router, services_of
from ledger.alike.likeness import Similar
from ledger.issue.issue import Issue
from ledger.matters.opening import ENTER, EnteringRefused
from ledger.matters.words import NewMatter, NewSet
from ledger.store.commit import Conflict
from mobile_schema.fields import UUID7_PATTERN

routes = router("matters 交办事项")

Body = TypeVar("Body", bound=BaseModel)
DryRun = Annotated[Truth, Query(description="只说会登记什么 / say what would be entered, and enter nothing")]
_ENTERED = documented.answers(
    EnteredView, status=201, refusals=(400, 401, 403, 408, 409, 413, 415, 422, 503), also={200: EnteredView}
)


@routes.post(
    "/matters",
    status_code=201,
    summary="登记交办事项 / enter a matter that no inspector reported",
    responses=_ENTERED,
    openapi_extra=declared(ENTER, documented.body("NewMatter", MATTER)),
)
async def post_matter(request: Request, dry_run: DryRun = False) -> Response:
    """On the ledger when this answers, with its 编号, assigned or routed. The same id and the same words again: 200
    with what was entered then."""
    return await _entered(request, _read(NewMatter, await read_json(request, COMMAND_BYTES)), dry_run=dry_run)


@routes.post(
    "/matter-sets",
    status_code=201,
    summary="任务分解 / enter a document's tasks as a set, all or nothing",
    responses=_ENTERED,
    openapi_extra=declared(ENTER, documented.body("NewSet", SET)),
)
async def post_matter_set(request: Request, dry_run: DryRun = False) -> Response:
    """As one matter is; every fault is told with its path, and with one nothing is entered."""
    return await _entered(request, _read(NewSet, await read_json(request, SET_BYTES)), dry_run=dry_run)


@routes.get(
    "/matter-sets",
    summary="任务分解一览 / sets of tasks and how far each has come, the latest first",
    responses=documented.answers(SetPage, refusals=(401, 403, 422, 503)),
    openapi_extra=declared("matter.read"),
)
async def get_matter_sets(request: Request, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """Those of which one may read a matter; what is counted of each is what one may read of it."""
    page, now = await run_in_threadpool(reads_of(request).matter_sets, limit, cursors.read_key(cursor))
    return JsonAnswer(cursors.answer(page, lambda found: set_line(found, now)))


@routes.get(
    "/matter-sets/{set_id}",
    summary="一组任务 / a set, and how each of its matters stands",
    responses=documented.answers(SetView, refusals=(401, 404, 422, 503)),
    openapi_extra=declared("matter.read"),
)
async def get_matter_set(request: Request, set_id: Annotated[str, Path(pattern=UUID7_PATTERN)]) -> Response:
    """Those of its matters that one may read; one of which one may read none is not there."""
    found, now = await run_in_threadpool(reads_of(request).matter_set, set_id)
    if found is None:
        raise Problem(404, "unknown-set", "没有这组任务 / no such set", set_id=set_id)
    return JsonAnswer(set_view(found, now))


async def _entered(request: Request, entered: NewMatter | NewSet, *, dry_run: bool) -> Response:
    demand_right(request)
    services, actor = services_of(request), acting(request)
    try:
        if dry_run:
            issues = await run_in_threadpool(services.would_enter, entered, actor)
            return JsonAnswer(would_view(entered.id, issues, await _similar(request, issues)))
        done = await run_in_threadpool(services.enter, entered, actor)
    except EnteringRefused as refused:
        raise invalid([told.fault() for told in refused.told]) from None
    except Conflict:
        raise ledger_away() from None
    name = entered.id if isinstance(entered, NewSet) else done.issues[0]["id"]
    location = f"/v1/matter-sets/{name}" if isinstance(entered, NewSet) else f"/v1/issues/{name}"
    similar = await _similar(request, done.issues_as_opened)
    return JsonAnswer(entered_view(done, similar), 201 if done.new else 200, {"Location": location})


async def _similar(request: Request, issues: Sequence[Issue]) -> list[Similar]:
    """What may be the same as one that is new; of many each is asked for by itself."""
    return await run_in_threadpool(reads_of(request).similar_to, issues[0]) if len(issues) == 1 else []


def _read(kind: type[Body], body: bytes) -> Body:
    try:
        return kind.model_validate_json(body, strict=True)
    except ValidationError as error:
        raise invalid_model(error) from None

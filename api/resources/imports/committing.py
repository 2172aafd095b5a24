"""Knows how an import's rows get onto the ledger, in the background, how it is taken back, or thrown away before."""

from typing import Any

import pymongo
from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import AwareDatetime

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.idempotency import KEY, key_of
from api.http.problems import ledger_away
from api.http.views import View
from api.reads.reading import not_permitted
from api.resources.imports.doing import imports_of, shown
from api.resources.imports.imports import ImportId
from api.resources.imports.views import ImportView
from api.resources.imports.within import COMMIT, DISCARD, UNDO, demand_state
from api.routes import acting, declared, router, services_of
from ledger.imports import undoing
from ledger.imports.discarding import discard
from ledger.imports.records import ImportState
from ledger.imports.waiting import ask_commit
from ledger.store.commit import Conflict

routes = router("imports 导入台账")

_UNDO_SECONDS = 120.0


class LeftView(View):
    """An issue that stays as it is, and why."""

    issue_id: str
    serial: str
    why: str


class UndoneView(View):
    """How many issues were withdrawn, how many updates put back, and what was left."""

    undone_at: AwareDatetime | None
    withdrawn: int
    restored: int
    left: list[LeftView]


@routes.post(
    "/imports/{import_id}/commit",
    status_code=202,
    summary="入账 / put the rows that were judged on the ledger, in the background",
    responses=documented.answers(
        ImportView, status=202, refusals=(400, 401, 403, 404, 409, 422, 503), also={200: ImportView}
    ),
    openapi_extra=declared(COMMIT, {"parameters": [KEY]}),
)
async def post_import_commit(request: Request, import_id: ImportId) -> Response:
    """`done` of the import says how many rows are written; 200 once all is. Whichever process of the API has time
    writes them, and one that dies leaves the rest to the next; where that cannot be, `stopped` says why, and asked
    again it goes on. Rows that are faulty stay out."""
    key_of(request)
    of = imports_of(request)
    opened = await run_in_threadpool(of.one, import_id, COMMIT)
    if opened.record.actor != of.person.id:
        raise not_permitted()
    demand_state(opened, ImportState.CHECKED, ImportState.COMMITTING, ImportState.COMMITTED)
    services = services_of(request)
    if opened.record.state is not ImportState.COMMITTED:
        credential, now = acting(request).credential, await services.ask(services.clock.now)
        await services.ask(lambda: ask_commit(services.store, import_id, credential, now))
        demand_state(await run_in_threadpool(of.one, import_id), ImportState.COMMITTING, ImportState.COMMITTED)
    return JsonAnswer(await shown(request, import_id), 200 if opened.record.state is ImportState.COMMITTED else 202)


@routes.post(
    "/imports/{import_id}/undo",
    summary="撤销导入 / take an import back: what nobody worked on since",
    responses=documented.answers(UndoneView, refusals=(401, 403, 404, 409, 422, 503)),
    openapi_extra=declared(UNDO),
)
async def post_import_undo(request: Request, import_id: ImportId) -> Response:
    """Within 30 days. What somebody worked on since is left and named; asked again it says the same."""
    opened = await run_in_threadpool(imports_of(request).one, import_id, UNDO)
    demand_state(opened, ImportState.COMMITTED, ImportState.UNDONE)
    services, actor = services_of(request), acting(request)

    def undo() -> dict[str, Any]:
        with pymongo.timeout(_UNDO_SECONDS):
            done = undoing.undo(services.store, import_id, actor, clock=services.clock, rules=services.rules.current)
        left = [{"issue_id": one.issue_id, "serial": one.serial, "why": one.why} for one in done.left]
        return {"withdrawn": done.withdrawn, "restored": done.restored, "left": left}

    try:
        came = await run_in_threadpool(undo)
    except Conflict:
        raise ledger_away() from None
    after = await run_in_threadpool(imports_of(request).one, import_id)
    return JsonAnswer({"undone_at": after.record.undone_at, **came})


@routes.delete(
    "/imports/{import_id}",
    status_code=204,
    response_class=Response,
    summary="丢弃 / throw an import away of which nothing is on the ledger",
    responses={204: {"description": "Done"}, **documented.problems((401, 403, 404, 409, 422, 503))},
    openapi_extra=declared(DISCARD),
)
async def delete_import(request: Request, import_id: ImportId) -> Response:
    """One's own; with it goes its file, unless another import is of it. What is on the ledger is undone instead."""
    await run_in_threadpool(imports_of(request).one, import_id, DISCARD)
    services = services_of(request)
    await services.ask(lambda: discard(services.store, import_id))
    return Response(status_code=204)

"""Knows `GET /v1/registry/history`: what was changed of the registry, the latest first: by whom, from what to what."""

from typing import Annotated, Final

from fastapi import Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.changes import ChangePage, Changes, change_view
from api.http import cursor as cursors
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import Cursor, Limit
from api.resources.organisation.deciding import READ
from api.routes import declared, reads_of, router
from ledger.registry.own_files.kinds import KINDS

routes = router("organisation 名录维护")

Kind = Annotated[str | None, Query(pattern=f"^({'|'.join(KINDS)})$", description="类别 / of this kind alone")]
_REFUSALS: Final = (401, 403, 422, 503)


@routes.get(
    "/registry/history",
    summary="名录变更记录 / what was changed in the registry",
    responses=documented.answers(ChangePage, refusals=_REFUSALS),
    openapi_extra=declared(READ),
)
async def get_registry_history(
    request: Request,
    kind: Kind = None,
    entry: Annotated[str | None, Query(max_length=200, description="编号 / of this entry alone")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Of what lies in one's regions, or lay there when it was changed, and of what holds everywhere."""
    before, changes = cursors.read_name(cursor), Changes(reads_of(request))
    page = await run_in_threadpool(changes.of_registry, kind, entry, limit, before)
    return JsonAnswer(cursors.answer(page, change_view))

"""Knows how an import is checked: every row judged, the rows as they were judged, those that stay out as a workbook."""

from typing import Annotated, Any

import pymongo
from fastapi import Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import cursor as cursors
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import Cursor, Limit
from api.http.settings import COMMAND_SECONDS, QUERY_SECONDS
from api.read_files import XLSX, work
from api.resources.imports.doing import before, given_again, imports_of, own, shown
from api.resources.imports.imports import ImportId
from api.resources.imports.reading import faulty, judge
from api.resources.imports.views import ImportView, RowPage, row_view
from api.resources.imports.within import MAKE, READ, Opened, wrong_state
from api.routes import declared, router, services_of
from exchange.ledgers.checking import Verdict
from ledger.imports import looks, records
from ledger.imports.records import ImportState

routes = router("imports 导入台账")


@routes.post(
    "/imports/{import_id}/check",
    summary="检查 / judge every row: new, changed, same, duplicate, conflict, skipped, fault",
    responses=documented.answers(ImportView, refusals=(401, 403, 404, 409, 422, 503)),
    openapi_extra=declared(MAKE),
)
async def post_import_check(request: Request, import_id: ImportId) -> Response:
    """Nothing is written on the ledger. Names are looked up in the registry; what lies elsewhere is a fault."""
    opened = await before(request, import_id)
    services = services_of(request)
    given = await given_again(request, opened, opened.mapping)
    counts = await work(services, judge, given)

    def keep() -> None:
        with pymongo.timeout(COMMAND_SECONDS):
            records.change(services.store, import_id, given.at, state=ImportState.CHECKED, counts=counts)

    await run_in_threadpool(keep)
    return JsonAnswer(await shown(request, import_id))


@routes.get(
    "/imports/{import_id}/rows",
    summary="各行结论 / the rows of the last check, as they stand in the file",
    responses=documented.answers(RowPage, refusals=(401, 404, 409, 422, 503)),
    openapi_extra=declared(READ),
)
async def get_import_rows(
    request: Request,
    import_id: ImportId,
    verdict: Annotated[Verdict | None, Query(description="只列这一种 / those of one verdict")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Each with its cells, what is wrong of which, and what would change."""
    after = cursors.read_name(cursor)
    if after and not after.isdigit():
        raise cursors.not_ours()
    opened = await _checked(request, import_id)
    store, turn = services_of(request).store, str((opened.look.check or {})["turn"])

    def page() -> Any:
        with pymongo.timeout(QUERY_SECONDS):
            return looks.page_of_lines(store, import_id, turn, [verdict] if verdict else [], limit, after)

    return JsonAnswer(cursors.answer(await run_in_threadpool(page), row_view))


@routes.get(
    "/imports/{import_id}/faults.xlsx",
    summary="退回的行 / a workbook of the rows that stay out, each with what is wrong",
    responses={
        200: {"description": "OK", "content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}},
        **documented.problems((401, 403, 404, 409, 422, 503)),
    },
    response_class=Response,
    openapi_extra=declared(MAKE),
)
async def get_import_faults(request: Request, import_id: ImportId) -> Response:
    """The head as it was, and two columns more: where the row stood, and what is wrong of which cell."""
    opened = await own(request, import_id)
    content = await work(services_of(request), faulty, await given_again(request, opened, opened.mapping))
    headers = {"Content-Disposition": 'attachment; filename="faults.xlsx"', "Cache-Control": "private, no-cache"}
    return Response(content, media_type=XLSX, headers=headers)


async def _checked(request: Request, import_id: str) -> Opened:
    opened = await run_in_threadpool(imports_of(request).one, import_id)
    if opened.look.check is None:
        raise wrong_state(opened.record)
    return opened

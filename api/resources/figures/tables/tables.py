"""Knows `POST /v1/figures/table`: a desk's table of projects read, judged row by row, and brought in."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeVar

from fastapi import Request, Response

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_json
from api.http.problems import Problem, ledger_away
from api.read_files import XLSX, work
from api.resources.figures.tables.asked import BODY_BYTES, EXAMPLE, FILE_BYTES, sent_table
from api.resources.figures.tables.reading import Given, faulty_rows, judge_tables
from api.resources.figures.tables.views import FigureTableJudged, table_view
from api.routes import declared, demand_right, router, services_of
from api.serving.not_read import NotRead
from ledger.figures.reach import REPORT
from ledger.store.commit import Conflict

T = TypeVar("T")

routes = router("figures 项目月报")

_REFUSALS: Final = (400, 401, 403, 408, 413, 415, 422, 503)


@routes.post(
    "/figures/table",
    summary="导入项目报表 / a table of projects as it is: read, judged row by row, and with `keep` brought in",
    responses=documented.answers(FigureTableJudged, refusals=_REFUSALS),
    openapi_extra=declared(REPORT, documented.body("FigureTableSent", EXAMPLE)),
)
async def post_figure_table(request: Request) -> Response:
    """Each row has one verdict, with the cell that is wrong. Nothing is written without `keep`; with it what may come
    in does, and the same again changes nothing."""
    given = await _given(request)
    return JsonAnswer(table_view(given.filename, await _judged(request, judge_tables, given), kept=given.keep))


@routes.post(
    "/figures/table/faults",
    summary="退回的行 / the rows of a table that stay out, with what is wrong, as a workbook",
    responses={
        200: {"description": "OK", "content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}},
        **documented.problems(_REFUSALS),
    },
    response_class=Response,
    openapi_extra=declared(REPORT, documented.body("FigureTableSent", EXAMPLE)),
)
async def post_figure_table_faults(request: Request) -> Response:
    """To be corrected and brought in again, as it is; nothing is written."""
    content = await _judged(request, faulty_rows, replace(await _given(request), keep=False))
    headers = {"Content-Disposition": 'attachment; filename="faults.xlsx"', "Cache-Control": "private, no-cache"}
    return Response(content, media_type=XLSX, headers=headers)


async def _given(request: Request) -> Given:
    sent = sent_table(await read_json(request, BODY_BYTES))
    if len(sent.content) > FILE_BYTES:
        said = f"文件超过 {FILE_BYTES} 字节,请拆分 / the file is larger than {FILE_BYTES} bytes: send less"
        raise Problem(413, "too-large", said, limit=FILE_BYTES)
    person, services = demand_right(request), services_of(request)
    at = await services.ask(services.clock.now)
    zone = str(services.rules.current.zone)
    return Given(sent.filename, sent.content, sent.mapping, sent.remembered, sent.keep, person.id, at, zone)


async def _judged(request: Request, of: Callable[[str, Given], T | NotRead], given: Given) -> T:
    """What comes of a file. Raises Problem: 422 where it is refused whole, 503 where it takes too long."""
    try:
        return await work(services_of(request), of, given)
    except Conflict:
        raise ledger_away() from None

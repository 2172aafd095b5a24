"""Knows `POST /v1/figures/table`: a desk's table of projects read, judged row by row, and brought in."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeVar

from fastapi import Request, Response

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_json
from api.http.problems import Problem, away, ledger_away
from api.resources.figures.tables.asked import BODY_BYTES, EXAMPLE, sent_table
from api.resources.figures.tables.reading import Given, TableRefused, faulty_rows, judge_tables
from api.resources.figures.tables.views import FigureTableJudged, table_view
from api.routes import declared, demand_right, router, services_of
from api.serving.apart import Bounds, BrokenOff, apart
from ledger.figures.reach import REPORT
from ledger.store.commit import Conflict

T = TypeVar("T")

routes = router("figures 项目月报")

_REFUSALS: Final = (400, 401, 403, 408, 413, 415, 422, 503)
_BOUNDS: Final = Bounds(120.0, 2 * 1024**3)
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    return JsonAnswer(table_view(given.filename, await _work(request, judge_tables, given), kept=given.keep))


@routes.post(
    "/figures/table/faults",
    summary="退回的行 / the rows of a table that stay out, with what is wrong, as a workbook",
    responses={
        200: {"description": "OK", "content": {_XLSX: {"schema": {"type": "string", "format": "binary"}}}},
        **documented.problems(_REFUSALS),
    },
    response_class=Response,
    openapi_extra=declared(REPORT, documented.body("FigureTableSent", EXAMPLE)),
)
async def post_figure_table_faults(request: Request) -> Response:
    """To be corrected and brought in again, as it is; nothing is written."""
    content = await _work(request, faulty_rows, replace(await _given(request), keep=False))
    headers = {"Content-Disposition": 'attachment; filename="faults.xlsx"', "Cache-Control": "private, no-cache"}
    return Response(content, media_type=_XLSX, headers=headers)


async def _given(request: Request) -> Given:
    sent = sent_table(await read_json(request, BODY_BYTES))
    person, services = demand_right(request), services_of(request)
    at = await services.ask(services.clock.now)
    zone = str(services.rules.current.zone)
    return Given(sent.filename, sent.content, sent.mapping, sent.known, sent.keep, person.id, at, zone)


async def _work(request: Request, of: Callable[[str, Given], T | TableRefused], given: Given) -> T:
    """What comes of a file. Raises Problem: 422 where it is refused whole, 503 where it takes too long."""
    services = services_of(request)
    try:
        came = await apart(_BOUNDS, services.ledgers, of, services.settings.mongo_url, given)
    except BrokenOff:
        raise away(
            "import-broken-off", "文件未能读完,请拆分后再试 / the file was not read to its end: send less, or later"
        ) from None
    except Conflict:
        raise ledger_away() from None
    if isinstance(came, TableRefused):
        raise Problem(422, "file-refused", came.sentence, reason=came.slug)
    return came

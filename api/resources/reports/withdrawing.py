"""Knows `POST /v1/reports/{report_id}/withdraw`: an inspector takes back a report of their own (撤回)."""

from typing import Annotated

from fastapi import Path, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError

from api.http import documented
from api.http.bodies import read_json
from api.http.problems import invalid_model
from api.http.settings import COMMAND_BYTES
from api.resources.reports.reading import report_answer
from api.resources.reports.reading_views import ReportView
from api.routes import acting, declared, router, services_of
from ledger.reports.wanted import Withdrawal
from mobile_schema.fields import UUID7_PATTERN

routes = router("reports 报告")


@routes.post(
    "/reports/{report_id}/withdraw",
    summary="撤回报告 / take back a report of one's own",
    responses=documented.answers(ReportView, refusals=(401, 403, 404, 409, 413, 415, 422, 503)),
    openapi_extra=declared(
        "report.withdraw", documented.body(Withdrawal.__name__, {"reason": "项目选错,已按实际项目重新上报。"})
    ),
)
async def withdraw_report(
    request: Request, report_id: Annotated[str, Path(pattern=UUID7_PATTERN, description="report_id")]
) -> Response:
    """Nothing is deleted. An issue that it opened and nobody has touched ends as void; any other stands, and its
    supervisor is told and decides. Within the limit of the issues' policies; twice is once."""
    body = await read_json(request, COMMAND_BYTES)
    try:
        given = Withdrawal.model_validate_json(body, strict=True)
    except ValidationError as error:
        raise invalid_model(error) from None
    await run_in_threadpool(services_of(request).withdraw, acting(request), report_id, given.reason)
    return await report_answer(request, report_id)

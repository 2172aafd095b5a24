"""Knows `GET /v1/issues/{id}/report`: the visit or incident that an issue came from, for who may read the issue."""

from typing import Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import Id
from api.http.views import View
from api.routes import declared, reads_of, router
from api.told_reports import ProblemSaid, ReportSaid, of_problem, said

routes = router("issues 问题")


class IssueReport(ReportSaid):
    """A report as far as it is about one issue: `problem` is what it says of it."""

    problem: ProblemSaid | None


class IssueReports(View):
    """What was reported of an issue; `report` is null of one that no report opened."""

    issue_id: str
    serial: str
    report: IssueReport | None


@routes.get(
    "/issues/{issue_id}/report",
    summary="上报内容 / the report that an issue came from",
    responses=documented.answers(IssueReports, refusals=(401, 404, 422, 503)),
    openapi_extra=declared("issue.report"),
)
async def get_issue_report(request: Request, issue_id: Id) -> Response:
    """Who was where and when, who is said to be involved, people hurt, time lost, and apart from that a legitimate
    grievance (合理诉求). Of a visit with several findings it is this issue's alone, with its photos."""
    reads = reads_of(request)
    issue, reports = await run_in_threadpool(reads.reports_of_issue, issue_id)

    def told(report_id: str, place: int) -> dict[str, Any] | None:
        kept = reports.get(report_id)
        return None if kept is None else of_problem(said(kept, reads.rules.catalogue), place, kept.said)

    return JsonAnswer(
        {"issue_id": issue.id, "serial": issue.serial, "report": told(issue.report_id, issue.finding_index)}
    )

"""Knows `GET /v1/reports`: a project's visits and incidents, or one's own, and what became of each."""

from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import cursor as cursors
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import Cursor, Limit, Truth
from api.resources.reports.reading_views import RefusedPage, ReportPage, ReportView
from api.routes import declared, person_of, reads_of, router
from api.serving.thumbnails import Shown, shown_file
from api.shown.reports import ReportType, head, problems, said
from ledger.evidence.kinds import TAKEN, UNNAMED
from ledger.issue.lights import light_of
from ledger.registry.catalogue import Catalogue
from ledger.reports.kept import about
from ledger.reports.wanted import Became, Document, Kept, ReportFilter
from mobile_schema.cloudevents import INCIDENT, SITE_VISIT
from mobile_schema.fields import PROJECT_CODE_PATTERN, SHA256_PATTERN, UUID7_PATTERN
from mobile_schema.reports.site_visit import SiteVisit
from mobile_schema.vocabulary import State

routes = router("reports 报告")

_EVENTS: Final = {"site_visit": SITE_VISIT, "incident": INCIDENT}
_BYTES: Final = {"schema": {"type": "string", "format": "binary"}}
ReportName = Annotated[str, Path(pattern=UUID7_PATTERN, description="report_id")]


@routes.get(
    "/reports",
    summary="报告列表 / reports, the latest first: one's own, or a project's",
    responses=documented.answers(ReportPage, refusals=(401, 403, 422, 503)),
    openapi_extra=declared("report.read"),
)
async def get_reports(  # noqa: PLR0917 - the query's parameters, named by those who call it
    request: Request,
    project: Annotated[
        str | None, Query(pattern=PROJECT_CODE_PATTERN, description="项目;不写为本人的 / one's own if left out")
    ] = None,
    type: Annotated[ReportType | None, Query(description="进工地报告或阻工事件 / visits or incidents")] = None,  # noqa: A002
    no_problem: Annotated[Truth, Query(description="只看未发现问题的 / only visits that found none")] = False,
    progress: Annotated[Truth, Query(description="只看写有进度的 / only those that say how far it is")] = False,
    photos: Annotated[Truth, Query(description="只看有附件的 / only those that show a file")] = False,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Those that one may read, by when their inspector was there. `issues` are those that a report opened or
    corrected, as they stand now, as far as one may read them."""
    event = None if type is None else _EVENTS[type]
    wanted = ReportFilter(person_of(request).id, project, event, no_problem, progress, photos)
    reads = reads_of(request)
    page, became, now = await run_in_threadpool(reads.reports, wanted, limit, cursors.read_key(cursor))
    return JsonAnswer(cursors.answer(page, lambda receipt: _line(receipt, became, now, reads.rules.catalogue)))


@routes.get(
    "/reports/{report_id}",
    summary="一份报告 / one report, whole",
    responses=documented.answers(ReportView, refusals=(401, 404, 422, 503)),
    openapi_extra=declared("report.read"),
)
async def get_report(request: Request, report_id: ReportName) -> Response:
    """Everything that it says, and what became of it."""
    return await report_answer(request, report_id)


async def report_answer(request: Request, report_id: str) -> Response:
    """One report, whole, as the one who asks may read it."""
    reads = reads_of(request)
    kept, became, now = await run_in_threadpool(reads.report, report_id)
    catalogue = reads.rules.catalogue
    return JsonAnswer({**_line(kept.receipt, became, now, catalogue), **_whole(kept, catalogue)})


@routes.get(
    "/reports/{report_id}/attachments/{sha256}",
    summary="报告的附件 / a file that the report names",
    responses={
        **documented.problems((401, 404, 422, 503)),
        200: {"description": "OK", "content": dict.fromkeys((*TAKEN, UNNAMED), _BYTES)},
        304: {"description": "Not Modified"},
    },
    openapi_extra=declared("report.read"),
)
async def get_report_file(
    request: Request,
    report_id: ReportName,
    sha256: Annotated[str, Path(pattern=SHA256_PATTERN, description="SHA-256 of the bytes, hex, lower case")],
    size: Shown = None,
) -> Response:
    """To be saved and never shown in place. Only what its reporter had sent is there."""
    stored = await run_in_threadpool(reads_of(request).report_file, report_id, sha256)
    return await shown_file(request, stored, sha256, size)


@routes.get(
    "/refused-reports",
    summary="本人未入账的报告 / one's own reports that the ledger refused, the latest first",
    responses=documented.answers(RefusedPage, refusals=(401, 403, 422, 503)),
    openapi_extra=declared("report.read"),
)
async def get_refused_reports(request: Request, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """As long as they wait: what was sent again, or came in all the same, is no longer among them."""
    page = await run_in_threadpool(reads_of(request).refused_reports, limit, cursors.read_key(cursor))
    return JsonAnswer(cursors.answer(page, _refused))


def _refused(letter: Document) -> dict[str, Any]:
    key = letter["key"]
    project = None if key is None else bytes(key).decode(errors="replace")
    said = {name: letter[name] for name in ("report_id", "at", "reason", "detail", "faults")}
    return {"project_code": project, **said}


def _line(receipt: Document, became: Became, now: datetime, catalogue: Catalogue) -> dict[str, Any]:
    """`ReportLine`."""
    progress = receipt.get("progress")
    return {
        **head(receipt, catalogue),
        "progress": progress and {"percent": progress.get("percent"), "stage": progress.get("stage"), "note": None},
        "no_problem_found": receipt.get("no_problem", False),
        "photos": receipt.get("attachments", []),
        "issues": [_became(became.issues[each], now) for each in about(receipt) if each in became.issues],
        "rechecks": receipt["rechecks"],
        "corrections": receipt.get("corrections", []),
        "corrected_by": became.corrected_by.get(receipt["_id"], []),
    }


def _became(issue: Document, now: datetime) -> dict[str, Any]:
    shown = {name: issue.get(name) for name in ("serial", "state", "due_at", "category", "severity", "description")}
    ended = {name: issue.get(name) for name in ("grade", "closed_at", "archived")}
    light = light_of(State(issue["state"]), issue["due_at"], now)
    return {"id": issue["_id"], **shown, "light": light, **ended}


def _whole(kept: Kept, catalogue: Catalogue) -> dict[str, Any]:
    report = kept.said
    looked = report.rechecks if isinstance(report, SiteVisit) else ()
    return {
        **said(kept, catalogue),
        "device": report and report.device.model_dump(),
        "problems": problems(report),
        "looked_at": [recheck.model_dump() for recheck in looked],
    }

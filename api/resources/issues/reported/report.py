"""Knows `GET /v1/issues/{id}/report`: the visit or incident that an issue came from, for who may read the issue."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from msgspec.structs import asdict
from pydantic import AwareDatetime, Field

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import Id
from api.http.views import View
from api.resources.issues.reported.parts import JudgementView
from api.routes import declared, reads_of, router
from api.shown.reports import ProblemSaid, ReportSaid, of_problem, said
from ledger.issue.issue import Issue
from ledger.issue.reported.corrections import Correction
from ledger.issue.reported.referrals import state_of
from ledger.reports.differences import differences
from ledger.reports.wanted import Kept
from mobile_schema.vocabulary import ReferralBody, ReferralState

routes = router("issues 问题")


class IssueReport(ReportSaid):
    """A report as far as it is about one issue: `problem` is what it says of it."""

    problem: ProblemSaid | None


class ChangeSaid(View):
    """One field that a correction says otherwise, by its path; null where a report does not say it."""

    path: str = Field(examples=["problem.severity", "works.minutes"])
    before: str | int | float | bool | None
    after: str | int | float | bool | None


class Corrected(View):
    """A report that corrects an earlier one, what it says otherwise, and who judged it; null while it waits.

    `report` is null once its receipt is gone; without the bytes of both, no change can be told.
    """

    report: IssueReport | None
    changes: list[ChangeSaid]
    judged: JudgementView | None
    withdrawn_at: AwareDatetime | None


class ReferralStands(View):
    """One referral (移送) of the issue, said on the site or logged since, and how it stands by its last answer."""

    place: int
    body: ReferralBody
    referred_at: AwareDatetime
    case_number: str | None
    state: ReferralState
    answered_at: AwareDatetime | None
    note: str | None


class IssueReports(View):
    """What was reported of an issue; `report` is null of one that no report opened. The first report stays as it was,
    whatever corrects it (更正)."""

    issue_id: str
    serial: str
    report: IssueReport | None
    corrections: list[Corrected]
    referrals: list[ReferralStands]


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
        {
            "issue_id": issue.id,
            "serial": issue.serial,
            "report": told(issue.report_id, issue.finding_index),
            "corrections": [
                {
                    "report": told(each.report_id, each.place),
                    "changes": _changes(issue, each, reports),
                    "judged": each.judged and asdict(each.judged),
                    "withdrawn_at": each.withdrawn_at,
                }
                for each in issue.corrections
            ],
            "referrals": [_referral(issue, place) for place in range(len(issue.referrals))],
        }
    )


def _referral(issue: Issue, place: int) -> dict[str, Any]:
    referral, answers = issue.referrals[place], [each for each in issue.answers if each.place == place]
    numbers = [number for number in (referral.case_number, *(each.case_number for each in answers)) if number]
    return {
        "place": place,
        "body": referral.body,
        "referred_at": referral.referred_at,
        "case_number": numbers[-1] if numbers else None,
        "state": state_of(place, answers),
        "answered_at": answers[-1].answered_at if answers else None,
        "note": answers[-1].note if answers else None,
    }


def _changes(issue: Issue, correction: Correction, reports: Mapping[str, Kept]) -> list[dict[str, Any]]:
    """What a correction says otherwise than the report that it corrects, as far as both are kept."""
    places = {issue.report_id: issue.finding_index} | {each.report_id: each.place for each in issue.corrections}
    before, after = reports.get(correction.corrects), reports.get(correction.report_id)
    if before is None or after is None or before.said is None or after.said is None:
        return []
    found = differences(before.said, places[correction.corrects], after.said, correction.place)
    return [{"path": each.path, "before": each.before, "after": each.after} for each in found]

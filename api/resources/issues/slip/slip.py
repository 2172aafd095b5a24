"""Knows `GET /v1/issues/{id}/slip`: the supervision slip (督办单) of an issue, as data, as CSV, and to print."""

from collections.abc import Iterator
from typing import Any, Final

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import Id
from api.reads.reads import Reads
from api.resources.issues.slip.parties import lead_of, supervisor_of, supporting_of
from api.resources.issues.slip.views import SlipView
from api.routes import declared, reads_of, router
from api.shown.line import line_of
from ledger.issue.issue import Issue
from ledger.mongo.pages import Document
from ledger.registry.catalogue import Catalogue
from ledger.registry.days import local_day
from ledger.store.records import issue_to_document
from mobile_schema.events.handling_events import InstructionGiven, ReplyGiven
from mobile_schema.labels import label
from oversight.explain.told.steps import AlertTold, Firing
from oversight.explain.told.whole import Explanation

routes = router("issues 问题")

_ORDERS: Final = {event.TYPE: event for event in (InstructionGiven, ReplyGiven)}
_SOURCES: Final = {"site_visit": "进工地报告", "incident": "阻工事件报告", "matter": "交办事项", "import": "台账导入"}


@routes.get(
    "/issues/{issue_id}/slip",
    summary="督办单 / the supervision slip of an issue",
    responses=documented.answers(SlipView, refusals=(401, 404, 422, 503)),
    openapi_extra=declared("issue.slip"),
)
async def get_slip(request: Request, issue_id: Id) -> Response:
    """`form=html` is the paper, with space for the reply, the signatures and the seals."""
    return JsonAnswer(await run_in_threadpool(_slip, reads_of(request), issue_id))


def _slip(reads: Reads, name: str) -> dict[str, Any]:
    return slip_of(reads, *reads.slip(name))


def slip_of(reads: Reads, issue: Issue, archived: bool, events: list[Document], told: Explanation) -> dict[str, Any]:
    """What `Reads.slip` found as a slip (`SlipView`)."""
    catalogue, matter = reads.rules.catalogue, issue.matter
    return {
        **line_of(issue_to_document(issue, reads.rules), archived, told.as_of, reads),
        "number": f"{issue.serial}-{issue.version}",
        "dated_on": local_day(told.as_of, reads.rules.zone),
        "as_of": told.as_of,
        "measure_proposed": issue.measure_proposed,
        "origin": _origin(issue, catalogue),
        "lead": lead_of(issue, reads, told.as_of),
        "supporting": supporting_of(issue, reads, told.as_of),
        "supervisor": supervisor_of(issue, reads, told.as_of),
        "demand": matter and matter.demand,
        "due_on": matter and matter.due_on,
        "evidence": [
            {"kind": kind.code, "name_zh": kind.name_zh, "name_en": kind.name_en, "photo": kind.photo}
            for kind in catalogue.evidence_for(issue.category)
        ],
        "orders": list(_orders(events, catalogue)),
        "ladder": [_rung(firing) for firing in told.firings],
    }


def _origin(issue: Issue, catalogue: Catalogue) -> dict[str, Any]:
    source, reporter = _SOURCES.get(issue.source, issue.source), catalogue.persons.get(issue.reporter)
    return {
        "source": issue.source,
        "title_zh": source if issue.matter is None else f"{source}·{label(issue.matter.source)}",
        "by": issue.reporter,
        "by_name": reporter and reporter.name,
        "at": issue.captured_at,
        "paper": issue.matter and issue.matter.paper and issue.matter.paper.model_dump(),
    }


def _orders(events: list[Document], catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    for event in events:
        if event["type"] not in _ORDERS:
            continue
        data, by = event["data"], event["actor"]["person_id"]
        person = catalogue.persons.get(by)
        yield {
            "number": data.get("number", data.get("instruction")),
            "at": event["at"],
            "by": by,
            "by_name": person and person.name,
            "unit_id": data.get("unit_id"),
            "note": data["note"],
            "due_at": data.get("due_at"),
            "title_zh": _ORDERS[event["type"]].TITLE[0],
        }


def _rung(firing: Firing) -> dict[str, Any]:
    step = firing.step
    return {
        "at": firing.at,
        "due_at": firing.due_at,
        "title_zh": step.title_zh,
        "title_en": step.title_en,
        "light": step.light,
        "light_zh": step.light_zh,
        "instrument": step.instrument,
        "instrument_zh": step.instrument_zh,
        "result": firing.result,
        "to": [_telling(alert) for alert in firing.alerts],
    }


def _telling(alert: AlertTold) -> dict[str, Any]:
    to = alert.to
    return {
        "person_id": to.person_id,
        "person_name": to.person_name,
        "title_zh": to.title_zh,
        "title_en": to.title_en,
        "channels": [one.channel for one in alert.deliveries if one.state == "delivered"],
        "acknowledged_at": alert.acknowledged and alert.acknowledged.at,
    }

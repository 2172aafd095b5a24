"""Knows how a month of figures is withdrawn over the API, and a file that was brought in taken back as a whole."""

from typing import Annotated, Any, Final

import pymongo
from fastapi import Path, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import Field

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_as
from api.http.problems import Problem, ledger_away
from api.http.settings import COMMAND_SECONDS, REPORT_BYTES
from api.http.views import View
from api.resources.figures.views import FigureView
from api.routes import declared, demand_right, router, services_of
from api.services import Services
from ledger.figures.keeping import Reporting, to_event
from ledger.figures.reach import READ, REPORT, reach_of
from ledger.figures.withdrawal.taken_back import WhyLeft
from ledger.figures.withdrawal.undoing import LeftMonth, UnknownFile, take_back
from ledger.figures.withdrawal.withdrawing import AlreadyWithdrawn, NoSuchMonth, OutOfReach, withdraw
from ledger.registry.entries import Person
from ledger.store.commit import Conflict
from mobile_schema.fields import PROJECT_CODE_PATTERN, Contract, Sha256, ShortText
from mobile_schema.reports.figure import MONTH_PATTERN
from mobile_schema.statements import SAID

routes = router("figures 项目月报")

_UNDO_SECONDS: Final = 120.0
_REFUSALS: Final = (400, 401, 403, 404, 408, 413, 415, 422, 503)


class FigureWithdrawal(Contract):
    """撤回月报: why the month counts as not reported; what was reported of it stays, with this."""

    reason: Annotated[ShortText, Field(min_length=1), SAID]


class FiguresUndo(Contract):
    """撤销导入: the file whose figures are taken back, by the SHA-256 of its bytes."""

    sha256: Sha256


class LeftMonthView(View):
    """A project's month that stays as it is: corrected since, kept more than 30 days ago, or out of one's reach."""

    project: str
    name: str
    month: str
    why: WhyLeft


class FiguresUndone(View):
    """How many months count as not reported now, how many say again what they said before the file, which were left."""

    withdrawn: int
    restored: int
    left: list[LeftMonthView]


@routes.post(
    "/figures/undo",
    summary="撤销月报导入 / take back what a file reported, within 30 days",
    responses=documented.answers(FiguresUndone, refusals=_REFUSALS),
    openapi_extra=declared(REPORT, documented.body("FiguresUndo", {"sha256": "ab" * 32})),
)
async def post_figures_undo(request: Request) -> Response:
    """What the file alone reported is withdrawn; what it corrected says again what it said. Asked again it finishes
    what was cut short, and repeats nothing."""
    said = await read_as(request, FiguresUndo, REPORT_BYTES)
    services, person = services_of(request), demand_right(request)
    return JsonAnswer(await run_in_threadpool(_undone, services, person, said.sha256))


@routes.post(
    "/projects/{code}/figures/{month}/withdrawal",
    summary="撤回月报 / withdraw a project's month: it counts as not reported, and what was reported stays",
    responses=documented.answers(FigureView, refusals=(*_REFUSALS, 409)),
    openapi_extra=declared(REPORT, documented.body("FigureWithdrawal", {"reason": "报错了月份"})),
)
async def post_figure_withdrawal(
    request: Request,
    code: Annotated[str, Path(pattern=PROJECT_CODE_PATTERN)],
    month: Annotated[str, Path(pattern=MONTH_PATTERN)],
) -> Response:
    """By those who may report what it says. It may be reported again, as a month that is new."""
    said = await read_as(request, FigureWithdrawal, REPORT_BYTES)
    services, person = services_of(request), demand_right(request)
    return JsonAnswer(await run_in_threadpool(_withdrawn, services, person, code, month, said.reason))


def _reporting(services: Services, person: Person) -> Reporting:
    rules = services.rules.current
    within = reach_of(person, REPORT, rules.catalogue)
    return Reporting(person.id, services.clock.now(), rules.catalogue, rules.zone, within=within)


def _withdrawn(services: Services, person: Person, code: str, month: str, reason: str) -> dict[str, Any]:
    """`FigureView`. Raises Problem; pymongo.errors.PyMongoError."""
    with pymongo.timeout(COMMAND_SECONDS):
        try:
            return to_event(withdraw(services.store, code, month, reason, _reporting(services, person)))
        except NoSuchMonth:
            raise _unknown() from None
        except AlreadyWithdrawn:
            raise Problem(409, "figure-withdrawn", "该月月报已撤回 / the month was withdrawn already") from None
        except OutOfReach as refused:
            if not reach_of(person, READ, services.rules.current.catalogue).reads(code, refused.last.regions):
                raise _unknown() from None
            zh, en = "只能撤回您可以报送的月报", "one withdraws what one may report"
            raise Problem(403, "not-permitted", f"{zh} / {en}") from None
        except Conflict:
            raise ledger_away() from None


def _unknown() -> Problem:
    """Of what one may not read as of what is not there."""
    return Problem(404, "unknown-figure", "台账没有该项目该月的月报 / no figure of that month")


def _undone(services: Services, person: Person, sha256: str) -> dict[str, Any]:
    """`FiguresUndone`. Raises Problem; pymongo.errors.PyMongoError."""
    with pymongo.timeout(_UNDO_SECONDS):
        try:
            done = take_back(services.store, sha256, _reporting(services, person))
        except UnknownFile:
            raise _unknown_file() from None
        except Conflict:
            raise ledger_away() from None
    reach = reach_of(person, READ, services.rules.current.catalogue)
    left = [_left(each) for each in done.left if reach.reads(each.project, each.regions)]
    if not (left or done.withdrawn or done.restored) and done.left:
        raise _unknown_file()
    return {"withdrawn": done.withdrawn, "restored": done.restored, "left": left}


def _left(one: LeftMonth) -> dict[str, Any]:
    return {name: getattr(one, name) for name in LeftMonthView.model_fields}


def _unknown_file() -> Problem:
    """Of what one may neither take back nor read, too."""
    return Problem(404, "unknown-file", "台账没有这个文件的月报 / no figure of this file")

"""Knows `/v1/issues/{id}/informant`: who told of a grievance: given, shown to who asks with a reason, and who asked."""

from typing import Any, Final, Literal, TypeVar

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import AwareDatetime, BaseModel, ValidationError

from api.http import cursor as cursors
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_json
from api.http.params import Cursor, Id, Limit
from api.http.problems import Problem, invalid_model
from api.http.settings import COMMAND_BYTES
from api.http.views import View
from api.routes import acting, declared, reads_of, router, services_of
from ledger.informants.words import Informant, RevealAsked, What
from people.throttle import REVEALS_A_DAY, TooManyTries

routes = router("informants 线索人")

Asked = TypeVar("Asked", bound=BaseModel)
GIVEN: Final = {"given": True}
_INFORMANT: Final = {"name": "王某", "phone": "13800000000", "contact": "村委会转", "note": "请于晚间联系。"}
_REASON: Final = {"reason": "核实阻工经过,须电话联系。"}


class GivenView(View):
    """That an informant was given; nothing else is told of them here."""

    given: Literal[True]


class InformantView(View):
    """Who told, how they are reached, and who put that down and when."""

    name: str
    phone: str | None
    contact: str | None
    note: str | None
    kept_by: str
    kept_at: AwareDatetime


class RevealView(View):
    """One look, or one time that they were given: who, when, by which session, device or token; nothing of themselves.

    Who looks says why.
    """

    at: AwareDatetime
    what: What
    person_id: str
    credential: str | None
    reason: str | None


class RevealPage(View):
    items: list[RevealView]
    next_cursor: str | None


@routes.put(
    "/issues/{issue_id}/informant",
    summary="填写线索人 / say who told, in place of what was said before",
    responses=documented.answers(GivenView, refusals=(401, 403, 404, 408, 413, 415, 422, 503)),
    openapi_extra=declared("issue.keep-informant", documented.body(Informant.__name__, _INFORMANT)),
)
async def put_informant(request: Request, issue_id: Id) -> Response:
    """Sealed apart from the issue: it is in no event, list, file, search or explanation, and not on Kafka."""
    given = _read(Informant, await read_json(request, COMMAND_BYTES))
    await run_in_threadpool(services_of(request).keep_informant, acting(request), issue_id, given)
    return JsonAnswer(GIVEN)


@routes.post(
    "/issues/{issue_id}/informant/reveal",
    summary="查看线索人 / show who told, for a reason",
    responses=documented.answers(InformantView, refusals=(401, 403, 404, 408, 413, 415, 422, 429, 503)),
    openapi_extra=declared("issue.reveal-informant", documented.body(RevealAsked.__name__, _REASON)),
)
async def post_reveal(request: Request, issue_id: Id) -> Response:
    """Each look is a line that stays, with who, when and why. So many a person and day."""
    asked = _read(RevealAsked, await read_json(request, COMMAND_BYTES))
    try:
        found = await run_in_threadpool(services_of(request).reveal_informant, acting(request), issue_id, asked.reason)
    except TooManyTries as many:
        raise Problem(
            429,
            "too-many-reveals",
            "您今日查看线索人已达上限 / you have looked at as many informants as one may in a day",
            headers={"Retry-After": str(int(many.again_in.total_seconds()) + 1)},
            most=REVEALS_A_DAY,
        ) from None
    if found is None:
        raise Problem(404, "no-informant", "该问题没有线索人 / nobody was given as informant of this issue")
    content = {**found.informant.model_dump(), "kept_by": found.kept_by, "kept_at": found.kept_at}
    return JsonAnswer(content, headers={"Cache-Control": "no-store"})


@routes.get(
    "/issues/{issue_id}/informant/reveals",
    summary="线索人填写与查看记录 / who gave the informant, who looked, and why",
    responses=documented.answers(RevealPage, refusals=(401, 403, 404, 422, 503)),
    openapi_extra=declared("issue.reveals"),
)
async def get_reveals(request: Request, issue_id: Id, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """The latest first."""
    page = await run_in_threadpool(reads_of(request).reveals, issue_id, limit, cursors.read_key(cursor))
    return JsonAnswer(cursors.answer(page, _line))


def _line(reveal: dict[str, Any]) -> dict[str, Any]:
    return {name: reveal[name] for name in RevealView.model_fields}


def _read(kind: type[Asked], body: bytes) -> Asked:
    try:
        return kind.model_validate_json(body, strict=True)
    except ValidationError as error:
        raise invalid_model(error) from None

"""Knows how the report of a dead letter is mended over HTTP: its words checked, then sent instead of those that
came.
"""

from datetime import datetime
from typing import Annotated, Final, TypeVar

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.accepting.publisher import BrokerAway
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_json
from api.http.problems import Problem, away, invalid, invalid_model
from api.http.settings import REPORT_BYTES, SET_BYTES
from api.http.views import FaultView, View
from api.resources.ops.dead_letters import DeadLetter, LetterId, letter_of, shown
from api.routes import declared, demand_right, router, services_of
from api.services import Services
from ledger.intake.letters import MendedBefore
from ledger.intake.mending import (
    Mending,
    Unmendable,
    faults_in_mended,
    keep_mending,
    mark_mended_sent,
    mark_unsent,
    mended_record,
    why_unmendable,
)
from ledger.mongo.connection import Document
from mobile_schema.fields import NO_NUL_PATTERN
from mobile_schema.statements import SAID

routes = router("health 运行状况")

Body = TypeVar("Body", bound=BaseModel)
Content = Annotated[str, Field(max_length=REPORT_BYTES, description="报告的 JSON / the report, as JSON")]
_WHY: Final = {
    Unmendable.DAMAGED: "记录已损坏,没有内容可改 / it is damaged: nothing of it is left to mend",
    Unmendable.UNSIGNED: (
        "来源不明,不能改;改了就由本系统替它作保 / nobody known has sent it: mending it would vouch for it"
    ),
    Unmendable.TAKEN: "台账已收这份报告,请报告人更正 / the ledger has this report: its reporter corrects it",
    Unmendable.NO_REPORT: "不是一份完整的报告,不能在此改 / it holds no single report to mend",
}


class MendedText(BaseModel):
    """A report in other words, to be checked."""

    model_config = ConfigDict(extra="forbid")

    content: Content


class MendingAsked(BaseModel):
    """A report in other words, and why they are better than those that came."""

    model_config = ConfigDict(extra="forbid")

    content: Content
    reason: Annotated[str, Field(max_length=500, pattern=NO_NUL_PATTERN), SAID]


class CheckedText(View):
    """What keeps a text from the ledger, each with its field."""

    faults: list[FaultView]


@routes.post(
    "/dead-letters/{letter_id:path}/check",
    summary="检查改正后的报告 / what is wrong with a mended report, field by field",
    responses=documented.answers(CheckedText, refusals=(401, 403, 404, 409, 413, 415, 422, 503)),
    openapi_extra=declared("deadletter.mend", documented.body("MendedText")),
)
async def post_letter_check(request: Request, letter_id: LetterId) -> Response:
    """Nothing is written. A text that is no sound report is an answer too, with its `faults`."""
    asked = await _read(request, MendedText)
    demand_right(request)
    services, letter = services_of(request), await letter_of(request, letter_id)
    await _demand_mendable(services, letter)
    catalogue = services.rules.current.catalogue
    faults = await services.ask(lambda: faults_in_mended(letter, asked.content.encode(), catalogue))
    return JsonAnswer({"faults": [{"path": each.path, "message": each.message, "type": each.type} for each in faults]})


@routes.post(
    "/dead-letters/{letter_id:path}/mend",
    summary="改正后重发死信 / send the report of one in other words, once",
    responses=documented.answers(DeadLetter, refusals=(401, 403, 404, 409, 413, 415, 422, 503)),
    openapi_extra=declared("deadletter.mend", documented.body("MendingAsked")),
)
async def post_mending(request: Request, letter_id: LetterId) -> Response:
    """The letter keeps what came, the new words, who mended it, when and why; the report is its reporter's still,
    flagged `mended`. The same words again are answered alike and sent no second time; others are refused."""
    asked = await _read(request, MendingAsked)
    person, services = demand_right(request), services_of(request)
    letter, raw = await letter_of(request, letter_id), asked.content.encode()
    if "mended" not in letter:
        await _demand_mendable(services, letter)
        catalogue = services.rules.current.catalogue
        faults = await services.ask(lambda: faults_in_mended(letter, raw, catalogue))
        if faults:
            raise invalid(faults)
    mending = Mending(raw, person.id, await services.ask(services.clock.now), asked.reason)
    try:
        kept = await services.ask(lambda: keep_mending(services.store, letter_id, mending))
    except MendedBefore:
        raise _mended_before(letter) from None
    sent = await _sent(services, kept, mending.at) if kept.pop("sending", False) else kept
    return JsonAnswer(shown(sent, services.rules.current.catalogue))


async def _sent(services: Services, letter: Document, at: datetime) -> Document:
    """The letter once its mended report is on its way. Raises Problem (503)."""
    try:
        await services.intake.send_again(mended_record(letter))
    except BrokerAway:
        await services.ask(lambda: mark_unsent(services.store, letter["_id"]))
        raise away("broker-away", "Kafka 暂不可用,请稍后重发 / Kafka does not answer; send it again soon") from None
    await services.ask(lambda: mark_mended_sent(services.store, letter["_id"], at))
    return letter | {"replayed": True, "replayed_at": at}


async def _demand_mendable(services: Services, letter: Document) -> None:
    """Raises Problem (409)."""
    why = await services.ask(lambda: why_unmendable(services.store, letter))
    if why is Unmendable.MENDED:
        raise _mended_before(letter)
    if why is not None:
        raise Problem(409, "not-mendable", _WHY[why], reason=why.value)


def _mended_before(letter: Document) -> Problem:
    return Problem(
        409,
        "already-mended",
        "已改正重发,仍不符合的会是一条新的死信 / it was mended and sent; what still does not fit is a new letter",
        **({"by": letter["mended"]["by"]} if "mended" in letter else {}),
    )


async def _read(request: Request, model: type[Body]) -> Body:
    try:
        return model.model_validate_json(await read_json(request, SET_BYTES), strict=True)
    except ValidationError as error:
        raise invalid_model(error) from None

"""Knows `/v1/dead-letters`: the records that could not enter the ledger, why, and sending one again."""

from typing import Annotated, Any, Final, Literal

from fastapi import Path, Query, Request, Response
from pydantic import AwareDatetime

from api.accepting.publisher import BrokerAway
from api.http import cursor as cursors
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import Cursor, Limit, Truth
from api.http.problems import Problem, away
from api.http.views import FaultView, View
from api.routes import declared, demand_right, router, services_of
from ledger.access.scopes import REPORTS, scope_of
from ledger.intake.incoming import mended_from
from ledger.intake.letters import (
    MendedBefore,
    NobodyVouches,
    NothingToReplay,
    UnknownDeadLetter,
    demand_replayable,
    is_replayable,
    mark_replayed,
    page_of_dead_letters,
    show_dead_letter,
)
from ledger.intake.mending import why_unmendable
from ledger.mongo.connection import Document
from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import Person
from ledger.registry.regions import level_of
from mobile_schema.cloudevents import CREDENTIAL
from mobile_schema.vocabulary import Level

routes = router("health 运行状况")

LetterId = Annotated[
    str, Path(max_length=300, pattern=r"^[0-9A-Za-z._/~-]+$", description="TOPIC/PARTITION/OFFSET~HASH, as listed")
]
_SHOWN: Final = ("topic", "reason", "detail", "report_id", "reporter", "at", "replayed")


class DeadLetter(View):
    """A record that could not enter the ledger (死信), and why. `replayable`: it was signed here, its bytes are kept
    and were not mended; what nobody signed takes `xiaohao deadletters` and somebody who answers for it."""

    id: str
    topic: str
    reason: str
    detail: str
    report_id: str | None
    reporter: str | None
    reporter_name: str | None
    at: AwareDatetime
    replayed: bool
    replayed_at: AwareDatetime | None
    replayable: bool
    mended: bool


class MendedView(View):
    """Who mended the report of a letter, when and why; `content` is what it says now, as `content` of the letter."""

    by: str
    by_name: str | None
    at: AwareDatetime
    reason: str
    content: str | None


class DeadLetterPage(View):
    items: list[DeadLetter]
    next_cursor: str | None


class WholeDeadLetter(DeadLetter):
    """One, with what is wrong with it. `content` is what it says, for who reads the reports of the whole province;
    null for others, and where nothing is left. `unmendable` is why its report is not mended, null where it may be;
    `mending` that it was; `mended_from` the letter whose report it is, mended."""

    faults: list[FaultView]
    content: str | None
    unmendable: Literal["damaged", "unsigned", "taken", "no-report", "mended"] | None
    mending: MendedView | None
    mended_from: str | None


@routes.get(
    "/dead-letters",
    summary="死信 / records that could not enter the ledger",
    responses=documented.answers(DeadLetterPage, refusals=(401, 403, 422, 503)),
    openapi_extra=declared("deadletter.read"),
)
async def get_dead_letters(
    request: Request,
    replayed: Annotated[Truth, Query(description="连同已重发的 / those that were sent again too")] = False,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """The latest first."""
    demand_right(request)
    services, after = services_of(request), cursors.read_key(cursor)
    catalogue = services.rules.current.catalogue
    page = await services.ask(lambda: page_of_dead_letters(services.store, replayed=replayed, limit=limit, after=after))
    return JsonAnswer(cursors.answer(page, lambda letter: shown(letter, catalogue)))


@routes.get(
    "/dead-letters/{letter_id:path}",
    summary="一条死信 / one of them, whole",
    responses=documented.answers(WholeDeadLetter, refusals=(401, 403, 404, 422, 503)),
    openapi_extra=declared("deadletter.read"),
)
async def get_dead_letter(request: Request, letter_id: LetterId) -> Response:
    """What it says of people is an allegation like that of any report."""
    person, letter = demand_right(request), await letter_of(request, letter_id)
    services, reads = services_of(request), _reads_all_reports(person)
    catalogue = services.rules.current.catalogue
    return JsonAnswer(
        {
            **shown(letter, catalogue),
            "faults": letter["faults"],
            "content": _text(letter.get("raw")) if reads else None,
            "unmendable": await services.ask(lambda: why_unmendable(services.store, letter)),
            "mending": _mending(letter, catalogue, reads=reads),
            "mended_from": mended_from(_text(dict(letter["headers"]).get(CREDENTIAL))),
        }
    )


@routes.post(
    "/dead-letters/{letter_id:path}/replay",
    summary="重发死信 / send one to its topic again, in its original bytes",
    responses=documented.answers(DeadLetter, refusals=(401, 403, 404, 409, 422, 503)),
    openapi_extra=declared("deadletter.replay"),
)
async def post_replay(request: Request, letter_id: LetterId) -> Response:
    """Once its cause is put right, such as a project that the registry lacked. The ledger takes a report once, however
    often it is sent; what still does not fit is another dead letter."""
    demand_right(request)
    services, letter = services_of(request), await letter_of(request, letter_id)
    try:
        demand_replayable(letter)
        await services.intake.send_again(letter)
    except (NothingToReplay, NobodyVouches):
        raise Problem(
            409,
            "not-replayable",
            "未经签名或已损坏,须在服务器上用 xiaohao deadletters 处理 / "
            "it was not signed, or is damaged: that is for xiaohao deadletters, on the machine",
            reason=letter["reason"],
        ) from None
    except MendedBefore:
        raise Problem(
            409, "already-mended", "已改正后重发,原文不再发 / it was mended and sent; what came is not sent any more"
        ) from None
    except BrokerAway:
        raise away("broker-away", "Kafka 暂不可用,请稍后重发 / Kafka does not answer; send it again soon") from None
    now = await services.ask(services.clock.now)
    await services.ask(lambda: mark_replayed(services.store, letter_id, now))
    sent = letter | {"replayed": True, "replayed_at": now}
    return JsonAnswer(shown(sent, services.rules.current.catalogue))


async def letter_of(request: Request, letter_id: str) -> Document:
    """One, whole. Raises Problem (404)."""
    services = services_of(request)
    try:
        return await services.ask(lambda: show_dead_letter(services.store, letter_id))
    except UnknownDeadLetter:
        raise Problem(404, "unknown-dead-letter", "没有这条死信 / there is no such dead letter") from None


def shown(letter: Document, catalogue: Catalogue) -> dict[str, Any]:
    """A line of the list."""
    person = catalogue.persons.get(letter.get("reporter") or "")
    return {
        "id": letter["_id"],
        **{name: letter.get(name) for name in _SHOWN},
        "reporter_name": person and person.name,
        "replayed_at": letter.get("replayed_at"),
        "replayable": is_replayable(letter),
        "mended": "mended" in letter,
    }


def _mending(letter: Document, catalogue: Catalogue, *, reads: bool) -> dict[str, Any] | None:
    said = letter.get("mended")
    if said is None:
        return None
    person = catalogue.persons.get(said["by"])
    content = _text(said["raw"]) if reads else None
    kept = {name: said[name] for name in ("by", "at", "reason")}
    return {**kept, "by_name": person and person.name, "content": content}


def _reads_all_reports(person: Person) -> bool:
    return any(level_of(region) is Level.PROVINCE for region in scope_of(person, REPORTS).regions)


def _text(raw: bytes | None) -> str | None:
    return None if raw is None else bytes(raw).decode(errors="backslashreplace")

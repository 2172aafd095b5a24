"""Knows `POST /v1/bulk/…`: one command on a selection of issues, answered one by one; none of them ends an issue.

Nothing binds them together: each is decided for itself, and a refusal is its own. Sent again under the same
`Idempotency-Key`, what was done is not done again.
"""

from collections.abc import Sequence
from typing import Annotated, Any, Final

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model, model_validator
from pymongo.errors import PyMongoError

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_json
from api.http.idempotency import KEY, key_of
from api.http.problems import Problem, invalid_model, ledger_away, refused
from api.http.settings import COMMAND_BYTES
from api.http.views import ProblemView, View
from api.resources.issues.commands import digest
from api.resources.issues.examples import EXAMPLES
from api.resources.issues.handling.selected import MOST, Selection, each_once
from api.routes import acting, declared, person_of, reads_of, router, services_of
from api.services import Services
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused
from ledger.issue.words.assigning import Assign
from ledger.issue.words.command import Command
from ledger.issue.words.handling import Acknowledgement, Comment, Remind
from ledger.registry.actors import Actor
from ledger.store.carrying_out import Asked, Once
from mobile_schema.vocabulary import State

routes = router("commands 办理")

# Others' commands come between: a selection must not hold the one line in which all are carried out.
_AT_ONCE: Final = 50
_REFUSALS: Final = (400, 401, 403, 408, 413, 415, 422, 503)
_AlertId = Annotated[str, Field(max_length=200, pattern=r"^[0-9A-Za-z._:/-]+$")]


class BulkAcknowledge(BaseModel):
    """Alerts, each once, and what is said on all of them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    alerts: tuple[_AlertId, ...] = Field(min_length=1, max_length=MOST)
    command: Acknowledgement = Acknowledgement()

    @model_validator(mode="after")
    def _each_once(self) -> "BulkAcknowledge":
        if len(set(self.alerts)) < len(self.alerts):
            raise ValueError("同一提醒只能选一次 / an alert is selected once")
        return self


class BulkItem(View):
    """What became of one: `status` is what it alone would have been answered with; `problem` is there where it is none
    of 200. `id` is as it was sent.
    """

    id: str
    status: int
    serial: str | None = None
    version: int | None = None
    state: State | None = None
    problem: ProblemView | None = None


class BulkAnswer(View):
    """One by one, in the order in which they were sent."""

    done: int
    refused: int
    items: list[BulkItem]


BULK: Final[dict[type[Command], type[Selection]]] = {
    kind: create_model(f"Bulk{kind.__name__}", __base__=Selection, command=(kind, ...))
    for kind in (Assign, Remind, Comment)
}
"""The commands that may be given on many at once, each with its body: never one that ends an issue."""


def _add(kind: type[Command]) -> None:
    body_of = BULK[kind]

    async def bulk(request: Request) -> Response:
        key, body = key_of(request), await read_json(request, COMMAND_BYTES)
        try:
            selection = body_of.model_validate_json(body, strict=True)
        except ValidationError as error:
            raise invalid_model(error) from None
        who, person, said = acting(request), person_of(request).id, selection.command.model_dump_json()
        ids = await each_once(reads_of(request), selection)
        asked = [
            Asked(
                each.issue_id,
                selection.command,
                who,
                None if each.version is None else frozenset({each.version}),
                None if key is None else _once(person, key, kind.name, ids[each.issue_id], said),
            )
            for each in selection.issues
        ]
        return _answer([await _asked(services_of(request), part) for part in _parts(asked)])

    example = {"issues": [{"issue_id": "140105-2026-00001", "version": 3}], "command": EXAMPLES[kind.name]}
    routes.add_api_route(
        f"/bulk/{kind.name}",
        bulk,
        methods=["POST"],
        name=f"bulk-{kind.name}",
        summary=f"批量{kind.title()} / {kind.name} on up to {MOST} issues, answered one by one",
        responses=documented.answers(BulkAnswer, refusals=_REFUSALS),
        openapi_extra=declared(f"issue.{kind.name}", documented.body(body_of.__name__, example), {"parameters": [KEY]}),
    )


for _kind in BULK:
    _add(_kind)


@routes.post(
    "/bulk/acknowledge",
    name="bulk-acknowledge",
    summary=f"批量确认提醒 / say that up to {MOST} alerts were seen, answered one by one",
    responses=documented.answers(BulkAnswer, refusals=_REFUSALS),
    openapi_extra=declared(
        "alert.acknowledge", documented.body(BulkAcknowledge.__name__, {"alerts": ["0d3f2c1e-58a2"], "command": {}})
    ),
)
async def bulk_acknowledge(request: Request) -> Response:
    """Doing it twice changes nothing."""
    body = await read_json(request, COMMAND_BYTES)
    try:
        selection = BulkAcknowledge.model_validate_json(body, strict=True)
    except ValidationError as error:
        raise invalid_model(error) from None
    services, who = services_of(request), acting(request)
    seen = [
        await run_in_threadpool(_acknowledged, services, who, alert_id, selection.command.note)
        for alert_id in selection.alerts
    ]
    return _answer([seen])


def _once(person_id: str, key: str, name: str, issue_id: str, said: str) -> Once:
    """A key of each issue's own: what of a selection was done is known however much of it is sent again."""
    return Once(person_id, f"{key}/{issue_id}", digest(name, issue_id, said))


def _parts(asked: Sequence[Asked]) -> list[Sequence[Asked]]:
    return [asked[start : start + _AT_ONCE] for start in range(0, len(asked), _AT_ONCE)]


async def _asked(services: Services, part: Sequence[Asked]) -> list[dict[str, Any]]:
    try:
        outcomes = await services.commands.ask(part)
    except PyMongoError:
        return [_refused(one.issue_id, ledger_away()) for one in part]
    return [_item(one.issue_id, outcomes[one]) for one in part]


def _acknowledged(services: Services, actor: Actor, alert_id: str, note: str | None) -> dict[str, Any]:
    try:
        services.acknowledge(actor, alert_id, note)
    except (CommandRefused, PyMongoError) as error:
        return _item(alert_id, error)
    return {"id": alert_id, "status": 200}


def _item(name: str, outcome: Issue | Exception) -> dict[str, Any]:
    match outcome:
        case Issue():
            told = {"serial": outcome.serial, "version": outcome.version, "state": outcome.state}
            return {"id": name, "status": 200, **told}
        case CommandRefused():
            return _refused(name, refused(outcome))
        case PyMongoError():
            return _refused(name, ledger_away())
    raise outcome


def _refused(name: str, problem: Problem) -> dict[str, Any]:
    return {"id": name, "status": problem.status, "problem": problem.body()}


def _answer(parts: Sequence[list[dict[str, Any]]]) -> Response:
    nothing: dict[str, Any] = dict.fromkeys(BulkItem.model_fields)
    items = [nothing | each for part in parts for each in part]
    done = sum(each["status"] == 200 for each in items)
    return JsonAnswer({"done": done, "refused": len(items) - done, "items": items})

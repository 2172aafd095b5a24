"""Knows one path per command under `/v1/issues/{id}/`: what people do to an issue, decided by the ledger at once."""

import hashlib
from typing import Annotated, Any

from fastapi import Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_json
from api.http.etags import TAGS, expected_versions
from api.http.idempotency import KEY, key_of
from api.http.params import Id, Truth
from api.http.problems import invalid_model
from api.http.settings import COMMAND_BYTES
from api.resources.issues.examples import EXAMPLES
from api.resources.issues.handling.foreseen import DoneOrForeseen, foreseen
from api.resources.issues.issues import issue_answer
from api.routes import acting, declared, demand_present, person_of, reads_of, router, services_of
from api.services import Services
from ledger.access.scopes import may_read
from ledger.issue.changes import Change
from ledger.issue.commands import COMMANDS
from ledger.issue.words.command import Command
from ledger.issue.words.setting_aside import Void
from ledger.registry.entries import Person
from ledger.store.carrying_out import Asked, Once

routes = router("commands 办理")

DryRun = Annotated[Truth, Query(description="只预演,不执行 / say what it would do, and do nothing")]
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "pattern": TAGS},
    "example": '"3"',
    "description": "ETag of the issue as it was seen, or several, one of which must stand; 412 when none does",
}


def _add(kind: type[Command]) -> None:
    """The path of one command."""

    async def command(request: Request, issue_id: Id, dry_run: DryRun = False) -> Response:
        services = services_of(request)
        wanted = expected_versions(request)
        key = key_of(request)
        body = await read_json(request, COMMAND_BYTES)
        given, person = _read(kind, body), person_of(request)
        if kind is Void and not dry_run:
            demand_present(request)
        once = None if key is None else Once(person.id, key, digest(kind.name, issue_id, body))
        asked = Asked(issue_id, given, acting(request), wanted, once)
        if dry_run:
            return JsonAnswer(await run_in_threadpool(_foreseen, services, asked, person))
        outcome = (await services.commands.ask([asked]))[asked]
        if isinstance(outcome, Exception):
            raise outcome
        if outcome.id != issue_id and not may_read(person, outcome):
            # What a recheck of a duplicate is recorded on may be another region's.
            issue, archived, now = await run_in_threadpool(reads_of(request).issue, issue_id)
            return issue_answer(request, issue, now, archived)
        return issue_answer(request, outcome, outcome.updated_at)

    summary, _, description = (kind.__doc__ or "").partition(":")
    routes.add_api_route(
        f"/issues/{{issue_id}}/{kind.name}",
        command,
        methods=["POST"],
        name=kind.name,
        summary=f"{summary} / {kind.name}",
        description=description.strip(),
        responses=documented.answers(DoneOrForeseen, refusals=(400, 401, 403, 404, 408, 409, 412, 413, 415, 422, 503)),
        openapi_extra=declared(
            f"issue.{kind.name}",
            documented.body(kind.__name__, EXAMPLES[kind.name]),
            {"parameters": [_IF_MATCH, KEY]},
        ),
    )


def _foreseen(services: Services, asked: Asked, person: Person) -> dict[str, Any]:
    """What a command would do, which is not done. Raises CommandRefused and PyMongoError; it waits for MongoDB."""
    change, now, rules = services.foresee(asked)
    if not may_read(person, change.issue):
        # A recheck of a duplicate would be recorded on an issue that may be another region's.
        seen = services.reads(person).issue(asked.issue_id)[0]
        change = Change(seen, seen, change.envelopes)
    return foreseen(change, now, rules)


for _kind in COMMANDS.values():
    _add(_kind)


def digest(*parts: str | bytes) -> str:
    """What was asked, as one number: which command, of which issue, in which words."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part.encode() if isinstance(part, str) else part)
        whole.update(b"\n")
    return whole.hexdigest()


def _read(kind: type[Command], body: bytes) -> Command:
    """The command in a body. Raises Problem (422): nothing unknown in it, and no text where a number belongs."""
    try:
        return kind.model_validate_json(body, strict=True)
    except ValidationError as error:
        raise invalid_model(error) from None

"""Knows what security does with others' credentials: reads the journal, issues one-time codes, sees and ends them."""

from typing import Annotated, Any, Final

from fastapi import Path, Query, Request, Response

from api.http import cursor as cursors
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import Cursor, Limit
from api.http.problems import Problem
from api.resources.people.shown import device_view, entry_view, session_view, token_view
from api.resources.people.views import CredentialsView, Ended, JournalPage, NewCode
from api.routes import Caller, caller_of, declared, demand_present, demand_right, router, services_of
from api.services import Services
from people import accounts, devices, journal, sessions, tokens
from people.journal import Entry, What

routes = router("security 安全管理")

PersonPath = Annotated[str, Path(max_length=80, pattern=r"^[0-9A-Za-z._:-]+$")]
_READ: Final = declared("credential.read")
_WRITE: Final = declared("credential.change")


@routes.get(
    "/journal",
    summary="登录记录 / the journal of signing in",
    responses=documented.answers(JournalPage, refusals=(401, 403, 422, 503)),
    openapi_extra=_READ,
)
async def get_journal(
    request: Request,
    person: Annotated[str | None, Query(max_length=80, pattern=r"^[0-9A-Za-z._:-]+$")] = None,
    what: Annotated[What | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """The latest first; `what=device-copied` are the phones whose key was found with somebody else."""
    services, after = services_of(request), cursors.read_key(cursor)
    demand_right(request)
    page = await services.ask(lambda: journal.lines(services.store, limit, after, person_id=person, what=what))
    return JsonAnswer(cursors.answer(page, entry_view))


@routes.post(
    "/persons/{person_id}/code",
    summary="签发一次性码 / a one-time code to set a new password by",
    status_code=201,
    responses=documented.answers(NewCode, status=201, refusals=(401, 403, 404, 422, 503)),
    openapi_extra=_WRITE,
)
async def post_code(request: Request, person_id: PersonPath) -> Response:
    """In place of one issued before; good for 72 hours. An account that was ended is open again after it."""
    services, caller = services_of(request), caller_of(request)
    demand_right(request)
    demand_present(request)
    if await services.rules.there(person_id) is None:
        raise _unknown_person()
    code = await services.ask(lambda: _code(services, caller, person_id))
    content = {"person_id": person_id, "code": code, "expires_in": int(accounts.CODE_GOOD_FOR.total_seconds())}
    return JsonAnswer(content, 201, {"Cache-Control": "no-store"})


@routes.get(
    "/persons/{person_id}/credentials",
    summary="某人的登录 / all that somebody is signed in by",
    responses=documented.answers(CredentialsView, refusals=(401, 403, 404, 422, 503)),
    openapi_extra=_READ,
)
async def get_credentials(request: Request, person_id: PersonPath) -> Response:
    """Sessions, devices and tokens, without any secret."""
    services, caller = services_of(request), caller_of(request)
    demand_right(request)
    await _demand_person(services, person_id)
    return JsonAnswer(await services.ask(lambda: _credentials(services, caller, person_id)))


@routes.delete(
    "/persons/{person_id}/credentials",
    summary="结束某人的全部登录 / end all that somebody is signed in by",
    responses=documented.answers(Ended, refusals=(401, 403, 404, 422, 503)),
    openapi_extra=_WRITE,
)
async def delete_credentials(request: Request, person_id: PersonPath) -> Response:
    """At once here, and within 5 s everywhere. They may sign in again; `xiaohao person end` closes the account too."""
    services, caller = services_of(request), caller_of(request)
    demand_right(request)
    await _demand_person(services, person_id)
    ended = await services.ask(lambda: _end_all(services, caller, person_id))
    services.callers.forget(person_id)
    return JsonAnswer(ended)


async def _demand_person(services: Services, person_id: str) -> None:
    if await services.rules.known(person_id) is None:
        raise _unknown_person()


def _unknown_person() -> Problem:
    return Problem(404, "unknown-person", "没有这个人员 / the registry has no such person")


def _code(services: Services, caller: Caller, person_id: str) -> str:
    at = services.wall.now()
    accounts.reopen(services.store, person_id)
    code = accounts.issue_code(services.store, person_id, at)
    _write(services, caller, What.CODE_ISSUED, person_id)
    return code


def _credentials(services: Services, caller: Caller, person_id: str) -> dict[str, Any]:
    store, at, by = services.store, services.wall.now(), caller.credential
    return {
        "sessions": [session_view(each, by) for each in sessions.listed(store, at, person_id)],
        "devices": [device_view(each, by) for each in devices.listed(store, at, person_id)],
        "tokens": [token_view(each) for each in tokens.listed(store, person_id)],
    }


def _end_all(services: Services, caller: Caller, person_id: str) -> dict[str, int]:
    store, at = services.store, services.wall.now()
    ended = {
        "sessions": sessions.end_all(store, person_id, at),
        "devices": devices.end_all(store, person_id, at),
        "tokens": tokens.revoke_tokens(store, person_id, at),
    }
    _write(services, caller, What.SESSION_ENDED, person_id, **ended)
    return ended


def _write(services: Services, caller: Caller, what: What, person_id: str, **facts: Any) -> None:
    entry = Entry(services.wall.now(), what, person_id, caller.person.id, caller.credential.name, facts=facts)
    journal.write(services.store, entry)

"""Knows `/v1/me/…`: what one signs in by oneself, one's sessions, and what the journal says of oneself."""

from typing import Annotated, Any, Final

from fastapi import Path, Request, Response

from api.http import cursor as cursors
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import Cursor, Limit
from api.http.problems import Problem
from api.resources.people.asked import Confirmation, PasswordChange, read_body
from api.resources.people.shown import entry_view, session_view
from api.resources.people.views import EnrolledView, JournalPage, MineView, SessionList
from api.routes import Caller, caller_of, declared, demand_present, router, services_of
from api.services import Services
from api.sign_in.auth import unauthorized
from api.sign_in.proving import Given
from people import accounts, journal, second_factor, sessions
from people.credentials import Kind
from people.journal import Entry, What

routes = router("me 本人")

SessionId = Annotated[str, Path(pattern=r"^[0-9a-f]{24}$")]
_REFUSALS: Final = (401, 403, 408, 413, 415, 422, 429, 503)
_MINE: Final = declared("me.sign-in")
_NOTHING: Final[documented.Responses] = {204: {"description": "Done"}}


@routes.get(
    "/me/sign-in",
    summary="我的登录方式 / what I sign in by",
    responses=documented.answers(MineView),
    openapi_extra=_MINE,
)
async def get_my_sign_in(request: Request) -> Response:
    """Whether there is a password, a second factor, a subject of the province's sign-on."""
    services, caller = services_of(request), caller_of(request)
    account = await services.ask(lambda: accounts.account_of(services.store, caller.person.id))
    return JsonAnswer(
        {
            "password_set_at": account.password_set_at,
            "second_factor": account.totp is not None,
            "sign_on": bool(account.subjects),
        }
    )


@routes.post(
    "/me/password",
    summary="修改密码 / set a new password",
    status_code=204,
    response_class=Response,
    responses={**_NOTHING, **documented.problems(_REFUSALS)},
    openapi_extra={**documented.body("PasswordChange", {"password": "…", "new_password": "…"}), **_MINE},
)
async def post_my_password(request: Request) -> Response:
    """12 to 128 characters of any kind that are not easily guessed, and not those it has now. My other sessions end."""
    services, caller = services_of(request), caller_of(request)
    asked = await read_body(request, PasswordChange)
    given = Given(caller.person.id, password=asked.password)
    await services.proving.again(caller.person, given, caller.credential.name)
    kept = await services.proving.new_hash(caller.person, asked.new_password, asked.password)
    await services.ask(lambda: _set_password(services, caller, kept))
    services.callers.forget(caller.person.id)
    return Response(status_code=204)


@routes.post(
    "/me/second-factor",
    summary="添加动态口令 / add a second factor; it counts once it was confirmed",
    responses=documented.answers(EnrolledView, refusals=(401, 403, 409, 503)),
    openapi_extra=_MINE,
)
async def post_my_second_factor(request: Request) -> Response:
    """Show `uri` as a QR code to an authenticator app. It takes a password, and a proof within the last ten minutes."""
    services, caller = services_of(request), caller_of(request)
    demand_present(request)
    told = await services.ask(lambda: second_factor.enrol(services.store, caller.person.id))
    if told is None:
        raise Problem(
            409, "second-factor-exists", "已有动态口令,或尚未设密码 / there is one already, or no password to add it to"
        )
    secret, uri = told
    return JsonAnswer({"secret": secret, "uri": uri}, headers={"Cache-Control": "no-store"})


@routes.post(
    "/me/second-factor/confirm",
    summary="启用动态口令 / confirm a second factor by its first code",
    status_code=204,
    response_class=Response,
    responses={**_NOTHING, **documented.problems(_REFUSALS)},
    openapi_extra={**documented.body("Confirmation", {"totp": "492039"}), **_MINE},
)
async def post_my_second_factor_confirmation(request: Request) -> Response:
    """From now on signing in takes the six digits too."""
    services, caller = services_of(request), caller_of(request)
    digits, at = (await read_body(request, Confirmation)).totp, services.wall.now()
    if not await services.ask(lambda: second_factor.confirm(services.store, caller.person.id, digits, at)):
        raise unauthorized("second-factor-wrong", "动态口令不正确 / the six digits are wrong")
    await services.ask(lambda: _write(services, caller, What.SECOND_FACTOR_ADDED))
    return Response(status_code=204)


@routes.delete(
    "/me/second-factor",
    summary="移除动态口令 / remove the second factor",
    status_code=204,
    response_class=Response,
    responses={**_NOTHING, **documented.problems((401, 403, 404, 503))},
    openapi_extra=_MINE,
)
async def delete_my_second_factor(request: Request) -> Response:
    """After a step-up within the last ten minutes."""
    services, caller = services_of(request), caller_of(request)
    demand_present(request)
    if not await services.ask(lambda: second_factor.remove(services.store, caller.person.id)):
        raise Problem(404, "no-second-factor", "没有动态口令 / there is none")
    await services.ask(lambda: _write(services, caller, What.SECOND_FACTOR_REMOVED))
    return Response(status_code=204)


@routes.get(
    "/me/sessions", summary="我的会话 / my sessions", responses=documented.answers(SessionList), openapi_extra=_MINE
)
async def get_my_sessions(request: Request) -> Response:
    """Those that are good now, the last seen first; `current` is the one that asks."""
    services, caller = services_of(request), caller_of(request)
    found = await services.ask(lambda: sessions.listed(services.store, services.wall.now(), caller.person.id))
    return JsonAnswer({"items": [session_view(each, caller.credential) for each in found]})


@routes.delete(
    "/me/sessions/{session_id}",
    summary="结束我的会话 / end one of my sessions",
    status_code=204,
    response_class=Response,
    responses={**_NOTHING, **documented.problems((401, 403, 404, 422, 503))},
    openapi_extra=_MINE,
)
async def delete_my_session(request: Request, session_id: SessionId) -> Response:
    """At once here, and within 5 s everywhere."""
    services, caller = services_of(request), caller_of(request)
    at = services.wall.now()
    if await services.ask(lambda: sessions.end(services.store, session_id, at, caller.person.id)) is None:
        raise Problem(404, "unknown-session", "没有这个会话 / you have no such session")
    services.callers.forget(f"{Kind.SESSION}:{session_id}")
    await services.ask(lambda: _write(services, caller, What.SESSION_ENDED, session_id=session_id))
    return Response(status_code=204)


@routes.get(
    "/me/journal",
    summary="我的登录记录 / what the journal of signing in says of me",
    responses=documented.answers(JournalPage),
    openapi_extra=_MINE,
)
async def get_my_journal(request: Request, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """The latest first."""
    services, mine, after = services_of(request), caller_of(request).person.id, cursors.read_key(cursor)
    page = await services.ask(lambda: journal.lines(services.store, limit, after, person_id=mine))
    return JsonAnswer(cursors.answer(page, entry_view))


def _set_password(services: Services, caller: Caller, kept: str) -> None:
    at, credential = services.wall.now(), caller.credential
    accounts.set_password(services.store, caller.person.id, kept, at)
    sessions.end_all(services.store, caller.person.id, at, but=credential.id)
    _write(services, caller, What.PASSWORD_SET)


def _write(services: Services, caller: Caller, what: What, **facts: Any) -> None:
    mine = caller.person.id
    entry = Entry(services.wall.now(), what, mine, mine, caller.credential.name, facts=facts)
    journal.write(services.store, entry)

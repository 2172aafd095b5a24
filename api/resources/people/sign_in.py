"""Knows `/v1/sign-in`, `/v1/sign-out` and `/v1/step-up`: a session at a desk, kept in a cookie no script can read."""

from typing import Any, Final

from fastapi import Request, Response

from api.http import documented
from api.http.answers import JsonAnswer
from api.resources.people.asked import SignIn, StepUp, read_body
from api.resources.people.views import SignedIn, SteppedUp
from api.routes import Caller, caller_of, declared, open_router, router, services_of
from api.services import Services
from api.sign_in import cookies
from api.sign_in.auth import unauthorized
from api.sign_in.proving import Given, Place
from api.sign_in.step_up import WITHIN
from ledger.access.matrix import OPEN
from people import devices, journal, sessions, throttle
from people.credentials import Kind
from people.journal import Entry, What
from people.sessions import Session

open_routes = open_router("sign-in 登录")
routes = router("sign-in 登录")

_REFUSALS: Final = (401, 403, 408, 413, 415, 422, 429, 503)


@open_routes.post(
    "/sign-in",
    summary="网页登录 / sign in at a desk",
    responses=documented.answers(SignedIn, refusals=_REFUSALS),
    openapi_extra=declared(OPEN, documented.body("SignIn", {"person_id": "supervisor-140105", "password": "…"})),
)
async def post_sign_in(request: Request) -> Response:
    """By a password, with the six digits where there is a second factor; or by a one-time code, which sets a new one.

    The answer is the same whoever is unknown or whatever is wrong. The session is a new one each time: 12 hours idle or
    7 days end it.
    """
    services = services_of(request)
    cookies.demand_private(request, services.settings.public_url)
    asked, place = await read_body(request, SignIn), place_of(request)
    given = Given(asked.person_id, asked.password, asked.code, asked.new_password, asked.totp)
    person, methods = await services.proving.person(given, place)
    return await begin_session(request, person.id, methods)


@routes.post(
    "/sign-out",
    summary="退出 / end the session or the device that asks",
    status_code=204,
    response_class=Response,
    responses={204: {"description": "Signed out"}, **documented.problems((401, 403, 503))},
    openapi_extra=declared("me.sign-in"),
)
async def post_sign_out(request: Request) -> Response:
    """A program's token stays: its person or security ends it."""
    services, caller = services_of(request), caller_of(request)
    await services.ask(lambda: _signed_out(services, caller))
    services.callers.forget(caller.credential.name)
    answer = Response(status_code=204)
    cookies.take_away(answer, request, services.settings.public_url)
    return answer


@routes.post(
    "/step-up",
    summary="再次验证 / prove to be there still, before what cannot be undone",
    responses=documented.answers(SteppedUp, refusals=_REFUSALS),
    openapi_extra=declared("me.sign-in", documented.body("StepUp", {"totp": "492039"})),
)
async def post_step_up(request: Request) -> Response:
    """Good for ten minutes. A session has a new cookie after it, and the old one opens nothing."""
    services, caller = services_of(request), caller_of(request)
    cookies.demand_private(request, services.settings.public_url)
    asked, credential = await read_body(request, StepUp), caller.credential
    given = Given(caller.person.id, password=asked.password, totp=asked.totp)
    method = await services.proving.again(caller.person, given, credential.name)
    at = services.wall.now()
    answer = JsonAnswer({"proven_until": at + WITHIN})
    if credential.kind is Kind.SESSION:
        secret = await services.ask(lambda: sessions.step_up(services.store, credential.id, at, method))
        if secret is None:
            raise unauthorized("invalid-token", "会话已结束 / the session was ended", "invalid_token")
        cookies.put(answer, request, services.settings.public_url, session=secret)
    elif credential.kind is Kind.DEVICE:
        await services.ask(lambda: devices.prove(services.store, credential.id, at))
    services.callers.forget(credential.name)
    return answer


def place_of(request: Request) -> Place:
    """Where a request comes from."""
    public_url = services_of(request).settings.public_url
    address = request.client.host if request.client else ""
    return Place(cookies.browser_in(request, public_url), address, request.headers.get("user-agent", ""))


async def begin_session(request: Request, person_id: str, methods: tuple[str, ...]) -> Response:
    """The answer to somebody who proved who they are: a new session, and the end of the one that came along."""
    services, place = services_of(request), place_of(request)
    public_url = services.settings.public_url
    secret, session, browser = await services.ask(lambda: _begun(services, person_id, methods, place))
    answer = JsonAnswer(_signed_in(session))
    cookies.put(answer, request, public_url, session=secret, browser=browser)
    return answer


def _begun(services: Services, person_id: str, methods: tuple[str, ...], place: Place) -> tuple[str, Session, str]:
    store, at = services.store, services.wall.now()
    if "code" in methods:
        sessions.end_all(store, person_id, at)
    secret, session = sessions.begin(store, person_id, at, methods=methods, agent=place.agent, address=place.address)
    name, facts = f"{Kind.SESSION}:{session.id}", {"methods": list(methods)}
    journal.write(store, Entry(at, What.SIGNED_IN, person_id, person_id, name, place.address, facts))
    return secret, session, throttle.remember(store, place.browser, person_id, at)


def _signed_in(session: Session) -> dict[str, Any]:
    return {
        "person_id": session.person_id,
        "session_id": session.id,
        "methods": list(session.methods),
        "ends_at": session.ends_at,
    }


def _signed_out(services: Services, caller: Caller) -> None:
    store, at, credential = services.store, services.wall.now(), caller.credential
    ended: object = None
    if credential.kind is Kind.SESSION:
        ended = sessions.end(store, credential.id, at)
    elif credential.kind is Kind.DEVICE:
        ended = devices.end(store, credential.id, at)
    if ended is not None:
        journal.write(store, Entry(at, What.SIGNED_OUT, caller.person.id, caller.person.id, credential.name))

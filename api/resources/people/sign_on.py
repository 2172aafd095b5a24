"""Knows `/v1/sign-in/oidc`: to the province's own sign-on and back, as a session at this desk."""

import logging
from typing import Annotated, Final

import msgspec
from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from joserfc.jwk import KeySet

from api.http import documented
from api.http.problems import Problem
from api.resources.people.sign_in import begin_session
from api.routes import declared, open_router, services_of
from api.services import Services
from api.sign_in import cookies
from api.sign_in.auth import unauthorized
from ledger.access.matrix import OPEN
from people import accounts, sign_on
from people.sign_on import BadAnswer, Provider, UnderWay

open_routes = open_router("sign-in 登录")

_LOG: Final = logging.getLogger("xiaohao.api")
_BACK: Final = "/v1/sign-in/oidc/return"
_NEXT: Final = "/"
_COOKIE: Final = "xiaohao_sign_on"
_LABEL: Final = "sign-on"
_under_way = msgspec.json.Decoder(UnderWay)


@open_routes.get(
    "/sign-in/oidc",
    summary="统一身份认证登录 / sign in by the province's sign-on",
    status_code=303,
    response_class=RedirectResponse,
    responses={303: {"description": "To the sign-on"}, **documented.problems((403, 404, 422, 503))},
    openapi_extra=declared(OPEN),
)
async def get_sign_on(request: Request) -> Response:
    """To the provider's page. State, nonce and PKCE verifier wait in a signed cookie for ten minutes."""
    services = services_of(request)
    public_url, at = services.settings.public_url, services.wall.now()
    cookies.demand_private(request, public_url)
    provider, _ = await services.sign_on.provider()
    begun = sign_on.begin(at)
    note = msgspec.json.encode(begun)
    signed = await services.ask(lambda: services.signer.signed(_LABEL, note, at))
    answer = RedirectResponse(sign_on.address_to(provider, begun, _back_to(request)), 303)
    seconds = int(sign_on.UNDER_WAY.total_seconds())
    cookies.put_one(answer, request, public_url, name=_COOKIE, value=signed, seconds=seconds)
    answer.headers["cache-control"] = "no-store"
    return answer


async def get_sign_on_return(
    request: Request,
    state: Annotated[str, Query(max_length=500)],
    code: Annotated[str | None, Query(max_length=2_000)] = None,
    error: Annotated[str | None, Query(max_length=200)] = None,
    iss: Annotated[str | None, Query(max_length=500)] = None,
) -> Response:
    """Who is unknown here is told what to give the administrator: a subject is mapped once (`xiaohao person link`)."""
    services = services_of(request)
    provider, keys = await services.sign_on.provider()
    try:
        if error is not None or code is None or iss not in {None, provider.issuer}:
            raise BadAnswer(f"the provider said {error}")
        under_way = await _begun_here(request, services, state)
        token = await services.sign_on.id_token(provider, code, under_way, _back_to(request))
        subject = await _subject(services, provider, keys, under_way, token)
    except BadAnswer as bad:
        _LOG.warning("a sign-on was refused: %s", bad)
        raise unauthorized(
            "sign-on-refused", "统一身份认证未通过,请重新登录 / the sign-on did not succeed: begin anew"
        ) from None
    account = await services.ask(lambda: accounts.person_with(services.store, subject))
    person = None if account is None or not account.open else await services.rules.there(account.person_id)
    if person is None:
        raise Problem(
            403,
            "unknown-subject",
            "您的身份尚未与本系统人员对应,请将 subject 告知管理员 / "
            "your sign-on is not mapped to anybody here: give your administrator the subject",
            subject=subject,
        )
    signed_in = await begin_session(request, person.id, ("oidc",))
    answer = RedirectResponse(_NEXT, 303)
    answer.raw_headers += [each for each in signed_in.raw_headers if each[0] in {b"set-cookie", b"cache-control"}]
    cookies.put_one(answer, request, services.settings.public_url, name=_COOKIE, value="", seconds=0)
    return answer


# A plain route: what else a provider may add to the address is to be ignored (RFC 6749 §4.1.2).
open_routes.add_api_route(
    "/sign-in/oidc/return",
    get_sign_on_return,
    methods=["GET"],
    summary="从统一身份认证返回 / back from the sign-on",
    status_code=303,
    response_class=RedirectResponse,
    responses={303: {"description": "Signed in"}, **documented.problems((401, 403, 404, 422, 503))},
    openapi_extra=declared(OPEN),
    route_class_override=APIRoute,
)


async def _begun_here(request: Request, services: Services, state: str) -> UnderWay:
    """Raises BadAnswer."""
    at = services.wall.now()
    signed = cookies.one_in(request, services.settings.public_url, _COOKIE) or ""
    note = await services.ask(lambda: services.signer.opened(_LABEL, signed, at))
    return sign_on.demand_ours(None if note is None else _under_way.decode(note), state, at)


async def _subject(services: Services, provider: Provider, keys: KeySet, under_way: UnderWay, token: str) -> str:
    """Raises BadAnswer. A provider that has rotated its keys is asked for them once more."""
    at = services.wall.now()
    try:
        return sign_on.subject_of(provider, token, keys, under_way, at)
    except BadAnswer:
        return sign_on.subject_of(provider, token, await services.sign_on.keys_anew(), under_way, at)


def _back_to(request: Request) -> str:
    return cookies.origin(request, services_of(request).settings.public_url) + _BACK

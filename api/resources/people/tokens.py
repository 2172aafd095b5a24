"""Knows `/v1/tokens`: what programs act by, issued, listed and ended by security."""

from typing import Annotated, Final

from fastapi import Path, Request, Response
from pymongo.client_session import ClientSession

from api.http import cursor as cursors
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import Cursor, Limit
from api.http.problems import Problem, invalid
from api.resources.people.asked import TokenAsked, read_body
from api.resources.people.shown import entry_view, token_view
from api.resources.people.views import JournalPage, NewToken, TokenList
from api.routes import Caller, caller_of, declared, demand_present, demand_right, router, services_of
from api.services import Services
from ledger.access.matrix import MATRIX
from ledger.registry.entries import Person
from mobile_schema.faults import Fault
from people import journal, tokens
from people.credentials import Kind
from people.journal import Entry, What

routes = router("tokens 令牌")

TokenId = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")]
_WRITE: Final = declared("credential.change")


@routes.get(
    "/tokens",
    summary="程序令牌 / the tokens of programs",
    responses=documented.answers(TokenList, refusals=(401, 403, 422, 503)),
    openapi_extra=declared("credential.read"),
)
async def get_tokens(request: Request) -> Response:
    """The newest first; by security, or an auditor."""
    services = services_of(request)
    demand_right(request)
    found = await services.ask(lambda: tokens.listed(services.store))
    return JsonAnswer({"items": [token_view(each) for each in found]})


@routes.get(
    "/history/tokens",
    summary="程序令牌的变更 / who issued and ended tokens",
    responses=documented.answers(JournalPage, refusals=(401, 403, 422, 503)),
    openapi_extra=declared("credential.read"),
)
async def get_tokens_history(request: Request, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """Of the journal, the latest first."""
    services, after = services_of(request), cursors.read_key(cursor)
    demand_right(request)
    page = await services.ask(lambda: journal.lines_of(services.store, journal.TOKENS, limit, after))
    return JsonAnswer(cursors.answer(page, entry_view))


@routes.post(
    "/tokens",
    summary="签发程序令牌 / issue a token to a program",
    status_code=201,
    responses=documented.answers(NewToken, status=201, refusals=(401, 403, 408, 413, 415, 422, 503)),
    openapi_extra={
        **documented.body(
            "TokenAsked",
            {
                "person_id": "supervisor-140105",
                "name": "省投资平台对接",
                "actions": ["issue.read"],
                "ends_at": "2027-03-01T00:00:00+08:00",
            },
        ),
        **_WRITE,
    },
)
async def post_token(request: Request) -> Response:
    """It speaks for a person, and may do of what that person may only what is named, until a year from now at most."""
    services, caller = services_of(request), caller_of(request)
    demand_right(request)
    demand_present(request)
    asked, at = await read_body(request, TokenAsked), services.wall.now()
    if not at < asked.ends_at <= at + tokens.LONGEST:
        raise invalid([Fault("$.ends_at", "须在今后一年之内；it must lie within a year from now", "range")])
    unknown = [number for number, action in enumerate(asked.actions) if action not in MATRIX]
    if unknown:
        raise invalid([Fault(f"$.actions[{number}]", "没有这个权限；no such action", "unknown") for number in unknown])
    person = await services.rules.there(asked.person_id)
    if person is None:
        raise Problem(422, "unknown-person", "没有这个人员 / the registry has no such person")
    secret, made = await services.ask(lambda: _issued(services, caller, person, asked))
    return JsonAnswer(token_view(made) | {"token": secret}, 201, {"Cache-Control": "no-store"})


@routes.delete(
    "/tokens/{token_id}",
    summary="停用程序令牌 / end a program's token",
    status_code=204,
    response_class=Response,
    responses={204: {"description": "Ended"}, **documented.problems((401, 403, 404, 422, 503))},
    openapi_extra=_WRITE,
)
async def delete_token(request: Request, token_id: TokenId) -> Response:
    """At once here, and within 5 s everywhere."""
    services, caller = services_of(request), caller_of(request)
    demand_right(request)
    if not await services.ask(lambda: _ended(services, caller, token_id)):
        raise Problem(404, "unknown-token", "没有这个令牌 / there is no such token")
    services.callers.forget(f"{Kind.TOKEN}:{token_id}")
    return Response(status_code=204)


def _issued(services: Services, caller: Caller, person: Person, asked: TokenAsked) -> tuple[str, tokens.Token]:
    at, by = services.wall.now(), caller.person.id

    def write(session: ClientSession) -> str:
        secret = tokens.issue_token(
            services.store,
            person.id,
            at,
            name=asked.name,
            actions=asked.actions,
            ends_at=asked.ends_at,
            issued_by=by,
            session=session,
        )
        facts = {"token_id": tokens.token_id(secret), "name": asked.name, "actions": asked.actions}
        entry = Entry(at, What.TOKEN_ISSUED, person.id, by, caller.credential.name, facts=facts)
        journal.write(services.store, entry, session)
        return secret

    secret = services.store.transaction(write)
    made = tokens.Token(
        id=tokens.token_id(secret),
        person_id=person.id,
        created_at=at,
        name=asked.name,
        actions=tuple(asked.actions),
        ends_at=asked.ends_at,
        issued_by=by,
    )
    return secret, made


def _ended(services: Services, caller: Caller, token_id: str) -> bool:
    """Whether there was one."""
    at, by = services.wall.now(), caller.person.id

    def write(session: ClientSession) -> bool:
        ended = tokens.revoke_token(services.store, token_id, at, session=session)
        if ended is not None:
            facts = {"token_id": token_id}
            entry = Entry(at, What.TOKEN_ENDED, ended.person_id, by, caller.credential.name, facts=facts)
            journal.write(services.store, entry, session)
        return ended is not None

    return services.store.transaction(write)

"""Knows what every route demands: an action of the table of access; under /v1 a person, and no unknown parameter.

The few that sign people in are open, and demand the rest.
"""

from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, cast

from fastapi import APIRouter, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api.http.problems import Problem, invalid
from api.printing.cells import Look
from api.printing.printed import FORM, JSON, Asked, form_of, printed
from api.printing.sheet import Sheet
from api.printing.sheets import SHEETS
from api.reads.reading import not_permitted
from api.reads.reads import Reads
from api.services import Services
from api.sign_in.auth import secret_of
from api.sign_in.same_person import demand_same_person
from api.sign_in.same_site import demand_same_site
from api.sign_in.step_up import demand_proven
from ledger.access.matrix import MATRIX, OPEN
from ledger.access.scopes import may
from ledger.registry.actors import Actor, actor_of
from ledger.registry.entries import Person
from mobile_schema.faults import Fault, json_path
from people.credentials import Credential

ACTION: Final = "x-action"
_CALLER: Final = "xiaohao.caller"
_ACTION: Final = "xiaohao.action"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, by which credential, and the secret that it came with."""

    person: Person
    credential: Credential
    secret: str


class DeclaredRoute(APIRoute):
    """A route that says which action it is (`declared`); one that does not, or names none, cannot be registered."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.action = str((self.openapi_extra or {}).get(ACTION))
        if self.action != OPEN and self.action not in MATRIX:
            raise TypeError(f"{self.path} declares no action of the table of access: {self.action}")


class GuardedRoute(DeclaredRoute):
    """A route whose caller is known (401 comes before any other answer) and whose parameters are those it names.

    What has a sheet is answered as a file too (`form`).
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler with the guard before it."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            await self._guard(request)
            form = JSON if self._sheet is None else form_of(request)
            if self._sheet is None or form == JSON:
                return await handle(request)
            return await printed(request, handle, form, await _asked(request, self._sheet))

        return guarded

    async def answer(self, request: Request) -> Response:
        """The same guard and handler, where that needs nothing but the request, without the framework between them."""
        await self._guard(request)
        response: Response = await self.endpoint(request)
        return response

    @cached_property
    def _sheet(self) -> Sheet | None:
        return SHEETS.get(self.path) if "GET" in (self.methods or ()) else None

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset((*_parameters(self.dependant), *([] if self._sheet is None else [FORM])))

    async def _guard(self, request: Request) -> None:
        services = services_of(request)
        secret = secret_of(request, services.settings.public_url)
        credential = await services.callers.credential(secret)
        demand_same_person(request, credential)
        person = await services.rules.person(credential.person_id)
        request.scope[_CALLER] = Caller(person, credential, secret)
        request.scope[_ACTION] = self.action
        services.callers.used(secret, credential)
        _demand_granted(credential, self.action)
        if request.scope["query_string"]:
            _demand_known(request, self._known)


class OpenRoute(DeclaredRoute):
    """A route for those who are not signed in yet: it takes no parameter that it does not name, and no other site's
    request."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler with the guard before it."""
        handle = super().get_route_handler()
        known = frozenset(field.alias for field in self.dependant.query_params)

        async def guarded(request: Request) -> Response:
            if request.scope["query_string"]:
                _demand_known(request, known)
            demand_same_site(request, services_of(request).settings.public_url, silent=True)
            return await handle(request)

        return guarded


def open_router(tag: str) -> APIRouter:
    """A router of open routes under /v1."""
    return APIRouter(prefix="/v1", tags=[tag], route_class=OpenRoute)


def process_router(tag: str) -> APIRouter:
    """A router of routes about the process itself, which ask nobody who it is."""
    return APIRouter(tags=[tag], route_class=DeclaredRoute)


def router(tag: str) -> APIRouter:
    """A router of guarded routes under /v1."""
    return APIRouter(prefix="/v1", tags=[tag], route_class=GuardedRoute)


def routes_of(noun: APIRouter, *handlers: Callable[..., Any]) -> list[GuardedRoute]:
    """The routes of a router that these handlers answer."""
    return [route for route in noun.routes if isinstance(route, GuardedRoute) and route.endpoint in handlers]


def services_of(request: Request) -> Services:
    """What the app runs on."""
    return cast(Services, request.app.state.services)


def caller_of(request: Request) -> Caller:
    """Who asks and by what, on a guarded route."""
    return cast(Caller, request.scope[_CALLER])


def person_of(request: Request) -> Person:
    """Who asks, on a guarded route."""
    return caller_of(request).person


def acting(request: Request) -> Actor:
    """Who acts, on a guarded route: events name the credential too."""
    caller = caller_of(request)
    return actor_of(caller.person, caller.credential.name)


def demand_present(request: Request) -> None:
    """Raises Problem (403) unless the person proved to be there a moment ago: what comes next cannot be undone."""
    demand_proven(caller_of(request).credential, services_of(request).wall.now())


def reads_of(request: Request) -> Reads:
    """What the one who asks may read of the ledger."""
    return services_of(request).reads(person_of(request))


def demand_right(request: Request) -> Person:
    """Who asks, whose post allows the route's action on anything at all. Raises Problem (403).

    For what is under no scope; it comes after the shape of the request was looked at.
    """
    person = person_of(request)
    if not may(person, request.scope[_ACTION]):
        raise not_permitted()
    return person


def declared(action: str, *more: dict[str, Any]) -> dict[str, Any]:
    """What `openapi_extra` says of a route that is an action, and what else it says."""
    said: dict[str, Any] = {ACTION: action}
    for each in more:
        said |= each
    return said


async def _asked(request: Request, sheet: Sheet) -> Asked:
    services = services_of(request)
    rules = services.rules.current
    now = await services.ask(services.clock.now)
    return Asked(sheet, Look(rules.catalogue, rules.zone), person_of(request).name, now)


def _parameters(dependant: Dependant) -> Iterator[str]:
    """Its query parameters, and those of what it depends on."""
    yield from (field.alias for field in dependant.query_params)
    for each in dependant.dependencies:
        yield from _parameters(each)


def _demand_granted(credential: Credential, action: str) -> None:
    """Raises Problem (403) where a token was given some actions, and this is none of them."""
    if credential.actions is not None and action not in credential.actions:
        raise Problem(
            403,
            "not-granted",
            "该令牌未获此权限 / this token was not given that action",
            action=action,
            granted=sorted(credential.actions),
        )


def _demand_known(request: Request, known: frozenset[str]) -> None:
    """Raises Problem (422) on a parameter that the route does not have, or that comes twice."""
    given = Counter(name for name, _ in request.query_params.multi_items())
    faults = [
        Fault(json_path((name,), "request.query"), "未知参数；unknown parameter", "extra_forbidden")
        if name not in known
        else Fault(json_path((name,), "request.query"), "参数重复；given more than once", "repeated")
        for name, times in given.items()
        if name not in known or times > 1
    ]
    if faults:
        raise invalid(faults[:50])

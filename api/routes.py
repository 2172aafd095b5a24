"""Knows what every route under /v1 demands before it runs: a person behind the request, and no unknown parameter."""

from collections import Counter
from collections.abc import Callable, Coroutine
from functools import cached_property
from typing import Any, Final, cast

import pymongo
from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute

from api.http.problems import invalid
from api.services import QUERY_SECONDS, Services
from api.sign_in.auth import bearer_of
from ledger.registry.entries import Person
from ledger.store.listing import issue_id_of
from mobile_schema.faults import Fault, json_path

_PERSON: Final = "xiaohao.person"


class GuardedRoute(APIRoute):
    """A route whose caller is known (401 comes before any other answer) and whose parameters are those it names."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler with the guard before it."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            await self._guard(request)
            return await handle(request)

        return guarded

    async def answer(self, request: Request) -> Response:
        """The same guard and handler, where that needs nothing but the request, without the framework between them."""
        await self._guard(request)
        response: Response = await self.endpoint(request)
        return response

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(field.alias for field in self.dependant.query_params)

    async def _guard(self, request: Request) -> None:
        services = services_of(request)
        token = bearer_of(request, in_query="access_token" in self._known)
        request.scope[_PERSON] = await services.person_behind(token)
        if request.scope["query_string"]:
            _demand_known(request, self._known)


def router(tag: str) -> APIRouter:
    """A router of guarded routes under /v1."""
    return APIRouter(prefix="/v1", tags=[tag], route_class=GuardedRoute)


def routes_of(noun: APIRouter, *handlers: Callable[..., Any]) -> list[GuardedRoute]:
    """The routes of a router that these handlers answer."""
    return [route for route in noun.routes if isinstance(route, GuardedRoute) and route.endpoint in handlers]


def services_of(request: Request) -> Services:
    """What the app runs on."""
    return cast(Services, request.app.state.services)


def person_of(request: Request) -> Person:
    """Who asks, on a guarded route."""
    return cast(Person, request.scope[_PERSON])


async def issue_id_behind(services: Services, name: str) -> str:
    """The id of an issue by its 编号 or its id. Raises pymongo.errors.PyMongoError when MongoDB is away."""
    return await run_in_threadpool(_issue_id, services, name)


def _issue_id(services: Services, name: str) -> str:
    with pymongo.timeout(QUERY_SECONDS):
        return issue_id_of(services.store, name)


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

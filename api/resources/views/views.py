"""Knows `/v1/views`: the lists that somebody keeps under a name, and shows to others by an address if they like."""

from collections.abc import Mapping
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import Path, Request, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from api.asked.wanted_issues import IssueQuery
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_json
from api.http.problems import Problem, invalid_model
from api.http.settings import ENTRY_BYTES
from api.http.views import View
from api.routes import declared, demand_right, router, services_of
from ledger.registry.entries import Person
from ledger.store.lists import saved
from ledger.store.lists.saved import NameTaken, SavedView, Shown, TooManyViews
from mobile_schema.fields import NO_NUL_PATTERN

routes = router("views 视图")

ViewId = Annotated[str, Path(pattern=r"^[0-9A-Za-z_-]{1,40}$")]
_ACTION: Final = declared("view.keep")
_EXAMPLE: Final = {"name": "本县逾期", "query": {"light": "red", "region": "140105"}, "shown": "colleagues"}
_REFUSALS: Final = (401, 403, 408, 409, 413, 415, 422, 503)


def _askable(query: dict[str, str]) -> dict[str, str]:
    IssueQuery.model_validate(query)
    return query


class ViewAsked(BaseModel):
    """A view as it is to be; `query` has parameters of `GET /v1/issues`, but for `limit` and `cursor`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1, max_length=100, pattern=NO_NUL_PATTERN)]
    query: Annotated[dict[str, Annotated[str, Field(max_length=2_000)]], Field(max_length=20), AfterValidator(_askable)]
    shown: Shown = Shown.ME


class KeptView(View):
    """`list` is what it shows, `mine` whether it is one's own."""

    id: str
    name: str
    query: dict[str, str]
    shown: Shown
    mine: bool
    list: str


class KeptViews(View):
    items: list[KeptView]


@routes.get(
    "/views",
    summary="我的视图 / the views that I keep, by name",
    responses=documented.answers(KeptViews, refusals=(401, 403, 422, 503)),
    openapi_extra=_ACTION,
)
async def get_views(request: Request) -> Response:
    """200 at most; those that others show are found by their addresses alone."""
    person, services = demand_right(request), services_of(request)
    views = await services.ask(lambda: saved.views_of(services.store, person.id))
    return JsonAnswer({"items": [_shown(view, person.id) for view in views]})


@routes.post(
    "/views",
    summary="保存视图 / keep a view",
    status_code=201,
    responses=documented.answers(KeptView, status=201, refusals=_REFUSALS),
    openapi_extra={**documented.body("ViewAsked", _EXAMPLE), **_ACTION},
)
async def post_view(request: Request) -> Response:
    """Its address is `/v1/views/{id}`; what it shows to another is what that one may read."""
    person, services = demand_right(request), services_of(request)
    view = await _asked(request, person, saved.new_id())
    try:
        await services.ask(lambda: saved.keep_view(services.store, view))
    except NameTaken:
        raise _taken() from None
    except TooManyViews:
        raise Problem(409, "too-many-views", f"至多 {saved.MOST} 个视图 / {saved.MOST} views at most") from None
    return JsonAnswer(_shown(view, person.id), 201, {"Location": f"/v1/views/{view.id}"})


@routes.get(
    "/views/{view_id}",
    summary="一个视图 / one view",
    responses=documented.answers(KeptView, refusals=(401, 403, 404, 422, 503)),
    openapi_extra=_ACTION,
)
async def get_view(request: Request, view_id: ViewId) -> Response:
    """One's own, or one that its owner shows; any other answers as one that is not there."""
    person, services = demand_right(request), services_of(request)
    persons = services.rules.current.catalogue.persons
    view = await services.ask(lambda: saved.view_for(services.store, person, view_id, persons))
    if view is None:
        raise _unknown()
    return JsonAnswer(_shown(view, person.id))


@routes.put(
    "/views/{view_id}",
    summary="更改视图 / change a view of mine",
    responses=documented.answers(KeptView, refusals=(*_REFUSALS, 404)),
    openapi_extra={**documented.body("ViewAsked", _EXAMPLE), **_ACTION},
)
async def put_view(request: Request, view_id: ViewId) -> Response:
    """All of it as the body says; the address stays."""
    person, services = demand_right(request), services_of(request)
    view = await _asked(request, person, view_id)
    try:
        there = await services.ask(lambda: saved.change_view(services.store, view))
    except NameTaken:
        raise _taken() from None
    if not there:
        raise _unknown()
    return JsonAnswer(_shown(view, person.id))


@routes.delete(
    "/views/{view_id}",
    summary="删除视图 / forget a view of mine",
    status_code=204,
    response_class=Response,
    responses={204: {"description": "Done"}, **documented.problems((401, 403, 404, 422, 503))},
    openapi_extra=_ACTION,
)
async def delete_view(request: Request, view_id: ViewId) -> Response:
    """Its address leads nowhere from then on."""
    person, services = demand_right(request), services_of(request)
    if not await services.ask(lambda: saved.drop_view(services.store, person.id, view_id)):
        raise _unknown()
    return Response(status_code=204)


async def _asked(request: Request, person: Person, view_id: str) -> SavedView:
    try:
        asked = ViewAsked.model_validate_json(await read_json(request, ENTRY_BYTES))
    except ValidationError as error:
        raise invalid_model(error) from error
    return SavedView(view_id, person.id, asked.name, asked.query, asked.shown)


def _shown(view: SavedView, person_id: str) -> dict[str, Any]:
    return {
        "id": view.id,
        "name": view.name,
        "query": view.query,
        "shown": view.shown,
        "mine": view.owner == person_id,
        "list": _address(view.query),
    }


def _address(query: Mapping[str, str]) -> str:
    return "/v1/issues" + (f"?{urlencode(query, safe=',:')}" if query else "")


def _unknown() -> Problem:
    return Problem(404, "unknown-view", "没有这个视图 / there is no such view")


def _taken() -> Problem:
    return Problem(409, "view-exists", "已有同名视图 / you have a view of this name")

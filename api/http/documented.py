"""Knows how routes are told in OpenAPI: raw bodies by the name of their model, answers by their view, problems."""

from http import HTTPStatus
from typing import Any, Final

from pydantic import BaseModel

from api.http.problems import MEDIA_TYPE
from api.http.views import ProblemView

Responses = dict[int | str, dict[str, Any]]
_REFERENCE: Final = "#/components/schemas/{name}"
_EVENTS: Final = 'event: alert.fired\ndata: {"id":"…","serial":"140105-2026-00001","light":"red"}\nid: gmkG…\n\n'


def body(name: str, example: dict[str, Any] | None = None, *, required: bool = True) -> dict[str, Any]:
    """What `openapi_extra` says of a JSON body; the schema is put among the components by `openapi.document`."""
    content: dict[str, Any] = {"schema": {"$ref": _REFERENCE.format(name=name)}}
    if example is not None:
        content["example"] = example
    return {"requestBody": {"required": required, "content": {"application/json": content}}}


def problems(codes: tuple[int, ...]) -> Responses:
    """What `responses` says of problems."""
    return {
        code: {
            "description": HTTPStatus(code).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": _REFERENCE.format(name=ProblemView.__name__)}}},
        }
        for code in codes
    }


def answers(
    model: type[BaseModel],
    *,
    status: int = 200,
    refusals: tuple[int, ...] = (401, 422, 503),
    also: dict[int, type[BaseModel]] | None = None,
) -> Responses:
    """What `responses` says: the answer, others that are no failure, and the problems."""
    good = {status: model, **(also or {})}
    return {
        **{code: {"model": each, "description": HTTPStatus(code).phrase} for code, each in good.items()},
        **problems(refusals),
    }


def names(model: type[BaseModel]) -> Responses:
    """What `responses` says of a list of names: the list, or that the client has it (`named.names_answer`)."""
    return {**answers(model, refusals=(401, 403, 422, 503)), 304: {"description": "Not Modified"}}


def events(model: type[BaseModel], *, refusals: tuple[int, ...]) -> Responses:
    """What `responses` says of a stream of server-sent events whose data are `model`, as JSON."""
    told = answers(model, refusals=refusals)
    schema = {"type": "string", "contentMediaType": "text/event-stream"}
    told[200] = {
        "description": f"Server-sent events; the data of each alert is a {model.__name__}.",
        "content": {"text/event-stream": {"schema": schema, "example": _EVENTS}},
    }
    return told

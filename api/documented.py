"""Knows how routes are told in OpenAPI: raw bodies by the name of their model, answers by their view, problems."""

from http import HTTPStatus
from typing import Any, Final

from pydantic import BaseModel

from xiaohao.api.problems import MEDIA_TYPE
from xiaohao.api.views import ProblemView

Responses = dict[int | str, dict[str, Any]]
_REFERENCE: Final = "#/components/schemas/{name}"


def body(name: str, example: dict[str, Any] | None = None) -> dict[str, Any]:
    """What `openapi_extra` says of a JSON body; the schema is put among the components by `openapi.document`."""
    content: dict[str, Any] = {"schema": {"$ref": _REFERENCE.format(name=name)}}
    if example is not None:
        content["example"] = example
    return {"requestBody": {"required": True, "content": {"application/json": content}}}


def answers(
    model: type[BaseModel],
    *,
    status: int = 200,
    refusals: tuple[int, ...] = (401, 422, 503),
    also: dict[int, type[BaseModel]] | None = None,
) -> Responses:
    """What `responses` says: the answer, others that are no failure, and the problems."""
    problems: Responses = {
        code: {
            "description": HTTPStatus(code).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": _REFERENCE.format(name=ProblemView.__name__)}}},
        }
        for code in refusals
    }
    good = {status: model, **(also or {})}
    return {
        **{code: {"model": each, "description": HTTPStatus(code).phrase} for code, each in good.items()},
        **problems,
    }

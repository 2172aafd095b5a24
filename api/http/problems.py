"""Knows how the API says no: RFC 9457 problems, Chinese first, with the JSON path of each fault.

Whatever goes wrong leaves as a problem: our own, the ledger's refusals, the framework's, and what nobody foresaw.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from pydantic import ValidationError
from pymongo.errors import PyMongoError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import compile_path

from api.http.answers import to_json
from ledger.issue.refusals import CommandRefused, Refusal
from mobile_schema.faults import Fault, faults_in, faults_of

MEDIA_TYPE: Final = "application/problem+json"
RETRY_SECONDS: Final = 5
CLOSE: Final = {"Connection": "close"}
_REQUEST: Final = "request"
# RFC 9110 §15.5.14, §15.5.21: the names that Python gives them are those of older RFCs.
_TITLES: Final[Mapping[int, str]] = {413: "Content Too Large", 422: "Unprocessable Content"}
_LOG: Final = logging.getLogger("xiaohao.api")

_STATUS_OF: Final[Mapping[Refusal, int]] = {
    Refusal.WRONG_STATE: 409,
    Refusal.NOT_PERMITTED: 403,
    Refusal.SEPARATION_OF_DUTIES: 403,
    Refusal.EVIDENCE_MISSING: 422,
    Refusal.RECHECK_MISSING: 409,
    Refusal.NOT_ON_SITE: 422,
    Refusal.PLAN_DOES_NOT_FIT: 422,
    Refusal.EXTENSION_NOT_POSSIBLE: 409,
    Refusal.SUSPENSION_NOT_POSSIBLE: 409,
    Refusal.TRANSFER_NOT_POSSIBLE: 409,
    Refusal.MERGER_NOT_POSSIBLE: 409,
    Refusal.CORRECTION_NOT_POSSIBLE: 409,
    Refusal.WITHDRAWAL_NOT_POSSIBLE: 409,
    Refusal.REFERRAL_NOT_ANSWERED: 422,
    Refusal.INSTRUCTION_NOT_POSSIBLE: 409,
    Refusal.REMINDER_NOT_POSSIBLE: 409,
    Refusal.UNKNOWN_POLICY: 422,
    Refusal.POLICY_OUT_OF_SCOPE: 422,
    Refusal.UNKNOWN_UNIT: 422,
    Refusal.UNKNOWN_PERSON: 422,
    Refusal.UNIT_NOT_IN_CHARGE: 422,
    Refusal.UNKNOWN_ATTACHMENT: 422,
    Refusal.UNKNOWN_ISSUE: 404,
    Refusal.UNKNOWN_ALERT: 404,
    Refusal.UNKNOWN_REPORT: 404,
    Refusal.UNKNOWN_IMPORT: 404,
    Refusal.STALE_VERSION: 412,
    Refusal.KEY_REUSED: 409,
}
_FRAMEWORK: Final[Mapping[int, tuple[str, str]]] = {
    400: ("bad-request", "请求无法读取 / the request cannot be read"),
    404: ("not-found", "没有这个地址 / there is nothing at this address"),
    405: ("method-not-allowed", "该地址不支持此方法 / this address does not take this method"),
}


class Problem(Exception):
    """A request that is not carried out; `facts` are members of the problem beside the standard ones."""

    def __init__(
        self,
        status: int,
        slug: str,
        detail: str,
        *,
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
        **facts: Any,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.slug = slug
        self.detail = detail
        self.faults = faults
        self.headers = headers
        self.facts = facts

    def body(self) -> dict[str, Any]:
        """The members of the problem."""
        return {
            **self.facts,
            "type": f"urn:xiaohao:problem:{self.slug}",
            "title": _TITLES.get(self.status) or HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "faults": [{"path": fault.path, "message": fault.message, "type": fault.type} for fault in self.faults],
        }

    def response(self) -> Response:
        """The problem as it is sent."""
        return Response(to_json(self.body()), self.status, self.headers, MEDIA_TYPE)


def invalid(faults: Sequence[Fault]) -> Problem:
    """A body or a parameter that breaks the contract."""
    return Problem(422, "invalid", "内容不符合要求 / the request breaks the contract", faults=faults)


def invalid_model(error: ValidationError) -> Problem:
    """The same from pydantic's own error on a body."""
    return invalid(faults_of(error))


def refused(refusal: CommandRefused) -> Problem:
    """What the ledger refused, with the facts that help to do better."""
    return Problem(_STATUS_OF[refusal.reason], refusal.reason.value, refusal.detail, **refusal.facts)


def away(slug: str, detail: str) -> Problem:
    """A part that does not answer: the same request may be sent again soon."""
    return Problem(503, slug, detail, headers={"Retry-After": str(RETRY_SECONDS)})


def ledger_away() -> Problem:
    """MongoDB does not answer, or refuses for now."""
    return away("ledger-away", "台账暂时不可用，请稍后重试 / the ledger does not answer; try again soon")


def _on_problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101 - registered for this class
    return error.response()


def _on_refusal(_: Request, error: Exception) -> Response:
    assert isinstance(error, CommandRefused)  # noqa: S101 - registered for this class
    return refused(error).response()


def _on_invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class
    return invalid(faults_in(error.errors(), _REQUEST)).response()


def _on_framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class
    slug, detail = _FRAMEWORK.get(error.status_code, ("refused", str(error.detail)))
    headers = {"Allow": _methods(request)} if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED else error.headers
    return Problem(error.status_code, slug, detail, headers=headers).response()


def _methods(request: Request) -> str:
    """All that the path takes (RFC 9110 §10.2.1), on whichever routes; HEAD wherever GET."""
    taken: set[str] = set()
    for route in iter_route_contexts(request.app.routes):
        if route.methods and route.path and compile_path(route.path)[0].match(request.url.path):
            taken |= route.methods
    return ", ".join(sorted(taken | {"HEAD"} if "GET" in taken else taken)) or "GET, HEAD"


def _on_mongo(_: Request, error: Exception) -> Response:
    _LOG.warning("MongoDB: %s", error)
    return ledger_away().response()


def _on_bug(request: Request, error: Exception) -> Response:
    _LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return Problem(500, "internal", "服务器内部错误 / something is wrong on our side", headers=CLOSE).response()


_ANSWERS: Final[Mapping[type[Exception], Callable[[Request, Exception], Response]]] = {
    Problem: _on_problem,
    CommandRefused: _on_refusal,
    RequestValidationError: _on_invalid,
    HTTPException: _on_framework,
    PyMongoError: _on_mongo,
}


def install(app: FastAPI) -> None:
    """Let every exception of the app leave as a problem."""
    for kind, answer in _ANSWERS.items():
        app.add_exception_handler(kind, answer)
    app.add_exception_handler(Exception, _on_bug)


def answer_to(request: Request, error: Exception) -> Response:
    """The answer where a route ends in an error. Raises it again when nobody foresaw it."""
    for kind, answer in _ANSWERS.items():
        if isinstance(error, kind):
            return answer(request, error)
    raise error

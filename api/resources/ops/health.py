"""Knows `/healthz`, `/readyz` and `/metrics`: whether this process lives, whether the whole answers, what it did."""

import asyncio
import hmac
from collections.abc import Iterable
from typing import Any, Final

import pymongo
from fastapi import Request, Response
from pymongo.errors import PyMongoError

from api.http.answers import JsonAnswer
from api.http.documented import problems
from api.resources.ops.metrics import Metrics
from api.resources.ops.views import Readiness
from api.routes import declared, process_router, services_of
from api.services import Services
from api.sign_in.auth import unauthorized
from ledger.access.matrix import OPEN
from ledger.jobs.presence import present
from ledger.mongo.connection import Document

routes = process_router("health 运行状况")

_SECONDS: Final = 2.0
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})


@routes.get(
    "/healthz",
    summary="本进程在运行 / this process lives",
    responses={200: {"description": "OK"}},
    openapi_extra=declared(OPEN),
)
async def get_healthz(request: Request) -> Response:
    """Asks nobody else. `instance` is XIAOHAO_INSTANCE: who asked for this process knows it from any other."""
    return JsonAnswer({"status": "ok", "instance": services_of(request).settings.instance})


@routes.get(
    "/readyz",
    summary="整体可用 / reports can come in and reach the ledger",
    responses={200: {"model": Readiness}, 503: {"model": Readiness, "description": "Not yet"}},
    openapi_extra=declared(OPEN),
)
async def get_readyz(request: Request) -> Response:
    """MongoDB and Kafka answer, a stream worker lives that reads partitions, and nothing here stands still."""
    services = services_of(request)
    signs = await asyncio.to_thread(_signs_of_life, services)
    workers = sum(bool(sign["partitions"]) for sign in signs or ())
    here = services.standing_still
    content: dict[str, Any] = {
        "mongo": signs is not None,
        "kafka": services.publisher.connected,
        "workers": workers,
        "standing_still": [*here, *_damaged(signs or ())],
        "instance": services.settings.instance,
    }
    ready = bool(workers) and services.publisher.connected and not here
    return JsonAnswer({"ready": ready, **content}, 200 if ready else 503)


@routes.get(
    "/metrics",
    summary="Prometheus",
    responses={200: {"content": {"text/plain": {}}, "description": "OK"}, **problems((401,))},
    openapi_extra=declared(OPEN),
)
async def get_metrics(request: Request) -> Response:
    """Prometheus text format. For this machine alone, unless XIAOHAO_METRICS_TOKEN was given: then for who sends it."""
    _demand_reader(request)
    metrics: Metrics = request.app.state.metrics
    text, kind = await asyncio.to_thread(metrics.text, services_of(request))
    return Response(text, media_type=kind)


def _demand_reader(request: Request) -> None:
    """Raises Problem (401) unless the figures are for the one who asks."""
    token = services_of(request).settings.metrics_token
    if token:
        given = request.headers.get("authorization", "").partition(" ")[2]
        known = hmac.compare_digest(given.encode(), token.encode())
    else:
        known = request.client is not None and request.client.host in _LOOPBACK
    if not known:
        raise unauthorized(
            "metrics-token", "指标需要专用令牌或在本机读取 / send the token of metrics, or ask on this machine"
        )


def _signs_of_life(services: Services) -> list[Document] | None:
    """What the workers that live last said; None when MongoDB does not say."""
    try:
        with pymongo.timeout(_SECONDS):
            return present(services.store)
    except PyMongoError:
        return None


def _damaged(signs: Iterable[Document]) -> list[str]:
    """The partitions that stand still at a record nobody can read; the others go on, and so does the whole."""
    return sorted({f"{place['place']}@{place['offset']}" for sign in signs for place in sign.get("standing_still", ())})

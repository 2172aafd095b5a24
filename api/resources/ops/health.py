"""Knows `/healthz`, `/readyz` and `/metrics`: whether this process lives, whether the whole answers, what it did."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pymongo
from fastapi import APIRouter, Request, Response
from pymongo.errors import PyMongoError

from api.http.answers import JsonAnswer
from api.resources.ops.metrics import Metrics
from api.resources.ops.views import Readiness
from api.routes import services_of
from api.services import Services

routes = APIRouter(tags=["health 运行状况"])

_SECONDS: Final = 2.0
# As `streams.presence` writes them: a worker tells every second that it lives.
_WORKERS: Final = "workers"
_GONE_AFTER: Final = timedelta(seconds=10)


@routes.get("/healthz", summary="本进程在运行 / this process lives", responses={200: {"description": "OK"}})
async def get_healthz(request: Request) -> Response:
    """Asks nobody else. `instance` is XIAOHAO_INSTANCE: who asked for this process knows it from any other."""
    return JsonAnswer({"status": "ok", "instance": services_of(request).settings.instance})


@routes.get(
    "/readyz",
    summary="整体可用 / reports can come in and reach the ledger",
    responses={200: {"model": Readiness}, 503: {"model": Readiness, "description": "Not yet"}},
)
async def get_readyz(request: Request) -> Response:
    """MongoDB and Kafka answer, a stream worker lives that reads partitions, and nothing here stands still."""
    services = services_of(request)
    workers = await asyncio.to_thread(_workers, services)
    content: dict[str, Any] = {
        "mongo": workers is not None,
        "kafka": services.publisher.connected,
        "workers": workers or 0,
        "standing_still": services.standing_still,
        "instance": services.settings.instance,
    }
    ready = bool(workers) and services.publisher.connected and not services.standing_still
    return JsonAnswer({"ready": ready, **content}, 200 if ready else 503)


@routes.get("/metrics", summary="Prometheus", responses={200: {"content": {"text/plain": {}}, "description": "OK"}})
async def get_metrics(request: Request) -> Response:
    """Prometheus text format."""
    metrics: Metrics = request.app.state.metrics
    text, kind = await asyncio.to_thread(metrics.text, services_of(request))
    return Response(text, media_type=kind)


def _workers(services: Services) -> int | None:
    """How many workers live and read; None when MongoDB does not say."""
    alive = {"at": {"$gte": datetime.now(UTC) - _GONE_AFTER}, "partitions.0": {"$exists": True}}
    try:
        with pymongo.timeout(_SECONDS):
            return services.store[_WORKERS].count_documents(alive)
    except PyMongoError:
        return None

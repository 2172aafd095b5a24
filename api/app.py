"""Knows how the app is put together: the routes of each noun, problems for every error, OpenAPI, metrics."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI

from xiaohao.api import (
    alerts,
    attachments,
    channels,
    clock,
    commands,
    explain,
    health,
    issues,
    openapi,
    policies,
    problems,
    receipts,
    registry,
    reports,
    simulations,
    stream,
    vacancies,
)
from xiaohao.api.kafka_publisher import KafkaPublisher
from xiaohao.api.metrics import Measured, Metrics
from xiaohao.api.publisher import Publisher
from xiaohao.api.services import opened
from xiaohao.api.settings import Settings
from xiaohao.ledger.store.connection import Store, connect

_NOUNS = (
    reports,
    receipts,
    attachments,
    issues,
    explain,
    commands,
    alerts,
    registry,
    policies,
    simulations,
    vacancies,
    clock,
    health,
    stream,
    channels,
)


def create_app(settings: Settings, *, publisher: Publisher | None = None, store: Store | None = None) -> FastAPI:
    """The app. It opens its own broker connection and store unless they are given; a given store stays open."""
    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        used = store or connect(settings.mongo_url)
        try:
            async with opened(settings, used, publisher or KafkaPublisher(settings.brokers)) as services:
                app.state.services = services
                yield
        finally:
            if store is None:
                used.close()

    app = FastAPI(
        title="Xiaohao 销号",
        version=version("xiaohao"),
        lifespan=lifespan,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.metrics = metrics
    app.add_middleware(Measured, metrics=metrics)
    for noun in _NOUNS:
        app.include_router(noun.routes)
    problems.install(app)
    openapi.install(app)
    return app

"""Knows how the app is put together: the routes of each noun, problems for every error, OpenAPI, metrics."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from api import openapi
from api.accepting.kafka_publisher import KafkaPublisher
from api.accepting.publisher import Publisher
from api.http import problems
from api.http.settings import STREAM, Settings, StreamLimits
from api.resources.alerts import alerts, channels, stream
from api.resources.boards import boards, coming, days, numbers, since, slowest, steps
from api.resources.bulletins import bulletins
from api.resources.campaigns import campaigns
from api.resources.complaints import complaints
from api.resources.exports import at_once, jobs
from api.resources.figures import figures, months, withdrawal
from api.resources.figures.tables import tables
from api.resources.imports import checking as import_checks
from api.resources.imports import committing as import_commits
from api.resources.imports import imports as ledger_imports
from api.resources.imports import steps as import_steps
from api.resources.imports.bringing import bringing
from api.resources.inbox import choices, inbox
from api.resources.issues import commands, counts, evidence, explain, issues, similar
from api.resources.issues.handling import bulk, comments, may
from api.resources.issues.papers import papers
from api.resources.issues.reported import informant, report
from api.resources.issues.slip import slip
from api.resources.matters import matters
from api.resources.ops import clock, dead_letters, health, map_settings, mending, state
from api.resources.ops.metrics import Measured, Metrics
from api.resources.organisation import entries, exports, history, imports
from api.resources.people import devices, mine, others, security, sign_in, sign_on, tokens
from api.resources.permits import permits
from api.resources.policies import calendar, policies, proposing, simulations
from api.resources.project_board import project_board
from api.resources.rankings import rankings
from api.resources.registry import categories, me, persons, project, registry, vacancies
from api.resources.reports import attachments, reading, receipts, reports, withdrawing
from api.resources.rule_files import rule_files
from api.resources.targets import targets
from api.resources.views import views
from api.services import opened
from api.serving import pages
from api.serving.head import AnswersHead
from api.serving.hot import HotRoutes
from api.serving.site import shown
from api.serving.site.files import Site
from ledger.groundwork.clock import Clock, SystemClock
from ledger.mongo.connection import Store, connect

_NOUNS = (
    reports,
    receipts,
    reading,
    withdrawing,
    attachments,
    at_once,
    jobs,
    issues,
    evidence,
    report,
    slip,
    papers,
    counts,
    boards,
    coming,
    days,
    numbers,
    steps,
    slowest,
    since,
    views,
    explain,
    similar,
    commands,
    may,
    comments,
    informant,
    bulk,
    matters,
    figures,
    months,
    tables,
    withdrawal,
    rankings,
    campaigns,
    targets,
    permits,
    complaints,
    rule_files,
    project_board,
    bulletins,
    ledger_imports,
    import_steps,
    import_checks,
    import_commits,
    alerts,
    inbox,
    choices,
    me,
    registry,
    project,
    categories,
    persons,
    history,
    imports,
    exports,
    entries,
    policies,
    proposing,
    simulations,
    calendar,
    vacancies,
    clock,
    map_settings,
    health,
    state,
    dead_letters,
    mending,
    stream,
    channels,
    sign_in,
    mine,
    devices,
    tokens,
    security,
    others,
)

_WORTH_COMPRESSING = 2048
"""Bytes. A day's list of an inspector has 63 kB, a third of a second of a poor line."""
_QUICKLY = 1
"""zlib's level: a higher one saves a few more hundredths for twice the time of a processor that all share."""


def create_app(
    settings: Settings,
    *,
    publisher: Publisher | None = None,
    store: Store | None = None,
    stream: StreamLimits = STREAM,
    wall: Clock | None = None,
    site: Site | None = None,
) -> FastAPI:
    """The app. It opens its own broker connection and store unless they are given; a given store stays open.

    `site` is where the built pages are, unless that is where they are built or shipped.
    """
    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        used = store or connect(settings.mongo_url, settings.introduced_as("api"))
        try:
            broker = publisher or KafkaPublisher(settings.brokers)
            async with opened(settings, used, broker, stream, wall or SystemClock()) as services:
                app.state.services = services
                services.keepers.keep("imports", bringing(services).run)
                yield
        finally:
            if store is None:
                used.close()

    app = FastAPI(
        title="Xiaohao 销号",
        version=version("xiaohao"),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=openapi.operation_id,
        redirect_slashes=False,
    )
    app.state.metrics = metrics
    app.add_middleware(GZipMiddleware, minimum_size=_WORTH_COMPRESSING, compresslevel=_QUICKLY)
    app.add_middleware(HotRoutes, routes=reports.MOST_ASKED)
    app.add_middleware(Measured, metrics=metrics)
    app.add_middleware(AnswersHead)
    for noun in _NOUNS:
        app.include_router(noun.routes)
    for opening in (sign_in, devices, sign_on):
        app.include_router(opening.open_routes)
    problems.install(app)
    openapi.install(app)
    pages.install(app)
    shown.install(app, site or Site(), settings.map_tiles)
    return app

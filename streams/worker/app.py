"""Knows the faust app: three agents that hand batches to the ledger; timers: sweep, counters, dispatch, presence."""

import asyncio
import logging
import tempfile
from pathlib import Path
from typing import Any, cast

import faust
from faust.auth import Credentials, SASLCredentials, SSLCredentials
from mode import CrashingSupervisor

from ledger.dispatch.daily import EVERY_SECONDS as LOOK_EVERY
from ledger.dispatch.daily import Daily
from ledger.dispatch.dispatching import EVERY_SECONDS as DISPATCH_EVERY
from ledger.dispatch.dispatching import Dispatching
from ledger.dispatch.overdue import overdue
from ledger.dispatch.silence import silent
from ledger.groundwork.brokers import Brokers
from ledger.intake.signing import Signatures
from ledger.jobs.presence import EVERY_SECONDS as TELL_EVERY
from ledger.jobs.presence import Presence
from ledger.mongo.connection import Store
from ledger.mongo.shared_clock import clock_of
from ledger.policy.in_force import RulesSource
from ledger.store.counted.turns import EVERY_SECONDS as COUNT_EVERY
from ledger.store.counted.turns import Counting
from mobile_schema.topics import FIGURES, INCIDENTS, SITE_VISITS, Topic
from oversight.campaigns.behind import behind_schedule
from oversight.targets.lights import keep_target_lights
from streams.settings import Settings
from streams.worker.intake import Intake
from streams.worker.reading.batches import BatchSchema
from streams.worker.reading.consumer import LedgerConsumer, LedgerTransport
from streams.worker.reading.places import Places
from streams.worker.recomputing import Recomputer
from streams.worker.sweeping import EVERY_SECONDS as SWEEP_EVERY
from streams.worker.sweeping import Sweeper
from streams.worker.taking_in import Ledger

_log = logging.getLogger(__name__)


def make_app(settings: Settings, store: Store, presence: Presence) -> faust.App:
    """The worker's app. Times in seconds."""
    brokers = settings.brokers
    app = faust.App(
        settings.group,
        broker=[f"aiokafka://{address}" for address in brokers.addresses],
        broker_credentials=_credentials(brokers),
        datadir=_folder(settings),
        web_enabled=False,
        topic_allow_declare=False,
        topic_disable_leader=True,
        stream_wait_empty=False,
        # Messages of each topic, and a message is a batch: nothing more is read before it is taken up.
        stream_buffer_maxsize=1,
        stream_recovery_delay=0.0,
        broker_session_timeout=6,
        broker_heartbeat_interval=2,
        broker_rebalance_timeout=6,
        broker_commit_interval=1.0,
        consumer_max_fetch_size=2 * 1024 * 1024 + 4096,
        worker_redirect_stdouts=False,
        # An agent begun anew would go on after the batch that it died of.
        agent_supervisor=CrashingSupervisor,
    )
    app.transport = LedgerTransport(app.conf.broker_consumer, app, places=Places(store))
    clock, rules = clock_of(settings.clock, store), RulesSource(settings.time_zone)
    _add_agents(app, Intake(Ledger(store, clock, rules, Signatures(settings.key_file))))
    sweeper = Sweeper(store, clock, rules, presence.id, Recomputer(store, clock, rules))
    _add_timers(app, presence, sweeper, Counting(store, rules, presence.id))
    watches = (silent, overdue, behind_schedule, keep_target_lights)
    daily = Daily(store, clock, rules, presence.id, watches)
    _add_dispatch(app, Dispatching(store, clock, rules, presence.id), daily)
    return app


def _credentials(brokers: Brokers) -> Credentials | None:
    """How faust's consumer proves who it is."""
    context = brokers.tls() if brokers.over_tls else None
    if brokers.by_password:
        return SASLCredentials(
            username=brokers.user, password=brokers.password, ssl_context=context, mechanism=brokers.mechanism
        )
    return None if context is None else SSLCredentials(context)


def _folder(settings: Settings) -> Path:
    """faust wants a folder of its own, though nothing is kept there; it reads a brace as the start of a variable."""
    if settings.data is None:
        return Path(tempfile.gettempdir()) / "xiaohao-worker"
    return Path(str(settings.data / "worker").replace("{", "{{").replace("}", "}}"))


def _add_agents(app: faust.App, intake: Intake) -> None:
    @app.agent(_source(app, SITE_VISITS), concurrency=1)
    async def site_visits(batches: Any) -> None:
        async for batch in batches:
            await intake.take(batch)

    @app.agent(_source(app, INCIDENTS), concurrency=1)
    async def incidents(batches: Any) -> None:
        async for batch in batches:
            await intake.take(batch)

    @app.agent(_source(app, FIGURES), concurrency=1)
    async def figures(batches: Any) -> None:
        async for batch in batches:
            await intake.take(batch)

    async def take_in() -> None:
        await intake.run(_reader(app))

    app.task(take_in)


def _source(app: faust.App, topic: Topic) -> Any:
    """Without acks: what is taken in is what the ledger says."""
    return app.topic(topic.name, schema=BatchSchema(), acks=False)


def _reader(app: faust.App) -> LedgerConsumer:
    return cast(LedgerConsumer, app.consumer)


def _add_timers(app: faust.App, presence: Presence, sweeper: Sweeper, counting: Counting) -> None:
    async def sweeps() -> None:
        try:
            await asyncio.to_thread(sweeper.turn)
        except Exception as error:
            _log.warning("the sweep waits for its next turn: %r", error)

    async def counts() -> None:
        try:
            await asyncio.to_thread(counting.turn)
        except Exception as error:
            _log.warning("the counters wait for their next turn: %r", error)

    async def tells() -> None:
        try:
            reader = _reader(app)
            await asyncio.to_thread(presence.tell, reader.partitions_read(), reader.standing_still())
        except Exception as error:
            _log.warning("no sign of life could be written: %r", error)

    app.timer(SWEEP_EVERY)(sweeps)
    app.timer(COUNT_EVERY)(counts)
    app.timer(TELL_EVERY)(tells)


def _add_dispatch(app: faust.App, dispatching: Dispatching, daily: Daily) -> None:
    async def dispatches() -> None:
        try:
            await asyncio.to_thread(dispatching.turn)
        except Exception as error:
            _log.warning("dispatch waits for its next turn: %r", error)

    async def looks() -> None:
        try:
            await asyncio.to_thread(daily.turn)
        except Exception as error:
            _log.warning("the day's look waits for its next turn: %r", error)

    app.timer(LOOK_EVERY)(looks)
    app.timer(DISPATCH_EVERY)(dispatches)

"""Knows the whole examination of one stack: which checks there are, and what they need."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from ledger.groundwork.brokers import Brokers, BrokersRefused, brokers_at
from ledger.mongo.connection import Store
from ledger.mongo.shared_clock import clock_of
from stack.checkup.agreement import agreement
from stack.checkup.broker import broker
from stack.checkup.database import database, staffing
from stack.checkup.finding import Finding, looked
from stack.checkup.flow import consumer_lag, flow
from stack.checkup.installation import installation
from stack.checkup.processes import disk, processes
from stack.checkup.replication import replication
from stack.checkup.server_settings import server_settings
from stack.checkup.standing_still import damaged_records
from stack.checkup.time import time
from stack.embedded.broker_state import admin_of
from stack.embedded.kafka_parts import kafka_version
from stack.processes.contact import NoContact, demand_brokers, demand_database, opened
from stack.processes.data_folder import DataFolder
from stack.processes.settings import settings
from stack.supervisor.plan import external_addresses

_MONGO_AWAY: Final = (
    "检查 MongoDB 是否在运行、地址是否正确 / see that MongoDB runs and {} is right (embedded: DATA/logs/mongod.log)"
)
_KAFKA_AWAY: Final = (
    "检查 Kafka 是否在运行、地址是否正确 / "
    "see that Kafka runs and XIAOHAO_KAFKA is right (embedded: DATA/logs/kafka.log)"
)


def examine_local(data: Path) -> Iterator[Finding]:
    """The findings about the stack that runs on `data`; without one, about what can be told."""
    folder = DataFolder(data)
    running = folder.running()
    yield from installation(embedded=running is None or running.embedded)
    if running is None:
        yield Finding(
            "stack",
            f"没有台账在运行 / no stack is running on {folder.path}",
            f"请启动 / start one: {folder.started_by}",
        )
        if folder.path.is_dir():
            yield disk(folder)
        return
    yield Finding(
        "stack", f"{running.url}，进程 {running.pid} 监管 / supervised by process {running.pid} on {folder.path}"
    )
    yield from processes(running)
    yield disk(folder)
    version = f"Apache Kafka {kafka_version()}" if running.embedded else "Kafka"
    plain = brokers_at(running.kafka)
    brokers = plain if running.embedded else replace(settings().brokers, addresses=plain.addresses)
    told_by = str(folder.mongo_url_file) if running.embedded else settings().mongo_url_told_by
    yield from _parts(folder.ledger_url(running), told_by, brokers, running.clock, running.time_zone, version)


def examine_external() -> Iterator[Finding]:
    """The findings about the stack that the environment names. Raises StackError when it names none."""
    addresses = external_addresses()
    yield from installation(embedded=False)
    told = settings()
    yield from _parts(addresses.mongo_url, told.mongo_url_told_by, told.brokers, told.clock, told.time_zone, "Kafka")


def _parts(  # noqa: PLR0917 - what there is to look at
    mongo_url: str, told_by: str, brokers: Brokers, clock: str, zone: str, kafka: str
) -> Iterator[Finding]:
    store, when_away = opened(mongo_url, told_by), _MONGO_AWAY.format(told_by)
    try:
        refused = _refused("mongodb", lambda: demand_database(store), when_away)
        yield from refused or _ledger(store, clock, zone, when_away)
        asked = None if refused else store
        refused = _refused("kafka", lambda: demand_brokers(brokers), _KAFKA_AWAY)
        yield from refused or looked("kafka", lambda: _broker(asked, brokers, kafka), _KAFKA_AWAY)
    finally:
        store.close()


def _refused(part: str, demand: Callable[[], None], advice: str) -> list[Finding]:
    """What no waiting cures, found once: every check that follows would wait for it in vain."""
    try:
        demand()
    except (NoContact, BrokersRefused) as fault:
        return [Finding(part, str(fault), advice)]
    return []


def _ledger(store: Store, clock: str, zone: str, when_away: str) -> Iterator[Finding]:
    yield from looked("mongodb", lambda: database(store), when_away)
    yield from looked("mongodb settings", lambda: server_settings(store), when_away)
    yield from looked("agreement", lambda: agreement(store, zone), when_away)
    yield from looked("clock", lambda: time(store, clock_of(clock, store), clock), when_away)
    yield from looked("flow", lambda: flow(store, clock_of(clock, store)), when_away)
    yield from looked("units", lambda: staffing(clock_of(clock, store), zone), when_away)
    yield from looked("damaged records", lambda: damaged_records(store), when_away)


def _broker(store: Store | None, brokers: Brokers, version: str) -> Iterator[Finding]:
    with admin_of(brokers) as admin:
        yield from broker(admin, version)
        yield from replication(admin)
        if store is not None:
            yield consumer_lag(store, admin)

"""Doctor judges what it finds: copies that would not hold, locks that are kept, processes that do not agree."""

from dataclasses import replace
from typing import Any

import pytest
from kafka import KafkaAdminClient
from pymongo import MongoClient

from ledger.groundwork.brokers import brokers_at
from ledger.groundwork.clock import HeldClock
from ledger.groundwork.process_settings import Introduced, ProcessSettings, introduced
from ledger.mongo.connection import Store
from ledger.registry.entries import Person
from ledger.registry.files.loading import load_catalogue
from ledger.registry.store import enter
from mobile_schema.vocabulary import Role
from stack.checkup.agreement import agreement, judged
from stack.checkup.database import staffing
from stack.checkup.replication import Copies, advice_on, replication
from stack.checkup.server_settings import advice_on_level, advice_on_lifetime, server_settings
from streams.prepare.topics import ensure_topics
from tests.ledger.factories import PROJECT, START


@pytest.mark.parametrize(
    ("brokers", "kept", "says"),
    [
        (1, Copies("t", 1, 1, False), ""),
        (2, Copies("t", 2, 1, False), ""),
        (3, Copies("t", 3, 2, False), ""),
        (5, Copies("t", 4, 2, False), ""),
        (3, Copies("t", 1, 1, False), "give t 3 copies"),
        (2, Copies("t", 1, 1, False), "give t 2 copies"),
        (3, Copies("t", 3, 1, False), "min.insync.replicas=2"),
        (3, Copies("t", 3, 3, False), "while one broker is away: set min.insync.replicas=2"),
        (1, Copies("t", 1, 2, False), "takes no write: set min.insync.replicas=1"),
        (3, Copies("t", 3, 2, True), "unclean.leader.election.enable=false"),
    ],
)
def test_copies_are_judged_by_what_a_lost_broker_would_do(brokers: int, kept: Copies, says: str) -> None:
    assert says in advice_on(kept, brokers)
    assert bool(says) == bool(advice_on(kept, brokers))


def test_a_single_broker_is_told_apart_and_well(kafka_bootstrap: str) -> None:
    ensure_topics(brokers_at(kafka_bootstrap))
    admin = KafkaAdminClient(bootstrap_servers=kafka_bootstrap)
    (found,) = replication(admin)
    admin.close()
    assert found.ok
    assert "1 copies, 1 in step" in found.says
    assert "one broker alone" in found.says


def test_a_transaction_that_lives_longer_than_ten_seconds_is_wrong(store: Store) -> None:
    assert (advice_on_lifetime(10), advice_on_level("6.0", "6.0")) == ("", "")
    assert "transactionLifetimeLimitSeconds: 10" in advice_on_lifetime(60)
    assert 'setFeatureCompatibilityVersion: "7.0"' in advice_on_level("6.0", "7.0")
    assert all(found.ok for found in server_settings(store))

    def lifetime(seconds: int) -> Any:
        store.client.admin.command({"setParameter": 1, "transactionLifetimeLimitSeconds": seconds})
        return next(iter(server_settings(store)))

    try:
        assert not lifetime(60).ok
    finally:
        assert lifetime(10).ok


def test_processes_of_another_zone_or_version_are_named() -> None:
    worker = Introduced("worker", "0.1.0", "Asia/Shanghai", "a")
    api = Introduced("api", "0.2.0", "Asia/Urumqi", "b")
    assert judged("time zones", {worker: worker.zone}, "Asia/Shanghai", "X").ok
    found = judged("time zones", {worker: worker.zone, api: api.zone}, "Asia/Shanghai", "XIAOHAO_TIME_ZONE")
    assert not found.ok
    assert found.says == "Asia/Shanghai: worker; Asia/Urumqi: api"
    assert "XIAOHAO_TIME_ZONE" in found.do
    assert found.do.endswith("api on b")


def test_a_process_is_known_by_what_it_says_on_its_connections(store: Store, mongo_url: str) -> None:
    name = ProcessSettings(time_zone="Asia/Urumqi").introduced_as("relay")
    assert introduced("mongosh 2.0", "h") is None
    with MongoClient[dict[str, Any]](mongo_url, appname=name) as relay:
        relay.admin.command("ping")
        zones, versions = agreement(store, "Asia/Shanghai")
    assert "Asia/Urumqi: relay" in zones.says
    assert "relay on 127.0.0.1" in zones.do
    assert versions.ok


def test_units_in_which_nobody_is_are_named_where_a_real_project_needs_them(store: Store) -> None:
    clock, shipped = HeldClock(START), load_catalogue(samples=True)
    (found,) = staffing(clock, "Asia/Shanghai")
    assert found.ok
    project = replace(shipped.projects[PROJECT], code="2026-140107-47-01-000001", regions=("140107",))
    own = replace(project, sample=False, code_is_sample=False)
    enter(store, replace(shipped, projects={own.code: own}))
    (found,) = staffing(clock, "Asia/Shanghai")
    assert not found.ok
    assert "nobody is in 8 unit(s) (140107-approval, " in found.says
    assert found.says.endswith("and 3 more) that the routing rules name")
    assert "xiaohao registry vacancies" in found.do


def test_empty_units_above_a_county_that_works_by_itself_are_told_and_are_not_wrong(store: Store) -> None:
    clock, shipped = HeldClock(START), load_catalogue(samples=True)
    own = replace(shipped.projects[PROJECT], code="2026-140105-47-01-000001", sample=False, code_is_sample=False)
    units = [key for key, unit in shipped.units.items() if unit.region == own.region]
    people = {key: Person(key, "人", Role.UNIT_STAFF, key, own.region) for key in units}
    enter(store, replace(shipped, projects={own.code: own}, persons=people))
    (found,) = staffing(clock, "Asia/Shanghai")
    assert found.ok
    assert "of regions in which no unit has anybody" in found.says

"""What Prometheus is told of the ledger by the processes without HTTP of their own."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.request import urlopen

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from pymongo import MongoClient

from ledger.mongo.connection import Store
from ledger.mongo.figures import Figures, serve_figures
from ledger.mongo.waiting import INDEXES, say_indexed, unsay_indexed
from stack.processes.ports import free_port
from tests.ledger.parts import Ledger


def told(text: str) -> dict[str, float]:
    lines = [line.rpartition(" ") for line in text.splitlines() if line.startswith("xiaohao_")]
    return {name: float(value) for name, _, value in lines}


def test_it_tells_how_far_behind_the_ledger_is_on_loopback(ledger: Ledger) -> None:
    ledger.opened(2)
    ledger.wait(days=1).sweep()
    ledger.store["deliveries"].insert_many(
        [{"next_try_at": 1, "fold": "one/somebody"}, {"state": "failed"}, {"state": "delivered"}]
    )
    ledger.store["dead_letters"].insert_many([{"_id": "a"}, {"_id": "b", "replayed": True}])
    ledger.wait(days=1)
    port = free_port()
    serve_figures(ledger.store, ledger.clock, port)
    with urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        found = told(answer.read().decode())
    assert found.pop("xiaohao_sweep_lag_seconds") > 0
    assert found.pop("xiaohao_counting_lag_seconds") >= 0
    assert found.pop("xiaohao_relay_lag_events") == ledger.store["events"].count_documents({})
    assert found == {
        'xiaohao_deliveries{state="waiting"}': 1,
        'xiaohao_deliveries{state="failed"}': 1,
        "xiaohao_notices_waiting": 1,
        "xiaohao_dead_letters": 1,
        "xiaohao_issues_archived": 0,
        "xiaohao_alerts_fired_total": ledger.store["alerts"].count_documents({}),
        "xiaohao_mongodb_connected": 1,
    }


def test_while_mongodb_is_away_the_last_counts_stand(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.mongo.figures._COUNT_EVERY_SECONDS", 0.0)
    client = MongoClient[dict[str, Any]](f"mongodb://127.0.0.1:{free_port()}/gone", serverSelectionTimeoutMS=100)
    registry, figures = CollectorRegistry(), Figures(ledger.store, ledger.clock)
    registry.register(figures)
    before = told(generate_latest(registry).decode())
    figures._store = Store(client, client.gone)
    assert told(generate_latest(registry).decode()) == before | {"xiaohao_mongodb_connected": 0}
    client.close()


def test_alerts_on_their_way_to_the_archive_are_no_counter_that_begins_anew(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.mongo.figures._COUNT_EVERY_SECONDS", 0.0)
    ledger.opened(2)
    ledger.wait(days=1).sweep()
    registry = CollectorRegistry()
    registry.register(Figures(ledger.store, ledger.clock))
    before = told(generate_latest(registry).decode())["xiaohao_alerts_fired_total"]
    ledger.store["alerts"].delete_one({})
    assert told(generate_latest(registry).decode())["xiaohao_alerts_fired_total"] == before > 0


def test_a_taken_port_is_told_and_ends_nothing(ledger: Ledger, caplog: pytest.LogCaptureFixture) -> None:
    port = free_port()
    serve_figures(ledger.store, ledger.clock, port)
    serve_figures(ledger.store, ledger.clock, port)
    assert f"no /metrics on port {port}" in caplog.text
    serve_figures(ledger.store, ledger.clock, None)


def test_it_tells_how_far_behind_the_index_of_a_host_is(ledger: Ledger) -> None:
    say_indexed(ledger.store, "a", datetime.now(UTC) - timedelta(seconds=90), None)
    ledger.store[INDEXES].update_one({"_id": "a"}, {"$set": {"host": "here"}})
    registry = CollectorRegistry()
    registry.register(Figures(ledger.store, ledger.clock))
    try:
        assert 90 <= told(generate_latest(registry).decode())['xiaohao_search_lag_seconds{host="here"}'] < 600
    finally:
        unsay_indexed(ledger.store, "a")

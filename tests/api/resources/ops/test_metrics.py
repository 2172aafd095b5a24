"""What was counted in the ledger stands while MongoDB is away, and is counted again as soon as it is back."""

from types import SimpleNamespace
from typing import Any

from pymongo import MongoClient

from api.resources.ops.metrics import Metrics
from ledger.mongo.connection import Store
from stack.processes.ports import free_port
from tests.api.parts import Scene


def test_a_database_error_ends_no_series(scene: Scene) -> None:
    client = MongoClient[dict[str, Any]](f"mongodb://127.0.0.1:{free_port()}/gone", serverSelectionTimeoutMS=100)
    metrics, place = Metrics(), ("field.site-visits.v1", 0)
    present = SimpleNamespace(
        publisher=SimpleNamespace(connected=True, ends=lambda: {place: 10}),
        fan_out=SimpleNamespace(open=0),
        clock=scene.clock,
    )
    series = []
    for store in (scene.store, Store(client, client.gone), scene.store):
        present.store = store
        series.append(metrics.text(present)[0].decode())  # type: ignore[arg-type]
    here, away, back = series
    assert 'xiaohao_issues{state="assigned"} ' in here
    assert away == here.replace("xiaohao_mongodb_connected 1.0", "xiaohao_mongodb_connected 0.0")
    assert back == here
    for told in (
        "sweep_lag_seconds",
        "relay_lag_events",
        "counting_lag_seconds",
        'deliveries{state="failed"}',
        "dead_letters",
        "alerts_fired_total",
    ):
        assert f"xiaohao_{told} " in away
    assert "xiaohao_intake_lag_records{" in away
    client.close()

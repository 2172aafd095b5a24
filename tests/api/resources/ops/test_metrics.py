"""What was counted in the ledger stands while MongoDB is away, and is counted again as soon as it is back."""

from types import SimpleNamespace
from typing import Any

from pymongo import MongoClient

from api.resources.ops.metrics import Metrics
from ledger.mongo.connection import Store
from stack.processes.ports import free_port
from tests.ledger.parts import Ledger


def test_a_database_error_ends_no_series(ledger: Ledger) -> None:
    ledger.opened(3)
    client = MongoClient[dict[str, Any]](f"mongodb://127.0.0.1:{free_port()}/gone", serverSelectionTimeoutMS=100)
    metrics, place = Metrics(), ("field.site-visits.v1", 0)
    present = SimpleNamespace(
        publisher=SimpleNamespace(connected=True, ends=lambda: {place: 10}),
        fan_out=SimpleNamespace(open=0),
        clock=ledger.clock,
    )
    series = []
    for store in (ledger.store, Store(client, client.gone), ledger.store):
        present.store = store
        series.append(metrics.text(present)[0].decode())  # type: ignore[arg-type]
    here, away, back = series
    assert 'xiaohao_issues{state="assigned"} 3.0' in here
    assert away == here.replace("xiaohao_mongodb_connected 1.0", "xiaohao_mongodb_connected 0.0")
    assert back == here
    assert "xiaohao_intake_lag_records{" in away
    client.close()

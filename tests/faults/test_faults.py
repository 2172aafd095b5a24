"""Whatever dies, everything acknowledged is in the ledger exactly once and every event is published."""

from tests.faults import scenarios
from tests.faults.verdict import Verdict


def test_workers_api_kafka_and_mongod_killed_at_random() -> None:
    _check(scenarios.kill_everything(2_000, 1, print))


def test_mongod_stopped_for_longer_than_the_session_timeout() -> None:
    _check(scenarios.freeze_mongod(600, print))


def test_a_worker_killed_between_transaction_and_offset_commit() -> None:
    _check(scenarios.kill_before_offset_commit(600, 2, print))


def _check(verdict: Verdict) -> None:
    assert verdict.clean, f"\n{verdict.lines()}"
    assert verdict.acknowledged == verdict.receipts

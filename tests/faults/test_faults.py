"""Whatever dies, what was acknowledged is in the ledger once, what fell due fired once, every event is published."""

from collections.abc import Iterator

import pytest

from tests.faults import scenarios
from tests.faults.damaged_record import damaged_record
from tests.faults.killed_figures import kill_while_figures_stream
from tests.faults.long_stop import long_stop
from tests.faults.trial import Trial, trial
from tests.faults.verdict import Verdict


@pytest.fixture(scope="module")
def tried(request: pytest.FixtureRequest) -> Iterator[Trial]:
    """A stack of so many workers, on which its tests follow one another."""
    with trial(workers=request.param) as made:
        yield made


of_three_workers = pytest.mark.parametrize("tried", [3], indirect=True)
of_one_worker = pytest.mark.parametrize("tried", [1], indirect=True)


@of_three_workers
def test_steps_that_fall_due_while_workers_and_mongod_are_killed_and_the_clock_jumps(tried: Trial) -> None:
    verdict = scenarios.escalations(150, 5, print, tried)
    _check(verdict)
    assert verdict.steps_due > 150


@of_three_workers
def test_workers_api_kafka_and_mongod_killed_at_random(tried: Trial) -> None:
    _check(scenarios.kill_everything(2_000, 1, print, tried))


@of_three_workers
def test_workers_killed_while_projects_figures_stream(tried: Trial) -> None:
    verdict = kill_while_figures_stream(900, 4, print, tried)
    assert verdict.clean, f"\n{verdict.lines()}"
    assert verdict.acknowledged == 900


@of_three_workers
def test_mongod_stopped_for_longer_than_the_session_timeout(tried: Trial) -> None:
    _check(scenarios.freeze_mongod(600, print, tried))


@of_one_worker
def test_a_worker_killed_between_transaction_and_offset_commit(tried: Trial) -> None:
    _check(scenarios.kill_before_offset_commit(600, 2, print, tried))


@of_one_worker
def test_a_worker_that_was_stopped_for_an_hour_while_reports_came(tried: Trial) -> None:
    _check(long_stop(3_000, print, tried))


@of_one_worker
def test_a_record_that_is_damaged_on_the_brokers_disk(tried: Trial) -> None:
    _check(damaged_record(100, print, tried))


def _check(verdict: Verdict) -> None:
    assert verdict.clean, f"\n{verdict.lines()}"
    assert verdict.acknowledged == verdict.receipts

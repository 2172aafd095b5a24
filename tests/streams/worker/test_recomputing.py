"""The worker that has the sweep's first slot settles provisional clocks once a year is published: once a minute."""

from datetime import UTC, datetime
from typing import Any

import pytest

from ledger.calendar.store import enter_calendar
from ledger.groundwork.clock import HeldClock
from ledger.issue.words.timing import MovePolicy
from ledger.mongo.shared_clock import SharedClock
from ledger.mongo.slots import ALL_SLOTS
from ledger.policy.in_force import RulesSource, read_rules
from ledger.store.carrying_out import Asked, execute
from streams.worker.recomputing import EVERY_SECONDS, Recomputer
from streams.worker.sweeping import Sweeper
from tests import factories
from tests.ledger.calendars import YEAR_2027
from tests.ledger.factories import person
from tests.streams.parts import Scene, until

YEAR_END = datetime(2026, 12, 28, 2, 0, tzinfo=UTC)
TO_WORKING_DAYS = MovePolicy(policy="13710-working-days", version=1, reason="按工作日计")


class Elapsed:
    """Seconds that pass only when told."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def provisional(scene: Scene) -> list[str]:
    """Three issues in working days over the end of the last published year, on a ledger that stands there."""
    SharedClock(scene.store).move(YEAR_END)
    scene.take_in(*(factories.as_bytes(scene.visit()) for _ in range(3)))
    return sorted(_in_working_days(scene, str(issue["_id"])) for issue in scene.store["issues"].find({}, {"_id": 1}))


def _in_working_days(scene: Scene, issue_id: str) -> str:
    clock, rules = HeldClock(SharedClock(scene.store).now()), read_rules()
    execute(scene.store, moving(issue_id), clock=clock, rules=rules)
    return issue_id


def moving(issue_id: str) -> Asked:
    return Asked(issue_id, TO_WORKING_DAYS, person("supervisor-140000"))


def recomputer(scene: Scene, elapsed: Elapsed, **how: Any) -> Recomputer:
    rules = RulesSource(refresh_seconds=-1)
    return Recomputer(scene.store, SharedClock(scene.store), rules, elapsed, **how)


def publish(scene: Scene) -> None:
    enter_calendar(scene.store, YEAR_2027, YEAR_END)


def settled(scene: Scene) -> int:
    return scene.store["events"].count_documents({"type": "clocks.recomputed.v1"})


def test_it_looks_once_a_minute_at_most(scene: Scene, provisional: list[str]) -> None:
    elapsed = Elapsed()
    made = recomputer(scene, elapsed)
    assert made.turn() == 0
    publish(scene)
    elapsed.seconds = EVERY_SECONDS - 1
    assert made.turn() == 0
    elapsed.seconds = EVERY_SECONDS
    assert made.turn() == settled(scene) == 3


def test_what_was_decided_by_the_old_calendars_a_moment_later_is_settled_too(
    scene: Scene, provisional: list[str]
) -> None:
    elapsed, by_old = Elapsed(), read_rules()
    made = recomputer(scene, elapsed)
    publish(scene)
    assert made.turn() == 3
    scene.take_in(factories.as_bytes(scene.visit()))
    (late,) = scene.store["issues"].find({"_id": {"$nin": provisional}})
    now = HeldClock(SharedClock(scene.store).now())
    execute(scene.store, moving(late["_id"]), clock=now, rules=by_old)
    elapsed.seconds += EVERY_SECONDS
    assert made.turn() == 1
    assert scene.store["issues"].count_documents({"obligations.provisional": True}) == 0


def test_a_round_goes_on_batch_by_batch_without_waiting(scene: Scene, provisional: list[str]) -> None:
    publish(scene)
    made = recomputer(scene, Elapsed(), batch=1)
    assert [made.turn() for _ in range(5)] == [1, 1, 1, 0, 0]


def test_who_does_not_have_the_first_slot_leaves_it_alone(scene: Scene, provisional: list[str]) -> None:
    publish(scene)
    sweepers = [
        Sweeper(scene.store, SharedClock(scene.store), RulesSource(), name, recomputer(scene, Elapsed()))
        for name in ("holder", "other")
    ]
    assert sweepers[0].shares.claim() == ALL_SLOTS
    sweepers[1].turn()
    assert settled(scene) == 0
    sweepers[0].turn()
    sweepers[1].turn()
    assert settled(scene) == 3


def test_a_worker_does_it_by_itself(scene: Scene, provisional: list[str]) -> None:
    publish(scene)
    scene.start()
    until(lambda: settled(scene) == 3)
    dues = {
        clock["due_at"]
        for issue in scene.store["issues"].find()
        for clock in issue["obligations"]
        if clock["code"] == "resolve"
    }
    assert dues == {datetime(2027, 1, 7, 15, 59, 59, tzinfo=UTC)}

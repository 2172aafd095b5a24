"""Several workers share the partitions; one that dies or joins loses nothing, and what falls due fires once."""

from datetime import timedelta
from itertools import chain

from tests.streams.parts import Scene, until
from xiaohao.ledger.store.clock import SharedClock
from xiaohao.streams.presence import present


def test_workers_that_join_and_die_take_each_report_in_once_and_fire_each_step_once(scene: Scene) -> None:
    partitions = sorted(f"{topic}/{number}" for topic, number in scene.ends())

    def shared_by(*pids: int) -> bool:
        read = [scene.read_by(pid) for pid in pids]
        return all(read) and sorted(chain(*read)) == partitions

    first = scene.start()
    until(lambda: shared_by(first.pid))
    ids = scene.send_many(scene.visit(n) for n in range(300))
    second = scene.start()
    ids += scene.send_many(scene.visit(n) for n in range(300))
    until(lambda: shared_by(first.pid, second.pid))
    assert {worker["pid"] for worker in present(scene.store)} == {first.pid, second.pid}
    ids += scene.send_many(scene.visit(n) for n in range(300))
    until(lambda: scene.taken_in(ids))
    _let_a_month_pass(scene, len(ids))
    ids += scene.send_many(scene.visit(n) for n in range(300))
    first.kill()
    until(lambda: scene.taken_in(ids))
    scene.assert_each_once(ids)
    until(lambda: shared_by(second.pid))
    assert second.stop() == 0
    assert not scene.read_by(second.pid)


def _let_a_month_pass(scene: Scene, issues: int) -> None:
    clock = SharedClock(scene.store)
    clock.move(clock.now() + timedelta(days=30))
    overdue = {"next_due_at": {"$lte": clock.now()}}
    until(lambda: scene.store["issues"].count_documents(overdue) == 0)
    steps = ["$issue_id", "$data.obligation", "$data.round", "$data.step", "$data.occurrence"]
    fired = list(
        scene.store["events"].aggregate(
            [{"$match": {"type": "escalation.fired.v1"}}, {"$group": {"_id": steps, "times": {"$sum": 1}}}]
        )
    )
    assert len(fired) >= issues
    assert {step["times"] for step in fired} == {1}
    assert scene.store["alerts"].count_documents({}) == len(fired)

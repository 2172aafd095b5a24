"""Several workers share the counties; one that dies or joins loses nothing, and what falls due fires once."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain, cycle, islice
from typing import Any

from ledger.jobs.presence import present
from ledger.mongo.shared_clock import SharedClock
from mobile_schema.cloudevents import INCIDENT
from mobile_schema.topics import BY_COUNTY
from oversight.audit.stored import audit
from oversight.audit.verdict import Kind, Window
from tests import factories
from tests.processes import Process
from tests.streams.parts import Scene, until

JOIN_SECONDS = 240.0
"""Far beyond what joining takes: it is the condition that ends the wait, or the end of a worker."""


def test_workers_that_join_and_die_take_each_report_in_once_and_fire_each_step_once(scene: Scene) -> None:
    first = scene.start()
    _wait_until_shared(scene, first)
    ids = scene.send_many(_visits(scene, 300))
    second = scene.start()
    ids += scene.send_many(_visits(scene, 300))
    _wait_until_shared(scene, first, second)
    assert {worker["pid"] for worker in present(scene.store)} == {first.pid, second.pid}
    until(lambda: scene.taken_in(ids), JOIN_SECONDS)
    ids += _sent_without_a_race(scene)
    _let_a_month_pass(scene, len(ids))
    ids += scene.send_many(_visits(scene, 300))
    first.kill()
    until(lambda: scene.taken_in(ids), JOIN_SECONDS)
    scene.assert_each_once(ids)
    _wait_until_shared(scene, second)
    assert second.stop() == 0
    assert not scene.read_by(second.pid)


def _visits(scene: Scene, count: int) -> Iterator[dict[str, Any]]:
    """Of all projects: many a region has several."""
    return (factories.site_visit(project_code=project) for project in _projects(scene, count))


def _projects(scene: Scene, count: int) -> Iterator[str]:
    return islice(cycle(sorted(scene.catalogue.projects)), count)


def _sent_without_a_race(scene: Scene) -> list[str]:
    """Reports of both kinds that two workers take in side by side: neither ever has to number a county again."""
    for worker in present(scene.store):
        topics = [
            {place.rpartition("/")[2] for place in worker["partitions"] if topic.name in place} for topic in BY_COUNTY
        ]
        assert all(each == topics[0] for each in topics), "what comes of a county is not read by one worker"
    before = _aborted(scene)
    ids = scene.send_many(_visits(scene, 900))
    ids += scene.send_many((factories.incident(project_code=code) for code in _projects(scene, 300)), INCIDENT)
    until(lambda: scene.taken_in(ids), JOIN_SECONDS)
    assert _aborted(scene) == before
    return ids


def _aborted(scene: Scene) -> int:
    """How many transactions MongoDB has given up since it was started."""
    return int(scene.store.database.command("serverStatus")["transactions"]["totalAborted"])


def _wait_until_shared(scene: Scene, *workers: Process) -> None:
    """Until these workers, each with some, read every partition among them, none twice."""
    partitions = sorted(f"{topic}/{number}" for topic, number in scene.ends())

    def shared() -> bool:
        assert all(worker.running for worker in workers), "a worker ended"
        read = [scene.read_by(worker.pid) for worker in workers]
        return all(read) and sorted(chain(*read)) == partitions

    until(shared, JOIN_SECONDS)


def _let_a_month_pass(scene: Scene, issues: int) -> None:
    clock = SharedClock(scene.store)
    clock.move(clock.now() + timedelta(days=30))
    overdue = {"next_due_at": {"$lte": clock.now()}}
    until(lambda: scene.store["issues"].count_documents(overdue) == 0, JOIN_SECONDS)
    steps = ["$issue_id", "$data.obligation", "$data.round", "$data.step", "$data.occurrence"]
    fired = list(
        scene.store["events"].aggregate(
            [{"$match": {"type": "escalation.fired.v1"}}, {"$group": {"_id": steps, "times": {"$sum": 1}}}]
        )
    )
    assert len(fired) >= issues
    assert {step["times"] for step in fired} == {1}
    assert scene.store["alerts"].count_documents({}) == len(fired)
    report = audit(scene.store, Window.of(None, None, clock.now()))
    assert report.clean, report.findings()
    assert report.total(Kind.FIRED) == len(fired)

"""A record that was damaged on the broker's disk holds up its own partition, by name, and no other."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.groundwork.clock import SystemClock
from ledger.policy.in_force import read_rules
from ledger.store.rebuild import differences
from oversight.audit.stored import audit
from oversight.audit.verdict import Window
from stack.checkup.standing_still import damaged_records
from stack.embedded.kafka import KafkaBroker
from stack.supervisor.readiness import workers_ready
from tests import factories
from tests.streams.parts import Process, Scene, until


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[KafkaBroker]:
    """A broker of this test's own, whose disk may be damaged."""
    with KafkaBroker(tmp_path / "kafka") as own:
        yield own


@pytest.fixture
def scene(mongo_url: str, broker: KafkaBroker, tmp_path: Path) -> Iterator[Scene]:
    """A prepared ledger on that broker."""
    made = Scene(mongo_url, broker.bootstrap, tmp_path)
    yield made
    made.close()


def test_it_is_named_the_others_go_on_and_the_rest_comes_in_once_it_is_skipped(
    scene: Scene, broker: KafkaBroker
) -> None:
    before = [scene.send(scene.visit(number)) for number in range(3)]
    damaged = scene.visit(0)
    place, offset = _send(scene, damaged)
    after = scene.send(scene.visit(0))
    _damage(broker, place, damaged)

    worker = scene.start()

    until(lambda: scene.taken_in(before))
    until(lambda: [(each["place"], each["offset"]) for each in _standing(scene, worker)] == [(place, offset)])
    until(lambda: len(scene.read_by(worker.pid)) == len(scene.ends()) - 1)
    later = _until_elsewhere(scene, place)
    until(lambda: scene.taken_in([later]))
    assert workers_ready(scene.store, {worker.pid})
    (finding,) = damaged_records(scene.store)
    assert not finding.ok
    assert f"{place} stands still at offset {offset}" in finding.says
    assert f"xiaohao deadletters skip {place} {offset}" in finding.do
    assert not scene.taken_in([after])

    skipped = _skip(scene, place, str(offset), "--reason", "a bad sector", "--yes")
    assert skipped.returncode == 0, skipped.stderr

    until(lambda: scene.taken_in([after]))
    until(lambda: not _standing(scene, worker))
    assert worker.running
    scene.assert_each_once([*before, later, after])
    letter = scene.dead_letter(f"{place}/{offset}")
    assert letter is not None
    assert (letter["reason"], letter["raw"], letter["skipped"]["reason"]) == ("damaged", b"", "a bad sector")
    assert not [difference for difference in differences(scene.store, read_rules()) if difference]
    assert audit(scene.store, Window.of(None, None, SystemClock().now())).clean


def test_skipping_is_refused_where_the_partition_does_not_stand_or_does_not_reach(scene: Scene) -> None:
    place, offset = _send(scene, scene.visit(0))
    for arguments, told in (
        ((place, str(offset + 7), "--to", str(offset + 1)), "is not after"),
        ((place, str(offset), "--to", str(offset + 2)), f"ends at {offset + 1}"),
        (("field.site-visits.v1/99", "0"), "no partition of reports"),
    ):
        refused = _skip(scene, *arguments, "--reason", "a bad sector", "--yes")
        assert refused.returncode in {1, 2}
        assert told in " ".join(refused.stderr.split())
    assert _skip(scene, place, str(offset), "--reason", "a bad sector").returncode == 1, "nobody agreed"
    assert _skip(scene, place, str(offset), "--reason", "a bad sector", "--yes").returncode == 0
    again = _skip(scene, place, str(offset), "--reason", "a bad sector", "--yes")
    assert f"stands at {offset + 1}, not at {offset}" in again.stderr
    assert len(list(scene.store["dead_letters"].find())) == 1


def _send(scene: Scene, report: dict[str, Any]) -> tuple[str, int]:
    """Put a report on its topic; the partition as topic/partition, and its offset."""
    place, _, offset = scene.send_raw(factories.as_bytes(report), key=report["project_code"]).rpartition("/")
    return place, int(offset)


def _until_elsewhere(scene: Scene, place: str) -> str:
    """Send a report that comes to another partition; its id."""
    for project in (1, 2):
        report = scene.visit(project)
        if _send(scene, report)[0] != place:
            return str(report["report_id"])
    raise AssertionError("all projects have one partition")


def _damage(broker: KafkaBroker, place: str, report: dict[str, Any]) -> None:
    """Flip a bit of a report where it lies on the stopped broker's disk."""
    broker.stop()
    (log,) = (broker.folder / "logs" / place.replace("/", "-")).glob("*.log")
    lies = bytearray(log.read_bytes())
    lies[lies.index(report["report_id"].encode())] ^= 1
    log.write_bytes(lies)
    broker.start()


def _standing(scene: Scene, worker: Process) -> list[dict[str, Any]]:
    found = scene.store["workers"].find_one({"pid": worker.pid})
    return list(found["standing_still"]) if found else []


def _skip(scene: Scene, *arguments: str) -> subprocess.CompletedProcess[str]:
    told = {"XIAOHAO_MONGO_URL": scene.mongo_url, "XIAOHAO_KAFKA": scene.bootstrap}
    command = [sys.executable, "-m", "cli", "deadletters", "skip", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | told, stdin=subprocess.DEVNULL
    )

"""A record that was damaged on the broker's disk holds up its own partition, by name, and no other."""

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.groundwork.clock import SystemClock
from ledger.policy.in_force import read_rules
from ledger.store.rebuild import differences
from mobile_schema.cloudevents import INCIDENT, SITE_VISIT
from mobile_schema.topics import SITE_VISITS
from oversight.audit.stored import audit
from oversight.audit.verdict import Window
from stack.checkup.standing_still import damaged_records
from stack.embedded.kafka import KafkaBroker
from stack.supervisor.readiness import workers_ready
from tests import factories
from tests.databases import Databases
from tests.processes import Process, xiaohao
from tests.signing import signatures
from tests.streams.parts import PROJECTS, WORK, Place, Scene, until

_HEAD = 12
"""bytes: the offset of a batch (8) and its length (4)"""
_BATCHES_TO_THE_NEXT_OF_THE_INDEX = 12
LOOKING_OFTEN = (
    """
from streams.worker.reading import consumer, standing_still
consumer._LOOK_SECONDS, standing_still._TRY_AGAIN_SECONDS = 0.1, 2.0
"""
    + WORK
)
_MANY_LOOKS_SECONDS = 2.0


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[KafkaBroker]:
    """A broker of this test's own, whose disk may be damaged."""
    with KafkaBroker(tmp_path / "kafka") as own:
        yield own


@pytest.fixture
def scene(databases: Databases, broker: KafkaBroker, tmp_path: Path) -> Iterator[Scene]:
    """A prepared ledger on that broker."""
    with databases.one() as mongo_url:
        made = Scene(mongo_url, broker.bootstrap, tmp_path)
        yield made
        made.close()


def test_it_is_named_the_others_go_on_and_the_rest_comes_in_once_it_is_skipped(
    scene: Scene, broker: KafkaBroker
) -> None:
    before = [scene.send(scene.visit(number)) for number in range(3)]
    partitions = len(scene.ends())
    damaged = scene.visit(0)
    place, offset = _send(scene, damaged)
    after = scene.send(scene.visit(0))
    _damage(broker, place, damaged)

    worker = scene.start()

    until(lambda: scene.taken_in(before))
    until(lambda: [(each["place"], each["offset"]) for each in _standing(scene, worker)] == [(place, offset)])
    until(lambda: len(scene.read_by(worker.pid)) == partitions - 1)
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


def test_the_head_of_a_batch_that_is_damaged_under_a_running_broker_holds_up_its_partition_alone(
    scene: Scene, broker: KafkaBroker
) -> None:
    """No checksum covers it, no read fails: nothing comes, or what comes lies elsewhere. One is skipped, two mended."""
    before = [scene.send(scene.visit(project)) for project in (0, 1)]
    stand, to, heads, last = {}, {}, {}, []
    for project, damage in ((0, _without_end), (1, _far_away), (2, _far_away)):
        place, offset = _send(scene, scene.visit(project))
        stand[place] = offset
        behind = [_send(scene, scene.visit(project))[1] for _ in range(_BATCHES_TO_THE_NEXT_OF_THE_INDEX)]
        last.append(scene.send(scene.visit(project)))
        heads[place], to[place] = _damage_head(broker, place, stand[place], damage), behind[-1] + 1
    assert len(stand) == 3, "two projects have one partition"

    worker = scene.start(LOOKING_OFTEN)

    until(lambda: scene.taken_in(before))
    until(lambda: {each["place"]: each["offset"] for each in _standing(scene, worker)} == stand)
    assert all("the head of a batch is damaged" in each["why"] for each in _standing(scene, worker))
    until(lambda: len(scene.read_by(worker.pid)) == len(scene.ends()) - len(stand))
    later = scene.send(factories.incident(project_code=PROJECTS[0]), INCIDENT)
    until(lambda: scene.taken_in([later]))
    assert {place: scene.positions()[_parsed(place)] for place in stand} == stand

    skipped, *mended = stand
    told = _skip(scene, skipped, str(stand[skipped]), "--to", str(to[skipped]), "--reason", "a bad sector", "--yes")
    assert told.returncode == 0, told.stderr
    for place in mended:
        _write(*heads[place])
    until(lambda: scene.taken_in(last))
    assert worker.running


def test_silent_is_neither_a_partition_that_was_read_to_its_end_nor_one_whose_broker_is_away(
    scene: Scene, broker: KafkaBroker
) -> None:
    """The end of a transaction takes the last offset, and nothing comes of it."""
    report = scene.visit()
    with_transactions = scene.transactional_producer()
    with_transactions.begin_transaction()
    value = factories.as_bytes(report)
    signed = signatures().sign(scene.headers(SITE_VISIT), SITE_VISITS.name, value)
    with_transactions.send(SITE_VISITS.name, key=report["project_code"].encode(), value=value, headers=signed)
    with_transactions.commit_transaction()
    with_transactions.close()
    worker = scene.start(LOOKING_OFTEN)
    until(lambda: scene.taken_in([report["report_id"]]))
    broker.stop()
    time.sleep(_MANY_LOOKS_SECONDS)
    broker.start()
    time.sleep(_MANY_LOOKS_SECONDS)
    later = scene.send(scene.visit())
    until(lambda: scene.taken_in([later]))
    assert "stands still" not in worker.log.read_text()


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


def _damage_head(
    broker: KafkaBroker, place: str, offset: int, damage: Callable[[bytes], bytes]
) -> tuple[Path, int, bytes]:
    """Damage the head of the batch that begins at an offset, where it lies on the running broker's disk."""
    (log,) = (broker.folder / "logs" / place.replace("/", "-")).glob("*.log")
    lies, at = log.read_bytes(), 0
    while int.from_bytes(lies[at : at + 8], "big") != offset:
        at += _HEAD + int.from_bytes(lies[at + 8 : at + _HEAD], "big")
    whole = lies[at : at + _HEAD]
    _write(log, at, damage(whole))
    return log, at, whole


def _write(log: Path, at: int, head: bytes) -> None:
    with log.open("r+b") as file:
        file.seek(at)
        file.write(head)


def _without_end(head: bytes) -> bytes:
    return head[:8] + b"\x7f" + head[9:]


def _far_away(head: bytes) -> bytes:
    return head[:2] + b"\x01" + head[3:]


def _parsed(place: str) -> Place:
    topic, _, partition = place.rpartition("/")
    return topic, int(partition)


def _standing(scene: Scene, worker: Process) -> list[dict[str, Any]]:
    found = scene.store["workers"].find_one({"pid": worker.pid})
    return list(found["standing_still"]) if found else []


def _skip(scene: Scene, *arguments: str) -> subprocess.CompletedProcess[str]:
    told = {"XIAOHAO_MONGO_URL": scene.mongo_url, "XIAOHAO_KAFKA": scene.bootstrap}
    return xiaohao("deadletters", "skip", *arguments, **told)

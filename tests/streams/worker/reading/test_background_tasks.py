"""A task of a worker that ends, whatever ended it, ends the worker, so that another takes its partitions."""

import pytest

from tests.streams.parts import Scene, until

# Fails as a fault in that place would, once the file is there.
FAULTY = """
import importlib, pathlib
place = getattr(importlib.import_module({module!r}), {owner!r})
real = getattr(place, {method!r})
def faulty(*arguments, **options):
    if pathlib.Path({flag!r}).exists():
        raise {error}("a fault")
    return real(*arguments, **options)
setattr(place, {method!r}, faulty)
from streams.worker.process import run; run()
"""


@pytest.mark.parametrize(
    ("module", "owner", "method", "error"),
    [
        ("aiokafka.consumer.fetcher", "Fetcher", "_get_actions_per_node", "RuntimeError"),
        ("aiokafka.consumer.group_coordinator", "GroupCoordinator", "_do_heartbeat", "RuntimeError"),
        ("streams.worker.intake", "Intake", "take", "RuntimeError"),
        ("streams.worker.intake", "Intake", "_begin", "RuntimeError"),
        ("streams.worker.reading.consumer", "LedgerConsumer", "_read", "RuntimeError"),
        (
            "streams.worker.reading.consumer",
            "LedgerConsumer",
            "read_of",
            "importlib.import_module('asyncio').CancelledError",
        ),
    ],
)
def test_a_worker_whose_background_task_ends_does_not_live_on(
    scene: Scene, module: str, owner: str, method: str, error: str
) -> None:
    flag = scene.folder / "fault"
    worker = scene.start(FAULTY.format(module=module, owner=owner, method=method, flag=str(flag), error=error))
    until(lambda: len(scene.read_by(worker.pid)) == len(scene.ends()))
    flag.touch()
    scene.send(scene.visit())
    assert worker.wait(60) != 0
    assert "a fault" in worker.log.read_text()

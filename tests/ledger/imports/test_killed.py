"""A commit that is killed, whenever, goes on where it was: nothing lost, nothing twice."""

import random
import signal
import subprocess
import sys
import time

import pytest

from ledger.imports.words import Counts
from tests.checkout import CHECKOUT
from tests.ledger.imports.parts import begun, bring, issues, row
from tests.ledger.parts import Ledger

ROWS = 1_500
CHILD = "tests.ledger.imports.killed"


def address(ledger: Ledger) -> str:
    host, port = next(iter(ledger.store.client.nodes))
    return f"mongodb://{host}:{port}/{ledger.store.database.name}?directConnection=true"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_kill_9_in_the_middle_loses_nothing_and_writes_nothing_twice(ledger: Ledger, seed: int) -> None:
    import_id, chance = begun(ledger), random.Random(seed)
    child = subprocess.Popen(
        [sys.executable, "-m", CHILD, address(ledger), import_id, str(ROWS)],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "500\n"
    time.sleep(chance.uniform(0, 0.4))
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    with ledger.store.client.start_session(snapshot=True) as moment:  # what it sent last may be written only now
        done = ledger.store["imports"].find_one({"_id": import_id}, session=moment)["done"]
        assert ledger.store["issues"].count_documents({}, session=moment) == done
    assert done >= 500
    assert bring(ledger, *(row(n) for n in range(ROWS)), import_id=import_id) == Counts(new=ROWS)
    assert [issue.serial for issue in issues(ledger)] == [f"140105-2026-{n:05d}" for n in range(1, ROWS + 1)]
    assert ledger.store["import_rows"].count_documents({}) == ROWS
    assert ledger.wrong() == []

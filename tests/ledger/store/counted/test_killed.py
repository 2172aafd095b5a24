"""Who is killed in the middle of adding up has counted nothing, and the next one counts all of it once."""

import subprocess
import sys

from ledger.mongo.waiting import UNCOUNTED, counting_lag
from stack.embedded.mongod import Mongod
from tests.ledger.parts import Ledger
from tests.ledger.store.archive.test_killed import end, in_transaction

RUN = """
import sys
from pymongo.collection import Collection
from ledger.mongo.connection import connect
from ledger.store.counted.adding_up import add_up

bulk_write = Collection.bulk_write

def stop_in_the_middle(*what, **how):
    bulk_write(*what, **how)
    print("added", flush=True)
    sys.stdin.read()

Collection.bulk_write = stop_in_the_middle
add_up(connect(sys.argv[1]))
"""


def test_what_was_half_added_is_added_once(ledger: Ledger, mongod: Mongod) -> None:
    ledger.add_up()
    for issue in ledger.opened(3):
        ledger.walk(issue.id, "accept", "report-progress")
    command, pipe = [sys.executable, "-c", RUN, mongod.url(ledger.store.database.name)], subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "added\n"
        sessions = in_transaction(ledger.store)
        run.kill()
    assert sessions
    assert ledger.wrong() == []
    end(ledger.store, sessions)
    assert ledger.store[UNCOUNTED].count_documents({}) == ledger.add_up() == 7
    assert ledger.wrong() == []
    assert counting_lag(ledger.store) == 0

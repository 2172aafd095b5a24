"""A run that is killed in the middle of a transaction leaves nothing half moved, and the next one goes on."""

import subprocess
import sys
from typing import Any

from pymongo.read_concern import ReadConcern

from ledger.mongo.connection import Store
from stack.embedded.mongod import Mongod
from tests.ledger.parts import Ledger
from tests.ledger.store.archive.parts import archived, everything, in_archive, years_later

RUN = """
import sys
from datetime import datetime
from ledger.mongo.connection import connect
from ledger.retention.retention import shipped_retention
from ledger.store.archive import moving
from ledger.store.archive.archiving import archiving

shift = moving._shift

def stop_in_the_middle(*what):
    shift(*what)
    print("moved", flush=True)
    sys.stdin.read()

moving._shift = stop_in_the_middle
list(archiving(connect(sys.argv[1]), shipped_retention(), datetime.fromisoformat(sys.argv[2])))
"""


def in_transaction(store: Store) -> list[Any]:
    """The sessions that are in the middle of a transaction, by what ends them."""
    everyone = {"$currentOp": {"allUsers": True, "idleSessions": True}}
    admin = store.client.get_database("admin", read_concern=ReadConcern("local"))
    found = admin.aggregate([everyone, {"$match": {"transaction": {"$exists": True}}}])
    return [operation["lsid"] for operation in found]


def end(store: Store, sessions: list[Any]) -> None:
    """At once, and not only after `transactionLifetimeLimitSeconds`."""
    said = [{"id": each["id"]} for each in sessions]
    store.client.admin.command("killSessions", said, codec_options=store.database.codec_options)


def test_a_run_that_is_killed_leaves_every_issue_once_and_the_next_one_goes_on(ledger: Ledger, mongod: Mongod) -> None:
    issues = {ledger.do(issue.id, "void").id for issue in ledger.opened(3)}
    before = everything(years_later(ledger))
    address = [mongod.url(ledger.store.database.name), ledger.clock.now().isoformat()]
    command, pipe = [sys.executable, "-c", RUN, *address], subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "moved\n"
        sessions = in_transaction(ledger.store)
        run.kill()
    assert sessions
    assert everything(ledger) == before
    assert ledger.wrong() == []
    end(ledger.store, sessions)
    archived(ledger)
    assert everything(ledger) == before
    assert in_archive(ledger) == issues

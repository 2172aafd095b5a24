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
from ledger.store.archive.archiving import archiving
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
    issues = {ledger.do(issue.id, "void").id for issue in ledger.opened(120)}
    before = everything(years_later(ledger))
    address = [mongod.url(ledger.store.database.name), ledger.clock.now().isoformat()]
    run = subprocess.Popen([sys.executable, "-c", RUN, *address])
    while run.poll() is None and not in_transaction(ledger.store):
        """It begins."""
    run.kill()
    run.wait()
    assert everything(ledger) == before
    assert ledger.wrong() == []
    end(ledger.store, in_transaction(ledger.store))
    archived(ledger)
    assert everything(ledger) == before
    assert in_archive(ledger) == issues

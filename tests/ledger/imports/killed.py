"""Commits rows to the database named, as a process of its own that a test kills; it says how many are done."""

import sys

from ledger.groundwork.clock import HeldClock
from ledger.imports.committing import commit
from ledger.mongo.connection import connect
from tests.ledger.factories import COUNTY, START, person
from tests.ledger.imports.parts import RULES, row


def main(url: str, import_id: str, count: str) -> None:
    """Commit so many rows; what is done is a line each time."""
    store = connect(url)
    rows = [row(n) for n in range(int(count))]
    commit(store, import_id, rows, person(COUNTY), clock=HeldClock(START), rules=RULES, told=lambda done, _: told(done))


def told(done: int) -> None:
    sys.stdout.write(f"{done}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""What doctor says of relays: how many publish, whether every slot of the issues has one, what to do."""

import pytest

from ledger.groundwork.clock import SystemClock
from ledger.jobs.shares import Shares
from ledger.mongo.connection import Store
from ledger.mongo.slots import SLOTS
from stack.checkup.finding import Finding
from stack.checkup.flow import flow


def relays(store: Store) -> Finding:
    return next(found for found in flow(store, SystemClock()) if found.part == "relay lag")


@pytest.mark.parametrize(
    ("claims", "says", "do"),
    [
        ("", "no relay(s) at work", "start one"),
        ("a", "1 relay(s) at work", ""),
        ("abab", "2 relay(s) at work", ""),
        ("aba", "1 relay(s) at work on 8 of 16 slots of the issues", "wait some seconds"),
    ],
)
def test_it_says_how_many_publish_and_whether_each_slot_has_one(store: Store, claims: str, says: str, do: str) -> None:
    """Each letter is a relay that claims its part."""
    for name in claims:
        Shares(store, "relay", name, SLOTS).claim()
    found = relays(store)
    assert found.says == f"0 event(s) not yet published, {says}"
    assert found.do.startswith(do)
    assert bool(found.do) == bool(do)

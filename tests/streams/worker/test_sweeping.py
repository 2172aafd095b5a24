"""Workers fire side by side, each in its own share of the issues; what one leaves behind the others fire."""

from ledger.mongo.slots import ALL_SLOTS
from ledger.policy.rules import GivenRules
from streams.worker.recomputing import Recomputer
from streams.worker.sweeping import Sweeper
from tests.ledger.factories import RULES
from tests.ledger.parts import Ledger


def sweeper(ledger: Ledger, name: str) -> Sweeper:
    rules = GivenRules(RULES)
    return Sweeper(ledger.store, ledger.clock, rules, name, Recomputer(ledger.store, ledger.clock, rules))


def test_two_workers_fire_each_its_own_share(ledger: Ledger) -> None:
    ledger.opened(40)
    one, two = sweeper(ledger, "one"), sweeper(ledger, "two")
    for worker in (one, two, one, two):
        assert worker.turn() == 0
    ledger.wait(days=1)
    fired = [two.turn(), one.turn()]
    assert all(fired)
    assert sum(fired) == ledger.store["alerts"].count_documents({}) == 40
    assert [worker.turn() for worker in (one, two)] == [0, 0]
    assert ledger.wrong() == []


def test_what_a_worker_that_has_gone_would_have_fired_the_other_fires(ledger: Ledger) -> None:
    ledger.opened(40)
    gone, left = sweeper(ledger, "gone"), sweeper(ledger, "left")
    for worker in (gone, left, gone, left):
        worker.turn()
    ledger.wait(days=1)
    some = left.turn()
    gone.shares.release()
    assert some + left.turn() == 40
    assert left.shares.claim() == ALL_SLOTS

"""What stood how at a moment is told as it was counted then, whatever has happened since."""

from datetime import timedelta

import pytest

from ledger.access.scopes import Scope, region_key, reporter_key, unit_key
from ledger.store.counted import stood as module
from ledger.store.counted.asked import wanted_of
from ledger.store.counted.falling_due import due_by_hour
from ledger.store.counted.standing import standing_of_all
from ledger.store.counted.stood import Stood, stood
from mobile_schema.vocabulary import Category
from tests.factories import finding
from tests.ledger.factories import visit
from tests.ledger.parts import Ledger

HOME, CITY, PROVINCE = "140105", "140100", "140000"
LAND = "140105-natural-resources"
SCOPES = [
    (Scope(frozenset({region_key(PROVINCE)})), None),
    (Scope(frozenset({region_key(PROVINCE)})), HOME),
    (Scope(frozenset({unit_key(LAND)})), None),
    (Scope(frozenset({region_key("140213"), reporter_key("inspector-140105-1")})), CITY),
]
DAY = timedelta(days=1)


def as_now(ledger: Ledger) -> list[Stood]:
    """What is counted now, and falls due within a day."""
    now, found = ledger.clock.now(), []
    for scope, region in SCOPES:
        wanted = wanted_of(scope, region)
        its = standing_of_all(ledger.store, wanted, now)
        due = sum(due_by_hour(ledger.store, wanted, now, now + DAY).values())
        found.append(Stood(its.open, its.red, its.yellow, due))
    return found


@pytest.mark.parametrize("counted", [True, False])
def test_what_stood_is_what_was_counted_then(ledger: Ledger, *, counted: bool) -> None:
    if counted:
        ledger.add_up()
    for category in (Category.LAND, Category.FUNDING, Category.LAND):
        ledger.take(*(visit(finding(category=category)) for _ in range(2)))
    ids = [each["_id"] for each in ledger.store["issues"].find({"unit_id": LAND}, sort=[("_id", 1)])]
    ledger.walk(ids[0], "accept", "report-progress")
    ledger.wait(days=3).sweep()
    then, before = ledger.clock.now(), as_now(ledger)
    assert before[0].red > 0
    ledger.wait(minutes=1)
    ledger.opened(2)
    ledger.walk(ids[0], "request-closure", "approve-closure")
    ledger.walk(ids[1], "accept", "report-progress", "suspend")
    if counted:
        ledger.add_up()
    ledger.wait(hours=20).sweep()
    assert [stood(ledger.store, *asked, then, then + DAY) for asked in SCOPES] == before
    assert as_now(ledger) != before


def test_where_very_much_happened_it_is_not_said(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    then = ledger.clock.now()
    ledger.wait(minutes=1).opened(3)
    monkeypatch.setattr(module, "MOST", 2)
    assert stood(ledger.store, *SCOPES[0], then, then + DAY) is None

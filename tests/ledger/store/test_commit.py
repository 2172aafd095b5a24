"""The one way anything is written: all of a plan, and only on what the plan was made on."""

import pytest
from msgspec.structs import replace

from ledger.decisions.lifecycle.deciding import decide
from ledger.issue.changes import Change, envelopes_for, fold
from ledger.issue.issue import Issue
from ledger.mongo.positions import position_id
from ledger.store.commit import Advance, Batch, Conflict, PositionMoved, commit
from mobile_schema.topics import SITE_VISITS
from tests.ledger.factories import RULES, START, person, sample_command
from tests.ledger.parts import Ledger

PLACE = position_id(SITE_VISITS.name, 0)
RECEIPT = {"_id": "a receipt"}


def accepted(issue: Issue) -> Change:
    """The unit accepts, decided on the issue as it is here."""
    staff = person(f"staff-{issue.unit_id}")
    events = decide(issue, sample_command("accept", issue, START), staff, START, RULES)
    return fold(issue, envelopes_for(issue, events, START, staff))


def refused(ledger: Ledger, batch: Batch, trouble: type[Exception]) -> None:
    before = ledger.contents()
    with pytest.raises(trouble):
        commit(ledger.store, batch, RULES)
    assert ledger.contents() == before


def test_a_plan_made_on_the_present_is_written(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    batch = Batch(
        changes=[accepted(issue)],
        receipts=[RECEIPT],
        positions=[Advance(PLACE, 1, 4)],
        serials=[Advance("140105-2026", 1, 2), Advance("140106-2026", 0, 3)],
    )
    commit(ledger.store, batch, RULES)
    assert ledger.store["issues"].find_one({"_id": issue.id, "version": 3, "state": "accepted"})
    assert ledger.store["positions"].find_one({"_id": PLACE, "offset": 4})
    counters = {document["_id"]: document["last"] for document in ledger.store["serials"].find({})}
    assert counters == {"140105-2026": 2, "140106-2026": 3}


@pytest.mark.parametrize("version", [1, 3, 9])
def test_an_issue_that_is_at_another_version_is_not_overwritten(ledger: Ledger, version: int) -> None:
    (issue,) = ledger.opened()
    ledger.store["issues"].update_one({"_id": issue.id}, {"$set": {"version": version}})
    refused(ledger, Batch(changes=[accepted(issue)], receipts=[RECEIPT]), Conflict)


def test_an_issue_that_is_gone_is_not_brought_back(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    ledger.store["issues"].delete_one({"_id": issue.id})
    refused(ledger, Batch(changes=[accepted(issue)]), Conflict)


def test_one_issue_that_moved_stops_the_others_of_its_batch(ledger: Ledger) -> None:
    first, second = ledger.opened(2)
    ledger.do(second.id, "accept")
    refused(ledger, Batch(changes=[accepted(first), accepted(second)]), Conflict)


@pytest.mark.parametrize("expected", [0, 2])
def test_a_partition_that_stands_elsewhere_is_not_moved(ledger: Ledger, expected: int) -> None:
    ledger.opened()
    refused(ledger, Batch(receipts=[RECEIPT], positions=[Advance(PLACE, expected, 5)]), PositionMoved)


def test_a_partition_without_a_position_gets_none(ledger: Ledger) -> None:
    nowhere = Advance(position_id(SITE_VISITS.name, 5), 0, 5)
    refused(ledger, Batch(receipts=[RECEIPT], positions=[nowhere]), PositionMoved)


@pytest.mark.parametrize("expected", [0, 1, 7])
def test_a_counter_that_stands_elsewhere_is_not_moved(ledger: Ledger, expected: int) -> None:
    ledger.opened(2)
    refused(ledger, Batch(receipts=[RECEIPT], serials=[Advance("140105-2026", expected, 9)]), Conflict)


def test_what_is_there_already_stops_a_batch(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    receipt = ledger.store["receipts"].find_one({})
    assert receipt is not None
    refused(ledger, Batch(receipts=[RECEIPT, receipt]), Conflict)
    again = replace(accepted(issue), before=None)
    refused(ledger, Batch(changes=[again]), Conflict)

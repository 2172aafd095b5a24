"""Issues are divided into slots by their ids alone, evenly, and for ever alike."""

from collections import Counter

from ledger.intake.planning.opening import issue_id
from ledger.mongo.slots import SLOTS, slot_of
from tests import factories as phone
from tests.ledger.factories import visit
from tests.ledger.parts import Ledger


def test_the_slots_of_ids_do_not_change_between_releases() -> None:
    ids = ["00000000-0000-5000-8000-000000000000", "0195e2a0-7c00-5abc-9def-0123456789ab"]
    assert (SLOTS, [slot_of(each) for each in ids]) == (16, [0, 11])


def test_the_issues_of_random_reports_fall_into_all_slots_alike() -> None:
    counts = Counter(slot_of(issue_id(phone.report_id(), index)) for _ in range(4_000) for index in range(4))
    assert sorted(counts) == list(range(SLOTS))
    assert all(850 < count < 1150 for count in counts.values()), counts


def test_every_issue_knows_its_slot(ledger: Ledger) -> None:
    ledger.take(*(visit(phone.finding(), phone.finding()) for _ in range(10)))
    stored = list(ledger.store["issues"].find({}, {"slot": 1}))
    assert len(stored) == 20
    assert all(issue["slot"] == slot_of(issue["_id"]) for issue in stored)
    assert ledger.wrong() == []

"""Complaints are appended: an id is kept once, a correction names what it corrects, any moment reads as it was."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from ledger.complaints.complaint import Complaint, ComplaintKind
from ledger.complaints.keeping import (
    AnotherComplaint,
    CorrectedSince,
    NoSuchComplaint,
    complaints_of,
    enter,
    versions_of,
)
from ledger.complaints.tallying import Tally, tallies, tally
from tests import factories as phone
from tests.ledger.complaints.parts import AT, complaint
from tests.ledger.parts import Ledger


def kept(ledger: Ledger, said: Complaint) -> Complaint:
    return enter(ledger.store, said, lambda _: said, lambda _: None)


def correction(of: Complaint, **over: object) -> Complaint:
    return replace(of, **{"id": phone.report_id(), "corrects": of.id, "at": AT + timedelta(days=2), **over})


def test_the_same_again_keeps_nothing_and_other_words_under_its_id_are_refused(ledger: Ledger) -> None:
    said = complaint()
    first = kept(ledger, said)
    assert (first.version, first.complaint) == (1, said.id)
    assert kept(ledger, replace(said, at=AT + timedelta(hours=1))) == first
    with pytest.raises(AnotherComplaint):
        kept(ledger, replace(said, fee=1))
    assert list(complaints_of(ledger.store)) == [first]


def test_a_correction_names_the_last_version_and_a_past_moment_is_as_it_was(ledger: Ledger) -> None:
    first = kept(ledger, complaint())
    said = correction(first, fee=100)
    second = kept(ledger, said)
    assert (second.version, second.complaint, second.corrects) == (2, first.id, first.id)
    assert kept(ledger, said) == second
    assert list(complaints_of(ledger.store)) == [second]
    assert list(complaints_of(ledger.store, AT)) == [first]
    assert versions_of(ledger.store, first.id) == [first, second]
    with pytest.raises(CorrectedSince):
        kept(ledger, correction(first))
    with pytest.raises(NoSuchComplaint):
        kept(ledger, complaint(corrects=phone.report_id()))


def test_two_that_correct_the_same_version_at_once_are_not_both_kept(ledger: Ledger) -> None:
    first = kept(ledger, complaint())

    def overtaken(last: Complaint | None) -> None:
        kept(ledger, correction(first, days=1))

    late = correction(first, days=2)
    with pytest.raises(CorrectedSince):
        enter(ledger.store, late, lambda _: late, overtaken)
    assert [each.days for each in versions_of(ledger.store, first.id)] == [20, 1]


def test_what_was_withdrawn_counts_as_nothing_and_days_are_of_those_that_say_them() -> None:
    slow = ComplaintKind.TOO_SLOW
    said = [
        complaint(),
        complaint(fee=50, days=5),
        complaint(kind=slow, fee=None, days=None),
        complaint(kind=slow, withdrawn="重复"),
    ]
    assert tally(said) == Tally(3, 3_500_100, 12.5)
    assert tallies(said, lambda each: each.kind)[slow] == Tally(1, None, None)

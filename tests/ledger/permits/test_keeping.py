"""Permits are appended: an id is kept once, what takes a report's place names it, and any past day can be read."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from ledger.permits.keeping import PERMITS, AnotherReport, permits_of, report, reports_of, to_event
from ledger.permits.permit import Permit
from mobile_schema.reports.permit import PermitKind, PermitReported, PermitState
from tests.ledger.factories import PROJECT
from tests.ledger.parts import Ledger
from tests.ledger.permits.parts import AT, granted, permit


def allowed(others: Sequence[Permit]) -> None:
    """Nothing stands in the way."""


def test_the_same_report_again_keeps_nothing_and_another_under_its_id_is_refused(ledger: Ledger) -> None:
    one = permit()
    kept = report(ledger.store, one, allowed)
    assert report(ledger.store, replace(one, at=AT + timedelta(hours=1)), allowed) == kept
    with pytest.raises(AnotherReport):
        report(ledger.store, replace(one, limit_days=12), allowed)
    assert list(reports_of(ledger.store, PROJECT)) == [kept]


def test_what_takes_its_place_names_it_and_a_past_day_is_as_it_was(ledger: Ledger) -> None:
    first = report(ledger.store, permit(), allowed)
    later = AT + timedelta(days=2)
    second = report(ledger.store, replace(granted(date(2019, 6, 4)), at=later), allowed)
    assert (second.version, second.corrects) == (2, first.id)
    assert list(permits_of(ledger.store, PROJECT)) == [second]
    assert list(permits_of(ledger.store, PROJECT, AT)) == [first]
    assert list(reports_of(ledger.store, PROJECT)) == [first, second]


def test_kinds_and_names_are_permits_of_their_own(ledger: Ledger) -> None:
    for one in (permit(), permit(kind=PermitKind.LAND), permit(name="二期")):
        assert report(ledger.store, one, allowed).version == 1
    assert len(list(permits_of(ledger.store, PROJECT))) == 3


def test_writers_side_by_side_are_all_kept_in_one_line(ledger: Ledger) -> None:
    with ThreadPoolExecutor(4) as writers:
        list(writers.map(lambda _: report(ledger.store, permit(), allowed), range(8)))
    kept = list(reports_of(ledger.store, PROJECT))
    assert [each.version for each in kept] == list(range(1, 9))
    assert [each.corrects for each in kept] == [None, *(each.id for each in kept[:-1])]


def test_what_stands_in_the_way_is_raised_and_nothing_is_kept(ledger: Ledger) -> None:
    def refused(others: Sequence[Permit]) -> None:
        raise PermissionError

    with pytest.raises(PermissionError):
        report(ledger.store, permit(), refused)
    assert ledger.store[PERMITS].count_documents({}) == 0


def test_what_is_kept_is_the_event_that_the_contract_has(ledger: Ledger) -> None:
    kept = report(ledger.store, permit(state=PermitState.REQUIRED, applied_on=None), allowed)
    told = to_event(kept)
    assert PermitReported.model_validate(told).model_dump(mode="json")["at"] == "2019-06-03T00:00:00Z"
    assert list(permits_of(ledger.store, PROJECT)) == [kept]

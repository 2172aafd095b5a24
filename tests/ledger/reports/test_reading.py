"""A report is read again as its bytes say it, wherever those are; out of scope there is none."""

import pytest

from ledger.access.scopes import Scope
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.reports.reading import kept_reports, report_file, report_within
from ledger.reports.withdrawing import withdraw
from mobile_schema.reports.site_visit import SiteVisit
from tests import factories as phone
from tests.ledger.factories import COUNTY, EVERYWHERE, RULES, person, visit
from tests.ledger.matters.parts import entering, new_matter
from tests.ledger.parts import Ledger
from tests.ledger.store.archive.parts import archived, closed, years_later

OF_ELSEWHERE = Scope(frozenset({"r:140106", "p:somebody"}))
NOBODYS = "00000000-0000-7000-8000-000000000000"


def test_a_report_says_what_was_sent(ledger: Ledger) -> None:
    report = visit()
    ledger.take(report)
    kept = report_within(ledger.store, EVERYWHERE, report["report_id"])
    assert isinstance(kept.said, SiteVisit)
    assert kept.said.findings[0].description == report["findings"][0]["description"]
    assert "raw" not in kept.receipt


def test_out_of_scope_it_is_refused_in_the_words_for_one_that_is_not_there(ledger: Ledger) -> None:
    report = visit()
    ledger.take(report)
    for scope, report_id in ((OF_ELSEWHERE, report["report_id"]), (EVERYWHERE, NOBODYS)):
        with pytest.raises(CommandRefused, match="no such report") as caught:
            report_within(ledger.store, scope, report_id)
        assert caught.value.reason is Refusal.UNKNOWN_REPORT
        with pytest.raises(CommandRefused, match="no such report"):
            report_file(ledger.store, scope, report_id, phone.SHA)


def test_bytes_that_went_to_the_archive_are_read_there_and_deleted_ones_are_missed(ledger: Ledger) -> None:
    closed(ledger)
    archived(years_later(ledger))
    (receipt,) = ledger.store["receipts"].find({})
    assert "raw" not in receipt
    assert kept_reports(ledger.store, [receipt["_id"]])[receipt["_id"]].said is not None
    ledger.store["receipts_archived"].delete_many({})
    kept = report_within(ledger.store, EVERYWHERE, receipt["_id"])
    assert (kept.said, kept.receipt["kind"]) == (None, "site_visit")


def test_a_file_is_there_where_the_report_names_it_and_its_reporter_sent_it(ledger: Ledger) -> None:
    named, other = visit(attachments=[phone.attachment()]), visit()
    ledger.take(named, other)
    found = report_file(ledger.store, EVERYWHERE, named["report_id"], phone.SHA)
    assert found is not None
    assert found.read() == phone.PHOTO
    assert report_file(ledger.store, EVERYWHERE, other["report_id"], phone.SHA) is None
    ledger.store["uploads"].delete_many({})
    assert report_file(ledger.store, EVERYWHERE, named["report_id"], phone.SHA) is None


def test_what_a_supervisor_entered_is_no_report_nor_withdrawn_as_one(ledger: Ledger) -> None:
    matter = new_matter()
    entering(ledger, matter)
    assert kept_reports(ledger.store, [matter.id]) == {}
    with pytest.raises(CommandRefused, match="no such report"):
        withdraw(ledger.store, matter.id, "录入有误", person(COUNTY), clock=ledger.clock, rules=RULES)

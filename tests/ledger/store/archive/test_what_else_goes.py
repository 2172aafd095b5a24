"""Dead letters, deliveries and bytes go by the rules too, once nobody can ask for them."""

from datetime import UTC, datetime, timedelta

from ledger.retention.retention import parse_retention, shipped_text
from tests.ledger.parts import Ledger
from tests.ledger.store.archive.parts import (
    archived,
    closed,
    letter,
    years_later,
)


def test_dead_letters_go_only_once_they_were_sent_again_as_they_came(ledger: Ledger) -> None:
    letter(ledger, "waits")
    letter(ledger, "sent", replayed_at=ledger.clock.now())
    letter(ledger, "sent lately", replayed_at=ledger.clock.now() + timedelta(days=1000))
    letter(ledger, "mended", replayed_at=ledger.clock.now())
    ledger.store["dead_letters"].update_one({"_id": "mended"}, {"$set": {"mended": {"by": "nobody"}}})
    assert archived(years_later(ledger)).dead_letters == 1
    assert ledger.store["dead_letters"].distinct("_id") == ["mended", "sent lately", "waits"]


def test_deliveries_go_once_they_are_over_by_the_machines_time(ledger: Ledger) -> None:
    now = datetime.now(UTC)
    for name, days, waits in (("old", 181, False), ("new", 179, False), ("waits", 400, True)):
        open_ = {"next_try_at": now} if waits else {}
        ledger.store["deliveries"].insert_one({"_id": name, "created_at": now - timedelta(days=days), **open_})
    assert archived(ledger).deliveries == 1
    assert ledger.store["deliveries"].distinct("_id") == ["new", "waits"]


def test_bytes_are_deleted_only_in_the_archive_and_only_where_the_rules_say_so(ledger: Ledger) -> None:
    (issue,) = closed(ledger)
    ledger.opened()
    rules = parse_retention(shipped_text().replace("delete_after: never ", "delete_after: {years: 4} "))
    assert archived(years_later(ledger), rules).receipts_archived == 0
    assert archived(years_later(ledger, 2), rules).receipts_archived == 1
    receipt = ledger.store["receipts"].find_one({"_id": issue.report_id})
    assert receipt is not None
    assert len(receipt["sha256"]) == 64
    assert ledger.store["receipts"].count_documents({"raw": {"$exists": True}}) == 1

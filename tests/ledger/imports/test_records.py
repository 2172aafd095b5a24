"""What is kept of an import stays as it was sent, and is changed only until it is committed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ledger.imports.listing import page_of_imports
from ledger.imports.records import ImportRecord, ImportState, begin, change, load, mapping_for, remember
from ledger.issue.refusals import CommandRefused, Refusal
from tests import factories as phone
from tests.ledger.factories import START
from tests.ledger.parts import Ledger


def record(**over: object) -> ImportRecord:
    kept = ImportRecord(phone.report_id(), "someone", "ab" * 32, "台账.xlsx", 5_000, START, START)
    return replace(kept, **over)  # type: ignore[arg-type]


def test_an_import_is_kept_once_and_known_again(ledger: Ledger) -> None:
    kept = record(sheets=("一",), header=(2, 4))
    assert begin(ledger.store, kept) == kept
    assert begin(ledger.store, replace(kept, filename="别的.xlsx")) == kept
    assert load(ledger.store, kept.id) == kept


def test_the_id_of_another_import_is_refused(ledger: Ledger) -> None:
    kept = begin(ledger.store, record())
    with pytest.raises(CommandRefused) as refused:
        begin(ledger.store, replace(kept, sha256="cd" * 32))
    assert refused.value.reason is Refusal.KEY_REUSED


def test_what_is_not_there_is_unknown(ledger: Ledger) -> None:
    with pytest.raises(CommandRefused) as refused:
        load(ledger.store, phone.report_id())
    assert refused.value.reason is Refusal.UNKNOWN_IMPORT


def test_a_choice_changes_it_until_it_is_committed(ledger: Ledger) -> None:
    kept, later = begin(ledger.store, record()), START + timedelta(hours=1)
    checked = change(ledger.store, kept.id, later, state=ImportState.CHECKED, counts={"rows": 3, "new": 3})
    assert (checked.state, checked.counts["new"], checked.changed_at) == (ImportState.CHECKED, 3, later)
    ledger.store["imports"].update_one({"_id": kept.id}, {"$set": {"state": "committed"}})
    with pytest.raises(CommandRefused) as refused:
        change(ledger.store, kept.id, later, mapping="name: other")
    assert refused.value.reason is Refusal.WRONG_STATE


def test_the_latest_are_listed_first_and_each_persons_own(ledger: Ledger) -> None:
    early = begin(ledger.store, record())
    late = begin(ledger.store, record(created_at=START + timedelta(days=1), actor="other"))
    assert [each.id for each in page_of_imports(ledger.store, 9, None, lambda _: True).items] == [late.id, early.id]
    assert [each.id for each in page_of_imports(ledger.store, 9, None, "someone".__eq__).items] == [early.id]


def test_a_mapping_is_known_again_by_its_template(ledger: Ledger) -> None:
    assert mapping_for(ledger.store, "9f3c") is None
    remember(ledger.store, "9f3c", "name: a", "someone", START)
    remember(ledger.store, "9f3c", "name: b", "someone", START)
    assert mapping_for(ledger.store, "9f3c") == "name: b"

"""What is kept of an import stays as it was sent, and is changed only until it is committed."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ledger.imports import files, looks
from ledger.imports.discarding import discard
from ledger.imports.listing import page_of_imports
from ledger.imports.records import (
    ImportRecord,
    ImportState,
    begin,
    change,
    load,
    mapping_for,
    mapping_of_office,
    remember,
)
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


def test_what_is_not_on_the_ledger_is_thrown_away_with_all_that_is_kept_of_it(ledger: Ledger) -> None:
    raw = b"a,b\n1,2\n"
    sha256 = hashlib.sha256(raw).hexdigest()
    kept, other = (begin(ledger.store, record(sha256=sha256)) for _ in range(2))
    files.keep_ledger(ledger.store, sha256, kept.actor, raw, START)
    for each in (kept, other):
        looks.keep_seen(ledger.store, each.id, {"kind": "csv"})
        looks.keep_check(ledger.store, each.id, {}, [{"verdict": "new"}])
    discard(ledger.store, kept.id)
    assert ledger.store[looks.LINES].distinct("import_id") == [other.id]
    assert files.ledger_of(ledger.store, sha256, kept.actor) == raw, "another import is of it"
    discard(ledger.store, other.id)
    left = {name: ledger.store[name].count_documents({}) for name in ("imports", looks.LOOKS, looks.LINES)}
    assert set(left.values()) == {0}
    assert files.ledger_of(ledger.store, sha256, kept.actor) is None
    assert files.keep_ledger(ledger.store, sha256, kept.actor, raw, START) is False
    assert files.ledger_of(ledger.store, sha256, kept.actor) == raw
    looks.keep_check(ledger.store, kept.id, {}, [{"verdict": "new"}])
    assert ledger.store[looks.LINES].count_documents({}) == 0, "a check that came to its end too late keeps nothing"


@pytest.mark.parametrize(
    ("stands", "instead"),
    [
        ({"state": "committing"}, "写完之后可以撤销"),
        ({"state": "committing", "done": 2, "stopped": "made-in-vain"}, "写完之后可以撤销"),
        ({"state": "committed"}, "请撤销导入"),
        ({"state": "undone"}, "留作记录"),
    ],
)
def test_what_was_on_the_ledger_is_not_thrown_away_and_says_what_to_do(
    ledger: Ledger, stands: dict[str, Any], instead: str
) -> None:
    kept = begin(ledger.store, record())
    ledger.store["imports"].update_one({"_id": kept.id}, {"$set": stands})
    with pytest.raises(CommandRefused, match=instead) as refused:
        discard(ledger.store, kept.id)
    assert refused.value.reason is Refusal.WRONG_STATE
    assert load(ledger.store, kept.id).state == stands["state"]


def test_a_commit_that_broke_off_before_its_first_row_is_thrown_away(ledger: Ledger) -> None:
    kept = begin(ledger.store, record())
    ledger.store["imports"].update_one({"_id": kept.id}, {"$set": {"state": "committing", "stopped": "unknown-file"}})
    discard(ledger.store, kept.id)
    with pytest.raises(CommandRefused, match="没有这次导入"):
        load(ledger.store, kept.id)


def test_the_latest_are_listed_first_and_each_persons_own(ledger: Ledger) -> None:
    early = begin(ledger.store, record())
    late = begin(ledger.store, record(created_at=START + timedelta(days=1), actor="other"))
    assert [each.id for each in page_of_imports(ledger.store, 9, None, lambda _: True).items] == [late.id, early.id]
    assert [each.id for each in page_of_imports(ledger.store, 9, None, "someone".__eq__).items] == [early.id]


def test_a_mapping_is_known_again_by_its_template(ledger: Ledger) -> None:
    assert mapping_for(ledger.store, "9f3c", ["140105"]) is None
    remember(ledger.store, "9f3c", ["140105"], "name: a", by="someone", at=START)
    remember(ledger.store, "9f3c", ["140105"], "name: b", by="someone", at=START)
    assert mapping_for(ledger.store, "9f3c", ["140105"]) == "name: b"


def test_each_office_has_its_own_where_it_has_one_and_else_the_last_of_any(ledger: Ledger) -> None:
    remember(ledger.store, "9f3c", ["140105"], "name: a", by="someone", at=START)
    remember(ledger.store, "9f3c", ["140106"], "name: b", by="other", at=START)
    said = [mapping_for(ledger.store, "9f3c", [region]) for region in ("140105", "140106", "140107")]
    assert said == ["name: a", "name: b", "name: b"]
    assert mapping_of_office(ledger.store, "9f3c", ["140107"]) is None

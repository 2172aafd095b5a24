"""Retention rules as entered: versions that never change, of which the highest holds."""

import pytest

from ledger.mongo.connection import Store
from ledger.mongo.rule_files.keeping import RuleFileRefused, enter_rules, text_in_force
from ledger.retention.retention import shipped_retention, shipped_text
from ledger.retention.store import RETENTION, RetentionOutdated, read_retention
from tests.ledger.factories import START

SECOND = shipped_text().replace("version: 1", "version: 2")


def test_the_shipped_rules_hold_until_others_are_entered(store: Store) -> None:
    assert read_retention(store) == shipped_retention()
    entered = enter_rules(store, RETENTION, SECOND.replace("{days: 180}", "{years: 1}"), START)
    assert enter_rules(store, RETENTION, SECOND.replace("{days: 180}", "{years: 1}"), START) == entered
    assert read_retention(store) == entered
    assert "{years: 1}" in text_in_force(store, RETENTION)


@pytest.mark.parametrize(
    ("text", "reason"),
    [(SECOND.replace("180", "181"), "2 已有,内容不同"), (shipped_text(), "version 2 holds")],
    ids=["another text", "an older version"],
)
def test_a_version_that_was_entered_is_never_changed(store: Store, text: str, reason: str) -> None:
    enter_rules(store, RETENTION, SECOND, START)
    with pytest.raises(RuleFileRefused, match=reason):
        enter_rules(store, RETENTION, text, START)
    assert store["retention"].count_documents({}) == 1


def test_rules_that_are_not_sound_any_more_are_named_until_a_higher_version_is_entered(store: Store) -> None:
    store["retention"].insert_one({"_id": 2, "text": "version: 2", "sha256": "", "entered_at": START})
    with pytest.raises(RetentionOutdated, match=r"issues"):
        read_retention(store)
    assert text_in_force(store, RETENTION) == "version: 2"
    third = enter_rules(store, RETENTION, SECOND.replace("version: 2", "version: 3"), START)
    assert read_retention(store) == third

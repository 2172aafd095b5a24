"""What an event of the registry says of one change: from what to what, and what it is called."""

from typing import Any

import pytest

from ledger.registry.actors import SYSTEM
from ledger.registry.keeping.history import By, changes_between, to_event
from tests.ledger.factories import START

BY = By(SYSTEM, START)
BEFORE = {"_id": "a", "name_zh": "甲", "shares": ["b"]}


@pytest.mark.parametrize(
    ("after", "changes"),
    [
        ({}, {}),
        ({"name_zh": "乙"}, {"name_zh": ("甲", "乙")}),
        ({"phone": "0351-1"}, {"phone": (None, "0351-1")}),
        ({"name_zh": None}, {"name_zh": ("甲", None)}),
        ({"name_zh": "", "shares": []}, {"name_zh": ("甲", ""), "shares": (["b"], [])}),
        ({"name_en": "", "leads": [], "phone": None}, {}),
        ({"entered": START}, {}),
    ],
)
def test_a_field_changed_where_it_differs_and_what_was_not_there_is_as_good_as_empty(
    after: dict[str, Any], changes: dict[str, Any]
) -> None:
    assert changes_between(BEFORE, {**BEFORE, **after}) == changes


def test_what_is_there_no_more_went_to_nothing() -> None:
    assert changes_between(BEFORE, {"_id": "a", "name_zh": "甲"}) == {"shares": (["b"], None)}


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        (None, {"_id": "a"}, "created"),
        ({"_id": "a"}, {"_id": "a", "phone": "1"}, "changed"),
        ({"_id": "a"}, {"_id": "a", "retired_on": "2026-03-02"}, "retired"),
        ({"_id": "a"}, {"_id": "a", "left_on": "2026-03-02"}, "retired"),
        ({"_id": "a", "left_on": "2026-03-02"}, {"_id": "a"}, "restored"),
    ],
)
def test_a_change_is_called_by_what_became_of_the_entry(before: Any, after: Any, what: str) -> None:
    event = to_event(7, "units", before, after, BY, {"140105", "140000"})
    assert (event["what"], event["entry_id"], event["version"]) == (what, "a", 7)
    assert event["regions"] == ["140000", "140105"]


def test_events_are_told_in_the_order_of_their_versions() -> None:
    ids = [to_event(version, "units", None, {"_id": "a"}, BY)["_id"] for version in (9, 10, 1_000_000_000)]
    assert ids == sorted(ids)

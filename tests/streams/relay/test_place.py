"""Each slot is published from its own mark on, wherever the stream begins."""

from ledger.mongo.slots import slot_of
from streams.relay.outbox import Insert
from streams.relay.place import Had, Mark


def insert(place: str, issue: str) -> Insert:
    return Insert({"_data": place}, "events", {"issue_id": issue})


def test_what_comes_up_to_the_mark_of_its_slot_was_had_and_nothing_after_it() -> None:
    had = Had({0: Mark({"_data": "8205"}), 1: Mark({"_data": "8203"})})
    told = [("8202", "a0"), ("8203", "a1"), ("8204", "a0"), ("8204", "a1"), ("8205", "b0"), ("8206", "a0")]
    known = [(place, issue) for place, issue in told if insert(place, issue) in had]
    assert known == [("8202", "a0"), ("8203", "a1"), ("8204", "a0"), ("8205", "b0")]


def test_where_all_marks_are_alike_what_comes_up_to_them_was_had_too() -> None:
    """A stream begins at a moment, and a mark may be in the middle of that moment's transaction."""
    had = Had(dict.fromkeys((slot_of("a0"), slot_of("a1")), Mark({"_data": "8205"})))
    assert [insert(place, "a0") in had for place in ("8204", "8205", "8206")] == [True, True, False]

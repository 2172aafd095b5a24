"""Who sent a file is known of each, and how much that was since a moment."""

from datetime import UTC, datetime, timedelta

import pytest

from ledger.evidence import uploads
from ledger.evidence.uploads import has_sent, note_upload, sent_by_any, sent_since
from ledger.mongo.connection import Store

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SHA, OTHER = "a" * 64, "b" * 64


def test_each_person_sends_a_file_for_themselves(store: Store) -> None:
    assert note_upload(store, SHA, "wang", 10, NOW)
    assert not note_upload(store, SHA, "wang", 10, NOW)
    assert note_upload(store, SHA, "li", 10, NOW)
    assert has_sent(store, SHA, "li")
    assert not has_sent(store, OTHER, "li")
    assert sent_by_any(store, SHA, {"nobody", "li"})
    assert not sent_by_any(store, SHA, {"nobody"})


def test_what_was_sent_before_the_moment_counts_no_more(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    note_upload(store, SHA, "wang", 10, NOW - timedelta(days=2))
    note_upload(store, OTHER, "wang", 7, NOW)
    sent = sent_since(store, "wang", NOW - timedelta(days=1))
    assert (sent.files, sent.size, sent.enough) == (1, 7, False)
    monkeypatch.setattr(uploads, "BYTES_A_DAY", 7)
    assert sent.enough

"""An attachment is kept once, under the hash of its bytes, or not at all."""

import hashlib
from collections.abc import Iterator

import pytest

from ledger.evidence.files import HashMismatch, TooLarge, has_attachment, keep_attachment, open_attachment
from ledger.mongo.connection import Store
from tests.ledger.parts import at_once

PHOTO = bytes(range(256)) * 3_000
SHA = hashlib.sha256(PHOTO).hexdigest()
LIMIT = 1_000_000


def chunks(data: bytes = PHOTO, size: int = 100_000) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


def kept(store: Store) -> tuple[int, int]:
    """How many files, and of how many distinct files there are chunks."""
    return store["attachments.files"].count_documents({}), len(store["attachments.chunks"].distinct("files_id"))


def test_what_is_kept_can_be_read_again(store: Store) -> None:
    assert keep_attachment(store, SHA, chunks(), "image/jpeg", LIMIT)
    assert has_attachment(store, SHA)
    stored = open_attachment(store, SHA)
    assert stored is not None
    assert stored.read() == PHOTO
    assert (stored.metadata, stored.length) == ({"media_type": "image/jpeg"}, len(PHOTO))


def test_an_attachment_nobody_sent_is_not_there(store: Store) -> None:
    assert not has_attachment(store, SHA)
    assert open_attachment(store, SHA) is None


def test_the_same_bytes_again_are_kept_once(store: Store) -> None:
    assert keep_attachment(store, SHA, chunks(), "image/jpeg", LIMIT)
    assert not keep_attachment(store, SHA, chunks(), "image/png", LIMIT)
    assert kept(store) == (1, 1)


def test_bytes_that_are_not_those_named_are_not_kept(store: Store) -> None:
    with pytest.raises(HashMismatch) as refused:
        keep_attachment(store, SHA, chunks(PHOTO + b"!"), "image/jpeg", LIMIT)
    assert refused.value.actual == hashlib.sha256(PHOTO + b"!").hexdigest()
    assert (kept(store), has_attachment(store, SHA)) == ((0, 0), False)


def test_a_file_of_exactly_the_limit_is_kept_and_one_byte_more_is_not(store: Store) -> None:
    with pytest.raises(TooLarge):
        keep_attachment(store, SHA, chunks(), "image/jpeg", len(PHOTO) - 1)
    assert kept(store) == (0, 0)
    assert keep_attachment(store, SHA, chunks(), "image/jpeg", len(PHOTO))


def test_an_endless_file_is_given_up_at_the_limit(store: Store) -> None:
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        while True:
            read += 100_000
            yield b"x" * 100_000

    with pytest.raises(TooLarge):
        keep_attachment(store, SHA, endless(), "image/jpeg", LIMIT)
    assert read == LIMIT + 100_000
    assert kept(store) == (0, 0)


def test_an_upload_that_breaks_off_leaves_nothing(store: Store) -> None:
    def broken() -> Iterator[bytes]:
        yield PHOTO[:600_000]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        keep_attachment(store, SHA, broken(), "image/jpeg", LIMIT)
    assert kept(store) == (0, 0)


def test_an_empty_file_is_a_file(store: Store) -> None:
    sha = hashlib.sha256(b"").hexdigest()
    assert keep_attachment(store, sha, iter(()), "text/plain", LIMIT)
    stored = open_attachment(store, sha)
    assert stored is not None
    assert stored.read() == b""


def test_of_several_that_send_the_same_at_once_one_keeps_it(store: Store) -> None:
    outcomes = at_once(*[lambda: keep_attachment(store, SHA, chunks(), "image/jpeg", LIMIT)] * 4)
    assert sorted(map(str, outcomes)) == ["False", "False", "False", "True"]
    assert kept(store) == (1, 1)
    stored = open_attachment(store, SHA)
    assert stored is not None
    assert stored.read() == PHOTO

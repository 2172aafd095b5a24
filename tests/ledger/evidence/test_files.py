"""An attachment is kept once, under the hash of its bytes, or not at all."""

import hashlib
from io import BytesIO

import pytest

from ledger.evidence.files import HashMismatch, has_attachment, keep_attachment, open_attachment
from ledger.mongo.connection import Store
from tests.ledger.parts import at_once

PHOTO = bytes(range(256)) * 3_000
SHA = hashlib.sha256(PHOTO).hexdigest()


def kept(store: Store) -> tuple[int, int]:
    """How many files, and of how many distinct files there are chunks."""
    return store["attachments.files"].count_documents({}), len(store["attachments.chunks"].distinct("files_id"))


def test_what_is_kept_can_be_read_again(store: Store) -> None:
    assert keep_attachment(store, SHA, BytesIO(PHOTO), "image/jpeg")
    assert has_attachment(store, SHA)
    stored = open_attachment(store, SHA)
    assert stored is not None
    assert stored.read() == PHOTO
    assert (stored.metadata, stored.length) == ({"media_type": "image/jpeg"}, len(PHOTO))


def test_an_attachment_nobody_sent_is_not_there(store: Store) -> None:
    assert not has_attachment(store, SHA)
    assert open_attachment(store, SHA) is None


def test_the_same_bytes_again_are_kept_once(store: Store) -> None:
    assert keep_attachment(store, SHA, BytesIO(PHOTO), "image/jpeg")
    assert not keep_attachment(store, SHA, BytesIO(PHOTO), "image/png")
    assert kept(store) == (1, 1)


def test_bytes_that_are_not_those_named_are_not_kept(store: Store) -> None:
    with pytest.raises(HashMismatch) as refused:
        keep_attachment(store, SHA, BytesIO(PHOTO + b"!"), "image/jpeg")
    assert refused.value.actual == hashlib.sha256(PHOTO + b"!").hexdigest()
    assert (kept(store), has_attachment(store, SHA)) == ((0, 0), False)


def test_an_upload_that_breaks_off_leaves_nothing(store: Store) -> None:
    class Broken(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 500_000:
                raise ConnectionResetError
            return super().read(size)

    with pytest.raises(ConnectionResetError):
        keep_attachment(store, SHA, Broken(PHOTO), "image/jpeg")
    assert kept(store) == (0, 0)


def test_an_empty_file_is_a_file(store: Store) -> None:
    sha = hashlib.sha256(b"").hexdigest()
    assert keep_attachment(store, sha, BytesIO(), "text/plain")
    stored = open_attachment(store, sha)
    assert stored is not None
    assert stored.read() == b""


def test_of_several_that_send_the_same_at_once_one_keeps_it(store: Store) -> None:
    outcomes = at_once(*[lambda: keep_attachment(store, SHA, BytesIO(PHOTO), "image/jpeg")] * 4)
    assert sorted(map(str, outcomes)) == ["False", "False", "False", "True"]
    assert kept(store) == (1, 1)
    stored = open_attachment(store, SHA)
    assert stored is not None
    assert stored.read() == PHOTO

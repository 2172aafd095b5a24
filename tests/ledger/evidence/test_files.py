"""An attachment is kept once, under the hash of its bytes, or not at all."""

from io import BytesIO

import pytest

from ledger.evidence.files import has_attachment, keep_attachment, media_types, open_attachment
from ledger.evidence.kinds import Examined, examine
from ledger.mongo.connection import Store
from tests.ledger.parts import at_once
from tests.pictures import padded, picture, sha256

PHOTO = padded(picture(), 768_000)
SHA = sha256(PHOTO)


def looked_into() -> Examined:
    return examine(SHA, BytesIO(PHOTO), "image/jpeg")


def kept(store: Store) -> tuple[int, int]:
    """How many files, and of how many distinct files there are chunks."""
    return store["attachments.files"].count_documents({}), len(store["attachments.chunks"].distinct("files_id"))


def test_what_is_kept_can_be_read_again(store: Store) -> None:
    assert keep_attachment(store, looked_into())
    assert has_attachment(store, SHA)
    stored = open_attachment(store, SHA)
    assert stored is not None
    assert stored.read() == PHOTO
    assert (stored.metadata, stored.length) == ({"media_type": "image/jpeg"}, len(PHOTO))


def test_an_attachment_nobody_sent_is_not_there(store: Store) -> None:
    assert not has_attachment(store, SHA)
    assert open_attachment(store, SHA) is None


def test_the_same_bytes_again_are_kept_once(store: Store) -> None:
    assert keep_attachment(store, looked_into())
    assert not keep_attachment(store, looked_into())
    assert kept(store) == (1, 1)


def test_an_upload_that_breaks_off_leaves_nothing(store: Store) -> None:
    class Broken(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 500_000:
                raise ConnectionResetError
            return super().read(size)

    with pytest.raises(ConnectionResetError):
        keep_attachment(store, Examined(SHA, "image/jpeg", Broken(PHOTO)))
    assert kept(store) == (0, 0)


def test_what_is_stored_is_known_by_what_it_is(store: Store) -> None:
    keep_attachment(store, looked_into())
    assert media_types(store, [SHA, "0" * 64]) == {SHA: "image/jpeg"}
    assert media_types(store, []) == {}


def test_of_several_that_send_the_same_at_once_one_keeps_it(store: Store) -> None:
    outcomes = at_once(*[lambda: keep_attachment(store, looked_into())] * 4)
    assert sorted(map(str, outcomes)) == ["False", "False", "False", "True"]
    assert kept(store) == (1, 1)
    stored = open_attachment(store, SHA)
    assert stored is not None
    assert stored.read() == PHOTO

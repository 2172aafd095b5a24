"""What goes in together goes in whatever its size, in as many commands as it takes."""

import pytest

from ledger.mongo.connection import Document, Store
from ledger.mongo.inserting import encoded, insert, update

MEBIBYTE = "x" * 1024 * 1024
LARGEST = "x" * (16 * 1024 * 1024 - 64)


@pytest.mark.parametrize(
    "documents",
    [
        [{"_id": number, "text": MEBIBYTE} for number in range(17)],
        [{"_id": 0, "text": LARGEST}, {"_id": 1, "text": ""}],
    ],
    ids=["many", "the largest"],
)
def test_more_than_one_document_may_hold_is_inserted(store: Store, documents: list[Document]) -> None:
    with store.client.start_session() as session:
        insert(store, "notices", encoded(documents), session)
    assert store["notices"].count_documents({}) == len(documents)


def test_more_than_one_document_may_hold_is_changed(store: Store) -> None:
    store["notices"].insert_many([{"_id": number} for number in range(17)])
    updates = encoded({"q": {"_id": number}, "u": {"$set": {"text": MEBIBYTE}}} for number in range(17))
    with store.client.start_session() as session:
        assert update(store, "notices", updates, session) == 17

"""A batch grows while it waits, up to so many records or bytes, and not once it is taken."""

import pytest

from streams.worker.reading.batches import MAX_BYTES, MAX_RECORDS, Batch
from tests.signing import signatures
from tests.streams.worker.records import Raw


def records(count: int, size: int = 2) -> list[Raw]:
    return [raw(offset, bytes(size)) for offset in range(count)]


def raw(offset: int, value: bytes | None) -> Raw:
    return Raw("topic", 0, offset, None, value, ())


def test_it_has_room_for_so_many_records_and_says_where_it_stopped() -> None:
    batch = Batch("topic", 0)
    assert batch.room == MAX_RECORDS
    assert batch.add(records(MAX_RECORDS - 1), 0) == MAX_RECORDS - 1
    assert batch.room == 1
    assert batch.add(records(10), 3) == 4
    assert (batch.room, len(batch.raw)) == (0, MAX_RECORDS)


@pytest.mark.parametrize("size", [MAX_BYTES, MAX_BYTES // 2, MAX_BYTES // 3])
def test_once_it_has_its_bytes_it_has_no_room(size: int) -> None:
    batch = Batch("topic", 0)
    taken = batch.add(records(10, size), 0)
    assert (taken - 1) * size < MAX_BYTES <= taken * size == batch.bytes
    assert batch.room == 0


def test_once_it_is_taken_it_has_no_room() -> None:
    batch = Batch("topic", 0)
    batch.add(records(1), 0)
    batch.taken = True
    assert batch.room == 0
    assert batch.add(records(1), 0) == 0


def test_a_record_without_a_value_is_an_empty_one() -> None:
    batch = Batch("topic", 0)
    batch.add([raw(7, None)], 0)
    (record,) = batch.records(signatures())
    assert (record.offset, record.value, batch.ends()) == (7, b"", {0: 8})

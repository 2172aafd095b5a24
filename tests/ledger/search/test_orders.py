"""An issue has a number in each order: numbers sort as the list does, and tell the key at which a page ends."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ledger.search.orders import begins, by_serial, by_time, key_of, number_of, serial_in
from ledger.store.wanted import Sort

_MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2240, 1, 1), timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)
)
_IDS = st.text(alphabet="0123456789abcdef-", min_size=1, max_size=40)


@given(one=_MOMENTS, other=_MOMENTS, an_id=_IDS, another=_IDS)
def test_times_sort_as_they_are_whatever_the_ids(one: datetime, other: datetime, an_id: str, another: str) -> None:
    if one < other:
        assert by_time(None, another) < begins(one) <= by_time(one, an_id) < begins(other)
    assert by_time(one, an_id) < begins(one + timedelta(milliseconds=1)) < 2**64


@given(at=st.none() | _MOMENTS, name=_IDS)
def test_a_page_by_time_goes_on_from_its_key(at: datetime | None, name: str) -> None:
    assert key_of(Sort.DUE, by_time(at, name), name) == (at, name)
    assert number_of((at, name)) == by_time(at, name)


def test_a_page_by_serial_or_region_goes_on_from_its_key() -> None:
    for number in (by_serial("140105-2026-00012"), by_serial("140105-2026-00012", "140213")):
        assert number_of(key_of(Sort.REGION, number, "x")) == number
    assert key_of(Sort.SERIAL, by_serial("140105-2026-123456"), "x") == ("140105-2026-123456", "x")
    assert by_serial("140105-2026-99999") < by_serial("140105-2026-100000") < by_serial("140106-2025-00001")
    assert number_of(("no 编号", "x")) == 0


def test_only_a_whole_serial_names_an_issue() -> None:
    assert serial_in(" 140105－2026－00012 ") == "140105-2026-00012"
    assert [serial_in(typed) for typed in ("2026-00012", "140105-2026-00012 x", "", "140105-2026-1")] == [None] * 4

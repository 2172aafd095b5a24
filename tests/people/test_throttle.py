"""Throttling: a stranger's tries are counted by account and by address, and never keep a known browser out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from ledger.mongo.connection import Store
from people.throttle import (
    KNOWN_FOR,
    PER_ACCOUNT,
    REVEALS_A_DAY,
    WINDOW,
    Count,
    TooManyTries,
    admit,
    forgive,
    is_known,
    of_account,
    of_address,
    of_known,
    of_reveals,
    remember,
)
from tests.ledger.factories import COUNTY, INSPECTOR, START


def test_ten_tries_an_hour_and_then_none_until_the_hour_is_over(store: Store) -> None:
    for _ in range(PER_ACCOUNT):
        admit(store, [of_account(COUNTY)], START)
    with pytest.raises(TooManyTries) as refused:
        admit(store, [of_account(COUNTY)], START + WINDOW / 2)
    assert refused.value.again_in == WINDOW / 2
    admit(store, [of_account(INSPECTOR)], START)
    admit(store, [of_account(COUNTY)], START + WINDOW)


def test_fifty_looks_at_informants_a_day_and_then_none_until_the_day_is_over(store: Store) -> None:
    for minutes in range(REVEALS_A_DAY):
        admit(store, [of_reveals(COUNTY)], START + timedelta(minutes=minutes))
    with pytest.raises(TooManyTries) as refused:
        admit(store, [of_reveals(COUNTY)], START + timedelta(hours=20))
    assert refused.value.again_in == timedelta(hours=4)
    admit(store, [of_reveals(INSPECTOR)], START)
    admit(store, [of_reveals(COUNTY)], START + timedelta(days=1))


def test_what_was_right_is_not_counted(store: Store) -> None:
    for _ in range(3 * PER_ACCOUNT):
        admit(store, [of_account(COUNTY)], START)
        forgive(store, [of_account(COUNTY)])


def test_a_known_browser_signs_in_after_a_thousand_bad_tries_elsewhere(store: Store) -> None:
    cookie = remember(store, None, COUNTY, START)
    for number in range(1_000):
        with pytest.raises(TooManyTries) if number >= PER_ACCOUNT else _nothing():
            admit(store, [of_account(COUNTY)], START)
    assert is_known(store, cookie, COUNTY, START)
    admit(store, [of_known(cookie, COUNTY)], START)


def test_tries_at_the_same_moment_are_each_counted(store: Store) -> None:
    def attempt(_: int) -> bool:
        try:
            admit(store, [of_account(COUNTY)], START)
        except TooManyTries:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(attempt, range(40))) == PER_ACCOUNT


def test_a_browser_is_known_for_those_who_signed_in_from_it_for_so_long(store: Store) -> None:
    cookie = remember(store, None, COUNTY, START)
    assert cookie not in str(list(store["browsers"].find()))
    assert not is_known(store, cookie, INSPECTOR, START)
    assert remember(store, cookie, INSPECTOR, START) == cookie
    assert is_known(store, cookie, INSPECTOR, START)
    assert not is_known(store, cookie, COUNTY, START + KNOWN_FOR)
    assert not is_known(store, None, COUNTY, START)
    assert not is_known(store, "made up", COUNTY, START)
    assert remember(store, "made up", COUNTY, START) != "made up"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("10.0.0.1", "10.0.0.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("", "unix", False),
    ],
)
def test_a_network_of_ipv6_is_one_address(one: str, other: str, same: bool) -> None:
    assert (of_address(one) == of_address(other)) is same


class _nothing:  # noqa: N801 - reads as a statement
    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


def test_several_counts_refuse_where_one_does(store: Store) -> None:
    admit(store, [Count("a", 1), Count("b", 5)], START)
    with pytest.raises(TooManyTries):
        admit(store, [Count("a", 1), Count("b", 5)], START + timedelta(minutes=1))

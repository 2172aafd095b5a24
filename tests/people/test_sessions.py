"""Sessions: an opaque token kept as its SHA-256; idle, old, stepped up and ended ones; listed without any secret."""

from datetime import timedelta

import pytest

from ledger.mongo.connection import Store
from people.credentials import Kind, digest
from people.sessions import IDLE, WHOLE, begin, end, end_all, listed, sessions_of, step_up
from tests.ledger.factories import COUNTY, INSPECTOR, START


def good(store: Store, token: str, after: timedelta = timedelta(0)) -> bool:
    """Whether a token opens its session some time after the start."""
    return digest(token) in sessions_of(store, [digest(token)], START + after)


def test_a_session_speaks_for_its_person_and_its_token_is_nowhere(store: Store) -> None:
    token, session = begin(store, COUNTY, START, methods=["password"], agent="Firefox", address="10.0.0.1")
    (credential,) = sessions_of(store, [digest(token)], START).values()
    assert (credential.kind, credential.person_id, credential.name) == (Kind.SESSION, COUNTY, f"session:{session.id}")
    assert credential.proven_at == START
    assert token not in str(list(store["sessions"].find()))
    assert token not in str(listed(store, START, COUNTY))


@pytest.mark.parametrize(("seen", "asked", "is_good"), [(0, 11, True), (0, 12, False), (11, 22, True), (11, 23, False)])
def test_twelve_idle_hours_end_it(store: Store, seen: int, asked: int, is_good: bool) -> None:
    token, session = begin(store, COUNTY, START, methods=["password"])
    store["sessions"].update_one({"_id": session.id}, {"$set": {"seen_at": START + timedelta(hours=seen)}})
    assert good(store, token, timedelta(hours=asked)) is is_good


def test_seven_days_end_it_however_busy_it_was(store: Store) -> None:
    token, session = begin(store, COUNTY, START, methods=["password"])
    store["sessions"].update_one({"_id": session.id}, {"$set": {"seen_at": START + WHOLE - IDLE / 2}})
    assert good(store, token, WHOLE - timedelta(seconds=1))
    assert not good(store, token, WHOLE)


def test_a_step_up_has_a_new_token_and_the_old_one_opens_nothing(store: Store) -> None:
    old, session = begin(store, COUNTY, START, methods=["password"])
    later = START + timedelta(hours=1)
    new = step_up(store, session.id, later, "totp")
    assert new not in (None, old)
    assert not good(store, old)
    (credential,) = sessions_of(store, [digest(str(new))], later).values()
    assert (credential.id, credential.proven_at) == (session.id, later)
    assert listed(store, later, COUNTY)[0].methods == ("password", "totp")


def test_one_ends_ones_own_and_no_others(store: Store) -> None:
    mine, session = begin(store, COUNTY, START, methods=["password"])
    others, foreign = begin(store, INSPECTOR, START, methods=["password"])
    assert end(store, foreign.id, START, COUNTY) is None
    assert end(store, session.id, START, COUNTY) is not None
    assert end(store, session.id, START, COUNTY) is None
    assert step_up(store, session.id, START, "password") is None
    assert (good(store, mine), good(store, others)) == (False, True)


def test_all_but_one_are_ended_together(store: Store) -> None:
    tokens = [begin(store, COUNTY, START, methods=["password"]) for _ in range(3)]
    assert end_all(store, COUNTY, START, but=tokens[1][1].id) == 2
    assert [good(store, token) for token, _ in tokens] == [False, True, False]
    assert [each.id for each in listed(store, START)] == [tokens[1][1].id]

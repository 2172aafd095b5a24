"""Devices: access renewed by signature, lost answers, copies found, clocks that are off; registered once, ended."""

import random
from datetime import timedelta

import pytest

from ledger.mongo.connection import Store
from people.credentials import Kind, digest
from people.devices import (
    ACCESS,
    NONCE_GOOD_FOR,
    UNUSED,
    Access,
    BadKey,
    DeviceEnded,
    KeyCopied,
    NonceExpired,
    NotSigned,
    demand_fresh,
    devices_of,
    end,
    end_all,
    listed,
    nonce,
    public_key,
    register,
    renew,
)
from people.keys import Purpose, Signer, rotate
from tests.ledger.factories import COUNTY, INSPECTOR, START
from tests.people.phones import Phone


@pytest.fixture
def phone(store: Store) -> Phone:
    """An inspector's phone that is registered and has renewed once."""
    made = Phone()
    register(store, INSPECTOR, made.public, "HUAWEI", START)
    renew(store, made.id, made.next().renewal("n"), START)
    return made


def good(store: Store, access: Access, at: timedelta = timedelta(0)) -> bool:
    """Whether a token opens something some time after the start."""
    return digest(access.token) in devices_of(store, [digest(access.token)], START + at)


def test_access_lasts_an_hour_and_its_token_is_nowhere(store: Store, phone: Phone) -> None:
    access = renew(store, phone.id, phone.next().renewal("n"), START)
    (credential,) = devices_of(store, [digest(access.token)], START).values()
    assert (credential.kind, credential.person_id, credential.id) == (Kind.DEVICE, INSPECTOR, phone.id)
    assert access.token not in str(list(store["devices"].find()))
    assert good(store, access, ACCESS - timedelta(seconds=1))
    assert not good(store, access, ACCESS)


def test_what_is_under_way_with_the_token_before_still_arrives(store: Store, phone: Phone) -> None:
    first, second, third = (renew(store, phone.id, phone.next().renewal("n"), START) for _ in range(3))
    assert [good(store, each) for each in (first, second, third)] == [False, True, True]


def test_the_same_counter_again_has_the_same_answer(store: Store, phone: Phone) -> None:
    phone.next()
    answers = {renew(store, phone.id, phone.renewal(f"nonce {number}"), START) for number in range(50)}
    assert len(answers) == 1


def test_a_thousand_dropped_answers_leave_the_phone_signed_in(store: Store, phone: Phone) -> None:
    dice, at, dropped = random.Random(7), START, 0
    phone.next()
    while dropped < 1_000:
        at += timedelta(seconds=dice.randrange(600))
        access = renew(store, phone.id, phone.renewal("n"), at)
        assert digest(access.token) in devices_of(store, [digest(access.token)], at)
        if dice.random() < 0.9:
            dropped += 1
        else:
            phone.next()
    assert listed(store, at, INSPECTOR)[0].ended_at is None


def copies(store: Store, phone: Phone, turns: str) -> int:
    """How many renewals it takes until a copy is found, the phone (p) and its copy (c) taking turns."""
    others = {"p": phone, "c": phone.copied()}
    for number, who in enumerate(turns):
        try:
            renew(store, phone.id, others[who].next().renewal("n"), START)
        except KeyCopied:
            return number
    raise AssertionError("nobody saw the copy")


@pytest.mark.parametrize("turns", ["cp", "pc", "ccp", "ppc", "cccccp"])
def test_a_copied_key_shows_when_the_other_one_renews_next(store: Store, phone: Phone, turns: str) -> None:
    assert copies(store, phone, turns) == len(turns) - 1
    (device,) = listed(store, START, INSPECTOR)
    assert (device.copied, device.ended_at) == (True, START)
    with pytest.raises(DeviceEnded):
        renew(store, phone.id, phone.next().renewal("n"), START)
    with pytest.raises(DeviceEnded):
        register(store, INSPECTOR, phone.public, "again", START)


def test_who_has_no_key_renews_nothing_and_ends_nothing(store: Store, phone: Phone) -> None:
    stranger = Phone().next()
    forged = stranger.renewal("n")
    with pytest.raises(NotSigned):
        renew(store, phone.id, forged, START)
    with pytest.raises(NotSigned):
        renew(store, stranger.id, forged, START)
    signed = phone.next().renewal("n")
    for changed in (
        {"nonce": "m"},
        {"counter": 99},
        {"attempt": "other"},
        {"signature": b""},
        {"signature": b"x" * 64},
    ):
        with pytest.raises(NotSigned):
            renew(store, phone.id, type(signed)(**{**_fields(signed), **changed}), START)
    renew(store, phone.id, signed, START)


def test_a_nonce_goes_by_our_clock_alone(store: Store) -> None:
    signer = Signer(store)
    given = nonce(signer, START)
    demand_fresh(signer, given, START + NONCE_GOOD_FOR - timedelta(seconds=1))
    for bad, at in ((given, START + NONCE_GOOD_FOR), ("", START), (given + "x", START), ("x.y", START), ("é", START)):
        with pytest.raises(NonceExpired):
            demand_fresh(signer, bad, at)
    assert nonce(signer, START) != given


def test_a_nonce_outlives_one_rotation_of_keys_and_not_two(store: Store) -> None:
    given = nonce(Signer(store), START)
    assert rotate(store, Purpose.SESSION, START) == 2
    demand_fresh(Signer(store), given, START)
    assert rotate(store, Purpose.SESSION, START) == 3
    with pytest.raises(NonceExpired):
        demand_fresh(Signer(store), given, START)


def test_registering_again_changes_nothing_and_another_person_cannot_have_the_key(store: Store, phone: Phone) -> None:
    again = register(store, INSPECTOR, phone.public, "other name", START + timedelta(days=1))
    assert (again.id, again.name, again.registered_at) == (phone.id, "HUAWEI", START)
    with pytest.raises(DeviceEnded):
        register(store, COUNTY, phone.public, "mine", START)


def test_180_days_unused_end_a_device(store: Store, phone: Phone) -> None:
    signed = phone.next().renewal("n")
    with pytest.raises(DeviceEnded):
        renew(store, phone.id, signed, START + UNUSED)
    assert listed(store, START + UNUSED, INSPECTOR) == []
    renew(store, phone.id, signed, START + UNUSED - timedelta(seconds=1))


def test_an_ended_device_has_no_access_and_gets_none(store: Store, phone: Phone) -> None:
    access = renew(store, phone.id, phone.next().renewal("n"), START)
    assert end(store, phone.id, START, COUNTY) is None
    assert end(store, phone.id, START, INSPECTOR) is not None
    assert not good(store, access)
    with pytest.raises(DeviceEnded):
        renew(store, phone.id, phone.next().renewal("n"), START)
    assert end_all(store, INSPECTOR, START) == 0


@pytest.mark.parametrize("point", [(b"", b""), (b"\x01" * 32, b"\x02" * 32), (b"\xff" * 32, b"\xff" * 32)])
def test_what_is_no_point_of_p256_is_no_key(point: tuple[bytes, bytes]) -> None:
    with pytest.raises(BadKey):
        public_key(*point)


def _fields(renewal: object) -> dict[str, object]:
    return {name: getattr(renewal, name) for name in ("nonce", "counter", "attempt", "signature")}

"""The fan-out: whoever joins anywhere gets what comes after its mark, once, in order, from bounded memory."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.http.batched import Batched
from api.http.settings import StreamLimits
from api.stream.catching_up import Stretch
from api.stream.fan_out import FanOut, Reader
from api.stream.frames import OVERFLOW, Event
from api.stream.marks import write_mark
from api.stream.subscriptions import Subscriptions
from ledger.registry.entries import Duty, Person
from ledger.store.alerts import AlertFilter
from mobile_schema.vocabulary import Level, Role
from tests.api.listening import alert
from tests.ledger.factories import EVERYWHERE, PROVINCE, RULES

LIMITS = StreamLimits(queued=8, kept=5, heartbeat=0.001)
PEOPLE = ("a", "b")
READER = RULES.catalogue.persons[PROVINCE]


def event(number: int, recipient: str) -> Event:
    return Event(f"{number:04d}", alert(str(number), recipient), f"{number} ".encode())


def read(reader: Reader) -> list[int]:
    """What waits for a reader."""
    return [int(word) for word in asyncio.run(reader.read()).split()]


def reader_at(fan_out: FanOut, mark: str, recipient: str | None) -> tuple[Reader, list[int]]:
    """A reader that comes back with a mark, and what it gets from memory before it joins."""
    reader = Reader("token", READER, AlertFilter(EVERYWHERE, recipient), LIMITS)
    reader.position = mark
    missed = [int(each.mark) for each in fan_out.kept_after(mark, reader.wanted)]
    fan_out.join(reader)
    return reader, missed


@pytest.fixture
def fan_out() -> FanOut:
    made = FanOut(LIMITS)
    made.begin("0000")
    return made


@given(
    recipients=st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=20),
    joins=st.integers(0, 20),
    back=st.integers(0, 5),
    wanted=st.sampled_from([None, *PEOPLE]),
)
def test_joining_anywhere_leaves_no_gap_and_no_overlap(
    recipients: list[str], joins: int, back: int, wanted: str | None
) -> None:
    fan_out = FanOut(LIMITS)
    fan_out.begin("0000")
    got: list[int] = []
    reader = None
    joined_at = min(joins, len(recipients))
    mark = max(int(fan_out.floor), joined_at - back)
    for number, recipient in enumerate(recipients, 1):
        if number == joined_at + 1:
            mark = max(int(fan_out.floor), joined_at - back)
            reader, got = reader_at(fan_out, f"{mark:04d}", wanted)
        fan_out.take(event(number, recipient))
        if reader is not None and wanted in {None, recipient}:
            got += read(reader)
    if reader is not None:
        expected = [n for n, recipient in enumerate(recipients, 1) if n > mark and wanted in {None, recipient}]
        assert got == expected


def test_a_reader_ahead_of_this_process_is_told_nothing_twice(fan_out: FanOut) -> None:
    reader, _ = reader_at(fan_out, "0002", None)
    for number in (1, 2, 3):
        fan_out.take(event(number, "a"))
    assert read(reader) == [3]


def test_what_waits_for_a_reader_is_bounded(fan_out: FanOut) -> None:
    reader, _ = reader_at(fan_out, "0000", None)
    for number in range(1, 100):
        fan_out.take(event(number, "a"))
    assert asyncio.run(reader.read()) == OVERFLOW
    assert reader.ended


def test_memory_keeps_the_latest_and_knows_from_where(fan_out: FanOut) -> None:
    for number in range(1, 100):
        fan_out.take(event(number, "a"))
    everything = fan_out.kept_after(fan_out.floor, AlertFilter(EVERYWHERE))
    assert [int(each.mark) for each in everything] == [95, 96, 97, 98, 99]
    assert fan_out.floor == "0094"


def test_a_reader_cut_short_while_it_catches_up_is_given_no_id_that_skips_the_rest() -> None:
    """The process is told to end when a part of what was missed is read; all of it comes at the next connection."""

    async def connected() -> bytes:
        fan_out = FanOut(LIMITS)
        fan_out.begin("0009")

        def part(marks: Sequence[str]) -> Stretch:
            fan_out.ending = True
            return Stretch("0002", (event(2, "a"),), frozenset())

        subscriptions = Subscriptions(fan_out, Batched("missed", part))
        frames = subscriptions.frames(READER, "token", AlertFilter(EVERYWHERE, "a"), "0001")
        return b"".join([frame async for frame in frames])

    told = asyncio.run(connected())
    assert b"2 " in told
    assert write_mark("0009").encode() not in told


@pytest.mark.parametrize(
    ("change", "ends"),
    [
        ({}, False),
        ({"name": "改名"}, False),
        ({"role": Role.INSPECTOR, "level": None}, True),
        ({"region": "140100", "level": Level.CITY}, True),
        ({"unit_id": "140100-government"}, True),
        ({"also": (Duty(Role.ADMIN, "140000"),)}, True),
    ],
)
def test_a_stream_ends_when_its_person_has_other_duties(change: dict[str, Any], ends: bool) -> None:
    """What it may show was asked when it opened."""
    by_now = replace(READER, **change)

    async def looked_after() -> bool:
        fan_out = FanOut(replace(LIMITS, look=0.0))
        fan_out.begin("0000")
        reader = Reader("token", READER, AlertFilter(EVERYWHERE), LIMITS)
        fan_out.join(reader)
        looks, enough = iter(range(3)), asyncio.Event()

        async def person_behind(_: str) -> Person:
            if next(looks, None) is None:
                enough.set()
            return by_now

        looking = asyncio.create_task(
            Subscriptions(fan_out, Batched("missed", lambda _: Stretch("", (), frozenset()))).look_after(person_behind)
        )
        await enough.wait()
        looking.cancel()
        return reader.ended

    assert asyncio.run(looked_after()) == ends

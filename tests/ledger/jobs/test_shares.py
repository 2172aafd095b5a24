"""A job of many slots is shared out: each living process has its fair part, and no slot has two holders."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ledger.jobs.shares import Part, Parts, Shares, claimed, holders, prolonged
from ledger.mongo.connection import Store
from tests.ledger.parts import at_once
from tests.streams.parts import until

COUNT = 16
TTL = timedelta(seconds=10)
BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
NAMES = [f"worker-{number}" for number in range(5)]

steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["claims", "renews"]), st.sampled_from(NAMES)),
        st.tuples(st.just("seconds pass"), st.integers(1, 12)),
    ),
    max_size=60,
)


class Told:
    """Processes that claim and renew on one document, each with what it was told it has, and until when."""

    def __init__(self) -> None:
        self.now = BEGIN
        self.parts: Parts = ()
        self.told: dict[str, Part] = {}

    def does(self, what: str, who: str | int) -> None:
        if isinstance(who, int):
            self.now += timedelta(seconds=who)
        elif what == "claims":
            self.parts = claimed(self.parts, who, COUNT, self.now, self.now + TTL)
            self._tell(who)
        elif who in self.told:
            self.parts = prolonged(self.parts, who, self.now + TTL)
            self._tell(who)

    def _tell(self, who: str) -> None:
        self.told.pop(who, None)
        self.told.update({part.holder: part for part in self.parts if part.holder == who})

    def held(self) -> list[int]:
        """Every slot as often as one believes to have it."""
        return sorted(slot for part in self.told.values() if part.until > self.now for slot in part.slots)


@given(steps)
def test_whoever_comes_renews_or_dies_no_slot_ever_has_two_holders(taken: list[tuple[str, str | int]]) -> None:
    world = Told()
    for what, who in taken:
        world.does(what, who)
        held = world.held()
        assert len(held) == len(set(held)), (what, who)


@given(steps, st.sets(st.sampled_from(NAMES), min_size=1), st.permutations(NAMES))
def test_once_a_lease_has_passed_every_slot_is_held_by_one_that_lives_and_all_have_as_much(
    taken: list[tuple[str, str | int]], living: set[str], order: list[str]
) -> None:
    world = Told()
    for what, who in taken:
        world.does(what, who)
    world.does("seconds pass", 11)
    for name in [name for name in order if name in living] * 2:
        world.does("claims", name)
    assert world.held() == list(range(COUNT))
    sizes = [len(world.told[name].slots) for name in living]
    assert max(sizes) - min(sizes) <= 1


@given(steps, st.sampled_from(NAMES))
def test_who_claims_again_has_what_it_had(taken: list[tuple[str, str | int]], who: str) -> None:
    world = Told()
    for what, name in taken:
        world.does(what, name)
    world.does("claims", who)
    before = world.told[who].slots
    world.does("claims", who)
    assert world.told[who].slots == before


def shares(store: Store, name: str, ttl: timedelta = TTL) -> Shares:
    return Shares(store, "sweep", name, COUNT, ttl)


def test_who_is_alone_has_all_and_gives_half_to_one_that_joins(store: Store) -> None:
    one, two = shares(store, "one"), shares(store, "two")
    assert one.claim() == tuple(range(16))
    assert two.claim() == ()
    assert one.claim() == tuple(range(8))
    assert two.claim() == tuple(range(8, 16))


def test_what_a_dead_one_had_goes_to_the_others_within_the_lease_time(store: Store) -> None:
    short = timedelta(milliseconds=300)
    dead, other = shares(store, "dead", short), shares(store, "other")
    for each in (dead, other, dead, other):
        each.claim()
    assert len(other.claim()) == 8
    until(lambda: other.claim() == tuple(range(16)))


def test_who_lets_go_leaves_its_part_to_the_others_at_once(store: Store) -> None:
    one, two = shares(store, "one"), shares(store, "two")
    for each in (one, two, one, two):
        each.claim()
    one.release()
    assert two.claim() == tuple(range(16))


def test_of_many_that_claim_at_once_none_has_what_another_has(store: Store) -> None:
    all_of_them = [shares(store, name) for name in NAMES]
    for _ in range(2):
        at_once(*[each.claim for each in all_of_them])
    slots = [slot for each in all_of_them for slot in each.claim()]
    assert sorted(slots) == list(range(16))


def test_who_renews_hears_when_its_part_is_another_and_keeps_what_it_has_until_it_claims(store: Store) -> None:
    one, two = shares(store, "one"), shares(store, "two")
    one.claim()
    assert one.renew() == (tuple(range(16)), False)
    two.claim()
    assert two.renew() == ((), False), "there is nothing to be had yet"
    assert one.renew() == (tuple(range(16)), True)
    one.claim()
    assert two.renew() == ((), True)


def test_who_was_taken_for_dead_has_nothing_left_to_renew(store: Store) -> None:
    dead, other = shares(store, "dead", timedelta(0)), shares(store, "other")
    dead.claim()
    other.claim()
    assert dead.renew() == ((), False)


def test_one_more_than_there_are_slots_stands_by(store: Store) -> None:
    many = [shares(store, f"{number:02}") for number in range(17)]
    for each in many * 2:
        each.claim()
    assert [len(each.claim()) for each in many] == [1] * 16 + [0]
    assert len(holders(store, "sweep")) == 16


def test_who_works_longer_than_a_lease_lasts_keeps_its_part(store: Store) -> None:
    one, two = (shares(store, name, timedelta(milliseconds=400)) for name in ("one", "two"))
    with one.held() as slots:
        assert slots == tuple(range(16))
        began = datetime.now(UTC)
        until(lambda: _until(store) > began + timedelta(milliseconds=1_200))
        assert two.claim() == ()
    assert one.claim() == tuple(range(8))


def test_a_turn_that_finds_all_as_it_was_writes_nothing(store: Store) -> None:
    one = shares(store, "one")
    one.claim()
    before = store["leases"].find_one({"_id": "sweep"})
    one.claim()
    assert store["leases"].find_one({"_id": "sweep"}) == before


def _until(store: Store) -> datetime:
    (part, *_) = (store["leases"].find_one({"_id": "sweep"}) or {})["parts"]
    found: datetime = part["until"]
    return found

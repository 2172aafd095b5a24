"""The counters say what the list shows, whatever happened, before and after it was added up."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

import pytest

from ledger.access.scopes import Scope, region_key, reporter_key, unit_key
from ledger.counting.cells import CATEGORY, UNIT, due_day
from ledger.issue.issue import OPEN_STATES
from ledger.issue.lights import SOON, light_of
from ledger.mongo.connection import Document, Store
from ledger.store.archive.moving import archive, bring_back
from ledger.store.counted import recounting
from ledger.store.counted.adding_up import PAST, add_up, tidy
from ledger.store.counted.asked import wanted_of
from ledger.store.counted.recounting import count_anew, counted_in, miscounted
from ledger.store.counted.standing import Standing, standing, standing_by_region, standing_of_all
from mobile_schema.vocabulary import Category, Light, State
from tests.factories import finding
from tests.ledger.factories import RULES, visit
from tests.ledger.parts import Ledger, at_once

HOME, CITY, PROVINCE, ELSEWHERE = "140105", "140100", "140000", "140213"
LAND = "140105-natural-resources"
SCOPES = [
    Scope(frozenset({region_key(PROVINCE)})),
    Scope(frozenset({region_key(HOME)})),
    Scope(frozenset({region_key(ELSEWHERE)})),
    Scope(frozenset({unit_key(LAND)})),
    Scope(frozenset({region_key(ELSEWHERE), reporter_key("inspector-140105-1")})),
    Scope(frozenset({region_key(HOME), unit_key(LAND), region_key(CITY)})),
]


@pytest.fixture
def lived(ledger: Ledger) -> Ledger:
    """A ledger on which this and that happened, some of it long ago."""
    for category in (Category.LAND, Category.FUNDING, Category.OTHER, Category.LAND):
        ledger.take(*(visit(finding(category=category)) for _ in range(2)))
    ids = [each["_id"] for each in ledger.store["issues"].find({"unit_id": LAND}, sort=[("_id", 1)])]
    ledger.walk(ids[0], "accept", "report-progress", "request-closure", "approve-closure")
    ledger.wait(days=2)
    ledger.sweep()
    ledger.walk(ids[1], "accept", "report-progress", "suspend")
    ledger.wait(days=1, minutes=7)
    ledger.opened(3)
    return ledger


def as_listed(ledger: Ledger, scope: Scope, field: str) -> dict[str, Counter[str]]:
    """What a look at each issue finds, by the value of a field."""
    found: dict[str, Counter[str]] = {}
    for each in ledger.store["issues"].find({"scopes": {"$in": sorted(scope.keys)}}):
        light = light_of(State(each["state"]), each["due_at"], ledger.clock.now())
        its = found.setdefault(each.get(field) or "", Counter())
        its.update([each["state"]])
        if State(each["state"]) in OPEN_STATES:
            its.update([light.value])
    return found


def as_counted(rows: dict[str, Standing]) -> dict[str, Counter[str]]:
    found = {}
    for value, one in rows.items():
        lights = {Light.RED.value: one.red, Light.YELLOW.value: one.yellow, Light.GREEN.value: one.green}
        counted = Counter({name: number for name, number in (one.states | lights).items() if number})
        if counted:
            found[value] = counted
    return found


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: "+".join(sorted(scope.keys)))
@pytest.mark.parametrize(("axis", "field"), [(CATEGORY, "category"), (UNIT, "unit_id")])
def test_every_number_is_that_of_the_list_at_every_moment(lived: Ledger, scope: Scope, axis: str, field: str) -> None:
    wanted = wanted_of(scope)
    for change in (lambda: None, lived.add_up, lambda: lived.opened(1), lambda: tidy(lived.store)):
        change()
        for by in (timedelta(), timedelta(hours=5), SOON):
            lived.clock.advance(by)
            now = lived.clock.now()
            assert as_counted(standing(lived.store, wanted, axis, now)) == as_listed(lived, scope, field)
            together = sum(as_listed(lived, scope, field).values(), Counter())
            assert as_counted({"": standing_of_all(lived.store, wanted, now)}).get("", Counter()) == together


def test_lights_turn_at_their_moment(ledger: Ledger) -> None:
    ledger.opened(1)
    ledger.add_up()
    wanted = wanted_of(SCOPES[1])
    (due_at,) = ledger.store["issues"].distinct("due_at")
    for moment, red, yellow in (
        (due_at - SOON, 0, 0),
        (due_at - SOON + timedelta(milliseconds=1), 0, 1),
        (due_at, 0, 1),
        (due_at + timedelta(milliseconds=1), 1, 0),
        (due_at + timedelta(days=40), 1, 0),
    ):
        one = standing(ledger.store, wanted, CATEGORY, moment)["land"]
        assert (one.red, one.yellow, one.open) == (red, yellow, 1), moment


def test_a_region_is_divided_into_those_below_and_what_lies_in_none(lived: Ledger) -> None:
    for _ in range(2):
        rows = standing_by_region(lived.store, wanted_of(SCOPES[0]), {PROVINCE: (CITY, "140200")}, lived.clock.now())
        assert {code: sum(one.open for one in its.values()) for code, its in rows.items()} == {CITY: 10}
        lived.add_up()
    rows = standing_by_region(lived.store, wanted_of(SCOPES[0]), {PROVINCE: ("140200",)}, lived.clock.now())
    assert {code: sum(one.open for one in its.values()) for code, its in rows.items()} == {PROVINCE: 10}


def test_nothing_is_counted_twice_whoever_adds_up(lived: Ledger) -> None:
    lived.add_up()
    lived.opened(20)
    for _ in range(3):
        lived.opened(1)
    at_once(*(lambda: add_up(lived.store, 2) for _ in range(4)))
    assert miscounted(lived.store, RULES) == []
    while add_up(lived.store):
        pass
    assert miscounted(lived.store, RULES) == []


def test_what_went_to_the_archive_is_counted_no_more_and_again_when_it_comes_back(lived: Ledger) -> None:
    (closed,) = lived.store["issues"].find({"state": "closed"})
    lived.store["alerts"].update_many({}, {"$set": {"dispatched": True}})
    lived.wait(days=60)
    moved = archive(lived.store, [closed["_id"]], lived.clock.now())
    assert moved.issues == 1
    assert miscounted(lived.store, RULES) == []
    assert standing(lived.store, wanted_of(SCOPES[0]), CATEGORY, lived.clock.now())["land"].of(State.CLOSED) == 0
    lived.add_up()
    bring_back(lived.store, [closed["_id"]])
    assert standing(lived.store, wanted_of(SCOPES[0]), CATEGORY, lived.clock.now())["land"].of(State.CLOSED) == 1
    assert miscounted(lived.store, RULES) == []


def test_what_fell_due_long_ago_is_one_day_by_unit_and_what_of_it_is_struck_off_leaves_it(lived: Ledger) -> None:
    overdue = lived.opened(3)
    lived.wait(days=60)
    lived.opened(1)
    lived.add_up()
    today = due_day(lived.clock.now())
    tidy(lived.store)
    kept = lived.store["counters"].find({"axis": UNIT}).distinct("due")
    assert {int(day) for each in kept for day in each if int(day) < today} == {PAST}
    assert miscounted(lived.store, RULES) == []
    lived.walk(overdue[0].id, "accept", "report-progress", "request-closure", "approve-closure")
    for change in (lambda: None, lived.add_up, lambda: tidy(lived.store)):
        change()
        counted = as_counted(standing(lived.store, wanted_of(SCOPES[0]), UNIT, lived.clock.now()))
        assert counted == as_listed(lived, SCOPES[0], "unit_id")
        assert miscounted(lived.store, RULES) == []


def test_a_few_units_are_read_alone(lived: Ledger) -> None:
    for _ in range(2):
        whole = standing(lived.store, wanted_of(SCOPES[0]), UNIT, lived.clock.now())
        few = standing(lived.store, wanted_of(SCOPES[0]), UNIT, lived.clock.now(), {LAND, "nobody"})
        assert few == {LAND: whole[LAND]}
        lived.add_up()


def test_a_ledger_older_than_its_counters_is_counted_whole_at_the_first_turn(lived: Ledger) -> None:
    lived.store["uncounted"].delete_many({})
    for name in ("counters", "periods"):
        lived.store[name].delete_many({})
    assert as_counted(standing(lived.store, wanted_of(SCOPES[0]), UNIT, lived.clock.now())) == as_listed(
        lived, SCOPES[0], "unit_id"
    )
    lived.add_up()
    assert miscounted(lived.store, RULES) == []
    assert lived.wrong() == []


def test_what_another_version_counted_is_counted_whole_at_the_next_turn(lived: Ledger) -> None:
    lived.add_up()
    lived.store["positions"].update_one({"_id": "counters"}, {"$unset": {"version": ""}})
    lived.store["periods"].delete_many({"_id": {"$regex": "^u:"}})
    assert counted_in(lived.store) is None
    lived.add_up()
    assert counted_in(lived.store) == RULES.zone.key
    assert miscounted(lived.store, RULES) == []


def test_a_recount_tells_what_is_wrong_and_puts_it_right(lived: Ledger) -> None:
    lived.add_up()
    lived.store["counters"].update_one({"_id": "r:140105|category|land"}, {"$inc": {"states.assigned": 1}})
    lived.store["periods"].delete_one({"_id": {"$regex": "^r:140105"}})
    assert [one.row.partition("/")[0] for one in miscounted(lived.store, RULES)] == ["counters", "periods"]
    lived.opened(1)
    count_anew(lived.store, RULES)
    assert miscounted(lived.store, RULES) == []


def test_a_recount_that_stood_still_while_another_was_made_writes_no_more(
    lived: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = recounting._steps

    def late(store: Store, made: Mapping[str, list[Document]]) -> Iterator[Callable[..., object]]:
        monkeypatch.undo()
        assert count_anew(store, lived.rules)
        return steps(store, {name: rows[:1] for name, rows in made.items()})

    monkeypatch.setattr(recounting, "_steps", late)
    assert not count_anew(lived.store, lived.rules)
    assert lived.wrong() == []

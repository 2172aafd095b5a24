"""The registry as deployed: seeded again without harm to what the operator entered, read as one snapshot."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ledger.mongo.connection import Store
from ledger.policy.in_force import RulesSource
from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import Absence, Holding, Person, Post, PostCode
from ledger.registry.files.loading import load_catalogue
from ledger.registry.store import enter, read_catalogue, seed
from mobile_schema.vocabulary import Level, Role
from tests.databases import COLLECTIONS
from tests.ledger.factories import COUNTY, START

BARE, SAMPLES = load_catalogue(samples=False), load_catalogue(samples=True)
WANG = Person("wang", "王督办", Role.SUPERVISOR, "140105-government", "140105", Level.COUNTY)


def contents(store: Store) -> dict[str, list[Any]]:
    return {name: list(store[name].find({}, sort=[("_id", 1)])) for name in COLLECTIONS}


def only(**entries: Any) -> Catalogue:
    """A catalogue with nothing but these."""
    nothing: dict[str, Any] = {name: {} for name in ("regions", "units", "zones", "projects", "persons", "posts")}
    return replace(BARE, **{**nothing, **entries})


def held_by(*holders: str) -> Catalogue:
    post = Post(PostCode.SUPERVISOR, "140105", tuple(Holding(holder) for holder in holders))
    return only(persons={WANG.id: WANG}, posts={post.id: post})


def county_supervisor() -> str | None:
    holder = read_catalogue().holder(PostCode.SUPERVISOR, "140105", START)
    return None if holder is None else holder.person_id


@pytest.mark.parametrize("catalogue", [BARE, SAMPLES], ids=["bare", "samples"])
def test_what_is_seeded_is_what_is_read(store: Store, catalogue: Catalogue) -> None:
    seed(store, catalogue)
    assert read_catalogue() == catalogue


def test_seeding_again_changes_nothing(store: Store) -> None:
    seed(store, SAMPLES)
    before = contents(store)
    seed(store, SAMPLES)
    assert contents(store) == before


def test_samples_can_come_later_and_stay(store: Store) -> None:
    seed(store, BARE)
    assert county_supervisor() is None
    seed(store, SAMPLES)
    assert read_catalogue() == SAMPLES
    seed(store, BARE)
    assert county_supervisor() == COUNTY


def test_what_the_operator_entered_survives_the_next_start(store: Store) -> None:
    """Every start seeds again: were a filled post emptied by it, its alerts would go to nobody."""
    seed(store, BARE)
    enter(store, held_by("wang"))
    for shipped in (BARE, SAMPLES):
        seed(store, shipped)
        assert county_supervisor() == "wang"
        assert read_catalogue().persons["wang"] == WANG


def test_the_operator_may_change_a_holder_and_empty_a_post(store: Store) -> None:
    seed(store, SAMPLES)
    enter(store, held_by("wang"))
    assert county_supervisor() == "wang"
    enter(store, held_by())
    assert county_supervisor() is None


def test_days_of_a_holding_and_of_an_absence_are_kept(store: Store) -> None:
    seed(store, BARE)
    away = replace(WANG, absences=(Absence(date(2026, 5, 1), date(2026, 5, 5), "休假"),))
    post = Post(PostCode.SUPERVISOR, "140105", (Holding("wang", date(2026, 3, 1), date(2026, 8, 31), deputy=True),))
    enter(store, only(persons={away.id: away}, posts={post.id: post}))
    found = read_catalogue()
    assert (found.persons["wang"], found.posts[post.id]) == (away, post)


def test_a_post_stored_before_holdings_had_days_still_reads(store: Store) -> None:
    seed(store, SAMPLES)
    store["posts"].update_one({"_id": "supervisor:140105"}, {"$set": {"holders": [COUNTY]}})
    store["persons"].update_many({}, {"$unset": {"absences": 1}})
    assert read_catalogue() == SAMPLES
    seed(store, SAMPLES)
    assert county_supervisor() == COUNTY


def test_entering_leaves_everything_else_alone(store: Store) -> None:
    seed(store, SAMPLES)
    enter(store, held_by("wang"))
    found = read_catalogue()
    assert len(found.persons) == len(SAMPLES.persons) + 1
    assert (found.units, found.projects, found.regions) == (SAMPLES.units, SAMPLES.projects, SAMPLES.regions)


def test_rules_are_read_once_and_again_when_they_are_old(store: Store) -> None:
    seed(store, SAMPLES)
    fresh, old = RulesSource(refresh_seconds=3600), RulesSource(refresh_seconds=-1)
    first = fresh.current()
    assert "wang" not in old.current().catalogue.persons
    enter(store, held_by("wang"))
    assert fresh.current() is first
    assert "wang" in old.current().catalogue.persons


def test_no_start_undoes_an_entry_that_the_operator_changed_whatever_its_kind(store: Store) -> None:
    seed(store, SAMPLES)
    region, unit = SAMPLES.regions["140105"], SAMPLES.units["140105-government"]
    project, zone = next(iter(SAMPLES.projects.values())), next(iter(SAMPLES.zones.values()))
    person = SAMPLES.persons[COUNTY]
    ours = only(
        regions={region.code: replace(region, name_zh="我们的区")},
        units={unit.id: replace(unit, name_zh="我们的政府")},
        projects={project.code: replace(project, name_zh="我们的项目", code_is_sample=False, sample=False)},
        zones={zone.id: replace(zone, name_zh="我们的开发区")},
        persons={person.id: replace(person, name="真名", sample=False)},
    )
    enter(store, ours)
    before = contents(store)
    for shipped in (SAMPLES, BARE, SAMPLES):
        seed(store, shipped)
    assert contents(store) == before
    found = read_catalogue()
    assert found.units[unit.id].name_zh == "我们的政府"
    assert found.persons[COUNTY].name == "真名"


def test_a_post_that_the_operator_emptied_stays_empty(store: Store) -> None:
    seed(store, SAMPLES)
    enter(store, held_by())
    seed(store, SAMPLES)
    assert county_supervisor() is None


def test_what_nobody_entered_follows_the_package(store: Store) -> None:
    unit = SAMPLES.units["140105-government"]
    seed(store, only(units={unit.id: replace(unit, name_zh="旧名")}))
    seed(store, BARE)
    assert read_catalogue().units[unit.id] == unit

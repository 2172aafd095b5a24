"""A process reads the rules in force once, and then what changed; however it was written, it is seen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.calendar.store import enter_calendar
from ledger.mongo.connection import Store
from ledger.mongo.rule_data import STAMP, rules_version
from ledger.policy.in_force import RulesSource, read_rules
from ledger.policy.store import adopt_policy, enter_policy, seed_policies
from ledger.policy.versions import shipped_text
from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import Holding, Person, Post, PostCode, Project
from ledger.registry.files.loading import load_catalogue
from ledger.registry.store import enter, seed
from mobile_schema.vocabulary import Level, Role
from tests.ledger.calendars import YEAR_2027
from tests.ledger.factories import START
from tests.streams.parts import until

BARE, SAMPLES = load_catalogue(samples=False), load_catalogue(samples=True)
NOTHING = replace(BARE, regions={}, units={}, projects={}, zones={}, persons={}, posts={})
VERSION_3 = shipped_text("13710@1").replace("version: 1", "version: 3")
WANG = Person("wang", "王督办", Role.SUPERVISOR, "140105-government", "140105", Level.COUNTY)


def project(number: int, name: str = "项目") -> Project:
    return Project(f"2026-140105-30-03-{number:06d}", name, "a project", Level.COUNTY, ("140105",))


def of(*entries: Project | Person | Post) -> Catalogue:
    """A catalogue of these alone."""
    kinds: dict[str, dict[str, Any]] = {"projects": {}, "persons": {}, "posts": {}}
    for entry in entries:
        if isinstance(entry, Project):
            kinds["projects"][entry.code] = entry
        else:
            kinds["posts" if isinstance(entry, Post) else "persons"][entry.id] = entry
    return replace(NOTHING, **kinds)


def seen_by(source: RulesSource) -> tuple[Any, ...]:
    """All that rules say, to be compared."""
    rules = source.anew()
    adopted = [(each.policy.key, each.holds_from) for each in rules.policies.adopted()]
    return rules.catalogue, [policy.key for policy in rules.policies.versions()], adopted, rules.calendars


WAYS: dict[str, Callable[[Store], object]] = {
    "the registry that ships": lambda store: seed(store, SAMPLES),
    "an operator's import": lambda store: enter(store, of(WANG, project(1))),
    "the policies that ship": lambda store: seed_policies(store, START),
    "a policy entered": lambda store: enter_policy(store, VERSION_3, START),
    "a policy adopted": lambda store: adopt_policy(store, "13710", 1, START + timedelta(days=1), START),
    "a calendar": lambda store: enter_calendar(store, YEAR_2027, START),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_in_moves_the_version_once_is_seen_at_once_and_changes_nothing_the_second_time(
    store: Store, way: str
) -> None:
    if way == "a policy adopted":
        enter_policy(store, shipped_text("13710@1"), START)
    source = RulesSource()
    before, version = seen_by(source), rules_version()
    WAYS[way](store)
    assert rules_version() == version + 1
    after = seen_by(source)
    assert after != before or way == "the policies that ship"  # which are known without being stored
    assert after == seen_by(RulesSource())
    WAYS[way](store)
    assert rules_version() == version + 1


def test_what_did_not_change_is_the_very_same_snapshot(store: Store) -> None:
    """However many strangers report: nothing is read for them as long as the version stands."""
    seed(store, SAMPLES)
    source = RulesSource()
    first = source.current()
    assert source.anew() is source.anew() is source.current() is first


def test_only_what_changed_is_read_again(store: Store) -> None:
    seed(store, SAMPLES)
    source = RulesSource()
    before = source.current()
    # By hand, and not told: whoever read everything would meet it.
    store["units"].update_many({}, {"$set": {"name_zh": "改了"}})
    enter(store, of(project(1)))
    after = source.anew().catalogue
    assert project(1).code in after.projects
    assert after.units is before.catalogue.units
    assert all(after.projects[code] is known for code, known in before.catalogue.projects.items())


def test_a_snapshot_taken_before_stays_as_it_was(store: Store) -> None:
    source = RulesSource()
    enter(store, of(project(1)))
    before = source.anew()
    enter(store, of(project(1, "改名"), project(2)))
    source.anew()
    assert before.catalogue.projects == {project(1).code: project(1)}


def test_what_was_taken_away_or_changed_by_hand_is_seen_when_all_is_read_over(store: Store) -> None:
    enter(store, of(project(1), project(2), WANG))
    source = RulesSource(whole_seconds=-1)
    before = source.anew()
    store["projects"].delete_one({"_id": project(1).code})
    store["persons"].update_one({"_id": "wang"}, {"$set": {"name": "改名"}})
    changed = {"projects": {project(2).code: project(2)}, "persons": {"wang": replace(WANG, name="改名")}}
    until(lambda: source.anew().catalogue == replace(before.catalogue, **changed))
    assert source.anew().catalogue.projects[project(2).code] is before.catalogue.projects[project(2).code]


def test_an_older_state_restored_from_a_backup_is_read_whole(store: Store) -> None:
    enter(store, of(project(1)))
    backup = {name: list(store[name].find()) for name in ("projects", "positions")}
    enter(store, of(project(1, "改名"), project(2)))
    source = RulesSource()
    source.anew()
    for name, documents in backup.items():
        store[name].delete_many({})
        store[name].insert_many(documents)
    assert source.anew().catalogue.projects == {project(1).code: project(1)}


def test_a_registry_stored_before_there_were_versions_is_read_and_then_followed(store: Store) -> None:
    seed(store, SAMPLES)
    for name in ("regions", "units", "projects", "zones", "persons", "posts"):
        store[name].update_many({}, {"$unset": {STAMP: 1}})
    store["positions"].delete_many({})
    source = RulesSource()
    assert source.current().catalogue == SAMPLES
    enter(store, of(WANG))
    assert source.anew().catalogue == replace(SAMPLES, persons={**SAMPLES.persons, "wang": WANG})


_NAMES = st.sampled_from(["甲", "乙", "丙"])
_ENTRIES = st.one_of(
    st.builds(project, st.integers(0, 3), _NAMES),
    st.builds(lambda name: replace(WANG, name=name), _NAMES),
    st.builds(
        lambda holders: Post(PostCode.SUPERVISOR, "140105", tuple(map(Holding, holders))),
        st.lists(st.sampled_from(["wang", "li"]), unique=True),
    ),
)
_STEPS = st.lists(
    st.tuples(st.sampled_from([enter, seed]), st.lists(_ENTRIES, max_size=3), st.booleans()), min_size=1, max_size=6
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_whatever_is_written_in_whatever_order_what_was_read_in_parts_is_what_is_read_whole(
    store: Store, steps: list[tuple[Callable[[Store, Catalogue], None], list[Any], bool]]
) -> None:
    source = RulesSource()
    for write, entries, look in steps:
        write(store, of(*entries))
        if look:
            assert source.anew().catalogue == read_rules().catalogue
    assert source.anew().catalogue == read_rules().catalogue

"""Each change of the registry is written whole, on what stands there now, with who made it and from what to what."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ledger.mongo.connection import Store
from ledger.policy.in_force import RulesSource
from ledger.registry.actors import Actor
from ledger.registry.catalogue import Catalogue
from ledger.registry.files.loading import load_catalogue
from ledger.registry.keeping import changing
from ledger.registry.keeping.changing import Changed, change
from ledger.registry.keeping.history import By, read_history
from ledger.registry.own_files.checking import check
from ledger.registry.own_files.refusals import ImportRefused
from ledger.registry.own_files.written import read_yaml
from ledger.registry.store import read_catalogue, seed
from mobile_schema.vocabulary import Category, Level, Role
from tests.ledger.factories import START
from tests.ledger.registry.exported import yaml_of

SAMPLES = load_catalogue(samples=True)
ADMIN = Actor("zhao", Role.ADMIN, None, "140105", None)
UNIT = SAMPLES.units["140105-housing"]
BY = By(ADMIN, START, "机构改革")


def to(store: Store, by: By = BY, **entries: Any) -> Changed:
    return change(store, lambda _: entries, by)


@pytest.fixture
def seeded(store: Store) -> Store:
    seed(store, SAMPLES)
    return store


def test_a_change_says_who_when_why_and_from_what_to_what(seeded: Store) -> None:
    came = to(seeded, units={UNIT.id: replace(UNIT, name_zh="住房局", phone="0351-1")})
    assert (came.changed["units"], came.created["units"]) == (1, 0)
    (event,) = read_history(seeded)
    assert (event.kind, event.entry_id, event.what, event.reason) == ("units", UNIT.id, "changed", "机构改革")
    assert event.changes == {"name_zh": (UNIT.name_zh, "住房局"), "phone": (None, "0351-1")}
    assert (event.at, event.actor["person_id"], event.actor["role"]) == (START, "zhao", "admin")


def test_what_stands_there_already_is_no_change_and_leaves_the_version(seeded: Store) -> None:
    before = to(seeded, units={UNIT.id: UNIT})
    assert before.is_none
    assert to(seeded, units={UNIT.id: UNIT}).version == before.version
    assert list(read_history(seeded)) == []


def test_importing_what_was_exported_changes_nothing(seeded: Store) -> None:
    to(seeded, units={UNIT.id: replace(UNIT, name_zh="住房局")})
    exported = yaml_of(read_catalogue())
    came = change(seeded, lambda known: check(read_yaml(exported), known).of, BY)
    assert came.is_none
    assert len(list(read_history(seeded))) == 1


def test_a_dry_run_says_what_would_change_and_changes_nothing(seeded: Store) -> None:
    before = read_catalogue()
    entries = {"units": {UNIT.id: replace(UNIT, name_zh="住房局"), "new": replace(UNIT, id="new")}}
    came = change(seeded, lambda _: entries, BY, dry_run=True)
    assert (came.created["units"], came.changed["units"]) == (1, 1)
    assert read_catalogue() == before
    assert list(read_history(seeded)) == []


def test_whoever_comes_second_decides_on_what_the_first_wrote(seeded: Store) -> None:
    seen: list[str] = []

    def second(known: Catalogue) -> dict[str, dict[str, Any]]:
        seen.append(known.units[UNIT.id].name_zh)
        if len(seen) == 1:
            to(seeded, units={UNIT.id: replace(UNIT, name_zh="先改")})
        return {"units": {UNIT.id: replace(known.units[UNIT.id], phone="0351-2")}}

    change(seeded, second, BY)
    assert seen == [UNIT.name_zh, "先改"]
    assert (read_catalogue().units[UNIT.id].name_zh, read_catalogue().units[UNIT.id].phone) == ("先改", "0351-2")


def test_retiring_and_restoring_are_named_and_leave_the_entry_readable(seeded: Store) -> None:
    to(seeded, units={UNIT.id: replace(UNIT, retired_on=date(2026, 3, 1))})
    to(seeded, units={UNIT.id: UNIT})
    assert [event.what for event in read_history(seeded, "units", UNIT.id)] == ["restored", "retired"]
    assert read_catalogue().units[UNIT.id] == UNIT


def test_no_start_undoes_what_an_office_changed_of_categories_and_rules(seeded: Store) -> None:
    land, rule = SAMPLES.categories[Category.LAND], SAMPLES.routes["own-level"]
    to(
        seeded,
        categories={land.code: replace(land, evidence=("site_photo",))},
        routes={rule.id: replace(rule, supervise="city")},
    )
    seed(seeded, SAMPLES)
    rules = RulesSource().current()
    assert [kind.code for kind in rules.catalogue.evidence_for(Category.LAND)] == ["site_photo"]
    assert rules.routing.by_category[Category.PERMITS][-1].supervise is Level.CITY


def test_what_a_change_was_about_is_counted_by_kind_and_nothing_of_a_kind_that_it_did_not_name() -> None:
    came = Changed(7, {"units": 1, "posts": 0}, {"units": 2, "posts": 0}, {"units": 4, "posts": 8})
    assert [came.count(kind) for kind in ("units", "posts", "persons")] == [7, 8, 0]
    for one, other in ((1, 0), (0, 1)):
        assert not Changed(7, {"units": one}, {"units": other}, {"units": 4}).is_none
    assert Changed(7, {"units": 0}, {"units": 0}, {"units": 4}).is_none


def test_who_has_the_registry_as_it_was_decides_on_it_and_on_what_was_written_since(seeded: Store) -> None:
    version, before = to(seeded, units={UNIT.id: replace(UNIT, phone="1")}).version, read_catalogue()
    to(seeded, units={UNIT.id: replace(UNIT, name_zh="先改")})
    seen: list[Catalogue] = []

    def decide(known: Catalogue) -> dict[str, dict[str, Any]]:
        seen.append(known)
        return {}

    change(seeded, decide, BY, last=(version, before))
    assert seen[0] == read_catalogue()
    assert seen[0].persons is before.persons


def test_after_a_backup_was_restored_nothing_is_known_of_before(seeded: Store) -> None:
    version, gone = to(seeded, units={UNIT.id: replace(UNIT, phone="1")}).version, replace(read_catalogue(), units={})
    change(seeded, lambda known: {"units": {UNIT.id: replace(known.units[UNIT.id], phone="2")}}, BY, last=(99, gone))
    assert version < 99
    assert read_catalogue().units[UNIT.id].phone == "2"


def test_more_than_a_transaction_writes_in_its_time_is_refused_and_what_stays_as_it_is_counts_for_nothing(
    seeded: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changing, "MAX_CHANGES", 2)
    two = {key: replace(UNIT, id=key) for key in ("a", "b")}
    for dry_run in (True, False):
        with pytest.raises(ImportRefused, match="3 changes, 2 at once"):
            change(seeded, lambda _: {"units": {**two, "c": replace(UNIT, id="c")}}, BY, dry_run=dry_run)
    came = to(seeded, units={**SAMPLES.units, **two})
    assert (came.created["units"], came.same["units"]) == (2, len(SAMPLES.units))

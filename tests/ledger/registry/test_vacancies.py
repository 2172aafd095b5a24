"""Which posts nobody holds, since when, and who is told in their place."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as altered

from ledger.escalation.due import due_steps
from ledger.escalation.firing import fire
from ledger.escalation.recipients import resolve_all
from ledger.issue.changes import envelopes_for
from ledger.policy.ladder import Recipient
from ledger.registry.actors import SYSTEM
from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import Absence, Holding, Post, PostCode, Project
from ledger.registry.regions import RANK, level_of
from ledger.registry.vacancies import Vacancy, unstaffed, vacancies
from mobile_schema.events.escalation_events import EscalationFired
from mobile_schema.vocabulary import Level, Role
from tests.ledger.factories import CITY, COUNTY, LAND_UNIT, PROVINCE, RULES, START
from tests.ledger.factories import vacant as emptied
from tests.ledger.stories import reported

TODAY = START.date()
LINE = ("140105", "140100", "140000")


def held(*holdings: Holding, place: str = "140105", code: PostCode = PostCode.SUPERVISOR) -> Catalogue:
    post = replace(RULES.catalogue.posts[f"{code}:{place}"], holders=holdings)
    return replace(RULES.catalogue, posts={**RULES.catalogue.posts, post.id: post})


def found(catalogue: Catalogue, region: str | None = "140105", units: tuple[str, ...] = (LAND_UNIT,)) -> list[Vacancy]:
    return list(vacancies(catalogue, units, TODAY, region))


def test_where_every_post_is_held_none_is_vacant() -> None:
    assert found(RULES.catalogue) == []


def test_a_post_that_a_deputy_holds_is_not_vacant() -> None:
    assert found(held(Holding("nobody-any-more"), Holding(CITY, deputy=True))) == []


def test_an_empty_supervisors_post_says_since_when_and_passes_to_the_next_one_up() -> None:
    (vacant,) = found(held(Holding(COUNTY, until=TODAY - timedelta(days=3))))
    assert (vacant.name, vacant.region, vacant.name_zh) == ("supervisor@140105", "140105", "太原市小店区")
    assert vacant.since == TODAY - timedelta(days=2)
    assert vacant.passes_to.person_id == CITY
    assert found(held())[0].since is None


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SUPERVISOR])
def test_a_supervisors_post_in_the_name_of_who_is_no_supervisor_is_vacant(role: Role) -> None:
    person = replace(RULES.catalogue.persons[COUNTY], role=role)
    (vacant,) = found(replace(RULES.catalogue, persons={**RULES.catalogue.persons, COUNTY: person}))
    assert vacant.passes_to.person_id == CITY


def test_an_absence_empties_a_post_from_its_first_day() -> None:
    away = (Absence(TODAY, TODAY + timedelta(days=4), "培训"),)
    person = replace(RULES.catalogue.persons[COUNTY], absences=away)
    (vacant,) = found(replace(RULES.catalogue, persons={**RULES.catalogue.persons, COUNTY: person}))
    assert (vacant.place, vacant.since) == ("140105", TODAY)


def test_an_absence_since_ever_says_no_day_on_which_the_post_became_empty() -> None:
    person = replace(RULES.catalogue.persons[COUNTY], absences=(Absence(date.min, TODAY, "培训"),))
    (vacant,) = found(replace(RULES.catalogue, persons={**RULES.catalogue.persons, COUNTY: person}))
    assert (vacant.place, vacant.since) == ("140105", None)


def test_a_unit_without_a_head_passes_to_the_supervisor_of_its_region() -> None:
    (vacant,) = found(held(place=LAND_UNIT, code=PostCode.UNIT_HEAD))
    assert (vacant.name, vacant.region) == (f"unit_head@{LAND_UNIT}", "140105")
    assert vacant.name_zh == RULES.catalogue.units[LAND_UNIT].name_zh
    assert (vacant.passes_to.person_id, vacant.passes_to.region) == (COUNTY, "140105")


def test_with_nobody_up_to_the_province_it_passes_to_nobody() -> None:
    everyone = found(replace(RULES.catalogue, posts={}), region=None)
    assert {(vacant.passes_to.person_id, vacant.passes_to.deputy) for vacant in everyone} == {(None, False)}
    assert len(everyone) == len(RULES.catalogue.regions) + 1


def test_they_come_by_place_from_the_one_asked_for_and_unknown_units_are_passed_over() -> None:
    every = found(RULES.catalogue, region=None, units=(LAND_UNIT, "140181-housing", "of-another-registry"))
    places = [vacant.place for vacant in every]
    assert places == sorted(places)
    assert "140181-housing" in places
    rest = list(vacancies(RULES.catalogue, (LAND_UNIT, "140181-housing"), TODAY, None, after=places[9]))
    assert [vacant.place for vacant in rest] == places[10:]


def without_staff(*units: str) -> Catalogue:
    persons = {
        person.id: replace(person, left_on=TODAY) if person.unit_id in units else person
        for person in RULES.catalogue.persons.values()
    }
    return replace(RULES.catalogue, persons=persons)


def test_a_unit_in_which_nobody_is_is_told_apart_from_one_without_a_head() -> None:
    assert not found(held(place=LAND_UNIT, code=PostCode.UNIT_HEAD))[0].nobody
    (empty,) = found(without_staff(LAND_UNIT))
    assert (empty.name, empty.nobody) == (f"unit_head@{LAND_UNIT}", True)


def test_a_unit_whose_head_cannot_sign_for_it_is_empty() -> None:
    """Who heads it is a supervisor who sits there; its own staff is gone."""
    unit = "140105-government"
    post = Post(PostCode.UNIT_HEAD, unit, (Holding(COUNTY),))
    catalogue = without_staff(unit)
    persons = {**catalogue.persons, COUNTY: RULES.catalogue.persons[COUNTY]}
    catalogue = replace(catalogue, persons=persons, posts={**catalogue.posts, post.id: post})
    assert [(each.place, each.nobody) for each in found(catalogue, units=(unit,))] == [(unit, True)]


def test_units_that_the_rules_name_for_a_project_and_in_which_nobody_is_are_known_before_anything_is_reported() -> None:
    assert LAND_UNIT not in unstaffed(RULES.catalogue, TODAY)
    catalogue = without_staff(LAND_UNIT)
    assert LAND_UNIT in unstaffed(catalogue, TODAY)
    assert LAND_UNIT not in unstaffed(catalogue, TODAY - timedelta(days=1))
    assert LAND_UNIT not in unstaffed(catalogue, TODAY, samples=False)
    no_project = {code: replace(each, retired_on=TODAY) for code, each in catalogue.projects.items()}
    assert unstaffed(replace(catalogue, projects=no_project), TODAY) == frozenset()


@pytest.mark.parametrize(
    ("what", "waited_for"), [({}, True), ({"sample": True}, False), ({"code_is_sample": True}, False)]
)
def test_nobody_waits_for_a_unit_that_a_sample_alone_would_need(what: dict[str, bool], waited_for: bool) -> None:
    bridge = replace(Project("2026-140105-48-01-000001", "桥", "Bridge", Level.COUNTY, ("140105",)), **what)
    catalogue = replace(without_staff(LAND_UNIT), projects={bridge.code: bridge})
    assert (LAND_UNIT in unstaffed(catalogue, TODAY, samples=False)) is waited_for
    assert LAND_UNIT in unstaffed(catalogue, TODAY)


def test_a_unit_is_staffed_that_stands_and_has_somebody_who_signs_for_it() -> None:
    assert LAND_UNIT in RULES.catalogue.staffed_on(TODAY)
    retired = replace(RULES.catalogue.units[LAND_UNIT], retired_on=TODAY)
    catalogue = replace(RULES.catalogue, units={**RULES.catalogue.units, LAND_UNIT: retired})
    assert LAND_UNIT not in catalogue.staffed_on(TODAY)
    assert LAND_UNIT in catalogue.staffed_on(TODAY - timedelta(days=1))
    unknown = {unit: each for unit, each in RULES.catalogue.units.items() if unit != LAND_UNIT}
    assert RULES.catalogue.staffed_on(TODAY) - replace(RULES.catalogue, units=unknown).staffed_on(TODAY) == {LAND_UNIT}


_holdings = st.lists(
    st.builds(
        Holding,
        st.sampled_from([COUNTY, CITY, PROVINCE, "nobody-any-more"]),
        st.none() | st.dates(date(2026, 2, 25), date(2026, 3, 5)),
        st.none() | st.dates(date(2026, 2, 25), date(2026, 3, 5)),
        st.booleans(),
    ),
    max_size=2,
)


@given(st.tuples(_holdings, _holdings, _holdings))
def test_the_posts_that_alerts_pass_by_are_the_ones_listed_as_vacant(holders: tuple[list[Holding], ...]) -> None:
    posts = {
        post.id: replace(post, holders=tuple(holdings))
        for region, holdings in zip(LINE, holders, strict=True)
        for post in [RULES.catalogue.posts[f"supervisor:{region}"]]
    }
    catalogue = replace(RULES.catalogue, posts={**RULES.catalogue.posts, **posts})
    everyone = [Recipient(post="supervisor", level=level_of(region)) for region in LINE]
    passed_by = {name for to in resolve_all(reported().issue, everyone, catalogue, START) for name in to.vacant_posts}
    listed = {vacant.name: vacant for vacant in found(catalogue, region=None, units=()) if vacant.place in LINE}
    assert passed_by == set(listed)
    for vacant in listed.values():
        (to,) = resolve_all(
            reported().issue, [Recipient(post="supervisor", level=level_of(vacant.region))], catalogue, START
        )
        assert vacant.passes_to == to


@pytest.mark.parametrize("unit", ["140000-natural-resources", "140100-natural-resources", LAND_UNIT])
def test_an_empty_head_passes_to_whoever_is_over_the_unit_and_the_list_says_the_same(unit: str) -> None:
    """A unit of the province that has an issue in a county has no county over it."""
    empty = {f"unit_head:{unit}": Post(PostCode.UNIT_HEAD, unit)}
    everyone = replace(RULES.catalogue, posts={**RULES.catalogue.posts, **empty})
    region = RULES.catalogue.units[unit].region
    for catalogue in (everyone, emptied(f"unit_head:{unit}", f"supervisor:{region}")):
        issue = altered(reported().issue, unit_id=unit)
        (listed,) = (each for each in found(catalogue, region, (unit,)) if each.place == unit)
        for recipient in (Recipient(post="unit_head"), Recipient(post="responsible_person")):
            (to,) = resolve_all(issue, [recipient], catalogue, START)
            passed = listed.passes_to
            assert (to.person_id, to.level, to.region) == (passed.person_id, passed.level, passed.region)
            assert to.vacant_posts == (listed.name, *passed.vacant_posts)
            assert to.level is not None
            assert RANK[to.level] >= RANK[level_of(region)]


def test_an_empty_post_for_which_nobody_stands_in_is_named_although_others_were_told() -> None:
    """The county is told of its own; what was meant for the province went to nobody, and stands on the issue."""
    story, nobody = reported(), emptied("supervisor:140000")
    (due, *_) = due_steps(story.issue, RULES.regime_of(story.issue), START + timedelta(days=1))
    both = (Recipient(post="supervisor", level="county"), Recipient(post="supervisor", level="province"))
    step = due.step.model_copy(update={"to": both})
    event = fire(story.issue, altered(due, step=step), RULES.regime_of(story.issue), nobody, START)
    assert isinstance(event, EscalationFired)
    assert [(alert.recipient_person_id, alert.vacant_posts) for alert in event.alerts] == [(COUNTY, ())]
    assert event.vacant_posts == ("supervisor@140000",)
    after = story.add(envelopes_for(story.issue, [event], START, SYSTEM))
    assert after.vacant_posts == ("supervisor@140000",)

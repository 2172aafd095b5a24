"""What a post is to an issue: of its unit, over its region, at a level high enough, by each duty of a person."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec import structs

from ledger.access.permissions import (
    Apart,
    acting,
    demand_level,
    did_the_work,
    is_grave,
    of_lead_unit,
    supervises,
)
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused
from ledger.issue.words.setting_aside import Void
from ledger.policy.policy import ApprovalLevel
from ledger.registry.actors import Actor
from ledger.registry.entries import Duty
from ledger.registry.regions import RANK
from mobile_schema.vocabulary import Category, Level, Role, Severity, State
from tests.ledger.access.parts import NOT_THEIRS, refusal
from tests.ledger.factories import (
    CITY,
    CITY_PROJECT,
    COUNTY,
    LAND_UNIT,
    PROVINCE,
    READ,
    START,
    person,
)
from tests.ledger.stories import in_state, reported


@pytest.mark.parametrize(
    ("category", "severity", "project", "level"),
    [
        (Category.LAND, Severity.ORDINARY, None, Level.COUNTY),
        (Category.DEMOLITION, Severity.ORDINARY, None, Level.CITY),
        (Category.LAND, Severity.ORDINARY, CITY_PROJECT, Level.CITY),
        (Category.LAND, Severity.MAJOR, None, Level.PROVINCE),
    ],
)
def test_a_supervisor_below_the_supervising_post_does_not_decide(
    category: Category, severity: Severity, project: str | None, level: Level
) -> None:
    """Notice item 14: the province dispatches major problems, the city its own, the county the rest."""
    story = reported(category, severity, project=project) if project else reported(category, severity)
    assert story.issue.supervising_level is level
    story.to(State.ACCEPTED, State.IN_PROGRESS, State.CLOSURE_REQUESTED)
    high_enough = {Level.COUNTY: 0, Level.CITY: 1, Level.PROVINCE: 2}[level]
    for who in (COUNTY, CITY, PROVINCE)[:high_enough]:
        for command in ("approve-closure", "return-closure", "void"):
            assert refusal(story, command, who) in NOT_THEIRS
    story.do("record-recheck", PROVINCE)
    assert story.do("approve-closure", (COUNTY, CITY, PROVINCE)[high_enough]).state is State.CLOSED


def test_a_level_high_enough_is_not_enough_where_one_does_not_supervise() -> None:
    """A supervisor of another city has the rank that the county's issue asks for, and no say in it."""
    issue = in_state(State.IN_PROGRESS).issue
    with pytest.raises(CommandRefused) as caught:
        demand_level(issue, person("supervisor-140200"), "above")
    assert caught.value.facts == {"level": Level.CITY}
    demand_level(issue, person(CITY), "above")


@pytest.mark.parametrize(("post", "role"), [(of_lead_unit, Role.UNIT_STAFF), (supervises, Role.SUPERVISOR)])
def test_a_post_is_one_role_whatever_else_a_person_has(post: Callable[[Issue, Actor], bool], role: Role) -> None:
    issue = in_state(State.ASSIGNED).issue
    people = [Actor("somebody", each, LAND_UNIT, "140105", Level.COUNTY) for each in Role]
    assert [who.role for who in people if post(issue, who)] == [role]


def test_who_is_of_no_unit_is_not_of_the_one_that_an_issue_in_triage_has_not() -> None:
    issue = reported(Category.OTHER).issue
    assert issue.unit_id is None
    assert not of_lead_unit(issue, Actor("somebody", Role.UNIT_STAFF))
    assert not did_the_work(issue, Actor("somebody", Role.SUPERVISOR, None, "140105", Level.COUNTY))


def test_who_has_no_region_or_no_level_supervises_nothing() -> None:
    issue = in_state(State.ASSIGNED).issue
    for region, level in ((None, Level.PROVINCE), ("140105", None), (None, None)):
        assert not supervises(issue, Actor("somebody", Role.SUPERVISOR, None, region, level))


@pytest.mark.parametrize("level", Level)
def test_an_issue_that_no_level_supervises_yet_is_every_supervisors_over_its_place(level: Level) -> None:
    nobodys = structs.replace(in_state(State.ASSIGNED).issue, supervising_level=None)
    assert supervises(nobodys, Actor("somebody", Role.SUPERVISOR, None, "140105", level))


@pytest.mark.parametrize(
    ("supervising", "asked", "wanted"),
    [
        (None, "supervising", Level.COUNTY),
        (None, "above", Level.CITY),
        (Level.COUNTY, "county", Level.COUNTY),
        (Level.COUNTY, "above", Level.CITY),
        (Level.CITY, "above", Level.PROVINCE),
        (Level.PROVINCE, "above", Level.PROVINCE),
    ],
)
def test_a_level_is_reached_by_itself_and_by_all_above(
    supervising: Level | None, asked: ApprovalLevel, wanted: Level
) -> None:
    issue = structs.replace(in_state(State.IN_PROGRESS).issue, supervising_level=supervising)
    line = (COUNTY, CITY, PROVINCE)
    for who in line[: RANK[wanted]]:
        with pytest.raises(CommandRefused) as caught:
            demand_level(issue, person(who), asked)
        assert caught.value.facts == {"level": wanted}
    for who in line[RANK[wanted] :]:
        demand_level(issue, person(who), asked)


def test_each_duty_of_a_person_acts_for_itself_and_of_several_that_may_the_highest() -> None:
    duties = (
        Duty(Role.SUPERVISOR, "140105", None, Level.COUNTY),
        Duty(Role.SUPERVISOR, "140100", None, Level.CITY),
        Duty(Role.SUPERVISOR, "140200", None, Level.PROVINCE),
    )
    several = Actor("somebody", Role.AUDITOR, region="140000", also=duties)
    assert [guise.level for guise in several.guises] == [None, Level.COUNTY, Level.CITY, Level.PROVINCE]
    issue = in_state(State.ASSIGNED).issue
    assert acting(issue, Void(reason="误报"), several, START, Apart.CONCERNED).level is Level.CITY
    inspecting = Actor("somebody", Role.INSPECTOR, region="140105", also=duties)
    assert acting(in_state(State.CLOSURE_REQUESTED).issue, READ, inspecting, START, Apart.NOBODY).level is Level.CITY


@pytest.mark.parametrize(
    ("severity", "late", "grave"),
    [
        (Severity.ORDINARY, timedelta(0), False),
        (Severity.ORDINARY, timedelta(milliseconds=1), True),
        (Severity.MAJOR, timedelta(0), True),
        (Severity.MAJOR, timedelta(milliseconds=1), True),
    ],
)
def test_what_is_major_is_grave_and_what_is_overdue_too(severity: Severity, late: timedelta, grave: bool) -> None:
    issue = structs.replace(in_state(State.IN_PROGRESS).issue, severity=severity)
    assert issue.due_at is not None
    assert is_grave(issue, issue.due_at + late) is grave

"""Who may do what: the unit answers for its issue, supervisors above it decide, nobody decides on work of their own."""

from dataclasses import replace

import pytest
from msgspec import structs
from pydantic import ValidationError

from ledger.access.permissions import IMPARTIAL, LOOKER_ON, SUPERVISOR, UNIT, UNIT_OR_SUPERVISOR, did_the_work
from ledger.decisions.assigning import assignment
from ledger.decisions.clock_effects import facts_of
from ledger.decisions.lifecycle import ROWS, allowed
from ledger.issue.changes import envelopes_for
from ledger.issue.commands import COMMANDS, Assign
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.registry.actors import SYSTEM, Actor
from mobile_schema.vocabulary import Category, Level, Role, Severity, State
from tests.ledger.factories import (
    CITY,
    CITY_PROJECT,
    COUNTY,
    INSPECTOR,
    LAND_UNIT,
    OTHER_UNIT,
    PROVINCE,
    RULES,
    Story,
    in_state,
    person,
    reported,
)

STAFF, HEAD = f"staff-{LAND_UNIT}", f"head-{LAND_UNIT}"
STATE_FOR = {
    "assign": State.REPORTED,
    "accept": State.ASSIGNED,
    "decline": State.ASSIGNED,
    "file-plan": State.ACCEPTED,
    "report-progress": State.ACCEPTED,
    "request-closure": State.IN_PROGRESS,
    "record-recheck": State.CLOSURE_REQUESTED,
    "approve-closure": State.CLOSURE_REQUESTED,
    "return-closure": State.CLOSURE_REQUESTED,
    "reopen": State.CLOSED,
    "void": State.ACCEPTED,
    "log-referral": State.ACCEPTED,
    "request-extension": State.IN_PROGRESS,
    "approve-extension": State.IN_PROGRESS,
    "refuse-extension": State.IN_PROGRESS,
    "request-suspension": State.IN_PROGRESS,
    "suspend": State.IN_PROGRESS,
    "refuse-suspension": State.IN_PROGRESS,
    "resume": State.SUSPENDED,
    "merge": State.IN_PROGRESS,
    "part": State.MERGED,
    "move-policy": State.IN_PROGRESS,
}
BY_THE_UNIT = (
    "accept",
    "decline",
    "file-plan",
    "report-progress",
    "request-closure",
    "request-extension",
    "request-suspension",
)
DECIDED = (
    "assign",
    "approve-closure",
    "return-closure",
    "reopen",
    "void",
    "approve-extension",
    "refuse-extension",
    "suspend",
    "refuse-suspension",
    "resume",
    "merge",
    "part",
)
NEVER_ON_OWN_WORK = {
    "record-recheck",
    "approve-closure",
    "return-closure",
    "void",
    "approve-extension",
    "suspend",
    "merge",
    "move-policy",
}
UNIT_PEOPLE = {STAFF, HEAD}
SUPERVISORS = {COUNTY, CITY, PROVINCE}
MAY = {
    **dict.fromkeys(BY_THE_UNIT, UNIT_PEOPLE),
    **dict.fromkeys(DECIDED, SUPERVISORS),
    "move-policy": {PROVINCE},
    "record-recheck": SUPERVISORS | {INSPECTOR},
    "log-referral": SUPERVISORS | UNIT_PEOPLE,
}
STRANGERS = {
    "supervisor-140106": "of the next county",
    "supervisor-140200": "of the next city",
    "inspector-140106-1": "who inspects the next county",
    f"staff-{OTHER_UNIT}": "of another unit of the county",
    "staff-140100-natural-resources": "of the unit above",
    "staff-140106-natural-resources": "of the same bureau elsewhere",
}
NOT_THEIRS = (Refusal.NOT_PERMITTED, Refusal.SEPARATION_OF_DUTIES)
EVERYONE = sorted(UNIT_PEOPLE | SUPERVISORS | {INSPECTOR} | set(STRANGERS))


def refusal(story: Story, command: str, who: Actor | str) -> Refusal:
    events = len(story.envelopes)
    with pytest.raises(CommandRefused) as refused:
        story.do(command, who)
    assert len(story.envelopes) == events
    return refused.value.reason


def ready_for(command: str) -> Story:
    """An issue on which the right person may give the command: what is decided on has been asked for."""
    story = in_state(STATE_FOR[command])
    for asked in ("extension", "suspension"):
        if command in (f"approve-{asked}", f"refuse-{asked}"):
            story.do(f"request-{asked}")
    return story


@pytest.mark.parametrize("who", EVERYONE)
@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_is_for_those_whose_business_it_is(command: str, who: str) -> None:
    story = ready_for(command)
    if who in MAY[command]:
        story.do(command, who)
        assert story.envelopes[-1].actor.person_id == who
    else:
        assert refusal(story, command, who) in NOT_THEIRS


def test_every_command_says_whose_business_it_is() -> None:
    assert list(ROWS) == list(COMMANDS.values())
    assert {row.who for row in ROWS.values()} == {UNIT, SUPERVISOR, IMPARTIAL, LOOKER_ON, UNIT_OR_SUPERVISOR}
    assert {command.name for command, row in ROWS.items() if row.who.impartial} == NEVER_ON_OWN_WORK


@pytest.mark.parametrize("command", COMMANDS)
def test_the_ledger_itself_gives_no_commands(command: str) -> None:
    assert refusal(ready_for(command), command, SYSTEM) is Refusal.NOT_PERMITTED


@pytest.mark.parametrize("command", ["approve-closure", "return-closure", "record-recheck", "void"])
@pytest.mark.parametrize("role", Role)
def test_the_fixers_unit_never_decides_on_its_work_whatever_the_post(command: str, role: Role) -> None:
    colleague = Actor("colleague", role, LAND_UNIT, "140105", Level.COUNTY)
    assert refusal(in_state(State.CLOSURE_REQUESTED), command, colleague) is Refusal.SEPARATION_OF_DUTIES


@pytest.mark.parametrize("command", ["approve-closure", "return-closure", "record-recheck", "void"])
@pytest.mark.parametrize("fixer", [STAFF, HEAD])
def test_a_fixer_who_has_become_a_supervisor_still_does_not_decide_on_it(command: str, fixer: str) -> None:
    """The head was named responsible, the staff did the work; both have moved to a supervising post since."""
    promoted = replace(person(PROVINCE), person_id=fixer)
    assert refusal(in_state(State.CLOSURE_REQUESTED), command, promoted) is Refusal.SEPARATION_OF_DUTIES


def test_who_worked_before_the_issue_went_to_another_unit_stays_a_fixer() -> None:
    story = in_state(State.IN_PROGRESS)
    moved = assignment(
        facts_of(story.issue),
        story.now,
        RULES.regime_of(story.issue),
        unit_id=OTHER_UNIT,
        region="140105",
        level=Level.COUNTY,
        rule="manual",
    )
    story.add(envelopes_for(story.issue, [moved], story.now, person(COUNTY)))
    story.to(State.ACCEPTED, State.IN_PROGRESS, State.CLOSURE_REQUESTED)
    assert story.issue.unit_id == OTHER_UNIT
    for fixer in (STAFF, HEAD):
        promoted = replace(person(COUNTY), person_id=fixer)
        assert refusal(story, "approve-closure", promoted) is Refusal.SEPARATION_OF_DUTIES


def test_a_supervisor_does_not_decide_on_work_of_the_supervisors_own_unit() -> None:
    story = in_state(State.REPORTED)
    story.do(Assign(unit_id="140105-government"), CITY)
    assert refusal(story, "void", COUNTY) is Refusal.SEPARATION_OF_DUTIES
    story.to(State.ACCEPTED, State.IN_PROGRESS, State.CLOSURE_REQUESTED)
    for command in ("record-recheck", "approve-closure", "return-closure", "void"):
        assert refusal(story, command, COUNTY) is Refusal.SEPARATION_OF_DUTIES
    assert story.do("approve-closure", CITY).state is State.CLOSED


def test_an_inspector_of_the_government_that_fixed_it_does_not_recheck_it() -> None:
    story = in_state(State.CLOSURE_REQUESTED, category=Category.DEMOLITION)
    assert story.issue.unit_id == "140105-government"
    assert refusal(story, "record-recheck", INSPECTOR) is Refusal.SEPARATION_OF_DUTIES
    assert story.do("record-recheck", CITY).recheck is not None


@pytest.mark.parametrize(
    ("who", "unit", "reason"),
    [
        (COUNTY, "140105-government", Refusal.SEPARATION_OF_DUTIES),
        (PROVINCE, "140000-government", Refusal.SEPARATION_OF_DUTIES),
        (COUNTY, "140100-natural-resources", Refusal.UNIT_NOT_IN_CHARGE),
        (CITY, "140106-natural-resources", Refusal.UNIT_NOT_IN_CHARGE),
        (PROVINCE, "140213-natural-resources", Refusal.UNIT_NOT_IN_CHARGE),
    ],
)
def test_no_unit_is_given_an_issue_that_it_could_not_answer_for(who: str, unit: str, reason: Refusal) -> None:
    with pytest.raises(CommandRefused) as refused:
        in_state(State.REPORTED).do(Assign(unit_id=unit), who)
    assert refused.value.reason is reason


def test_people_of_a_supporting_unit_never_verify_the_issue_then_or_later() -> None:
    story = in_state(State.REPORTED)
    story.do(Assign(unit_id="140105-housing", supporting_unit_ids=(OTHER_UNIT,)), COUNTY)
    assert story.issue.supporting_unit_ids == (OTHER_UNIT,)
    helper = replace(person(COUNTY), unit_id=OTHER_UNIT)
    assert did_the_work(story.issue, helper)
    story.to(State.ACCEPTED, State.IN_PROGRESS, State.CLOSURE_REQUESTED)
    for command in ("approve-closure", "return-closure", "record-recheck", "void"):
        assert refusal(story, command, helper) is Refusal.SEPARATION_OF_DUTIES
    assert did_the_work(structs.replace(story.issue, supporting_unit_ids=()), helper)


@pytest.mark.parametrize(
    ("unit", "reason"),
    [
        ("140105-nobody", Refusal.UNKNOWN_UNIT),
        ("140106-natural-resources", Refusal.UNIT_NOT_IN_CHARGE),
        ("140100-natural-resources", Refusal.UNIT_NOT_IN_CHARGE),
        ("140105-government", Refusal.SEPARATION_OF_DUTIES),
    ],
)
def test_a_supporting_unit_is_one_that_could_have_been_the_lead(unit: str, reason: Refusal) -> None:
    with pytest.raises(CommandRefused) as refused:
        in_state(State.REPORTED).do(Assign(unit_id=LAND_UNIT, supporting_unit_ids=(OTHER_UNIT, unit)), COUNTY)
    assert refused.value.reason is reason


@pytest.mark.parametrize("units", [(LAND_UNIT,), (OTHER_UNIT, OTHER_UNIT), tuple(f"unit-{n}" for n in range(11))])
def test_supporting_units_are_ten_at_most_each_once_and_not_the_lead(units: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError):
        Assign(unit_id=LAND_UNIT, supporting_unit_ids=units)


def test_another_assignment_has_its_own_supporting_units() -> None:
    story = in_state(State.REPORTED)
    story.do(Assign(unit_id=LAND_UNIT, supporting_unit_ids=(OTHER_UNIT,)), COUNTY)
    story.do("decline")
    assert story.do(Assign(unit_id="140105-housing"), COUNTY).supporting_unit_ids == ()


def test_a_triaged_major_issue_stays_under_the_province_whoever_assigns_it() -> None:
    story = in_state(State.REPORTED, severity=Severity.MAJOR)
    with pytest.raises(CommandRefused) as refused:
        story.do(Assign(unit_id="140105-housing"), COUNTY)
    assert refused.value.reason is Refusal.NOT_PERMITTED
    story.do(Assign(unit_id="140105-housing"), PROVINCE)
    assert (story.issue.supervising_level, story.issue.supervising_region) == (Level.PROVINCE, "140000")


def test_a_unit_that_once_had_the_issue_does_not_verify_it_after_it_passed_to_another() -> None:
    story = in_state(State.IN_PROGRESS)
    former = str(story.issue.unit_id)
    assert story.issue.fixing_units == (former,)
    passed_on = structs.replace(story.issue, unit_id="140105-housing")
    assert did_the_work(passed_on, replace(person(COUNTY), unit_id=former))


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


def test_an_issue_in_triage_may_be_assigned_by_any_supervisor_over_its_place() -> None:
    for who in (COUNTY, CITY, PROVINCE):
        issue = reported(Category.OTHER).do(Assign(unit_id=OTHER_UNIT), who)
        assert (issue.supervising_region, issue.supervising_level) == (person(who).region, person(who).level)
        assert issue.rule == "manual"


def test_a_wrong_state_is_told_before_a_missing_permission() -> None:
    assert refusal(in_state(State.CLOSED), "accept", "supervisor-140200") is Refusal.WRONG_STATE


def test_a_command_in_every_state_is_tried_above() -> None:
    assert all(command in allowed(state) for command, state in STATE_FOR.items())

"""Who may do what: the unit answers for its issue, supervisors above it decide, looking on is for others."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec import structs

from ledger.access.matrix import MATRIX
from ledger.access.permissions import (
    Apart,
    acting,
    demand_level,
    did_the_work,
    is_grave,
    may_acknowledge,
    of_lead_unit,
    supervises,
)
from ledger.decisions.lifecycle.table import ROWS, allowed
from ledger.issue.commands import COMMANDS
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.setting_aside import Void
from ledger.policy.policy import ApprovalLevel
from ledger.registry.actors import SYSTEM, Actor
from ledger.registry.entries import Duty
from ledger.registry.regions import RANK
from mobile_schema.vocabulary import Category, Level, Role, Severity, State
from tests.ledger.access.parts import NOT_THEIRS, refusal
from tests.ledger.factories import (
    CITY,
    CITY_PROJECT,
    COUNTY,
    HEAD,
    INSPECTOR,
    LAND_UNIT,
    OTHER_UNIT,
    PROVINCE,
    READ,
    STAFF,
    START,
    person,
)
from tests.ledger.stories import Story, in_state, reported

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
    "unvoid": State.VOIDED,
    "log-referral": State.ACCEPTED,
    "judge-correction": State.ACCEPTED,
    "answer-referral": State.ACCEPTED,
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
    "change-person": State.IN_PROGRESS,
    "change-support": State.IN_PROGRESS,
    "transfer": State.IN_PROGRESS,
    "withdraw-closure": State.CLOSURE_REQUESTED,
    "withdraw-extension": State.IN_PROGRESS,
    "withdraw-suspension": State.IN_PROGRESS,
    "correct": State.IN_PROGRESS,
    "comment": State.IN_PROGRESS,
    "instruct": State.IN_PROGRESS,
    "remind": State.IN_PROGRESS,
    "reply": State.IN_PROGRESS,
    "tick-milestone": State.IN_PROGRESS,
}
BY_THE_UNIT = (
    "accept",
    "decline",
    "change-person",
    "file-plan",
    "report-progress",
    "request-closure",
    "request-extension",
    "request-suspension",
    "reply",
    "tick-milestone",
)
WITHDRAWN = ("withdraw-closure", "withdraw-extension", "withdraw-suspension")
DECIDED = (
    "change-support",
    "transfer",
    "assign",
    "approve-closure",
    "return-closure",
    "reopen",
    "void",
    "unvoid",
    "approve-extension",
    "refuse-extension",
    "suspend",
    "refuse-suspension",
    "resume",
    "merge",
    "part",
    "judge-correction",
    "correct",
    "instruct",
    "remind",
)
UNIT_PEOPLE = {STAFF, HEAD}
SUPERVISORS = {COUNTY, CITY, PROVINCE}
MAY = {
    **dict.fromkeys(BY_THE_UNIT, UNIT_PEOPLE),
    **dict.fromkeys(DECIDED, SUPERVISORS),
    "move-policy": {PROVINCE},
    "record-recheck": SUPERVISORS | {INSPECTOR},
    "log-referral": SUPERVISORS | UNIT_PEOPLE,
    "answer-referral": SUPERVISORS | UNIT_PEOPLE,
    "comment": SUPERVISORS | UNIT_PEOPLE | {INSPECTOR},
    **{name: {STAFF} for name in WITHDRAWN},
}
STRANGERS = {
    "supervisor-140106": "of the next county",
    "supervisor-140200": "of the next city",
    "inspector-140106-1": "who inspects the next county",
    f"staff-{OTHER_UNIT}": "of another unit of the county",
    "staff-140100-natural-resources": "of the unit above",
    "staff-140106-natural-resources": "of the same bureau elsewhere",
}
EVERYONE = sorted(UNIT_PEOPLE | SUPERVISORS | {INSPECTOR} | set(STRANGERS))


def ready_for(command: str) -> Story:
    """An issue on which the right person may give the command: what is decided on has been asked for."""
    story = in_state(STATE_FOR[command])
    if command == "judge-correction":
        story.corrected()
    if command == "answer-referral":
        story.referred()
    for asked in ("extension", "suspension"):
        if command in (f"approve-{asked}", f"refuse-{asked}", f"withdraw-{asked}"):
            story.do(f"request-{asked}")
    if command == "tick-milestone":
        story.do("file-plan")
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


NEVER_ON_OWN_WORK = {
    "record-recheck",
    "approve-closure",
    "return-closure",
    "void",
    "unvoid",
    "approve-extension",
    "suspend",
    "merge",
    "move-policy",
    "transfer",
    "judge-correction",
    "correct",
}


def test_every_command_says_whose_business_it_is() -> None:
    assert list(ROWS) == list(COMMANDS.values())
    assert all(any(MATRIX[f"issue.{name}"].values()) for name in COMMANDS)
    assert {command.name for command, row in ROWS.items() if row.apart is not Apart.NOBODY} == NEVER_ON_OWN_WORK


@pytest.mark.parametrize("command", COMMANDS)
def test_the_ledger_itself_gives_no_commands(command: str) -> None:
    assert refusal(ready_for(command), command, SYSTEM) is Refusal.NOT_PERMITTED


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


def test_a_wrong_state_is_told_to_those_alone_who_may_give_the_command() -> None:
    assert refusal(in_state(State.CLOSED), "accept", "supervisor-140200") is Refusal.NOT_PERMITTED
    assert refusal(in_state(State.CLOSED), "accept", HEAD) is Refusal.WRONG_STATE


def test_a_command_in_every_state_is_tried_above() -> None:
    assert all(command in allowed(state) for command, state in STATE_FOR.items())


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


@pytest.mark.parametrize("who", EVERYONE)
def test_an_alert_is_acknowledged_by_its_recipient_or_a_supervisor_over_the_issue(who: str) -> None:
    issue = in_state(State.IN_PROGRESS).issue
    assert may_acknowledge(issue, who, person(who))
    for recipient in (HEAD, None):
        assert may_acknowledge(issue, recipient, person(who)) is (who in {*SUPERVISORS, recipient})


def test_the_ledger_itself_acknowledges_nothing() -> None:
    assert not may_acknowledge(in_state(State.IN_PROGRESS).issue, SYSTEM.person_id, SYSTEM)


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

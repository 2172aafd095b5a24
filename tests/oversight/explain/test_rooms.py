"""A unit in which nobody was when an issue came by is told: one that got it by hand, or that the rules passed by."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ledger.issue.words.assigning import Assign, Transfer
from ledger.issue.words.command import Command
from ledger.policy.rules import Rules
from ledger.registry.days import local_day
from mobile_schema.vocabulary import Category, Severity, State
from oversight.explain.told.whole import Explanation
from tests.ledger.factories import COUNTY, LAND_UNIT, OTHER_UNIT, RULES, START
from tests.ledger.stories import in_state, reported
from tests.oversight.explain.parts import explain, said


def with_nobody_in(*units: str) -> Rules:
    gone = [person for unit in units for person in RULES.catalogue.staff_of(unit)]
    left = {person.id: replace(person, left_on=local_day(START) - timedelta(days=1)) for person in gone}
    return replace(RULES, catalogue=RULES.catalogue.with_entries({"persons": left}))


def told_of(told: Explanation) -> list[tuple[str, str, list[str]]]:
    return [(each.why, each.by.title_en, [post.name for post in each.posts]) for each in told.empty_rooms]


@pytest.mark.parametrize(
    ("state", "command", "did_zh", "did_en"),
    [
        (State.REPORTED, Assign(unit_id=OTHER_UNIT), "交办", "assigned"),
        (State.IN_PROGRESS, Transfer(unit_id=OTHER_UNIT, reason="属其职责"), "改派", "transferred"),
    ],
)
def test_what_was_given_by_hand_to_an_empty_room_says_who_gave_it(
    state: State, command: Command, did_zh: str, did_en: str
) -> None:
    rules = with_nobody_in(OTHER_UNIT)
    story = in_state(state, rules=rules)
    story.do(command, COUNTY)
    told, name = explain(story, rules), rules.catalogue.persons[COUNTY].name
    assert told_of(told) == [("given", did_en, [f"unit_head@{OTHER_UNIT}"])]
    assert said(told, f"由{name}{did_zh},该单位当时无人在岗:", "负责人空缺。")
    assert said(told, f"{name} gave it on", f"({did_en}) to a unit in which nobody was; empty: head of ")


def test_what_the_rules_passed_by_is_told_of_an_assignment_and_of_triage() -> None:
    province = "140000-natural-resources"
    passed = explain(reported(severity=Severity.MAJOR, rules=with_nobody_in(province)), with_nobody_in(province))
    waiting = explain(reported(rules=with_nobody_in(LAND_UNIT)), with_nobody_in(LAND_UNIT))
    assert told_of(passed) == [("passed_by", "assigned", [f"unit_head@{province}"])]
    assert told_of(waiting) == [("passed_by", "handed to triage", [f"unit_head@{LAND_UNIT}"])]
    assert said(waiting, "转人工分派时,按规则应接收的单位无人在岗,未交:", "负责人空缺。")
    assert said(waiting, "(handed to triage) the routing rules passed by units in which nobody was; empty: head of ")


def test_where_somebody_was_nothing_is_said_of_rooms() -> None:
    assert explain(in_state(State.IN_PROGRESS, category=Category.OTHER)).empty_rooms == ()

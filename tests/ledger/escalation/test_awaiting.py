"""What waits for a supervisor on an issue, for which region's, and who answers for a post that is empty."""

from dataclasses import replace

import pytest

from ledger.escalation.awaiting import answered_for, awaits_of
from ledger.policy.policy import Approvals, ExtensionRule
from ledger.registry.days import local_day
from mobile_schema.vocabulary import Severity, State
from tests.ledger import policies
from tests.ledger.factories import CITY_PROJECT, RULES, START, vacant
from tests.ledger.stories import in_state

DAY = local_day(START)


@pytest.mark.parametrize(
    ("state", "waits"),
    [
        (State.REPORTED, ("triage@140105",)),
        (State.DECLINED, ("triage@140105",)),
        (State.CLOSURE_REQUESTED, ("approve@140105",)),
        *((state, ()) for state in State if state not in {State.REPORTED, State.DECLINED, State.CLOSURE_REQUESTED}),
    ],
)
def test_what_waits_for_a_supervisor_is_said_by_the_state(state: State, waits: tuple[str, ...]) -> None:
    assert awaits_of(in_state(state).issue, RULES) == waits


def test_a_major_issue_is_to_be_verified_before_it_is_to_be_approved() -> None:
    story = in_state(State.CLOSURE_REQUESTED, Severity.MAJOR)
    assert awaits_of(story.issue, RULES) == ("verify@140000",)
    story.do("record-recheck")
    assert awaits_of(story.issue, RULES) == ("approve@140000",)


def test_a_project_of_a_city_waits_for_the_citys() -> None:
    story = in_state(State.CLOSURE_REQUESTED, project=CITY_PROJECT)
    assert awaits_of(story.issue, RULES) == ("approve@140100",)


def test_what_a_unit_asked_for_waits_until_it_is_answered() -> None:
    story = in_state(State.IN_PROGRESS)
    story.do("request-extension")
    story.do("request-suspension")
    assert awaits_of(story.issue, RULES) == ("extension@140105", "suspension@140105")
    story.do("refuse-extension")
    assert awaits_of(story.issue, RULES) == ("suspension@140105",)
    story.do("suspend")
    assert awaits_of(story.issue, RULES) == ()


def test_a_request_waits_for_the_level_that_the_policy_names() -> None:
    above = policies.shipped("13710").model_copy(
        update={"approvals": Approvals(extension=ExtensionRule(level="above"))}
    )
    rules = policies.rules(above)
    story = in_state(State.IN_PROGRESS, rules=rules)
    story.do("request-extension")
    assert awaits_of(story.issue, rules) == ("extension@140100",)


def test_who_supervises_a_region_answers_for_it_and_for_those_below_where_nobody_is() -> None:
    catalogue = vacant("supervisor:140105", "supervisor:140106")
    assert "140105" not in answered_for("140100", RULES.catalogue, DAY)
    assert {"140100", "140105", "140106"} <= set(answered_for("140100", catalogue, DAY))
    assert "140105" not in answered_for("140000", catalogue, DAY)


def test_past_an_empty_city_the_province_answers_for_the_county_too() -> None:
    catalogue = vacant("supervisor:140105", "supervisor:140100")
    answered = answered_for("140000", catalogue, DAY)
    assert {"140000", "140100", "140105"} <= set(answered)
    assert "140106" not in answered


def test_of_a_policy_that_is_not_known_here_only_a_request_asks() -> None:
    story = in_state(State.IN_PROGRESS)
    story.do("request-extension")
    nowhere = replace(RULES, policies=policies.rules(policies.policy(policies.step("one"))).policies)
    assert awaits_of(in_state(State.CLOSURE_REQUESTED).issue, nowhere) == ("approve@140105",)

"""Explaining an issue: the policy it is under, and why nothing fires any more."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ledger.issue.commands import MovePolicy, Void
from ledger.policy.versions import Adoption, Policies, parse_policy, shipped_texts
from mobile_schema.vocabulary import Category, State
from oversight.explain.told import Silence
from tests.ledger.factories import CITY, COUNTY, PROVINCE, RULES, START
from tests.ledger.stories import in_state, reported
from tests.oversight.explain.parts import clock, explain, said


def test_a_policy_is_told_with_the_event_that_brought_it_its_scope_and_its_date() -> None:
    text = shipped_texts()["13710-working-days"]
    narrow = parse_policy(f"{text}\napplies_to: {{categories: [land], severities: [ordinary]}}\n")
    since = START - timedelta(days=30)
    rules = replace(RULES, policies=Policies([*RULES.policies.adopted(), Adoption(narrow, since)]))
    story = reported(Category.OTHER)
    told = explain(story, rules)
    assert (told.policy.name, told.policy.why, told.policy.scope, told.policy.holds_from) == (
        "13710",
        "chosen",
        {},
        None,
    )
    assert said(told, "13710@1", "转人工分派时")
    story.do(MovePolicy(policy="13710-working-days", version=1, reason="试行工作日"))
    told = explain(story, rules)
    assert (told.policy.why, told.policy.by.person_id, told.policy.holds_from) == ("moved", PROVINCE, since)
    assert told.policy.scope == {"categories": ("land",), "severities": ("ordinary",)}
    assert said(told, "改用(理由:试行工作日)")
    assert said(told, "自2026年1月31日(周六)10:00起用于:用地、一般")


def test_a_closed_issue_says_who_ended_it_and_that_nothing_fires() -> None:
    told = explain(in_state(State.CLOSED))
    assert told.coming == ()
    assert told.silence is not None
    assert told.silence.why == "closed"
    assert said(told, "销号,不再督办")
    assert said(told, "Nothing fires any more")
    assert {one.code: one.condition for one in told.clocks} == {
        "deploy": "satisfied",
        "feedback": "cancelled",
        "resolve": "satisfied",
        "verify": "satisfied",
        "zero": "satisfied",
    }


def test_a_voided_issue_says_why() -> None:
    story = reported()
    story.do(Void(reason="重复上报"))
    assert said(explain(story), "认定误报(理由:重复上报),不再督办")


def test_an_issue_in_triage_goes_up_to_the_province_and_then_has_nothing_left() -> None:
    story = reported(Category.OTHER)
    told = explain(story)
    assert [(one.step.step, one.to[0].person_id) for one in told.coming] == [
        ("triage-county", COUNTY),
        ("triage-city", CITY),
        ("triage-province", PROVINCE),
    ]
    story.wait(days=30).sweep()
    after = explain(story)
    assert after.silence == Silence("nothing_left", None)
    assert said(after, "不再有待发的督办步骤")
    assert clock(after, "triage").condition == "overdue"


def test_a_policy_version_that_is_gone_is_said_and_not_guessed() -> None:
    story = reported()
    others = Policies([Adoption(RULES.policies.of("before-due", 1), datetime.min.replace(tzinfo=UTC))])
    told = explain(story, replace(RULES, policies=others))
    assert told.silence == Silence("unknown_policy", None)
    assert {one.counted for one in told.clocks} == {None}
    assert said(told, "查不到该问题的规则版本")

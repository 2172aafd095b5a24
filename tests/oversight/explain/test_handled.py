"""A correction, a reminder and an instruction that nobody answered are told: what they did, to whom they went."""

from dataclasses import replace

from ledger.issue.words.correcting import Correct
from ledger.policy.policy import Scope
from ledger.policy.versions import ALWAYS, Adoption, Policies
from mobile_schema.vocabulary import Category, Severity, State
from tests.ledger import policies
from tests.ledger.escalation.test_reminders import remind
from tests.ledger.factories import CITY, COUNTY, HEAD, RULES, local
from tests.ledger.stories import in_state, reported
from tests.oversight.explain.parts import clock, explain, said


def test_a_clock_that_a_correction_set_anew_says_by_whom_why_and_to_when() -> None:
    story = in_state(State.IN_PROGRESS)
    story.do(Correct(severity=Severity.MAJOR, reason="涉及全线停工"), COUNTY)
    (change,) = clock(explain(story), "resolve").changes
    assert (change.kind, local(change.due_before), local(change.due_after)) == (
        "corrected", "2026-03-09 23:59:59", "2026-04-02 23:59:59",
    )  # fmt: skip
    counted = clock(explain(story), "resolve").counted
    assert counted is not None
    assert (counted.limit, counted.holds) == ({"months": 1}, True)
    assert said(explain(story), "解决", "更正", "涉及全线停工")
    assert said(explain(story), "'Resolve'", "corrected the issue")


def test_a_clock_that_the_corrected_issue_does_not_have_says_so_and_when_it_runs_again() -> None:
    shipped = policies.shipped("13710")
    survey = shipped.obligations["deploy"].model_copy(update={"only": Scope(categories=(Category.LAND,))})
    policy = shipped.model_copy(update={"obligations": {**shipped.obligations, "survey": survey}})
    story = reported(rules=policies.rules(policy))
    story.do(Correct(category=Category.ENVIRONMENT, reason="类别有误"), COUNTY)
    assert clock(explain(story, story.rules), "survey").condition == "out_of_scope"
    assert said(explain(story, story.rules), "不设此时限")
    story.do(Correct(category=Category.LAND, reason="复核为用地"), COUNTY)
    told = clock(explain(story, story.rules), "survey")
    assert (told.condition, told.ended_by, [change.kind for change in told.changes]) == ("running", None, ["corrected"])


def test_a_policy_that_a_correction_brought_is_told_with_it_and_one_that_it_left_is_not() -> None:
    land = policies.shipped("13710").model_copy(
        update={"name": "land-only", "applies_to": Scope(categories=(Category.LAND,))}
    )
    shipped = policies.shipped("13710")
    rules = replace(RULES, policies=Policies([Adoption(policy, ALWAYS) for policy in (shipped, land)]))
    story = reported(rules=rules)
    story.do(Correct(description="K12+400 段", reason="桩号有误"), COUNTY)
    assert explain(story, rules).policy.by.title_en == "assigned"
    story.do(Correct(category=Category.ENVIRONMENT, reason="类别有误"), COUNTY)
    told = explain(story, rules).policy
    assert (told.name, told.why, told.by.title_en) == ("13710", "moved", "corrected")


def test_a_reminder_is_told_as_what_it_was_and_to_whom_it_went() -> None:
    story = in_state(State.IN_PROGRESS)
    remind(story, CITY)
    (firing,) = [each for each in explain(story).firings if each.step.obligation == "reminder"]
    assert (firing.result, firing.late_ms, firing.alerts[0].to.person_id) == ("fired", 0, HEAD)
    assert said(explain(story), "催办", "发出")


def test_an_instruction_that_waits_is_what_comes_and_one_that_nobody_answered_is_what_came() -> None:
    story = in_state(State.IN_PROGRESS)
    story.do("instruct", COUNTY)
    (coming,) = [each for each in explain(story).coming if each.step.obligation == "instruction"]
    assert (local(coming.at), coming.result, {to.person_id for to in coming.to}) == (
        "2026-03-05 23:59:59", "fire", {COUNTY, HEAD},
    )  # fmt: skip
    story.wait(days=4).sweep()
    told = explain(story)
    assert [each for each in told.coming if each.step.obligation == "instruction"] == []
    (firing,) = [each for each in told.firings if each.step.obligation == "instruction"]
    assert (firing.result, firing.due_at) == ("fired", coming.at)
    assert said(told, "批示逾期未回复")


def test_what_rests_or_has_ended_has_no_instruction_to_come_but_its_own() -> None:
    story = in_state(State.SUSPENDED)
    story.do("instruct", COUNTY)
    assert any(each.step.obligation == "instruction" for each in explain(story).coming)
    void = replace(story, envelopes=list(story.envelopes))
    void.do("void")
    assert explain(void).coming == ()

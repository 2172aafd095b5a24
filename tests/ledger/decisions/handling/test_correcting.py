"""What an issue says of itself is put right by an event with its reason; its clocks then run as if it always had."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from ledger.issue.projection import replay
from ledger.issue.refusals import Refusal
from ledger.issue.words.command import Place
from ledger.issue.words.correcting import Correct
from ledger.issue.words.timing import RequestExtension
from ledger.policy.policy import Facts, Scope
from ledger.policy.rules import Rules
from ledger.policy.versions import ALWAYS, Adoption, Policies
from mobile_schema.events.facts import Point
from mobile_schema.events.handling_events import IssueCorrected
from mobile_schema.vocabulary import Category, Level, Severity, State
from tests.ledger import policies
from tests.ledger.factories import CITY, COUNTY, HEAD, INSPECTOR, PROVINCE, RULES, SHANGHAI, STAFF, person
from tests.ledger.stories import Story, due, in_state, refused, reported

MAJOR = Correct(severity=Severity.MAJOR, reason="涉及全线停工")
ORDINARY = Correct(severity=Severity.ORDINARY, reason="影响有限")


def to(category: Category) -> Correct:
    return Correct(category=category, reason="类别登记有误")


def last(story: Story) -> IssueCorrected:
    event = story.last()
    assert isinstance(event, IssueCorrected)
    return event


def test_a_description_and_a_place_are_put_right_and_no_clock_moves() -> None:
    story = in_state(State.IN_PROGRESS)
    before, clocks = story.issue, story.issue.obligations
    place = Place(latitude=37.9, longitude=112.6)
    after = story.do(Correct(description="K12+400 段", location=place, reason="桩号有误", note="见附图"), COUNTY)
    assert (after.description, after.location) == ("K12+400 段", Point(latitude=37.9, longitude=112.6))
    assert (after.obligations, after.serial, after.state) == (clocks, before.serial, before.state)
    event = last(story)
    assert event.corrected == ("description", "location")
    assert (event.before.description, event.after.description) == (before.description, "K12+400 段")
    assert (event.reason, event.note, event.clocks) == ("桩号有误", "见附图", None)
    assert replay(story.envelopes) == after


def test_what_is_major_after_all_has_the_time_and_the_supervision_that_major_issues_have() -> None:
    story = in_state(State.IN_PROGRESS)
    assert (due(story)["resolve.1"], story.issue.supervising_level) == ("2026-03-09 23:59:59", Level.COUNTY)
    after = story.do(MAJOR, COUNTY)
    assert due(story)["resolve.1"] == "2026-04-02 23:59:59"
    assert due(story)["zero.1"] == "2026-04-02 23:59:59"
    assert (after.severity, after.supervising_level, after.supervising_region) == ("major", Level.PROVINCE, "140000")
    assert story.clock_of("resolve").runs_from == story.now
    assert replay(story.envelopes) == after


def test_supervision_never_falls_by_a_correction_and_what_is_major_is_lowered_by_a_level_above_alone() -> None:
    story = in_state(State.IN_PROGRESS, Severity.MAJOR)
    assert refused(story, ORDINARY, CITY).reason is Refusal.NOT_PERMITTED
    after = story.do(ORDINARY, PROVINCE)
    assert (after.severity, after.supervising_level) == ("ordinary", Level.PROVINCE)
    assert due(story)["resolve.1"] == "2026-03-09 23:59:59"


def test_what_is_overdue_is_given_no_time_at_its_own_level_and_a_typo_in_it_is_anybodys_over_it() -> None:
    story = in_state(State.IN_PROGRESS).wait(days=9)
    caught = refused(story, MAJOR, COUNTY)
    assert (caught.reason, caught.facts) == (Refusal.NOT_PERMITTED, {"level": Level.CITY})
    story.do(Correct(description="K12+400 段", reason="桩号有误"), COUNTY)
    story.do(MAJOR, CITY)


def test_a_clock_that_falls_due_in_the_past_is_due_from_the_correction_on() -> None:
    story = in_state(State.IN_PROGRESS, Severity.MAJOR).wait(days=10)
    story.do(ORDINARY, PROVINCE)
    assert story.clock_of("resolve").due_at < story.now
    fired = [each for each in story.sweep() if each.obligation == "resolve"]
    assert fired
    assert all(each.due_at == story.now for each in fired)


def test_what_was_granted_stays_granted() -> None:
    story = in_state(State.IN_PROGRESS)
    day = (story.clock_of("resolve").due_at + timedelta(days=10)).astimezone(SHANGHAI).date()
    story.do(RequestExtension(due_on=day, reason="待批"))
    story.do("approve-extension")
    granted = story.clock_of("resolve").due_at
    story.do(MAJOR, COUNTY)
    assert story.clock_of("resolve").due_at == granted


def test_a_resting_issue_is_corrected_and_rests_on() -> None:
    story = in_state(State.SUSPENDED)
    story.do(MAJOR, COUNTY)
    assert (story.issue.state, story.clock_of("resolve").paused_at is not None) == (State.SUSPENDED, True)
    story.wait(days=10).sweep()
    assert due(story)["resolve.1"] == "2026-04-11 23:59:59"


@pytest.mark.parametrize("state", [State.CLOSED, State.VOIDED, State.MERGED])
def test_what_has_ended_is_not_corrected_and_is_told_what_comes_first(state: State) -> None:
    caught = refused(in_state(state), "correct", COUNTY)
    assert (caught.reason, caught.facts["state"]) == (Refusal.WRONG_STATE, state)
    assert "先恢复办理" in caught.detail
    assert "reopen it" in caught.detail


@pytest.mark.parametrize("who", [STAFF, HEAD, INSPECTOR, "supervisor-140106", "supervisor-140200"])
def test_nobody_corrects_what_they_do_not_supervise(who: str) -> None:
    assert refused(in_state(State.IN_PROGRESS), "correct", who).reason in (
        Refusal.NOT_PERMITTED,
        Refusal.SEPARATION_OF_DUTIES,
    )


def test_who_did_the_work_never_says_what_it_was_about() -> None:
    story = in_state(State.CLOSURE_REQUESTED)
    for fixer in (STAFF, HEAD):
        promoted = replace(person(PROVINCE), person_id=fixer)
        assert refused(story, MAJOR, promoted).reason is Refusal.SEPARATION_OF_DUTIES


def test_saying_the_same_is_no_correction_and_neither_is_saying_nothing() -> None:
    story = in_state(State.IN_PROGRESS)
    same = Correct(category=story.issue.category, description=story.issue.description, reason="改")
    assert refused(story, same, COUNTY).reason is Refusal.CORRECTION_NOT_POSSIBLE
    with pytest.raises(ValidationError, match="须更正"):
        Correct(reason="改")


@pytest.mark.parametrize(
    "wrong", [{"latitude": 91}, {"longitude": -181}, {"latitude": float("nan")}, {"latitude": float("inf")}]
)
def test_a_place_is_on_the_earth(wrong: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        Place.model_validate({"latitude": 37.9, "longitude": 112.6} | wrong)


def test_a_category_must_be_one_and_is_not_changed_under_evidence_that_was_shown_for_another() -> None:
    story = in_state(State.CLOSURE_REQUESTED)
    caught = refused(story, to(Category("made_up")), COUNTY)
    assert (caught.reason, caught.facts) == (Refusal.CORRECTION_NOT_POSSIBLE, {"category": "made_up"})
    assert refused(story, to(Category.DEMOLITION), COUNTY).reason is Refusal.CORRECTION_NOT_POSSIBLE
    story.do("return-closure")
    assert story.do(to(Category.ENVIRONMENT), COUNTY).category is Category.ENVIRONMENT


def test_a_category_that_was_retired_is_none_to_choose_and_an_issue_of_it_is_corrected_otherwise() -> None:
    catalogue = RULES.catalogue
    ended = replace(catalogue.categories[Category.ENVIRONMENT], retired_on=date(2026, 3, 1))
    categories = {**catalogue.categories, Category.ENVIRONMENT: ended}
    rules = replace(RULES, catalogue=replace(catalogue, categories=categories))
    story = in_state(State.IN_PROGRESS, rules=rules)
    assert refused(story, to(Category.ENVIRONMENT), COUNTY).reason is Refusal.CORRECTION_NOT_POSSIBLE
    old = in_state(State.IN_PROGRESS, category=Category.ENVIRONMENT)
    old.rules = rules
    assert old.do(MAJOR, COUNTY).category is Category.ENVIRONMENT


def test_an_issue_moves_to_another_place_of_its_project_by_who_supervises_both() -> None:
    catalogue = RULES.catalogue
    story = in_state(State.IN_PROGRESS)
    code = story.issue.project_code
    there = Correct(region="140106", reason="实在小店区界外")
    caught = refused(story, there, CITY)
    assert (caught.reason, caught.facts) == (Refusal.CORRECTION_NOT_POSSIBLE, {"regions": ["140105"]})
    nowhere = refused(story, Correct(region="140191", reason="无此地"), CITY)
    assert (nowhere.reason, nowhere.detail) == (
        Refusal.CORRECTION_NOT_POSSIBLE,
        "没有这个地区 / there is no such region: 140191",
    )
    both = replace(catalogue.projects[code], regions=("140105", "140106"))
    story.rules = replace(RULES, catalogue=replace(catalogue, projects={**catalogue.projects, code: both}))
    caught = refused(story, there, COUNTY)
    assert (caught.reason, caught.facts) == (Refusal.NOT_PERMITTED, {"region": "140106"})
    after = story.do(there, CITY)
    assert (after.region, after.supervising_region, after.supervising_level) == ("140106", "140106", Level.COUNTY)
    assert (after.serial, after.unit_id) == (story.issue.serial, "140105-natural-resources")


def scoped() -> Rules:
    """13710 with a clock that only land issues have."""
    shipped = policies.shipped("13710")
    survey = shipped.obligations["deploy"].model_copy(update={"only": Scope(categories=(Category.LAND,))})
    return policies.rules(shipped.model_copy(update={"obligations": {**shipped.obligations, "survey": survey}}))


def test_a_clock_that_such_an_issue_does_not_have_ends_and_runs_on_where_it_is_one_after_all() -> None:
    story = reported(rules=scoped())
    assert "survey.1" in due(story)
    clocks = due(story)
    story.do(to(Category.ENVIRONMENT), COUNTY)
    assert story.clock_of("survey").outcome == "out_of_scope"
    assert "survey.1" not in due(story)
    story.wait(hours=3).do(to(Category.LAND), COUNTY)
    assert due(story) == clocks
    assert [clock.round for clock in story.issue.obligations if clock.code == "survey"] == [1]


def test_a_clock_that_only_such_an_issue_has_begins_with_the_correction() -> None:
    story = reported(Category.ENVIRONMENT, rules=scoped())
    assert story.issue.obligation("survey") is None
    story.wait(days=1).do(to(Category.LAND), CITY)
    assert (story.clock_of("survey").started_at, due(story)["survey.1"]) == (story.now, "2026-03-03 23:59:59")


def only_land() -> Rules:
    """A policy of land issues alone beside the one for all."""
    land = policies.shipped("13710").model_copy(
        update={"name": "land-only", "applies_to": Scope(categories=(Category.LAND,))}
    )
    return replace(RULES, policies=Policies([Adoption(policy, ALWAYS) for policy in (policies.shipped("13710"), land)]))


def test_a_policy_that_is_not_for_such_an_issue_gives_way_to_the_one_that_is() -> None:
    rules = only_land()
    story = reported(rules=rules)
    assert (story.issue.policy, story.issue.policy_version) == ("land-only", 1)
    after = story.do(to(Category.ENVIRONMENT), COUNTY)
    facts = Facts(after.category, after.severity, after.region, after.works_stopped)
    assert (after.policy, after.policy_version) == ("13710", rules.policies.for_issue(facts, story.now).version)
    assert all(clock.runs_from == story.now for clock in after.obligations if clock.running)
    assert story.do(to(Category.LAND), COUNTY).policy == "13710"


def test_an_issue_in_triage_is_corrected_too() -> None:
    story = in_state(State.REPORTED)
    after = story.do(to(Category.LAND), COUNTY)
    assert (after.category, after.unit_id, after.supervising_level) == (Category.LAND, None, Level.COUNTY)
    assert due(story).keys() == {"triage.1"}

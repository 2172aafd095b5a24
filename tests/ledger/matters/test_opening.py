"""A matter becomes an issue that runs on the same clocks and the same ladder as one that an inspector reported."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ledger.calendar.deadlines import end_of_day
from ledger.decisions.clock_effects import facts_of
from ledger.escalation.due import next_escalation
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.matters.opening import EnteringRefused, demand_may_enter, matter_issue_id, regions_of
from ledger.matters.words import NewMatter, NewSet, wanted
from mobile_schema.vocabulary import Level, MatterSource, State
from tests.ledger.factories import (
    CITY,
    CITY_PROJECT,
    COUNTY,
    INSPECTOR,
    LAND_UNIT,
    OTHER_UNIT,
    PROJECT,
    PROVINCE,
    RULES,
    SHANGHAI,
    STAFF,
    START,
    person,
)
from tests.ledger.matters.parts import CITY_GOVERNMENTS, in_days, issues_of, new_matter, new_set


def due(issue: Issue, code: str) -> Any:
    clock = issue.obligation(code)
    return None if clock is None else clock.due_at


def told(entered: NewMatter | NewSet, who: str = COUNTY) -> list[tuple[tuple[int | str, ...], str]]:
    with pytest.raises(EnteringRefused) as refused:
        issues_of(entered, who)
    return [(each.at, each.type) for each in refused.value.told]


def test_it_is_assigned_to_the_unit_named_under_the_policy_in_force() -> None:
    matter = new_matter(supporting_unit_ids=[OTHER_UNIT])
    (issue,) = issues_of(matter)
    assert (issue.state, issue.source, issue.unit_id) == (State.ASSIGNED, "matter", LAND_UNIT)
    assert issue.supporting_unit_ids == (OTHER_UNIT,)
    assert (issue.supervising_region, issue.supervising_level) == ("140105", Level.COUNTY)
    assert (issue.policy, issue.project_code, issue.region) == ("13710", None, "140105")
    assert issue.id == matter_issue_id(matter.id, 0)
    assert (issue.reporter, issue.report_id) == (COUNTY, matter.id)
    assert issue.matter is not None
    assert issue.matter.source is MatterSource.LEADER
    assert issue.matter.paper is not None
    assert issue.matter.paper.dated_on == date(2026, 3, 1)


def test_its_own_deadline_is_that_of_the_clocks_that_an_extension_moves_and_the_others_run_as_ever() -> None:
    (issue,) = issues_of(new_matter(due_on=in_days(20)))
    (usual,) = issues_of(new_matter(due_on=None))
    given = end_of_day(in_days(20), SHANGHAI)
    assert (due(issue, "resolve"), due(issue, "zero")) == (given, given)
    for code in ("deploy", "feedback"):
        assert due(issue, code) == due(usual, code)
    assert due(usual, "resolve") == end_of_day(in_days(7), SHANGHAI)
    escalated = next_escalation(issue, RULES.regime_of(issue))
    assert escalated is not None
    assert escalated.clock.code == "deploy"


def test_the_deadline_is_no_fact_by_which_a_policy_is_chosen() -> None:
    (issue,), (usual,) = issues_of(new_matter()), issues_of(new_matter(due_on=None))
    assert facts_of(issue) == facts_of(usual)
    assert facts_of(issue).due_on == in_days(20)


@pytest.mark.parametrize(
    ("place", "region", "project"),
    [
        ({"region": "140105"}, "140105", None),
        ({"project_code": PROJECT}, "140105", PROJECT),
        ({"project_code": CITY_PROJECT}, "140100", CITY_PROJECT),
        ({"unit_id": "140106-natural-resources"}, "140106", None),
    ],
)
def test_it_lies_in_its_region_or_its_projects_or_its_units(
    place: dict[str, Any], region: str, project: str | None
) -> None:
    (issue,) = issues_of(new_matter(**{"unit_id": None} | place), CITY)
    assert (issue.region, issue.project_code) == (region, project)


def test_without_a_unit_it_is_routed_as_a_report_is_and_keeps_its_deadline() -> None:
    (issue,) = issues_of(new_matter(unit_id=None, region="140105", category="land"))
    assert (issue.unit_id, issue.rule) == (LAND_UNIT, "own-level")
    assert due(issue, "resolve") == end_of_day(in_days(20), SHANGHAI)
    (waiting,) = issues_of(new_matter(unit_id=None, region="140105", category="other"))
    assert (waiting.state, waiting.unit_id) == (State.REPORTED, None)
    assert due(waiting, "triage") == end_of_day(in_days(1), SHANGHAI)


def test_whoever_enters_it_a_major_matter_is_supervised_where_a_report_of_it_would_be() -> None:
    (issue,) = issues_of(new_matter(severity="major", category="land"))
    assert (issue.unit_id, issue.supervising_region, issue.supervising_level) == (LAND_UNIT, "140000", Level.PROVINCE)


def test_all_that_is_wrong_with_a_set_is_told_at_once_each_with_its_place() -> None:
    entered = new_set(
        {"text": "无此单位。", "region": "140105", "unit_ids": ["140105-nothing"]},
        {"text": "类别不明。", "unit_ids": [LAND_UNIT], "category": "moonlight"},
        {"text": "上级单位。", "region": "140105", "unit_ids": ["140000-natural-resources"]},
        {"text": "一切正常。", "unit_ids": [LAND_UNIT]},
        {"text": "期限已过。", "unit_ids": [LAND_UNIT], "due_on": in_days(-1)},
        {"text": "配合单位在外地。", "unit_ids": [LAND_UNIT], "supporting_unit_ids": ["140213-ecology"]},
        {"text": "有配合无主办。", "region": "140105", "supporting_unit_ids": [OTHER_UNIT]},
    )
    assert told(entered) == [
        (("tasks", 0, "unit_ids", 0), "unknown-unit"),
        (("tasks", 1, "category"), "unknown-category"),
        (("tasks", 2, "unit_ids", 0), "unit-not-in-charge"),
        (("tasks", 4, "due_on"), "deadline-passed"),
        (("tasks", 5, "supporting_unit_ids", 0), "unit-not-in-charge"),
        (("tasks", 6, "supporting_unit_ids"), "unit-missing"),
    ]


@pytest.mark.parametrize("day", ["9999-12-31", "2046-03-10"])
def test_a_deadline_beyond_all_plans_is_refused(day: str) -> None:
    assert told(new_matter(due_on=day)) == [(("due_on",), "deadline-too-far")]


@pytest.mark.parametrize(
    ("place", "at", "kind"),
    [
        ({"unit_id": None}, ("region",), "missing"),
        ({"unit_id": "nobody"}, ("unit_id",), "unknown-unit"),
        ({"region": "140199"}, ("region",), "unknown-region"),
        ({"project_code": "2020-140105-30-03-999999"}, ("project_code",), "unknown-project"),
    ],
)
def test_a_place_that_is_none_is_told(place: dict[str, Any], at: tuple[str, ...], kind: str) -> None:
    with pytest.raises(EnteringRefused) as refused:
        regions_of(wanted(new_matter(**place)), RULES)
    assert [(each.at, each.type) for each in refused.value.told] == [(at, kind)]


def test_a_project_that_was_retired_gets_no_matters() -> None:
    projects = {**RULES.catalogue.projects, PROJECT: replace(RULES.catalogue.projects[PROJECT], retired_on=in_days(0))}
    rules = replace(RULES, catalogue=replace(RULES.catalogue, projects=projects))
    with pytest.raises(EnteringRefused) as refused:
        issues_of(new_matter(project_code=PROJECT), rules=rules)
    assert [each.type for each in refused.value.told] == ["project-retired"]


def test_a_category_that_was_retired_is_none_to_choose() -> None:
    categories = {
        **RULES.catalogue.categories,
        "land": replace(RULES.catalogue.categories["land"], retired_on=in_days(0)),
    }
    rules = replace(RULES, catalogue=replace(RULES.catalogue, categories=categories))
    with pytest.raises(EnteringRefused) as refused:
        issues_of(new_matter(category="land"), rules=rules)
    assert [(each.at, each.type) for each in refused.value.told] == [(("category",), "category-retired")]


def test_the_unit_of_whoever_enters_it_cannot_have_it() -> None:
    assert told(new_matter(unit_id="140105-government")) == [(("unit_id",), "separation-of-duties")]


@pytest.mark.parametrize(
    ("who", "region", "may"),
    [
        (COUNTY, "140105", True),
        (COUNTY, "140106", False),
        (COUNTY, "140100", False),
        (CITY, "140106", True),
        (PROVINCE, "140000", True),
        (STAFF, "140105", False),
        (INSPECTOR, "140105", False),
    ],
)
def test_only_a_supervisor_of_the_region_enters_it(who: str, region: str, may: bool) -> None:
    if may:
        demand_may_enter([region], person(who))
    else:
        with pytest.raises(CommandRefused) as refused:
            demand_may_enter([region], person(who))
        assert refused.value.reason is Refusal.NOT_PERMITTED


def test_a_document_of_the_province_is_broken_down_over_its_cities_each_in_its_own_region() -> None:
    issues = issues_of(new_set({"number": "T9", "text": "集中开工。", "unit_ids": CITY_GOVERNMENTS}), PROVINCE)
    assert [issue.region for issue in issues] == [unit[:6] for unit in CITY_GOVERNMENTS]
    assert {issue.supervising_level for issue in issues} == {Level.PROVINCE}
    assert len({issue.id for issue in issues}) == 11
    assert issues[0].reported_at == START

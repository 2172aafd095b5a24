"""How a problem found becomes an issue: its id and number, its unit or the triage queue, its clocks."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from ledger.intake.planning.opening import issue_id
from ledger.intake.planning.understood import understand
from ledger.issue.changes import Change
from ledger.issue.projection import replay
from ledger.policy.rules import Rules
from ledger.registry.entries import Absence, CategoryEntry
from ledger.registry.regions import level_of
from ledger.registry.routing import RuleSet
from ledger.registry.routing_rules import rules_of
from mobile_schema.cloudevents import INCIDENT, SITE_VISIT
from mobile_schema.events.assigning_events import IssueAssigned, IssueTriaged
from mobile_schema.events.report_events import IssueReported
from mobile_schema.vocabulary import Category, IncidentKind, Level, Role, Severity, State
from tests import factories as phone
from tests.ledger.factories import (
    CITY_PROJECT,
    HEAD,
    INSPECTOR,
    LAND_UNIT,
    PROJECT,
    RULES,
    START,
    incident,
    local,
    planned,
    record,
    visit,
)
from tests.ledger.stories import obstruction, reported


def opened(report: dict[str, Any], kind: str = SITE_VISIT) -> list[Change]:
    return list(planned(record(report, kind=kind)).changes.values())


def test_the_issue_says_what_the_report_said() -> None:
    finding = phone.finding(attachments=[phone.SHA])
    report = visit(finding, attachments=[phone.attachment()])
    (change,) = opened(report)
    issue = change.issue
    assert (issue.report_id, issue.finding_index, issue.source) == (report["report_id"], 0, "site_visit")
    assert (issue.description, issue.measure_proposed) == (finding["description"], finding["measure_proposed"])
    assert (issue.category, issue.severity) == (Category.LAND, Severity.ORDINARY)
    assert (issue.project_code, issue.region, issue.reporter) == (PROJECT, "140105", INSPECTOR)
    assert issue.captured_at == datetime(2026, 3, 2, 1, 15, tzinfo=UTC)
    assert issue.reported_at == START
    assert issue.location is not None
    assert (issue.location.latitude, issue.location.longitude) == (37.8706, 112.5489)
    assert issue.attachments == (phone.SHA,)


def test_a_report_without_a_place_is_an_issue_without_one() -> None:
    (change,) = opened(visit(location=phone.absent_location()))
    assert (change.issue.location, change.issue.flags) == (None, ("no-location",))


def test_it_is_reported_by_its_inspector_and_assigned_by_the_ledger() -> None:
    story = reported()
    assert [(e.version, e.type, e.actor.person_id) for e in story.envelopes] == [
        (1, "issue.reported.v1", INSPECTOR),
        (2, "issue.assigned.v1", "system"),
    ]
    assert all(envelope.at == START for envelope in story.envelopes)


def test_its_id_follows_from_report_and_finding() -> None:
    report = "0195551a-9b20-7c31-8f4e-2a6d1b9c0e57"
    assert issue_id(report, 0) == "0195551a-9b20-8609-bb46-799a1abe8ea4"
    assert len({issue_id(report, index) for index in range(100)}) == 100


@pytest.mark.parametrize(
    ("category", "severity", "project", "led"),
    [
        ("land", "ordinary", PROJECT, ("140105-natural-resources", Level.COUNTY, "own-level")),
        ("land", "major", PROJECT, ("140000-natural-resources", Level.PROVINCE, "major")),
        ("land", "ordinary", CITY_PROJECT, ("140100-natural-resources", Level.CITY, "own-level")),
        ("demolition", "ordinary", PROJECT, ("140105-government", Level.CITY, "demolition-county")),
        ("acceptance", "ordinary", PROJECT, ("140105-housing", Level.COUNTY, "own-level")),
    ],
)
def test_it_goes_to_the_unit_and_the_post_that_the_rules_name(
    category: str, severity: str, project: str, led: tuple[str, Level, str]
) -> None:
    issue = reported(Category(category), Severity(severity), project=project).issue
    assert (issue.unit_id, issue.supervising_level, issue.rule) == led
    assert issue.state is State.ASSIGNED
    assert issue.assigned_at == START


@pytest.mark.parametrize("severity", Severity)
def test_without_a_rule_it_waits_in_triage_on_a_clock_of_its_own(severity: Severity) -> None:
    story = reported(Category.OTHER, severity)
    triaged = story.last()
    assert isinstance(triaged, IssueTriaged)
    assert (triaged.reason, story.issue.state, story.issue.unit_id) == ("no-rule", State.REPORTED, None)
    assert [(c.key, local(c.due_at)) for c in story.issue.obligations] == [("triage.1", "2026-03-03 23:59:59")]


@pytest.mark.parametrize(("severity", "region"), [("ordinary", "140105"), ("major", "140000")])
def test_what_no_bureau_leads_waits_under_the_supervision_that_a_rule_names(severity: str, region: str) -> None:
    triaged = reported(Category.OTHER, Severity(severity)).last()
    assert (triaged.supervising_region, triaged.supervising_level) == (region, level_of(region))


def test_what_no_rule_matches_waits_under_nobodys_supervision() -> None:
    without = replace(RULES, routing=RuleSet({}))
    (change,) = planned(record(visit()), rules=without).changes.values()
    triaged = change.envelopes[1].data
    assert isinstance(triaged, IssueTriaged)
    assert (triaged.supervising_region, triaged.supervising_level) == (None, None)
    assert (change.issue.state, change.issue.unit_id) == (State.REPORTED, None)


def without_people(*units: str, **over: Any) -> Rules:
    """The sample rules with everybody of these units gone, or as told."""
    gone = over or {"left_on": START.date()}
    persons = {
        person.id: replace(person, **gone) if person.unit_id in units else person
        for person in RULES.catalogue.persons.values()
    }
    return replace(RULES, catalogue=replace(RULES.catalogue, persons=persons))


ABSENT = {"absences": (Absence(START.date(), START.date(), "培训"),)}


@pytest.mark.parametrize("why", [{}, ABSENT, {"role": Role.INSPECTOR}])
def test_what_the_rules_give_a_unit_in_which_nobody_is_waits_in_triage_and_names_it(why: dict[str, Any]) -> None:
    (change,) = planned(record(visit()), rules=without_people(LAND_UNIT, **why)).changes.values()
    triaged = change.envelopes[1].data
    assert isinstance(triaged, IssueTriaged)
    assert (triaged.reason, triaged.vacant_posts) == ("nobody-there", (f"unit_head@{LAND_UNIT}",))
    assert (triaged.supervising_region, triaged.supervising_level) == ("140105", Level.COUNTY)
    assert (change.issue.state, change.issue.unit_id) == (State.REPORTED, None)
    assert change.issue.vacant_posts == triaged.vacant_posts
    assert [clock.key for clock in change.issue.obligations] == ["triage.1"]
    assert replay(change.envelopes) == change.issue


def test_one_who_is_there_is_enough() -> None:
    persons = {HEAD: replace(RULES.catalogue.persons[HEAD], left_on=START.date())}
    one = replace(RULES, catalogue=replace(RULES.catalogue, persons={**RULES.catalogue.persons, **persons}))
    (change,) = planned(record(visit()), rules=one).changes.values()
    assert (change.issue.unit_id, change.issue.vacant_posts) == (LAND_UNIT, ())


def test_what_the_next_rule_gives_another_unit_is_assigned_and_names_the_one_passed_by() -> None:
    rules = without_people("140000-natural-resources")
    (change,) = planned(record(visit(phone.finding(severity="major"))), rules=rules).changes.values()
    assigned = change.envelopes[1].data
    assert isinstance(assigned, IssueAssigned)
    assert (assigned.unit_id, assigned.rule, assigned.supervising_level) == (LAND_UNIT, "own-level", Level.PROVINCE)
    assert change.issue.vacant_posts == assigned.vacant_posts == ("unit_head@140000-natural-resources",)


def test_a_retired_unit_is_given_nothing() -> None:
    units = {LAND_UNIT: replace(RULES.catalogue.units[LAND_UNIT], retired_on=START.date())}
    retired = replace(RULES, catalogue=replace(RULES.catalogue, units={**RULES.catalogue.units, **units}))
    (change,) = planned(record(visit()), rules=retired).changes.values()
    assert (change.issue.unit_id, change.issue.vacant_posts) == (None, (f"unit_head@{LAND_UNIT}",))


def test_an_incident_is_an_alleged_obstruction_led_by_the_police() -> None:
    issue = obstruction().issue
    assert (issue.source, issue.category, issue.incident_kind) == (
        "incident",
        Category.OBSTRUCTION,
        IncidentKind.BLOCKADE,
    )
    assert issue.unit_id == "140105-public-security"
    assert [referral.body for referral in issue.referrals] == ["police_110"]


def test_an_incident_without_referrals_has_none() -> None:
    (change,) = opened(incident(referrals=[]), kind=INCIDENT)
    assert (change.issue.referrals, len(change.envelopes)) == ((), 2)


@pytest.mark.parametrize("stopped", [True, False])
def test_an_incident_is_one_problem_and_says_whether_it_stopped_the_works(stopped: bool) -> None:
    report = incident(works={"stopped": stopped, "minutes": 75 if stopped else 0})
    (change,) = opened(report, kind=INCIDENT)
    assert (change.issue.id, change.issue.finding_index) == (issue_id(report["report_id"], 0), 0)
    assert change.issue.works_stopped is stopped


def test_a_finding_of_a_visit_stops_no_works() -> None:
    assert not reported().issue.works_stopped


def test_a_grave_incident_goes_to_the_province() -> None:
    (change,) = opened(incident(severity="major"), kind=INCIDENT)
    assert (change.issue.unit_id, change.issue.supervising_level) == ("140000-public-security", Level.PROVINCE)


def test_findings_of_one_report_are_issues_of_their_own() -> None:
    changes = opened(visit(phone.finding(), phone.finding(category="other"), phone.finding(severity="major")))
    assert [(c.issue.finding_index, c.issue.state, c.issue.unit_id) for c in changes] == [
        (0, State.ASSIGNED, "140105-natural-resources"),
        (1, State.REPORTED, None),
        (2, State.ASSIGNED, "140000-natural-resources"),
    ]
    assert all(replay(change.envelopes) == change.issue for change in changes)


def test_every_project_and_category_of_the_registry_finds_its_place() -> None:
    """Nothing is dropped: whatever is found wherever, it is assigned to a unit that exists or waits in triage."""
    findings = [phone.finding(category=c, severity=s) for c in Category for s in Severity]
    for code in RULES.catalogue.projects:
        for change in opened(visit(*findings, project=code)):
            assert isinstance(change.envelopes[0].data, IssueReported)
            if change.issue.state is State.REPORTED:
                assert RULES.catalogue.categories[change.issue.category].bureau is None
            else:
                assert change.issue.unit_id in RULES.catalogue.units
            assert change.issue.due_at is not None


HEATING = CategoryEntry(Category("heating"), ("site_photo",), "housing", name_zh="供暖")


def test_a_category_of_the_offices_own_is_taken_once_the_registry_has_it() -> None:
    """Until then the report is a dead letter, whose bytes are taken again as they are."""
    sent = record(visit(phone.finding(), phone.finding(category="heating")))
    (letter,) = planned(sent).dead
    assert (letter.reason, "heating" in letter.detail, letter.raw) == ("unknown-category", True, sent.value)
    categories = {**RULES.catalogue.categories, HEATING.code: HEATING}
    catalogue = replace(RULES.catalogue, categories=categories)
    plan = planned(sent, rules=replace(RULES, catalogue=catalogue, routing=rules_of(catalogue)))
    assert plan.dead == []
    issue = list(plan.changes.values())[1].issue
    assert (issue.category, issue.unit_id) == ("heating", "140105-housing")
    assert all(replay(change.envelopes) == change.issue for change in plan.changes.values())


def test_a_report_of_a_category_that_is_not_known_has_its_process_ask_for_the_registry_anew() -> None:
    assert understand([record(visit(phone.finding(category="heating")))]).has_strangers(RULES.catalogue)
    assert not understand([record(visit())]).has_strangers(RULES.catalogue)

"""Which issues are merged and by whom: open ones, no chains, by who supervises both."""

from dataclasses import replace

import pytest

from ledger.decisions.merging import other_issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.setting_aside import Merge
from mobile_schema.vocabulary import Category, State
from tests.ledger.decisions.merging.pairs import APART, DAY, INTO, main_issue, named, pair
from tests.ledger.factories import CITY, CITY_PROJECT, COUNTY, LAND_UNIT, PROVINCE, START, person
from tests.ledger.stories import due, refused, reported


def test_an_issue_is_not_merged_into_itself() -> None:
    story = main_issue()
    story.main = story
    assert "cannot be merged into itself" in refused(story, INTO).detail


def test_there_are_no_chains_of_duplicates() -> None:
    main = main_issue()
    duplicate, third = pair(main), named(pair(main), "third")
    duplicate.do(INTO)
    third.main = duplicate
    assert refused(third, Merge(into="duplicate", reason="同一问题")).reason is Refusal.MERGER_NOT_POSSIBLE
    main.main = named(main_issue(), "elsewhere")
    assert "others were merged into this one" in refused(main, Merge(into="elsewhere", reason="同一问题")).detail


def test_an_issue_is_not_voided_while_others_are_merged_into_it() -> None:
    """They would be in no list of work any more, without a clock and without anybody having said they are in error."""
    main = main_issue()
    duplicate = pair(main)
    duplicate.do(INTO)
    caught = refused(main, "void")
    assert (caught.reason, caught.facts) == (Refusal.MERGER_NOT_POSSIBLE, {"duplicates": ["duplicate"]})
    duplicate.do(APART)
    assert main.do("void").state is State.VOIDED


@pytest.mark.parametrize("state", [State.CLOSED, State.VOIDED, State.MERGED, State.SUSPENDED])
def test_the_main_issue_is_open_and_does_not_rest(state: State) -> None:
    duplicate = pair(main_issue(state))
    caught = refused(duplicate, INTO)
    assert (caught.reason, caught.facts) == (Refusal.MERGER_NOT_POSSIBLE, {"state": state})


@pytest.mark.parametrize("state", [State.REPORTED, State.DECLINED])
def test_an_assigned_issue_does_not_go_into_one_that_nobody_has(state: State) -> None:
    """Its clocks to answer and to resolve would be lost: nobody keeps them there."""
    assert "one that has none" in refused(pair(main_issue(state)), INTO).detail


def test_two_issues_in_triage_are_merged_and_the_earlier_clock_is_kept() -> None:
    main = named(reported(Category.OTHER), "main")
    duplicate = named(reported(Category.OTHER, at=START - DAY), "duplicate")
    duplicate.clock, duplicate.main = main.clock, main
    duplicate.do(INTO)
    assert due(main) == {"triage.1": "2026-03-02 23:59:59"}


def test_who_does_not_supervise_the_other_issue_neither_merges_nor_parts() -> None:
    """The main issue belongs to a project of the city: the county supervises only the duplicate."""
    main = named(reported(project=CITY_PROJECT), "main")
    duplicate = pair(main, state=State.ASSIGNED)
    assert refused(duplicate, INTO, COUNTY).reason is Refusal.NOT_PERMITTED
    duplicate.do(INTO, CITY)
    caught = refused(duplicate, APART, COUNTY)
    assert (caught.reason, caught.facts) == (Refusal.NOT_PERMITTED, {"issue_id": "main"})
    assert duplicate.do(APART, CITY).state is State.ASSIGNED


def test_who_did_the_work_does_not_merge_it_away() -> None:
    promoted = replace(person(PROVINCE), person_id=f"staff-{LAND_UNIT}")
    assert refused(pair(main_issue()), INTO, promoted).reason is Refusal.SEPARATION_OF_DUTIES


def test_parting_is_about_the_issue_that_it_was_merged_into() -> None:
    duplicate = pair(main_issue())
    assert other_issue(duplicate.issue, INTO) == "main"
    with pytest.raises(CommandRefused, match="not merged"):
        other_issue(duplicate.issue, APART)
    duplicate.do(INTO)
    assert other_issue(duplicate.issue, APART) == "main"

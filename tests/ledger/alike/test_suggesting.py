"""Of all issues those are suggested that may be the same, to whoever may read them, and nothing is done about it."""

from datetime import timedelta
from typing import Any

import pytest

from ledger.access.scopes import Scope, region_key, unit_key
from ledger.alike.suggesting import MOST, similar
from ledger.issue.issue import Issue
from ledger.issue.words.setting_aside import Merge, Void
from ledger.store.listing import load_issue
from mobile_schema.vocabulary import State
from tests import factories as phone
from tests.ledger.factories import CITY, EVERYWHERE, LAND_UNIT, START, visit
from tests.ledger.matters.parts import entering, issues_of, new_matter, new_set
from tests.ledger.parts import Ledger

BLOCKED = "村民在便道口堵路,渣土车进不了场。"
BLOCKED_TOO = "便道被村民堵路,运渣车辆无法进场施工"
OTHER_PROJECT = "2020-140213-39-03-990003"


def reported(ledger: Ledger, text: str, *, days: int = 0, **how: Any) -> Issue:
    """A finding of a visit so many days before the ledger's present."""
    at = ledger.clock.now() - timedelta(days=days)
    said = {"report_id": phone.report_id(at), "captured_at": at.isoformat(), "sent_at": at.isoformat()}
    (issue,) = ledger.take(visit(phone.finding(description=text, category="land"), **(said | how)))
    return issue


def suggested(ledger: Ledger, issue: Issue, scope: Scope = EVERYWHERE) -> list[str]:
    return [found.issue_id for found in similar(ledger.store, scope, issue)]


def test_of_one_project_what_says_the_same_about_the_same_time(ledger: Ledger) -> None:
    first = reported(ledger, BLOCKED, days=3)
    reported(ledger, "变压器增容未批复,施工用电不足。", days=2)
    second = reported(ledger, BLOCKED_TOO)
    assert suggested(ledger, second) == [first.id]
    assert suggested(ledger, first) == [second.id]
    (found,) = similar(ledger.store, EVERYWHERE, second)
    assert (found.likeness.same_project, round(found.likeness.days)) == (True, 3)


@pytest.mark.parametrize(("how", "found"), [({"days": 29}, True), ({"days": 31}, False)])
def test_what_was_long_ago_is_another(ledger: Ledger, how: dict[str, int], found: bool) -> None:
    first = reported(ledger, BLOCKED, **how)
    assert suggested(ledger, reported(ledger, BLOCKED_TOO)) == ([first.id] if found else [])


@pytest.mark.parametrize("identity", ["00000000-0000-7c31-8f4e-2a6d1b9c0e57", "ffffffff-ffff-7c31-8f4e-2a6d1b9c0e57"])
def test_a_phone_whose_clock_is_absurd_makes_no_trouble(ledger: Ledger, identity: str) -> None:
    reported(ledger, BLOCKED)
    assert suggested(ledger, reported(ledger, BLOCKED, report_id=identity)) == []


def test_another_project_is_another_place(ledger: Ledger) -> None:
    reported(ledger, BLOCKED, project_code=OTHER_PROJECT)
    assert suggested(ledger, reported(ledger, BLOCKED)) == []


def test_a_matter_of_the_region_or_one_above_is_found_from_a_report_and_the_report_from_the_countys(
    ledger: Ledger,
) -> None:
    issue = reported(ledger, BLOCKED)
    (matter,) = entering(ledger, new_matter(text=BLOCKED_TOO)).issues_as_opened
    above = new_matter(text=BLOCKED_TOO, region="140100", unit_id="140100-natural-resources")
    (of_the_city,) = entering(ledger, above, "supervisor-140100").issues_as_opened
    assert set(suggested(ledger, issue)) == {matter.id, of_the_city.id}
    assert set(suggested(ledger, matter)) == {issue.id, of_the_city.id}


def test_a_matter_is_compared_before_it_is_entered_too(ledger: Ledger) -> None:
    issue = reported(ledger, BLOCKED)
    (planned,) = issues_of(new_matter(text=BLOCKED_TOO))
    assert suggested(ledger, planned) == [issue.id]
    assert ledger.store["issues"].count_documents({}) == 1


def test_the_tasks_of_one_document_are_no_duplicates_of_each_other(ledger: Ledger) -> None:
    same = {"text": BLOCKED, "unit_ids": [LAND_UNIT, "140105-ecology"]}
    one, other = entering(ledger, new_set(same)).issues_as_opened
    assert suggested(ledger, one) == suggested(ledger, other) == []


def test_nobody_is_told_of_what_they_may_not_read(ledger: Ledger) -> None:
    first, second = reported(ledger, BLOCKED), reported(ledger, BLOCKED_TOO)
    assert suggested(ledger, second, Scope(frozenset({region_key("140213")}))) == []
    assert suggested(ledger, second, Scope(frozenset({unit_key(LAND_UNIT)}))) == [first.id]


def test_what_was_voided_or_is_merged_already_is_suggested_no_more(ledger: Ledger) -> None:
    first, second, third = (reported(ledger, BLOCKED) for _ in range(3))
    ledger.do(first.id, Merge(into=third.id, reason="同一处"), CITY)
    ledger.do(second.id, Void(reason="误报"), CITY)
    assert suggested(ledger, load_issue(ledger.store, third.id)) == []
    assert load_issue(ledger.store, first.id).state is State.MERGED


def test_at_most_a_few_the_likest_first(ledger: Ledger) -> None:
    for _ in range(MOST + 3):
        reported(ledger, BLOCKED_TOO)
    likest, issue = reported(ledger, BLOCKED), reported(ledger, BLOCKED)
    found = suggested(ledger, issue)
    assert (len(found), found[0]) == (MOST, likest.id)


def test_nothing_is_written_and_nothing_merged(ledger: Ledger) -> None:
    issue = reported(ledger, BLOCKED)
    reported(ledger, BLOCKED_TOO)
    before = ledger.contents()
    suggested(ledger, issue)
    assert ledger.contents() == before
    assert ledger.clock.now() == START

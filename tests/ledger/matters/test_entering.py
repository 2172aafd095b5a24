"""Matters get onto the ledger whole, once, with a 编号 that nobody else has and none left out."""

from concurrent.futures import ThreadPoolExecutor
from typing import cast

import pytest

from ledger.access.scopes import Scope, region_key, unit_key
from ledger.intake.taking import take_in
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.matters.entering import Entered, enter
from ledger.matters.opening import EnteringRefused
from ledger.matters.sets import list_sets, matter_set
from ledger.matters.standing import Progress
from ledger.mongo.pages import Key, Page
from ledger.policy.rules import GivenRules
from ledger.store.listing import load_issue
from mobile_schema.vocabulary import State
from oversight.audit.stored import audit
from oversight.audit.verdict import Window
from tests import factories as phone
from tests.ledger.factories import CITY, COUNTY, LAND_UNIT, PROJECT, RULES, person, recheck_visit, visit
from tests.ledger.matters.parts import CITY_GOVERNMENTS, entering, in_days, new_matter, new_set
from tests.ledger.parts import Ledger, at_once


def serials(ledger: Ledger) -> list[str]:
    return sorted(document["serial"] for document in ledger.store["issues"].find())


def test_it_is_written_with_its_events_its_receipt_and_its_number(ledger: Ledger) -> None:
    matter = new_matter()
    entered = entering(ledger, matter)
    assert ledger.count() == {"receipts": 1, "issues": 1, "events": 2, "serials": 1, "positions": 1}
    assert entered.issues == ({"id": entered.issues[0]["id"], "serial": "140105-2026-00001"},)
    issue = load_issue(ledger.store, "140105-2026-00001")
    assert (issue,) == entered.issues_as_opened
    assert ledger.wrong() == []


def test_the_same_again_is_known_and_changes_nothing(ledger: Ledger) -> None:
    document = new_set()
    first = entering(ledger, document)
    before = ledger.contents()
    again = entering(ledger.wait(days=1), document)
    assert (first.new, again.new) == (True, False)
    assert (again.id, again.at, again.issues) == (first.id, first.at, first.issues)
    assert ledger.contents() == before


@pytest.mark.parametrize("who", [COUNTY, CITY])
def test_another_matter_or_another_person_under_the_same_id_is_refused(ledger: Ledger, who: str) -> None:
    matter = new_matter()
    entering(ledger, matter)
    other = matter if who == CITY else matter.model_copy(update={"text": "另一件事。"})
    with pytest.raises(CommandRefused) as refused:
        entering(ledger, other, who)
    assert refused.value.reason is Refusal.KEY_REUSED


def test_of_a_set_with_one_fault_nothing_is_entered_and_no_number_is_drawn(ledger: Ledger) -> None:
    document = new_set(
        {"text": "一切正常。", "unit_ids": [LAND_UNIT]},
        {"text": "期限已过。", "unit_ids": [LAND_UNIT], "due_on": in_days(-1)},
    )
    before = ledger.contents()
    with pytest.raises(EnteringRefused):
        entering(ledger, document)
    assert ledger.contents() == before


def test_a_file_that_was_never_sent_is_named_and_one_that_was_is_evidence(ledger: Ledger) -> None:
    never = "0" * 64
    with pytest.raises(CommandRefused) as refused:
        entering(ledger, new_matter(attachments=[phone.SHA, never]))
    assert (refused.value.reason, refused.value.facts["missing"]) == (Refusal.UNKNOWN_ATTACHMENT, [never])
    (issue,) = entering(ledger, new_matter(attachments=[phone.SHA])).issues_as_opened
    assert issue.attachments == (phone.SHA,)


def test_numbers_go_on_where_the_worker_left_off_and_the_worker_goes_on_where_they_did(ledger: Ledger) -> None:
    ledger.opened(2)
    entering(ledger, new_set())
    ledger.opened()
    assert serials(ledger) == [f"140105-2026-{number:05d}" for number in range(1, 6)]


def test_many_who_enter_at_once_beside_a_worker_neither_share_a_number_nor_leave_one_out(ledger: Ledger) -> None:
    rounds, people, reports = 4, 3, 12

    def work(number: int) -> list[Entered | Exception]:
        return [
            enter(ledger.store, new_matter(), person(COUNTY), clock=ledger.clock, rules=RULES) for _ in range(rounds)
        ]

    def intake() -> list[object]:
        records = ledger.records(*(visit() for _ in range(reports)))
        return [take_in(ledger.store, [record], ledger.clock, GivenRules(RULES)) for record in records]

    done = at_once(intake, *(lambda n=n: work(n) for n in range(people)))  # type: ignore[misc]
    assert [each for each in done if isinstance(each, Exception)] == []
    assert serials(ledger) == [f"140105-2026-{number:05d}" for number in range(1, rounds * people + reports + 1)]
    assert ledger.wrong() == []


def test_two_who_send_the_same_set_at_once_enter_it_once(ledger: Ledger) -> None:
    document = new_set()
    with ThreadPoolExecutor(2) as threads:
        both = list(threads.map(lambda _: entering(ledger, document), range(2)))
    assert sorted(each.new for each in both) == [False, True]
    assert both[0].issues == both[1].issues
    assert serials(ledger) == ["140105-2026-00001", "140105-2026-00002"]


def test_each_region_of_a_set_numbers_its_own(ledger: Ledger) -> None:
    entering(ledger, new_set({"text": "集中开工。", "unit_ids": CITY_GOVERNMENTS}), "supervisor-140000")
    assert serials(ledger) == [f"{unit[:6]}-2026-00001" for unit in CITY_GOVERNMENTS]


def test_a_matter_above_the_counties_climbs_the_ladder_too(ledger: Ledger) -> None:
    tasks = [
        {"text": "建成信息系统。", "unit_ids": [f"{region}-development-reform"]} for region in ("140000", "140100")
    ]
    entering(ledger, new_set(*tasks), "supervisor-140000")
    assert ledger.wait(days=2).sweep().fired > 0
    told = ledger.store["alerts"].distinct("serial")
    assert told == ["140000-2026-00001", "140100-2026-00001"]
    assert ledger.wrong() == []


def test_it_runs_through_its_life_as_any_issue_and_the_audit_agrees(ledger: Ledger) -> None:
    (issue,) = entering(ledger, new_matter(due_on=in_days(4))).issues_as_opened
    ledger.wait(days=2).sweep()
    assert ledger.store["alerts"].distinct("project_code") == [None]
    ledger.walk(issue.id, "accept", "report-progress")
    ledger.wait(days=3).sweep()
    assert ledger.store["alerts"].count_documents({"obligation": "resolve", "step": "resolve-person"}) == 1
    ledger.walk(issue.id, "request-closure")
    closed = ledger.do(issue.id, "approve-closure", CITY)
    assert closed.state is State.CLOSED
    assert ledger.wrong() == []
    assert audit(ledger.store, Window.of(None, None, ledger.clock.now())).clean


def test_who_entered_it_does_not_strike_it_off(ledger: Ledger) -> None:
    (issue,) = entering(ledger, new_matter()).issues_as_opened
    ledger.walk(issue.id, "accept", "report-progress", "request-closure")
    with pytest.raises(CommandRefused) as refused:
        ledger.do(issue.id, "approve-closure", COUNTY)
    assert refused.value.reason is Refusal.SEPARATION_OF_DUTIES


@pytest.mark.parametrize(("project", "seen"), [(PROJECT, True), ("2020-140213-39-03-990003", False)])
def test_a_matter_without_a_project_is_rechecked_on_site_by_a_visit_to_its_region(
    ledger: Ledger, project: str, seen: bool
) -> None:
    (issue,) = entering(ledger, new_matter()).issues_as_opened
    ledger.walk(issue.id, "accept", "report-progress", "request-closure")
    ledger.take(recheck_visit(issue.id, project=project))
    recheck = load_issue(ledger.store, issue.id).recheck
    assert recheck is not None
    assert recheck.on_site is seen


def test_a_set_is_read_back_as_far_as_its_reader_may_know_of_it(ledger: Ledger) -> None:
    document = new_set()
    entering(ledger, document)
    whole = matter_set(ledger.store, Scope(frozenset({region_key("140105")})), document.id)
    part = matter_set(ledger.store, Scope(frozenset({unit_key(LAND_UNIT)})), document.id)
    assert whole is not None
    assert part is not None
    assert [each["serial"] for each in whole.matters] == ["140105-2026-00001", "140105-2026-00002"]
    assert [each["serial"] for each in part.matters] == ["140105-2026-00001"]
    assert matter_set(ledger.store, Scope(frozenset({region_key("140213")})), document.id) is None


def test_sets_are_listed_the_latest_first_as_far_as_their_reader_may_know_of_them(ledger: Ledger) -> None:
    first, second = new_set(), new_set({"text": "完成土地预审。", "unit_ids": [LAND_UNIT]})
    entering(ledger, first)
    entering(ledger.wait(days=1), new_matter())
    (issue,) = entering(ledger, second).issues_as_opened
    ledger.walk(issue.id, "accept", "report-progress", "request-closure")
    ledger.do(issue.id, "approve-closure", CITY)
    everything = Scope(frozenset({region_key("140000")}))
    latest = list_sets(ledger.store, everything, 1, None)
    assert [each.id for each in latest.items] == [second.id]
    assert latest.items[0].progress(ledger.clock.now()) == Progress(
        shown=1, open=0, red=0, yellow=0, green=0, struck_off=1
    )
    (before,) = list_sets(ledger.store, everything, 1, cast(Key, latest.next)).items
    assert (before.id, before.progress(ledger.clock.now()).open) == (first.id, 2)
    ecology = list_sets(ledger.store, Scope(frozenset({unit_key("140105-ecology")})), 9, None)
    assert [(each.id, len(each.matters)) for each in ecology.items] == [(first.id, 1)]
    assert list_sets(ledger.store, Scope(frozenset({region_key("140213")})), 9, None) == Page([], None)


def test_a_single_matter_and_a_report_are_no_set(ledger: Ledger) -> None:
    matter, report = new_matter(), visit()
    entering(ledger, matter)
    ledger.take(report)
    everything = Scope(frozenset({region_key("140000")}))
    assert matter_set(ledger.store, everything, matter.id) is None
    assert matter_set(ledger.store, everything, report["report_id"]) is None

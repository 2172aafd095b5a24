"""A report is withdrawn by who wrote it: said on its receipt and on its issues in one transaction, and kept."""

from typing import Any

import pytest

from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.setting_aside import Merge
from ledger.issue.words.solving import RecordRecheck
from ledger.reports.listing import seen_of
from ledger.reports.reading import corrected_by
from ledger.reports.withdrawing import withdraw
from ledger.store.listing import load_issue
from mobile_schema.cloudevents import INCIDENT
from mobile_schema.vocabulary import RecheckResult, State
from oversight.audit.stored import audit
from oversight.audit.verdict import Window
from tests import factories as phone
from tests.ledger.factories import COUNTY, EVERYWHERE, INSPECTOR, PROJECT, RULES, incident, person, recheck_visit, visit
from tests.ledger.parts import Interrupting, Ledger

COLLEAGUE = "inspector-140105-2"


def take_back(ledger: Ledger, report: dict[str, Any], who: str = INSPECTOR, **how: Any) -> dict[str, Any]:
    """Withdraw a report; its receipt."""
    clock = how.get("clock", ledger.clock)
    withdraw(ledger.store, report["report_id"], "项目选错", person(who), clock=clock, rules=RULES)
    receipt = ledger.store["receipts"].find_one({"_id": report["report_id"]})
    assert receipt is not None
    return receipt


def states(ledger: Ledger, receipt: dict[str, Any]) -> list[State]:
    return [load_issue(ledger.store, each["id"]).state for each in receipt["issues"]]


def test_every_issue_that_nobody_touched_ends_and_the_others_stand(ledger: Ledger) -> None:
    report = visit(phone.finding(), phone.finding(category="permits"))
    touched, _ = ledger.take(report)
    ledger.walk(touched.id, "accept")
    receipt = take_back(ledger, report)
    assert states(ledger, receipt) == [State.ACCEPTED, State.VOIDED]
    assert (receipt["withdrawn"]["by"], receipt["withdrawn"]["reason"]) == (INSPECTOR, "项目选错")
    assert receipt["raw"] == phone.as_bytes(report)
    told = ledger.store["alerts"].find({"obligation": "report"})
    assert [(alert["step"], alert["recipient_person_id"]) for alert in told] == [("withdrawn", COUNTY)] * 2
    assert ledger.wrong() == []
    assert audit(ledger.store, Window.of(None, None, ledger.clock.now())).clean


def test_twice_is_once(ledger: Ledger) -> None:
    report = visit()
    ledger.take(report)
    first = take_back(ledger, report)
    events = ledger.count()["events"]
    assert take_back(ledger.wait(days=9), report) == first
    assert ledger.count()["events"] == events


def test_a_visit_without_a_problem_is_withdrawn_within_the_limit_of_what_else_would_have_been_found(
    ledger: Ledger,
) -> None:
    quiet = phone.quiet_visit(project_code=PROJECT)
    late = phone.quiet_visit(project_code=PROJECT)
    ledger.take(quiet, late)
    assert "withdrawn" in take_back(ledger, quiet)
    assert seen_of(ledger.store, EVERYWHERE, PROJECT).visits == 1
    with pytest.raises(CommandRefused) as caught:
        take_back(ledger.wait(hours=25), late)
    assert caught.value.reason is Refusal.WITHDRAWAL_NOT_POSSIBLE


@pytest.mark.parametrize(
    ("who", "why"),
    [
        (COLLEAGUE, Refusal.NOT_PERMITTED),
        (COUNTY, Refusal.NOT_PERMITTED),
        ("inspector-140106-1", Refusal.UNKNOWN_REPORT),
        ("staff-140105-natural-resources", Refusal.UNKNOWN_REPORT),
    ],
)
def test_only_who_wrote_it_withdraws_it(ledger: Ledger, who: str, why: Refusal) -> None:
    report = visit()
    ledger.take(report)
    with pytest.raises(CommandRefused) as caught:
        take_back(ledger, report, who)
    assert caught.value.reason is why
    assert "withdrawn" not in (ledger.store["receipts"].find_one({}) or {})


def test_a_recheck_of_a_visit_that_was_withdrawn_counts_no_more_and_shows_no_other(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    ledger.walk(issue.id, "accept", "report-progress", "request-closure")
    look = recheck_visit(issue.id)
    ledger.take(look, reporter=COLLEAGUE)
    assert load_issue(ledger.store, issue.id).recheck is not None
    take_back(ledger, look, COLLEAGUE)
    after = load_issue(ledger.store, issue.id)
    assert (after.recheck, after.state) == (None, State.CLOSURE_REQUESTED)
    again = RecordRecheck(result=RecheckResult.SOLVED, on_site=True, report_id=look["report_id"])
    with pytest.raises(CommandRefused) as caught:
        ledger.do(issue.id, again, COLLEAGUE)
    assert caught.value.reason is Refusal.NOT_ON_SITE
    assert ledger.wrong() == []


def test_a_look_at_a_duplicate_is_taken_back_on_its_main_issue(ledger: Ledger) -> None:
    duplicate, main = ledger.opened(2)
    ledger.do(duplicate.id, Merge(into=main.id, reason="同一地块"))
    look = recheck_visit(duplicate.id, result="not_solved")
    ledger.take(look, reporter=COLLEAGUE)
    assert load_issue(ledger.store, main.id).recheck is not None
    take_back(ledger, look, COLLEAGUE)
    assert load_issue(ledger.store, main.id).recheck is None
    assert ledger.wrong() == []


def test_a_correction_is_kept_beside_what_it_corrects_and_can_be_taken_back_alone(ledger: Ledger) -> None:
    first = incident()
    (issue,) = ledger.take(first, kind=INCIDENT)
    second = incident(corrects=first["report_id"], people=3)
    ledger.take(second, kind=INCIDENT)
    assert corrected_by(ledger.store, [first["report_id"]]) == {first["report_id"]: [second["report_id"]]}
    assert seen_of(ledger.store, EVERYWHERE, PROJECT).incidents == 1
    take_back(ledger, second)
    after = load_issue(ledger.store, issue.id)
    assert (after.state, [each.waits for each in after.corrections]) == (State.ASSIGNED, [False])
    assert ledger.wrong() == []
    assert audit(ledger.store, Window.of(None, None, ledger.clock.now())).clean


def test_what_happens_between_reading_and_writing_is_decided_on_anew(ledger: Ledger) -> None:
    report = visit()
    (issue,) = ledger.take(report)
    receipt = take_back(ledger, report, clock=Interrupting(ledger, lambda: ledger.walk(issue.id, "accept")))
    assert states(ledger, receipt) == [State.ACCEPTED]
    assert ledger.wrong() == []


def test_of_two_at_once_one_withdraws_it(ledger: Ledger) -> None:
    report = visit()
    ledger.take(report)
    receipt = take_back(ledger, report, clock=Interrupting(ledger, lambda: take_back(ledger, report)))
    assert states(ledger, receipt) == [State.VOIDED]
    assert ledger.store["events"].count_documents({"type": "report.withdrawn.v1"}) == 1

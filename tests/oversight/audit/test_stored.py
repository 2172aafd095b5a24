"""The audit of a real ledger: clean after sweeps, however many sweep and whoever else writes."""

from datetime import timedelta

import pytest

from ledger.calendar.store import enter_calendar
from ledger.intake.taking import take_in
from ledger.issue.words.setting_aside import Merge
from ledger.policy.rules import GivenRules
from ledger.store.by_itself.sweep import sweep
from ledger.store.carrying_out import acknowledge
from oversight.audit.report import Report
from oversight.audit.stored import audit
from oversight.audit.verdict import Kind, Window
from tests.ledger.factories import COUNTY, RULES, person, visit
from tests.ledger.parts import Ledger, at_once
from tests.oversight.lives import rules_with


def audited(ledger: Ledger, serial: str | None = None) -> Report:
    return audit(ledger.store, Window.of(None, None, ledger.clock.now()), serial)


def test_a_ledger_swept_by_several_at_once_is_clean(ledger: Ledger) -> None:
    ledger.opened(20)
    for _ in range(6):
        ledger.wait(days=1)
        at_once(*[ledger.sweep] * 3)
        ledger.sweep()
    report = audited(ledger)
    assert report.clean
    assert report.issues == 20
    assert report.total(Kind.DUE) == report.total(Kind.FIRED) == 20 * 7


def test_a_command_fires_first_what_was_due_before_it(ledger: Ledger) -> None:
    issue, main = ledger.opened(2)
    ledger.wait(days=2).do(issue.id, "accept")
    fired = ledger.store["alerts"].distinct("step", {"issue_id": issue.id})
    assert sorted(fired) == ["deploy-county", "deploy-person"]
    ledger.wait(days=3)
    ledger.do(issue.id, Merge(into=main.id, reason="同一问题"))
    ledger.wait(days=5).do(issue.id, "part")
    ledger.sweep()
    assert audited(ledger).clean
    assert ledger.wrong() == []


def test_an_acknowledgement_and_a_suspension_that_ends_are_no_gaps_either(ledger: Ledger) -> None:
    issue, _ = ledger.opened(2)
    ledger.wait(days=8).sweep()
    alert = ledger.store["alerts"].find_one({"issue_id": issue.id, "step": "resolve-person"})
    assert alert is not None
    acknowledge(ledger.store, alert["_id"], person(COUNTY), clock=ledger.clock, rules=RULES)
    ledger.do(issue.id, "suspend")
    ledger.wait(days=30).do(issue.id, "log-referral")
    ledger.wait(days=30).sweep()
    report = audited(ledger)
    assert report.clean
    assert ledger.wrong() == []


def test_what_is_not_swept_is_missed_and_named(ledger: Ledger) -> None:
    late, other = ledger.opened(2)
    ledger.wait(days=1).sweep()
    ledger.store["events"].delete_one({"issue_id": late.id, "type": "escalation.fired.v1"})
    report = audited(ledger)
    assert not report.clean
    (finding,) = [found for found in report.findings() if found.kind is Kind.MISSED]
    assert (finding.serial, finding.step) == (late.serial, "deploy-person")
    assert audited(ledger, other.serial).clean
    assert audited(ledger, late.serial).total(Kind.MISSED) == 1


def test_an_issue_that_is_not_there_is_said_so(ledger: Ledger) -> None:
    with pytest.raises(LookupError, match="no issue 140105-2026-99999"):
        audited(ledger, "140105-2026-99999")


def test_an_issue_whose_policy_is_not_here_is_counted_and_not_clean(ledger: Ledger) -> None:
    ledger.opened(2)
    ledger.store["events"].update_one({"type": "issue.assigned.v1"}, {"$set": {"data.policy_version": 99}})
    report = audited(ledger)
    assert (report.issues, report.unjudged, report.clean) == (2, 1, False)


def test_a_calendar_entered_later_says_nothing_of_what_fired_before(ledger: Ledger) -> None:
    rules = rules_with(chosen="13710-working-days")
    take_in(ledger.store, ledger.records(visit()), ledger.clock, GivenRules(rules))
    ledger.wait(days=4)
    sweep(ledger.store, ledger.clock, rules)
    text = """
name: flood
version: 1
region: "140105"
closed: [{from: 2026-03-03, to: 2026-03-03, reason: 防汛}]
"""
    enter_calendar(ledger.store, text, ledger.clock.now() + timedelta(minutes=1))
    ledger.wait(hours=1)
    assert audited(ledger).clean

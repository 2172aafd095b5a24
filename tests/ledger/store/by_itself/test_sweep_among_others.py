"""Whoever else sweeps or changes the issues meanwhile, each step is fired once and nothing is overwritten."""

from collections import Counter
from datetime import datetime

import pytest

from ledger.escalation.firing import fire_due
from ledger.mongo.connection import Store
from ledger.store.by_itself import sweep as sweeping
from ledger.store.by_itself import system_changes as own_changes
from ledger.store.by_itself.sweep import Swept, sweep
from ledger.store.commit import Batch, Conflict, Writes, commit, write
from ledger.store.listing import load_issue
from tests.ledger.factories import COUNTY, RULES
from tests.ledger.parts import Ledger, at_once
from tests.ledger.store.parts import alerts, drained, interrupted


def to_look(ledger: Ledger, issue_id: str) -> datetime:
    """When the sweep has to look at an issue, as stored."""
    stored = ledger.store["issues"].find_one({"_id": issue_id})
    assert stored is not None
    moment: datetime = stored["next_due_at"]
    return moment


def test_what_a_sweep_that_died_left_to_look_at_too_early_is_set_right_by_the_next(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    change = fire_due(issue, ledger.wait(days=1).clock.now(), RULES)
    assert change is not None
    commit(ledger.store, Batch(changes=[change], look_again_later=True), RULES)
    assert len(alerts(ledger)) == 1
    assert to_look(ledger, issue.id) <= ledger.clock.now()
    assert ledger.wrong() == []
    assert ledger.sweep() == Swept(0, more=False)
    assert to_look(ledger, issue.id) > ledger.clock.now()
    assert ledger.wait(days=1).sweep().fired == 1


def test_what_a_command_said_when_to_look_is_not_overwritten_by_a_sweep_that_was_before(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    (issue,) = ledger.opened()
    ledger.wait(days=1)

    def then_closed(store: Store, writes: Writes) -> None:
        write(store, writes)
        ledger.walk(issue.id, "accept", "report-progress", "request-closure", "approve-closure")

    monkeypatch.setattr(own_changes, "write", then_closed)
    assert ledger.sweep().fired == 1
    stored = ledger.store["issues"].find_one({"_id": issue.id})
    assert stored is not None
    assert (stored["state"], "next_due_at" in stored) == ("closed", False)


@pytest.mark.parametrize("batch", [1, 4, 500])
def test_a_batch_that_conflicts_loses_nothing_but_the_issue_that_changed(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(sweeping, "BATCH", batch)
    issues = ledger.opened(10)
    ledger.wait(days=1)
    rules = interrupted(lambda: [ledger.do(issue.id, "log-referral", COUNTY) for issue in (issues[0], issues[5])])
    first = sweep(ledger.store, ledger.clock, rules)
    # A command fires first what is due on its issue: the sweep, too late for these two, left them alone.
    assert 8 <= first.fired <= 9
    assert ledger.sweep() == Swept(0, more=False)
    assert Counter(alert["issue_id"] for alert in alerts(ledger)) == Counter(issue.id for issue in issues)
    assert ledger.wrong() == []


def test_two_sweeps_at_once_resume_an_issue_once(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    ledger.do(issue.id, "suspend")
    ledger.wait(days=60)
    at_once(*[lambda: drained(ledger, limit=10)] * 3)
    drained(ledger)
    assert ledger.store["events"].count_documents({"type": "issue.resumed.v1"}) == 1
    assert ledger.wrong() == []


def test_two_sweeps_at_once_fire_each_step_once(ledger: Ledger) -> None:
    ledger.opened(30)
    for _ in range(4):
        ledger.wait(days=1)
        outcomes = at_once(*[lambda: drained(ledger, limit=10)] * 3)
        assert all(isinstance(outcome, int) for outcome in outcomes), outcomes
        drained(ledger)
    steps = Counter((alert["issue_id"], alert["step"], alert["occurrence"]) for alert in alerts(ledger))
    assert set(steps.values()) == {1}
    assert Counter(step for _, step, _ in steps) == {
        "deploy-person": 30,
        "deploy-county": 30,
        "deploy-city": 30,
        "feedback-person": 30,
    }
    assert ledger.wrong() == []


def test_a_change_between_finding_and_firing_is_seen(ledger: Ledger) -> None:
    accepted, other = ledger.opened(2)
    ledger.wait(days=1)
    rules = interrupted(lambda: ledger.do(accepted.id, "accept"))
    assert sweep(ledger.store, ledger.clock, rules).fired == 1
    assert {alert["issue_id"]: alert["step"] for alert in alerts(ledger)} == {
        accepted.id: "deploy-person",
        other.id: "deploy-person",
    }
    assert len(alerts(ledger)) == 2
    assert load_issue(ledger.store, accepted.id).state == "accepted"
    assert ledger.sweep() == Swept(0, more=False)
    assert ledger.wrong() == []


def test_a_change_fires_what_was_due_before_it_and_the_sweep_does_not_again(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    ledger.wait(days=1)
    rules = interrupted(lambda: ledger.do(issue.id, "log-referral", COUNTY))
    assert sweep(ledger.store, ledger.clock, rules) == Swept(0, more=False)
    assert [alert["step"] for alert in alerts(ledger)] == ["deploy-person"]
    assert ledger.sweep().fired == 0
    assert ledger.wrong() == []


def test_a_firing_that_came_before_is_the_same_alert_and_is_refused(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    ledger.wait(days=1)
    change = fire_due(issue, ledger.clock.now(), RULES)
    assert change is not None
    assert ledger.sweep().fired == 1
    before = ledger.contents()
    with pytest.raises(Conflict):
        commit(ledger.store, Batch(changes=[change]), RULES)
    assert ledger.contents() == before
    (alert,) = alerts(ledger)
    assert [raised.alert_id for raised in change.envelopes[0].data.alerts] == [alert["_id"]]  # type: ignore[attr-defined]

"""What rests or is merged away fires nothing meanwhile; the sweep itself ends a suspension on its day."""

from datetime import timedelta

from ledger.issue.words.setting_aside import Merge, Part
from ledger.store.by_itself.sweep import Swept
from ledger.store.listing import load_issue
from mobile_schema.vocabulary import State
from tests.ledger.parts import Ledger
from tests.ledger.store.parts import alerts


def test_a_suspension_ends_on_its_day_by_the_sweep_and_the_clocks_run_on(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    ledger.walk(issue.id, "accept")
    before = load_issue(ledger.store, issue.id)
    resting = ledger.do(issue.id, "suspend")
    assert resting.suspension is not None
    until, since = resting.suspension.until, ledger.clock.now()
    assert ledger.wait(days=9).sweep() == Swept(0, more=False)
    ledger.clock.advance(until - ledger.clock.now() + timedelta(hours=3))
    assert ledger.sweep() == Swept(1, more=False)
    after = load_issue(ledger.store, issue.id)
    assert (after.state, after.suspension) == (State.ACCEPTED, None)
    for clock, old in zip(after.obligations, before.obligations, strict=True):
        assert clock.due_at - old.due_at == (timedelta(days=(until - since).days) if old.running else timedelta())
    assert ledger.sweep() == Swept(0, more=False)
    assert ledger.wrong() == []


def test_what_fell_due_after_a_suspension_fires_in_the_sweep_that_ends_it(ledger: Ledger) -> None:
    """A defect of peers: an escalation paused by a window never resumes."""
    (issue,) = ledger.opened()
    ledger.do(issue.id, "suspend")
    assert ledger.wait(days=60).sweep().fired > 1
    after = load_issue(ledger.store, issue.id)
    assert after.state is State.ASSIGNED
    kinds = [event["type"] for event in ledger.store["events"].find({"issue_id": issue.id}, sort=[("_id", 1)])]
    assert kinds.index("issue.resumed.v1") == len(kinds) - kinds.count("escalation.fired.v1") - 1
    assert {alert["step"] for alert in alerts(ledger)} >= {"deploy-person", "resolve-province", "zero-circular"}
    assert ledger.wrong() == []


def test_a_suspended_issue_is_left_alone_until_its_day_and_then_runs_on_by_itself(ledger: Ledger) -> None:
    """A defect of peers: an escalation paused by a window never resumes."""
    (issue,) = ledger.opened()
    ledger.do(issue.id, "suspend")
    assert ledger.wait(days=9).sweep() == Swept(0, more=False)
    ledger.wait(days=3).sweep()
    resumed = load_issue(ledger.store, issue.id)
    assert (resumed.state, resumed.suspension) == ("assigned", None)
    assert [alert["step"] for alert in alerts(ledger)] == ["deploy-county", "deploy-person"]
    assert ledger.wait(days=1).sweep().fired == 2
    assert ledger.wrong() == []


def test_a_duplicate_fires_nothing_until_it_is_parted(ledger: Ledger) -> None:
    duplicate, main = ledger.opened(2)
    ledger.do(duplicate.id, Merge(into=main.id, reason="同一问题"))
    ledger.wait(days=3).sweep()
    assert {alert["issue_id"] for alert in alerts(ledger)} == {main.id}
    ledger.do(duplicate.id, Part(reason="并非同一问题"))
    ledger.sweep()
    fired = [alert for alert in alerts(ledger) if alert["issue_id"] == duplicate.id]
    assert [(alert["step"], alert["due_at"]) for alert in fired] == [
        ("deploy-city", ledger.clock.now()),
        ("deploy-county", ledger.clock.now()),
        ("deploy-person", ledger.clock.now()),
    ]

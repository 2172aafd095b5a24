"""The sweep goes batch by batch: none is passed over, and what cannot be escalated holds up no other."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event
from typing import Any

import pytest

from ledger.mongo.connection import Store
from ledger.policy.store import enter_policy, read_policies
from ledger.policy.versions import shipped_text
from ledger.store.by_itself import sweep as sweeping
from ledger.store.by_itself import system_changes as own_changes
from ledger.store.by_itself.sweep import BATCH, Swept, sweep
from ledger.store.commit import Writes, write
from tests import factories as phone
from tests.ledger.factories import COUNTY, RULES, START, visit
from tests.ledger.mongo.profiling import profiled
from tests.ledger.parts import Ledger
from tests.ledger.store.parts import alerts, drained


def test_more_than_one_batch_is_swept_batch_by_batch_and_each_issue_once(ledger: Ledger) -> None:
    findings = [phone.finding()] * 100
    ledger.take(*(visit(*findings) for _ in range(6)))
    assert BATCH < 600
    ledger.wait(days=1)
    assert ledger.sweep() == Swept(600, more=False)
    told = Counter(alert["issue_id"] for alert in alerts(ledger))
    assert (len(told), set(told.values())) == (600, {1})


def test_what_happens_alike_to_many_issues_is_one_update_of_all(ledger: Ledger) -> None:
    ledger.opened(5)
    ledger.do(ledger.opened()[0].id, "log-referral", COUNTY)
    ledger.wait(days=1)
    with profiled(ledger.store) as did:
        assert ledger.sweep().fired == 6
    updates = [entry["nModified"] for entry in did if entry["op"] == "update" and entry["ns"].endswith(".issues")]
    assert sorted(updates) == [1, 1, 5, 5]
    assert ledger.wrong() == []


def test_a_sweep_that_stops_at_its_limit_says_that_there_is_more(ledger: Ledger) -> None:
    ledger.opened(5)
    ledger.wait(days=1)
    assert [ledger.sweep(limit=2), ledger.sweep(limit=2), ledger.sweep(limit=2)] == [
        Swept(2, more=True),
        Swept(2, more=True),
        Swept(1, more=False),
    ]


def test_one_batch_is_planned_while_another_is_written(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.opened(2)
    ledger.wait(days=1)
    planned, looked_up = Event(), []

    def written_late(store: Store, writes: Writes) -> None:
        assert planned.wait(20), "the next batch was not planned meanwhile"
        write(store, writes)

    class Noticed(dict[str, Any]):
        """Posts of the registry, which tell when the second issue looks for its recipient."""

        def get(self, key: str, default: Any = None) -> Any:
            looked_up.append(key)
            if len(looked_up) == 2:
                planned.set()
            return super().get(key, default)

    monkeypatch.setattr(sweeping, "BATCH", 1)
    monkeypatch.setattr(own_changes, "write", written_late)
    catalogue = replace(RULES.catalogue, posts=Noticed(RULES.catalogue.posts))
    assert sweep(ledger.store, ledger.clock, replace(RULES, catalogue=catalogue)) == Swept(2, more=False)
    assert len(alerts(ledger)) == 2


def test_those_that_fall_due_again_and_again_do_not_starve_the_later_ones(ledger: Ledger) -> None:
    """A defect of peers: a sweep that always begins with the oldest never comes to the rest."""
    ledger.opened(4)
    ledger.wait(days=1).opened(4)
    for _ in range(12):
        ledger.wait(days=1)
        drained(ledger, limit=3)
        late = ledger.store["issues"].count_documents({"next_due_at": {"$lte": ledger.clock.now()}})
        assert late == 0
    told = Counter(alert["issue_id"] for alert in alerts(ledger))
    assert len(told) == 8
    assert {alert["step"] for alert in alerts(ledger)} >= {"deploy-province", "feedback-province", "resolve-person"}


def test_an_issue_that_cannot_be_escalated_holds_up_no_other(ledger: Ledger, caplog: pytest.LogCaptureFixture) -> None:
    """A defect of peers: what is stuck at the head of the queue starves all that is behind it."""
    damages: list[dict[str, Any]] = [
        {"policy_version": 99},
        {"policy": None},
        {"state": "lost"},
        {"unheard": 1},
        {"region": "nowhere"},
        {"location": {"latitude": "north", "longitude": 0}},
        {"obligations.0.due_at": "soon"},
        {"obligations.0.due_at": datetime(9999, 12, 31, tzinfo=UTC), "obligations.1.due_at": START},
    ]
    bad = ledger.opened(len(damages))
    for issue, damage in zip(bad, damages, strict=True):
        ledger.store["issues"].update_one({"_id": issue.id}, {"$set": damage})
    good = ledger.wait(hours=1).opened(3)
    ledger.wait(days=1)
    assert drained(ledger, limit=2) == 2
    assert {alert["issue_id"] for alert in alerts(ledger)} == {issue.id for issue in good}
    assert f"{len(damages)} issues cannot be escalated" in caplog.text


def test_more_broken_issues_than_a_sweep_may_fire_on_starve_nobody(ledger: Ledger) -> None:
    for issue in ledger.opened(7):
        ledger.store["issues"].update_one({"_id": issue.id}, {"$set": {"policy_version": 99}})
    (good,) = ledger.wait(hours=1).opened()
    assert ledger.wait(days=1).sweep(limit=2).fired == 1
    assert [alert["issue_id"] for alert in alerts(ledger)] == [good.id]


def test_an_issue_whose_policy_is_entered_later_is_fired_then(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    ledger.store["issues"].update_one({"_id": issue.id}, {"$set": {"policy_version": 3}})
    assert ledger.wait(days=1).sweep() == Swept(0, more=False)
    enter_policy(ledger.store, shipped_text("13710@1").replace("version: 1", "version: 3"), ledger.clock.now())
    later = replace(RULES, policies=read_policies())
    assert sweep(ledger.store, ledger.clock, later) == Swept(1, more=False)
    (alert,) = alerts(ledger)
    assert alert["policy_version"] == 3


def test_an_issue_that_cannot_be_escalated_is_named_once_and_then_counted(
    ledger: Ledger, caplog: pytest.LogCaptureFixture
) -> None:
    (first,) = ledger.opened()
    ledger.wait(days=1)
    failing = own_changes.Failing()

    def said(policy_version: int, *broken: str) -> list[str]:
        caplog.clear()
        ledger.store["issues"].update_many({"_id": {"$in": broken}}, {"$set": {"policy_version": policy_version}})
        ledger.sweep(failing=failing)
        return [record.getMessage().partition(": ")[0] for record in caplog.records]

    assert said(99, first.id) == [f"issue {first.id} cannot be escalated", "1 issues cannot be escalated"]
    assert said(99) == []
    ledger.opened()
    ledger.wait(days=1)
    assert said(99) == []
    (third,) = ledger.opened()
    ledger.wait(days=1)
    assert said(99, third.id) == [f"issue {third.id} cannot be escalated", "2 issues cannot be escalated"]
    assert said(1, first.id) == ["1 issues cannot be escalated"]

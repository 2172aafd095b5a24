"""The sweep fires every step that is due once, none twice, whoever else sweeps or changes the issues meanwhile."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import pytest

from ledger.escalation.firing import fire_due
from ledger.issue.commands import Merge, Part
from ledger.mongo.connection import Store
from ledger.policy.store import enter_policy, read_policies
from ledger.policy.versions import shipped_texts
from ledger.store import sweep as sweeping
from ledger.store import system_changes as own_changes
from ledger.store.carrying_out import acknowledge
from ledger.store.commit import Batch, Conflict, Writes, commit, write
from ledger.store.listing import load_issue
from ledger.store.sweep import BATCH, Swept, sweep
from mobile_schema.vocabulary import Category, State
from tests import factories as phone
from tests.ledger.factories import CITY, COUNTY, LAND_UNIT, PROVINCE, RULES, START, local, person, visit
from tests.ledger.parts import Ledger, at_once

HEAD = f"head-{LAND_UNIT}"


class Interrupted(dict[str, Any]):
    """Posts of the registry: at the first look-up something else happens, in the middle of a sweep."""

    def __init__(self, posts: Any, happens: Callable[[], object]) -> None:
        super().__init__(posts)
        self._happens: list[Callable[[], object]] = [happens]

    def get(self, key: str, default: Any = None) -> Any:
        if self._happens:
            self._happens.pop()()
        return super().get(key, default)


def interrupted(happens: Callable[[], object]) -> Any:
    catalogue = replace(RULES.catalogue, posts=Interrupted(RULES.catalogue.posts, happens))
    return replace(RULES, catalogue=catalogue)


def alerts(ledger: Ledger) -> list[dict[str, Any]]:
    return list(ledger.store["alerts"].find({}, sort=[("fired_at", 1), ("step", 1), ("_id", 1)]))


def to_look(ledger: Ledger, issue_id: str) -> datetime:
    """When the sweep has to look at an issue, as stored."""
    stored = ledger.store["issues"].find_one({"_id": issue_id})
    assert stored is not None
    moment: datetime = stored["next_due_at"]
    return moment


def drained(ledger: Ledger, limit: int = BATCH) -> int:
    """Sweep until nothing is due, as a worker does; how often."""
    for turn in range(1, 100):
        if not ledger.sweep(limit=limit).more:
            return turn
    raise AssertionError("the sweep does not end")


def test_a_step_that_is_due_becomes_an_event_and_an_alert(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    assert ledger.sweep() == Swept(0, more=False)
    assert ledger.wait(hours=14).sweep() == Swept(1, more=False)
    (alert,) = alerts(ledger)
    assert (alert["issue_id"], alert["serial"], alert["project_code"]) == (issue.id, issue.serial, issue.project_code)
    assert (alert["obligation"], alert["round"], alert["step"], alert["occurrence"]) == (
        "deploy",
        1,
        "deploy-person",
        1,
    )
    assert (alert["light"], alert["instrument"]) == ("yellow", "reminder")
    assert (alert["recipient_person_id"], alert["recipient_post"]) == (HEAD, "unit_head")
    assert alert["ancestors"] == ["140000", "140100", "140105"]
    assert (local(alert["due_at"]), alert["fired_at"]) == ("2026-03-02 23:59:59", ledger.clock.now())
    assert (alert["acknowledged_at"], alert["acknowledged_by"]) == (None, None)
    assert issue.serial in alert["text_zh"]
    event = ledger.store["events"].find_one({"type": "escalation.fired.v1"})
    assert event is not None
    assert [raised["alert_id"] for raised in event["data"]["alerts"]] == [alert["_id"]]
    assert load_issue(ledger.store, issue.id).version == issue.version + 1
    assert ledger.wrong() == []


def test_sweeping_again_fires_nothing_again(ledger: Ledger) -> None:
    ledger.opened(3)
    ledger.wait(days=1).sweep()
    before = ledger.contents()
    assert ledger.sweep() == Swept(0, more=False)
    assert ledger.contents() == before


def test_over_a_month_every_level_is_told_in_order(ledger: Ledger) -> None:
    ledger.opened()
    ledger.wait(hours=14, minutes=30)
    for _ in range(30):
        ledger.sweep()
        ledger.wait(days=1)
    told = [(alert["step"], alert["recipient_person_id"]) for alert in alerts(ledger)]
    for clock in ("deploy", "feedback", "resolve"):
        ladder = [(step, who) for step, who in told if step.startswith(clock)]
        assert ladder == [
            (f"{clock}-person", HEAD),
            (f"{clock}-county", COUNTY),
            (f"{clock}-city", CITY),
            (f"{clock}-province", PROVINCE),
        ]
    assert [who for step, who in told if step == "zero-circular"] == [PROVINCE] * 3
    assert ledger.wrong() == []


def test_what_is_answered_in_time_never_fires(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    ledger.walk(issue.id, "accept", "file-plan", "report-progress", "request-closure", "approve-closure")
    assert ledger.wait(days=400).sweep() == Swept(0, more=False)
    stored = ledger.store["issues"].find_one({"_id": issue.id})
    assert stored is not None
    assert "next_due_at" not in stored


def test_more_than_one_batch_is_swept_batch_by_batch_and_each_issue_once(ledger: Ledger) -> None:
    findings = [phone.finding()] * 100
    ledger.take(*(visit(*findings) for _ in range(6)))
    assert BATCH < 600
    ledger.wait(days=1)
    assert ledger.sweep() == Swept(600, more=False)
    told = Counter(alert["issue_id"] for alert in alerts(ledger))
    assert (len(told), set(told.values())) == (600, {1})


def test_a_sweep_that_stops_at_its_limit_says_that_there_is_more(ledger: Ledger) -> None:
    ledger.opened(5)
    ledger.wait(days=1)
    assert [ledger.sweep(limit=2), ledger.sweep(limit=2), ledger.sweep(limit=2)] == [
        Swept(2, more=True),
        Swept(2, more=True),
        Swept(1, more=False),
    ]


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
    ledger.store["issues"].update_one({"_id": issue.id}, {"$set": {"policy_version": 2}})
    assert ledger.wait(days=1).sweep() == Swept(0, more=False)
    enter_policy(ledger.store, shipped_texts()["13710"].replace("version: 1", "version: 2"), ledger.clock.now())
    later = replace(RULES, policies=read_policies())
    assert sweep(ledger.store, ledger.clock, later) == Swept(1, more=False)
    (alert,) = alerts(ledger)
    assert alert["policy_version"] == 2


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
        assert clock.due_at - old.due_at == (until - since if old.running else timedelta())
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


def test_after_an_outage_a_repeating_step_is_told_once(ledger: Ledger) -> None:
    ledger.opened()
    ledger.wait(days=90).sweep()
    (circular,) = [alert for alert in alerts(ledger) if alert["step"] == "zero-circular"]
    assert circular["occurrence"] == 11
    assert ledger.sweep().fired == 0
    ledger.wait(days=7).sweep()
    assert ledger.store["alerts"].count_documents({"step": "zero-circular"}) == 2


def test_an_acknowledged_circular_is_not_repeated_and_its_clock_runs_on(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    ledger.wait(days=16).sweep()
    circular = ledger.store["alerts"].find_one({"step": "zero-circular"})
    assert circular is not None
    acknowledge(ledger.store, circular["_id"], person(PROVINCE), clock=ledger.clock, rules=RULES)
    assert ledger.wait(days=60).sweep().fired == 0
    assert [clock.running for clock in load_issue(ledger.store, issue.id).obligations if clock.code == "zero"] == [True]


def test_triage_is_swept_too(ledger: Ledger) -> None:
    ledger.take(visit(phone.finding(category=Category.OTHER)))
    ledger.wait(days=2).sweep()
    assert [alert["recipient_person_id"] for alert in alerts(ledger)] == [COUNTY]


def test_an_empty_post_is_named_on_the_alert(ledger: Ledger) -> None:
    ledger.opened()
    vacant = replace(RULES.catalogue.posts["supervisor:140105"], holders=())
    catalogue = replace(RULES.catalogue, posts={**RULES.catalogue.posts, vacant.id: vacant})
    ledger.wait(days=2)
    sweep(ledger.store, ledger.clock, replace(RULES, catalogue=catalogue))
    (alert,) = [alert for alert in alerts(ledger) if alert["step"] == "deploy-county"]
    assert (alert["recipient_person_id"], alert["recipient_level"]) == (CITY, "city")
    assert alert["vacant_posts"] == ["supervisor@140105"]


def test_a_suspended_issue_is_left_alone_until_its_day_and_then_runs_on_by_itself(ledger: Ledger) -> None:
    """A defect of peers: an escalation paused by a window never resumes."""
    (issue,) = ledger.opened()
    ledger.do(issue.id, "suspend")
    assert ledger.wait(days=9).sweep() == Swept(0, more=False)
    ledger.wait(days=3).sweep()
    resumed = load_issue(ledger.store, issue.id)
    assert (resumed.state, resumed.suspension) == ("assigned", None)
    assert [alert["step"] for alert in alerts(ledger)] == ["deploy-county", "deploy-person"]
    assert ledger.wait(days=1).sweep().fired == 1
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

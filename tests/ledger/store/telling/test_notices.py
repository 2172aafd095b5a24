"""Notices stand in the transaction of their event, once, whole in their recipient's list; seen is no more than seen."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ledger.issue.words.assigning import Accept, Transfer
from ledger.mongo.connection import Document, Store
from ledger.policy.versions import shipped_policies
from ledger.store.alerts import AlertFilter, list_alerts
from ledger.store.archive.moving import archive, bring_back
from ledger.store.archive.places import ALERTS, NOTICES
from ledger.store.by_itself.sweep import sweep
from ledger.store.carrying_out import acknowledge
from ledger.store.telling.notices import NoticeFilter, list_notices
from ledger.store.telling.seeing import Told, count_unseen, list_unseen, see, see_until
from tests.ledger import policies
from tests.ledger.factories import (
    COUNTY,
    EVERYWHERE,
    HEAD,
    LAND_UNIT,
    OTHER_UNIT,
    PROVINCE,
    STAFF,
    person,
    vacant,
    visit,
)
from tests.ledger.parts import Ledger

RULES = policies.rules(shipped_policies().newest())


@pytest.fixture
def told(ledger: Ledger) -> Ledger:
    """A ledger under 13710 as it is now, with an issue of which its unit's head was told."""
    ledger.rules = RULES
    ledger.opened()
    return ledger


def notices(store: Store, person_id: str, **wanted: object) -> list[Document]:
    return list(list_notices(store, NoticeFilter(person_id, **wanted), 50).items)  # type: ignore[arg-type]


def test_an_assignment_by_rule_tells_the_head_in_the_transaction_of_the_report(told: Ledger) -> None:
    (notice,) = notices(told.store, HEAD)
    issue = told.store["issues"].find_one({})
    assert issue is not None
    assert notice["_id"] == f"{issue['_id']}:000002/{HEAD}"
    assert (notice["notice"], notice["event"], notice["serial"]) == ("assigned", "issue.assigned.v1", issue["serial"])
    assert notice["text_zh"].startswith(f"【交办】问题 {issue['serial']} “")
    assert (notice["seen"], notice["dispatched"], notice["at"]) == (False, False, told.clock.now())
    assert told.store["alerts"].count_documents({}) == 0
    assert told.wrong() == []


def test_a_report_that_comes_again_tells_nobody_again(ledger: Ledger) -> None:
    ledger.rules = RULES
    report = visit()
    ledger.take(report)
    ledger.take(report)
    assert ledger.store[NOTICES].count_documents({}) == 1


def test_a_command_tells_in_its_own_transaction_and_whoever_is_told_by_name_too(told: Ledger) -> None:
    issue_id = told.store["issues"].distinct("_id")[0]
    told.do(issue_id, Accept(person_id=STAFF), HEAD)
    assert [notice["notice"] for notice in notices(told.store, COUNTY)] == ["accepted"]
    assert [notice["notice"] for notice in notices(told.store, STAFF)] == ["named"]
    told.wait(minutes=1).do(issue_id, Transfer(unit_id=OTHER_UNIT, reason="职责调整"))
    assert [notice["notice"] for notice in notices(told.store, STAFF)] == ["taken_away", "named"]
    assert [notice["notice"] for notice in notices(told.store, f"head-{OTHER_UNIT}")] == ["transferred"]
    assert told.wrong() == []


def test_a_post_that_is_empty_passes_upward_and_is_on_the_notice_and_the_issue(ledger: Ledger) -> None:
    ledger.rules = replace(RULES, catalogue=vacant(f"unit_head:{LAND_UNIT}"))
    (issue,) = ledger.opened()
    (notice,) = notices(ledger.store, COUNTY)
    assert notice["vacant_posts"] == [f"unit_head@{LAND_UNIT}"]
    assert issue.vacant_posts == (f"unit_head@{LAND_UNIT}",)
    assert ledger.wrong() == []


def test_notices_are_in_no_list_of_alerts_and_an_alert_is_in_none_of_theirs(told: Ledger) -> None:
    told.wait(days=1).sweep()
    alerts = list_alerts(told.store, AlertFilter(EVERYWHERE), 50).items
    assert sorted(alert["step"] for alert in alerts) == ["deploy-ahead", "deploy-person"]
    assert [notice["notice"] for notice in notices(told.store, HEAD)] == ["assigned"]


def test_a_list_is_the_newest_first_narrowed_by_kind_and_by_whether_it_was_seen(told: Ledger) -> None:
    for _ in range(3):
        told.wait(minutes=1).opened()
    found = notices(told.store, HEAD)
    assert [notice["at"] for notice in found] == sorted((notice["at"] for notice in found), reverse=True)
    page = list_notices(told.store, NoticeFilter(HEAD), 3)
    rest = list_notices(told.store, NoticeFilter(HEAD), 3, page.next)  # type: ignore[arg-type]
    assert [*page.items, *rest.items] == found
    see(told.store, Told.NOTICES, HEAD, [found[0]["_id"]], told.clock.now())
    assert notices(told.store, HEAD, seen=True) == [{**found[0], "seen": True, "seen_at": told.clock.now()}]
    assert notices(told.store, HEAD, seen=False) == found[1:]
    assert notices(told.store, HEAD, notice="merged") == []


def test_only_whose_it_is_sees_a_notice_and_once(told: Ledger) -> None:
    (notice,) = notices(told.store, HEAD)
    now = told.clock.now()
    assert see(told.store, Told.NOTICES, COUNTY, [notice["_id"]], now) == 0
    assert see(told.store, Told.NOTICES, HEAD, [notice["_id"], "no-such"], now) == 1
    assert see(told.store, Told.NOTICES, HEAD, [notice["_id"]], now + timedelta(hours=1)) == 0
    assert notices(told.store, HEAD)[0]["seen_at"] == now


def test_all_until_a_moment_is_seen_at_once_and_what_comes_later_is_not(told: Ledger) -> None:
    until = told.clock.now()
    told.wait(minutes=1).opened()
    assert see_until(told.store, Told.NOTICES, HEAD, until, told.clock.now()) == 1
    assert count_unseen(told.store, Told.NOTICES, HEAD) == 1


def test_an_alert_that_was_seen_is_not_acknowledged_and_one_acknowledged_was_seen(told: Ledger) -> None:
    told.wait(days=1).sweep()
    first, second = list_unseen(told.store, Told.ALERTS, HEAD, 10).items
    assert see(told.store, Told.ALERTS, HEAD, [first["_id"]], told.clock.now()) == 1
    acknowledge(told.store, second["_id"], person(HEAD), clock=told.clock, rules=RULES)
    stored = {alert["_id"]: alert for alert in told.store[ALERTS].find({})}
    assert (stored[first["_id"]]["seen"], stored[first["_id"]]["acknowledged_at"]) == (True, None)
    assert (stored[second["_id"]]["seen"], stored[second["_id"]]["acknowledged_by"]) == (True, HEAD)


def test_an_alert_that_somebody_else_acknowledged_was_not_seen_by_whom_it_went_to(told: Ledger) -> None:
    told.wait(days=1).sweep()
    (first, *_) = list_unseen(told.store, Told.ALERTS, HEAD, 10).items
    acknowledge(told.store, first["_id"], person(PROVINCE), clock=told.clock, rules=RULES)
    assert first["_id"] in {alert["_id"] for alert in list_unseen(told.store, Told.ALERTS, HEAD, 10).items}


def test_a_notice_goes_to_the_archive_with_its_issue_and_comes_back(told: Ledger) -> None:
    issue_id = told.store["issues"].distinct("_id")[0]
    told.walk(issue_id, "void")
    told.store[NOTICES].update_many({}, {"$set": {"dispatched": True}})
    told.store[ALERTS].update_many({}, {"$set": {"dispatched": True}})
    before = list(told.store[NOTICES].find({}, sort=[("_id", 1)]))
    moved = archive(told.store, [issue_id], told.wait(days=400).clock.now())
    assert (moved.issues, told.store[NOTICES].count_documents({})) == (1, 0)
    assert bring_back(told.store, [issue_id]) == 1
    assert list(told.store[NOTICES].find({}, sort=[("_id", 1)])) == before


def test_an_issue_with_a_notice_that_is_not_sent_yet_stays(told: Ledger) -> None:
    issue_id = told.store["issues"].distinct("_id")[0]
    told.walk(issue_id, "void")
    assert archive(told.store, [issue_id], told.wait(days=400).clock.now()).families_left == 1


def test_an_issue_that_stands_under_the_first_version_tells_nobody(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    ledger.rules = RULES
    ledger.walk(issue.id, "accept", "report-progress", "request-closure")
    assert issue.policy_version == 1
    assert ledger.store[NOTICES].count_documents({}) == 0


def test_what_is_due_fires_before_and_tells_nobody_twice(told: Ledger) -> None:
    """A command meets what fell due first: the steps are escalations, the command alone is told."""
    issue_id = told.store["issues"].distinct("_id")[0]
    told.wait(days=1).do(issue_id, Accept(person_id=HEAD), HEAD)
    sweep(told.store, told.clock, RULES)
    assert told.store[NOTICES].count_documents({"recipient_person_id": COUNTY}) == 1

"""An alert is acknowledged once, by whom it went to or who stands over the issue, however the issue fares."""

import pytest

from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.registry.actors import Actor
from ledger.store.carrying_out import acknowledge
from ledger.store.listing import load_issue
from mobile_schema.vocabulary import ObligationCode, State
from tests.ledger.factories import CITY, COUNTY, HEAD, INSPECTOR, LAND_UNIT, RULES, person
from tests.ledger.parts import Ledger, at_once
from tests.ledger.store.parts import NO_SUCH_ID


def acknowledged(ledger: Ledger, alert_id: str, who: Actor | str) -> None:
    acknowledge(ledger.store, alert_id, person(who) if isinstance(who, str) else who, clock=ledger.clock, rules=RULES)


def alerted(ledger: Ledger) -> tuple[Issue, str]:
    """An issue whose unit was alerted on its first night, and the alert's id."""
    (issue,) = ledger.opened()
    assert ledger.wait(days=1).sweep().fired == 1
    alert = ledger.store["alerts"].find_one({})
    assert alert is not None
    return load_issue(ledger.store, issue.id), alert["_id"]


def test_an_alert_is_acknowledged_by_its_recipient(ledger: Ledger) -> None:
    before, alert_id = alerted(ledger)
    acknowledged(ledger, alert_id, HEAD)
    alert = ledger.store["alerts"].find_one({"_id": alert_id})
    assert alert is not None
    assert (alert["acknowledged_by"], alert["acknowledged_at"]) == (HEAD, ledger.clock.now())
    issue = load_issue(ledger.store, before.id)
    deploy = issue.obligation(ObligationCode.DEPLOY)
    assert deploy is not None
    assert deploy.steps["deploy-person"].acknowledged_at == ledger.clock.now()
    assert deploy.running
    assert ledger.wrong() == []


def test_a_supervisor_over_the_issue_may_acknowledge_too(ledger: Ledger) -> None:
    _, alert_id = alerted(ledger)
    acknowledged(ledger, alert_id, CITY)
    assert ledger.store["alerts"].count_documents({"acknowledged_by": CITY}) == 1


def test_what_was_said_is_kept_on_the_alert_and_among_the_events(ledger: Ledger) -> None:
    _, alert_id = alerted(ledger)
    acknowledge(ledger.store, alert_id, person(HEAD), "已约谈责任人", clock=ledger.clock, rules=RULES)
    acknowledge(ledger.store, alert_id, person(HEAD), "另一句", clock=ledger.clock, rules=RULES)
    alert, event = (
        ledger.store["alerts"].find_one({"_id": alert_id}),
        ledger.store["events"].find_one({}, sort=[("_id", -1)]),
    )
    assert alert is not None
    assert event is not None
    assert (alert["acknowledged_note"], event["data"]["note"]) == ("已约谈责任人", "已约谈责任人")
    assert ledger.wrong() == []


def test_acknowledging_twice_changes_nothing(ledger: Ledger) -> None:
    _, alert_id = alerted(ledger)
    acknowledged(ledger, alert_id, HEAD)
    before = ledger.contents()
    ledger.wait(hours=1)
    acknowledged(ledger, alert_id, HEAD)
    acknowledged(ledger, alert_id, COUNTY)
    assert ledger.contents() == before


def test_acknowledging_at_once_is_recorded_once(ledger: Ledger) -> None:
    _, alert_id = alerted(ledger)
    outcomes = at_once(*[lambda: acknowledged(ledger, alert_id, HEAD)] * 4)
    assert outcomes == [None] * 4
    assert ledger.store["events"].count_documents({"type": "alert.acknowledged.v1"}) == 1
    assert ledger.wrong() == []


@pytest.mark.parametrize("who", [INSPECTOR, f"staff-{LAND_UNIT}", "supervisor-140106"])
def test_an_alert_is_not_for_others_to_acknowledge(ledger: Ledger, who: str) -> None:
    _, alert_id = alerted(ledger)
    before = ledger.contents()
    with pytest.raises(CommandRefused) as refused:
        acknowledged(ledger, alert_id, who)
    known = who != "supervisor-140106"
    assert refused.value.reason is (Refusal.NOT_PERMITTED if known else Refusal.UNKNOWN_ALERT)
    assert ledger.contents() == before


def test_an_alert_that_does_not_exist_cannot_be_acknowledged(ledger: Ledger) -> None:
    with pytest.raises(CommandRefused) as refused:
        acknowledged(ledger, NO_SUCH_ID, HEAD)
    assert refused.value.reason is Refusal.UNKNOWN_ALERT


def test_the_alert_of_an_issue_since_closed_can_still_be_acknowledged(ledger: Ledger) -> None:
    issue, alert_id = alerted(ledger)
    ledger.walk(issue.id, "accept", "report-progress", "request-closure", "approve-closure")
    acknowledged(ledger, alert_id, HEAD)
    assert load_issue(ledger.store, issue.id).state is State.CLOSED
    assert ledger.wrong() == []

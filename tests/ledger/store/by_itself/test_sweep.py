"""The sweep fires every step that is due once, none twice, to whoever stands in the post."""

from dataclasses import replace

from ledger.store.by_itself.sweep import Swept, sweep
from ledger.store.carrying_out import acknowledge
from ledger.store.listing import load_issue
from mobile_schema.vocabulary import Category
from tests import factories as phone
from tests.ledger.factories import CITY, COUNTY, HEAD, PROVINCE, RULES, local, person, visit
from tests.ledger.parts import Ledger
from tests.ledger.store.parts import alerts


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

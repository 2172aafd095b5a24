"""Who asks for an archived issue finds it as any other; what is decided on it brings it back, a refusal does not."""

from hashlib import sha256

import pytest

from ledger.issue.refusals import CommandRefused, Refusal
from ledger.retention.retention import parse_retention, shipped_text
from ledger.store.alert_feed import following
from ledger.store.alerts import AlertFilter, list_alerts
from ledger.store.archive.moving import bring_back
from ledger.store.carrying_out import Asked, acknowledge, execute_together
from ledger.store.listing import issue_id_of, list_history, list_issues, load_found, load_issue
from ledger.store.wanted import IssueFilter
from mobile_schema.vocabulary import State
from oversight.audit.stored import audit
from oversight.audit.verdict import Window
from oversight.explain.stored import explain
from oversight.simulate.histories import Selection, count_selected, histories
from tests.ledger.factories import COUNTY, EVERYWHERE, HEAD, PROJECT, RULES, person, recheck_visit, sample_command
from tests.ledger.mongo.profiling import profiled
from tests.ledger.parts import Ledger
from tests.ledger.store.archive.parts import archived, closed, everything, family, in_archive, years_later


@pytest.fixture
def old(ledger: Ledger) -> Ledger:
    """A ledger whose three issues are archived: one alone, and a family."""
    closed(ledger)
    family(ledger)
    archived(years_later(ledger))
    assert len(in_archive(ledger)) == 3
    return ledger


def alone(ledger: Ledger) -> str:
    """The archived issue that is nobody's duplicate, and has an alert."""
    alert = ledger.store["alerts_archived"].find_one({})
    assert alert is not None
    return str(alert["issue_id"])


def listed(ledger: Ledger, **wanted: object) -> list[str]:
    page = list_issues(ledger.store, EVERYWHERE, IssueFilter(**wanted), ledger.clock.now(), 10)  # type: ignore[arg-type]
    return [document["_id"] for document in page.items]


def test_it_is_loaded_by_its_id_and_its_serial_and_says_where_it_is(old: Ledger) -> None:
    issue, there = load_found(old.store, alone(old))
    assert there
    assert load_issue(old.store, issue.serial) == issue
    assert issue_id_of(old.store, issue.serial) == issue.id
    (new,) = old.opened()
    assert load_found(old.store, new.serial) == (new, False)


def test_its_history_its_explanation_and_its_alerts_are_as_before(ledger: Ledger) -> None:
    (issue,) = closed(ledger)
    years_later(ledger)

    def seen() -> object:
        alerts = list_alerts(ledger.store, AlertFilter(EVERYWHERE, issue=issue.id), 10)
        told = explain(ledger.store, issue.serial, RULES, ledger.clock.now())
        return list_history(ledger.store, issue.id), alerts, told

    before = seen()
    archived(ledger)
    assert in_archive(ledger) == {issue.id}
    assert seen() == before


@pytest.mark.parametrize("wanted", [{}, {"region": "140100"}, {"project": PROJECT}, {"state": State.CLOSED}])
def test_lists_show_the_archive_only_when_asked(old: Ledger, wanted: dict[str, object]) -> None:
    assert listed(old, **wanted) == []
    with profiled(old.store) as did:
        found = listed(old, archived=True, **wanted)
    assert len(found) == (2 if "state" in wanted else 3)
    assert not [entry for entry in did if entry.get("hasSortStage") or "COLLSCAN" in entry.get("planSummary", "")]


def test_the_audit_and_the_simulation_count_what_is_archived(old: Ledger) -> None:
    old.opened()
    now = old.clock.now()
    report = audit(old.store, Window.of(None, None, now))
    assert (report.clean, report.issues) == (True, 4)
    serial = load_issue(old.store, alone(old)).serial
    assert audit(old.store, Window.of(None, None, now), serial).issues == 1
    everyone = Selection(until=now)
    assert count_selected(old.store, everyone, 10) == len(list(histories(old.store, everyone))) == 4


def test_reopening_brings_it_back_with_its_alerts_and_not_its_events(old: Ledger) -> None:
    issue_id = alone(old)
    before = everything(old)
    version = load_issue(old.store, issue_id).version
    reopened = old.do(issue_id, "reopen", expected_version=version)
    assert (reopened.state, reopened.version) == (State.REOPENED, version + 1)
    assert issue_id not in in_archive(old)
    assert list_alerts(old.store, AlertFilter(EVERYWHERE, issue=issue_id), 10).items
    assert old.store["events"].count_documents({"issue_id": issue_id}) == 1
    assert [event["version"] for event in list_history(old.store, issue_id)] == list(range(1, version + 2))
    after = everything(old)
    assert before["events"].items() <= after["events"].items()
    assert old.wrong() == []
    assert audit(old.store, Window.of(None, None, old.clock.now())).clean


def test_the_bytes_of_its_report_come_back_with_it_and_are_not_deleted_while_it_is_open(old: Ledger) -> None:
    reopened = old.do(alone(old), "reopen")
    rules = parse_retention(shipped_text().replace("delete_after: never ", "delete_after: {years: 4} "))
    assert archived(years_later(old), rules).receipts_archived == 2
    receipt = old.store["receipts"].find_one({"_id": reopened.report_id})
    assert receipt is not None
    assert sha256(receipt["raw"]).hexdigest() == receipt["sha256"]


def test_what_came_back_goes_again_when_it_has_ended_for_long_again(old: Ledger) -> None:
    issue_id = alone(old)
    old.walk(issue_id, "reopen", "report-progress", "request-closure", "approve-closure")
    before = everything(old)
    archived(years_later(old))
    assert issue_id in in_archive(old)
    assert everything(old) == before
    assert old.wrong() == []


def test_a_command_that_is_refused_leaves_it_in_the_archive(old: Ledger) -> None:
    before = old.contents()
    with pytest.raises(CommandRefused) as refused:
        old.do(alone(old), "accept", HEAD)
    assert refused.value.reason is Refusal.WRONG_STATE
    assert old.contents() == before


def test_commands_together_bring_back_those_that_they_change(old: Ledger) -> None:
    (new,) = old.opened()
    old_one = load_issue(old.store, alone(old))
    commands = {new.id: ("accept", HEAD), old_one.id: ("reopen", COUNTY)}
    asked = [
        Asked(each.id, sample_command(commands[each.id][0], each, old.clock.now()), person(commands[each.id][1]))
        for each in (new, old_one)
    ]
    outcomes = execute_together(old.store, asked, clock=old.clock, rules=RULES)
    assert [getattr(outcomes[one], "state", None) for one in asked] == [State.ACCEPTED, State.REOPENED]
    assert old.wrong() == []


def test_parting_a_duplicate_brings_its_whole_family_back(ledger: Ledger) -> None:
    main, duplicate = family(ledger)
    archived(years_later(ledger))
    assert ledger.do(duplicate.id, "part").state is State.ASSIGNED
    assert in_archive(ledger) == set()
    assert load_issue(ledger.store, main.id).duplicates == ()
    assert ledger.wrong() == []


def test_an_archived_alert_is_acknowledged_on_the_ledger(old: Ledger) -> None:
    alert = old.store["alerts_archived"].find_one({})
    assert alert is not None
    acknowledge(old.store, alert["_id"], person(COUNTY), clock=old.clock, rules=RULES)
    seen = old.store["alerts"].find_one({"_id": alert["_id"]})
    assert seen is not None
    assert seen["acknowledged_by"] == COUNTY
    assert old.wrong() == []


def test_a_visit_that_looks_at_it_again_brings_it_back(old: Ledger) -> None:
    issue_id = alone(old)
    old.take(recheck_visit(issue_id, result="not_solved"))
    issue, there = load_found(old.store, issue_id)
    assert not there
    assert issue.recheck is not None
    assert old.wrong() == []


def test_bringing_back_what_is_not_there_changes_nothing(old: Ledger) -> None:
    before = old.contents()
    assert bring_back(old.store, ["nowhere"]) == 0
    assert old.contents() == before


def test_alerts_that_come_back_are_not_told_again(old: Ledger) -> None:
    with following(old.store, None, await_ms=50) as feed:
        feed.next()
        assert bring_back(old.store, [alone(old)]) == 1
        (new,) = old.opened()
        old.wait(days=1).sweep()
        heard = []
        while (change := feed.next()) is not None:
            heard.append(change.alert["issue_id"])
    assert heard == [new.id]

"""What ended long ago goes to the archive whole, nothing is lost or doubled, and the rest stays where it is."""

import pytest
from pymongo.errors import BulkWriteError

from ledger.issue.words.setting_aside import Merge
from ledger.retention.retention import parse_retention, shipped_text
from ledger.store.archive.archiving import archiving
from ledger.store.archive.candidates import count_candidates, ended
from ledger.store.archive.moving import archive
from ledger.store.carrying_out import acknowledge
from ledger.store.rebuild import Difference, repair
from tests import factories as phone
from tests.ledger.factories import COUNTY, RULES, person, visit
from tests.ledger.mongo.profiling import profiled
from tests.ledger.parts import Ledger, at_once
from tests.ledger.store.archive.parts import (
    CLOSING,
    archived,
    closed,
    dispatched,
    everything,
    family,
    in_archive,
    letter,
    years_later,
)

RETENTION = parse_retention(shipped_text())


def test_an_issue_goes_with_its_events_its_alerts_and_the_bytes_of_its_report(ledger: Ledger) -> None:
    (issue,) = closed(ledger)
    (other,) = ledger.opened()
    before = everything(ledger)
    done = archived(years_later(ledger))
    assert (done.issues, done.events, done.alerts, done.receipts) == (1, issue.version, 1, 1)
    assert everything(ledger) == before
    assert in_archive(ledger) == {issue.id}
    assert ledger.store["issues"].distinct("_id") == [other.id]
    assert ledger.store["events"].distinct("issue_id") == [other.id]
    assert ledger.store["alerts"].count_documents({"issue_id": issue.id}) == 0
    assert ledger.wrong() == []


def test_the_receipt_stays_without_its_bytes(ledger: Ledger) -> None:
    (issue,) = closed(ledger)
    before = ledger.store["receipts"].find_one({"_id": issue.report_id})
    archived(years_later(ledger))
    assert before is not None
    assert ledger.store["receipts"].find_one({"_id": issue.report_id}) == {
        name: value for name, value in before.items() if name != "raw"
    }


def test_a_report_that_comes_again_is_known_though_its_issue_is_archived(ledger: Ledger) -> None:
    report = visit()
    (issue,) = ledger.take(report)
    ledger.walk(issue.id, *CLOSING)
    archived(years_later(ledger))
    before = ledger.contents()
    assert ledger.take(report) == []
    assert {**ledger.contents(), "positions": None} == {**before, "positions": None}
    ledger.take(report | {"findings": [phone.finding(description="另一问题")]})
    assert ledger.store["dead_letters"].distinct("reason") == ["conflict"]


@pytest.mark.parametrize("years", [0, 1.9])
def test_what_ended_lately_stays(ledger: Ledger, years: float) -> None:
    closed(ledger)
    assert archived(years_later(ledger, years)).issues == 0


def test_what_is_open_stays_however_old(ledger: Ledger) -> None:
    ledger.opened()
    assert archived(years_later(ledger)).issues == 0


def test_what_was_touched_lately_stays(ledger: Ledger) -> None:
    issue, other = closed(ledger, 2)
    alert = ledger.store["alerts"].find_one({"issue_id": issue.id})
    assert alert is not None
    years_later(ledger, 2)
    acknowledge(ledger.store, alert["_id"], person(COUNTY), clock=ledger.clock, rules=RULES)
    archived(ledger.wait(days=10))
    assert in_archive(ledger) == {other.id}


def test_a_voided_issue_goes_too(ledger: Ledger) -> None:
    issue = ledger.walk(ledger.opened()[0].id, "void")
    archived(years_later(ledger))
    assert in_archive(ledger) == {issue.id}


def test_a_family_goes_together_or_not_at_all(ledger: Ledger) -> None:
    main, duplicate = family(ledger)
    open_main, its_duplicate = ledger.opened(2)
    ledger.do(its_duplicate.id, Merge(into=open_main.id, reason="同一地块"))
    before = everything(ledger)
    assert archived(years_later(ledger)).issues == 2
    assert in_archive(ledger) == {main.id, duplicate.id}
    assert everything(ledger) == before
    assert ledger.wrong() == []


def test_the_bytes_of_a_report_go_with_the_last_of_its_issues(ledger: Ledger) -> None:
    first, second = ledger.take(visit(phone.finding(), phone.finding()))
    ledger.walk(first.id, *CLOSING)
    assert archived(years_later(ledger)).receipts == 0
    ledger.walk(second.id, *CLOSING)
    dispatched(ledger)
    assert archived(years_later(ledger)).receipts == 1
    assert ledger.store["receipts_archived"].count_documents({"_id": first.report_id}) == 1


def test_the_bytes_of_a_report_without_an_issue_go_by_themselves(ledger: Ledger) -> None:
    ledger.take(phone.quiet_visit(project_code="2020-140105-30-03-990001"))
    years_later(ledger)
    assert archived(ledger).receipts == 1
    assert archived(ledger).receipts == 0


@pytest.mark.parametrize("waits", ["not looked at", "under way"])
def test_an_issue_whose_alert_is_still_being_sent_stays(ledger: Ledger, waits: str) -> None:
    issue, other = closed(ledger, 2)
    alert = ledger.store["alerts"].find_one({"issue_id": issue.id})
    assert alert is not None
    if waits == "not looked at":
        ledger.store["alerts"].update_one({"_id": alert["_id"]}, {"$set": {"dispatched": False}})
    else:
        ledger.store["deliveries"].insert_one({"_id": "d", "alert_id": alert["_id"], "next_try_at": ledger.clock.now()})
    done = archived(years_later(ledger))
    assert (done.issues, done.families_left) == (1, 1)
    assert in_archive(ledger) == {other.id}


def test_an_issue_that_lacks_an_event_stays_for_somebody_to_look_at(ledger: Ledger) -> None:
    (issue,) = closed(ledger)
    ledger.store["events"].delete_one({"issue_id": issue.id, "version": 2})
    assert archived(years_later(ledger)).families_left == 1
    assert in_archive(ledger) == set()


def test_a_limit_ends_a_run_and_the_next_one_goes_on(ledger: Ledger) -> None:
    issues = {issue.id for issue in closed(ledger, 3)}
    years_later(ledger)
    assert [archived(ledger, limit=2).issues for _ in range(3)] == [2, 1, 0]
    assert in_archive(ledger) == issues


def test_what_has_to_stay_does_not_count_in_a_limited_run(ledger: Ledger) -> None:
    stays, goes = sorted(issue.id for issue in closed(ledger, 2))
    ledger.store["alerts"].update_many({"issue_id": stays}, {"$set": {"dispatched": False}})
    done = archived(years_later(ledger), limit=1)
    assert (done.families, done.families_left) == (1, 1)
    assert in_archive(ledger) == {goes}


def test_running_again_changes_nothing(ledger: Ledger) -> None:
    closed(ledger, 2)
    years_later(ledger)
    archived(ledger)
    before = ledger.contents()
    done = archived(ledger)
    assert (done.issues, done.receipts, done.families_left) == (0, 0, 0)
    assert ledger.contents() == before


def test_two_runs_at_once_move_everything_once(ledger: Ledger) -> None:
    issues = {issue.id for issue in closed(ledger, 6)}
    before = everything(years_later(ledger))
    at_once(*[lambda: archived(ledger)] * 2)
    archived(ledger)
    assert everything(ledger) == before
    assert in_archive(ledger) == issues


def test_an_issue_that_is_reopened_at_the_same_time_is_on_the_ledger_and_whole(ledger: Ledger) -> None:
    issues = closed(ledger, 4)
    years_later(ledger)
    at_once(lambda: archived(ledger), *[lambda name=issue.id: ledger.do(name, "reopen") for issue in issues])
    everything(ledger)
    assert in_archive(ledger) == set()
    assert ledger.store["issues"].distinct("state") == ["reopened"]
    assert ledger.wrong() == []


def test_a_move_that_fails_in_the_middle_leaves_nothing_half(ledger: Ledger) -> None:
    (issue,) = closed(ledger)
    years_later(ledger)
    alert = ledger.store["alerts"].find_one({"issue_id": issue.id})
    assert alert is not None
    ledger.store["alerts_archived"].insert_one(alert)
    before = ledger.contents()
    with pytest.raises(BulkWriteError):
        archive(ledger.store, [issue.id], ledger.clock.now())
    assert ledger.contents() == before


def test_what_is_in_the_archive_too_stays_and_is_named_and_the_others_go(
    ledger: Ledger, caplog: pytest.LogCaptureFixture
) -> None:
    doubled, *others = closed(ledger, 3)
    document = ledger.store["issues"].find_one({"_id": doubled.id})
    assert document is not None
    ledger.store["issues_archived"].insert_one(document)
    done = archived(years_later(ledger))
    assert (done.families, done.families_left) == (2, 1)
    assert in_archive(ledger) == {doubled.id, *(other.id for other in others)}
    assert ledger.store["issues"].distinct("_id") == [doubled.id]
    assert [doubled.id in line for line in caplog.messages] == [True]


def test_what_the_rules_would_do_is_told_and_nothing_done(ledger: Ledger) -> None:
    family(ledger)
    closed(ledger, 2)
    years_later(ledger)
    before = ledger.contents()
    found = count_candidates(ledger.store, RETENTION, ledger.clock.now())
    assert ledger.contents() == before
    done = archived(ledger)
    assert (found.issues, found.receipts) == (done.issues, 0) == (4, 0)


def test_candidates_are_found_by_an_index(ledger: Ledger) -> None:
    closed(ledger, 2)
    years_later(ledger)
    with profiled(ledger.store) as did:
        assert len(list(ended(ledger.store, RETENTION, ledger.clock.now()))) == 2
    summaries = [entry["planSummary"] for entry in did if "planSummary" in entry]
    assert summaries
    assert all("state: 1, due_at: 1" in summary for summary in summaries), summaries


def test_rules_that_say_never_move_and_delete_nothing(ledger: Ledger) -> None:
    text = shipped_text()
    for age in ("{years: 2}", "{days: 180}", "{years: 1}"):
        text = text.replace(age, "never")
    closed(ledger)
    letter(ledger, "sent", replayed_at=ledger.clock.now())
    before = years_later(ledger).contents()
    list(archiving(ledger.store, parse_retention(text), ledger.clock.now()))
    assert ledger.contents() == before


def test_an_archived_issue_is_proved_and_mended_where_it_stands(ledger: Ledger) -> None:
    (issue, lost) = closed(ledger, 2)
    archived(years_later(ledger))
    before = ledger.contents()
    ledger.store["issues_archived"].update_one({"_id": issue.id}, {"$set": {"state": "assigned"}})
    ledger.store["issues_archived"].delete_one({"_id": lost.id})
    assert len(ledger.wrong()) == 2
    assert repair(ledger.store, RULES) == 2
    assert ledger.contents() == before


def test_an_issue_that_stands_twice_is_named(ledger: Ledger) -> None:
    (issue,) = closed(ledger)
    archived(years_later(ledger))
    double = ledger.store["issues_archived"].find_one({"_id": issue.id})
    assert double is not None
    ledger.store["issues"].insert_one(double)
    assert set(ledger.wrong()) == {Difference(issue.id, ("on the ledger and in the archive",))}
    assert repair(ledger.store, RULES) == 0


def test_mending_and_a_run_at_once_leave_every_issue_once_and_mended(ledger: Ledger) -> None:
    closed(ledger, 6)
    years_later(ledger)
    before = everything(ledger)
    ledger.store["issues"].update_many({}, {"$set": {"grade": "excellent"}})
    at_once(lambda: archived(ledger), lambda: repair(ledger.store, RULES))
    repair(ledger.store, RULES)
    assert everything(ledger) == before
    assert ledger.wrong() == []

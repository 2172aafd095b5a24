"""The ledger can be proved: every issue is what its events make of it, and whatever is not is named."""

from collections.abc import Callable
from typing import Any

import pytest

from ledger.store.rebuild import Difference, differences, repair
from mobile_schema.cloudevents import INCIDENT
from mobile_schema.vocabulary import Category, Severity
from tests import factories as phone
from tests.ledger.factories import RULES, incident, recheck_visit, visit
from tests.ledger.parts import Ledger

WAY = ["accept", "file-plan", "report-progress", "request-closure", "record-recheck", "approve-closure", "reopen"]


@pytest.fixture
def busy(ledger: Ledger) -> Ledger:
    """A ledger with issues of every sort, at every station, after weeks of sweeps and acknowledgements."""
    findings = [phone.finding(category=category, severity=severity) for category in Category for severity in Severity]
    issues = ledger.take(visit(*findings), visit(location=phone.absent_location()))
    issues += ledger.take(incident(), kind=INCIDENT)
    land = [issue for issue in issues if issue.unit_id == "140105-natural-resources"]
    land += ledger.opened(len(WAY) + 2)
    for stations, issue in enumerate(land):
        ledger.wait(hours=5).sweep()
        ledger.walk(issue.id, *WAY[:stations])
    ledger.walk(ledger.opened()[0].id, "decline", "assign", "void")
    asked = ledger.walk(ledger.opened()[0].id, *WAY[:4])
    ledger.take(recheck_visit(asked.id, result="not_solved"))
    ledger.walk(asked.id, "return-closure", "log-referral")
    for _ in range(4):
        ledger.wait(days=5).sweep()
    return ledger


def issue_ids(ledger: Ledger) -> list[str]:
    return [document["_id"] for document in ledger.store["issues"].find({}, {"_id": 1}, sort=[("_id", 1)])]


def damage(field: str, value: Any) -> Callable[[Ledger, str], object]:
    return lambda ledger, issue: ledger.store["issues"].update_one({"_id": issue}, {"$set": {field: value}})


def without_events(**which: Any) -> Callable[[Ledger, str], object]:
    return lambda ledger, issue: ledger.store["events"].delete_many({"issue_id": issue, **which})


def test_a_ledger_that_was_only_ever_written_by_its_rules_has_no_difference(busy: Ledger) -> None:
    found = list(differences(busy.store, RULES))
    assert found == [None] * len(issue_ids(busy))
    assert busy.store["issues"].distinct("state") == sorted(
        [
            "accepted",
            "assigned",
            "closed",
            "closure_requested",
            "in_progress",
            "reopened",
            "reported",
            "returned",
            "voided",
        ]
    )
    assert busy.store["alerts"].count_documents({}) > 100


def test_an_empty_ledger_has_none_either(ledger: Ledger) -> None:
    assert list(differences(ledger.store, RULES)) == []


@pytest.mark.parametrize(
    ("happens", "fields"),
    [
        (damage("state", "closed"), ("state",)),
        (damage("grade", "excellent"), ("grade",)),
        (damage("ancestors", ["140000"]), ("ancestors",)),
        (damage("extra", 1), ("extra",)),
        (
            lambda ledger, issue: ledger.store["issues"].update_one({"_id": issue}, {"$unset": {"next_due_at": 1}}),
            ("next_due_at",),
        ),
        (lambda ledger, issue: ledger.store["issues"].delete_one({"_id": issue}), ("issue missing",)),
        (without_events(), ("events missing or with a gap",)),
        (without_events(version=1), ("events missing or with a gap",)),
        (without_events(version=2), ("events missing or with a gap",)),
    ],
    ids=["state", "grade", "ancestors", "extra", "next_due_at", "issue", "events", "first event", "middle event"],
)
@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_whatever_does_not_follow_from_the_events_is_named(
    ledger: Ledger, happens: Callable[[Ledger, str], object], fields: tuple[str, ...], place: str
) -> None:
    ledger.opened(5)
    ids = issue_ids(ledger)
    for issue in ids:
        ledger.do(issue, "accept")
    damaged = ids[{"first": 0, "middle": 2, "last": 4}[place]]
    happens(ledger, damaged)
    found = list(differences(ledger.store, RULES))
    assert [difference for difference in found if difference] == [Difference(damaged, fields)]
    assert len(found) == 5


def test_a_lost_last_event_shows_on_the_version(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    ledger.do(issue.id, "accept")
    without_events(version=3)(ledger, issue.id)
    (difference,) = ledger.wrong()
    assert {"version", "state", "person_id"} <= set(difference.fields)


def test_events_of_an_issue_that_is_nowhere_are_named(ledger: Ledger) -> None:
    first, second = ledger.opened(2)
    ledger.store["issues"].delete_many({})
    assert {difference.issue_id for difference in ledger.wrong()} == {first.id, second.id}


def test_repair_brings_back_what_the_events_say_and_counts_it(busy: Ledger) -> None:
    before = busy.contents()
    ids = issue_ids(busy)
    damage("state", "as no event leaves it")(busy, ids[0])
    damage("extra", 1)(busy, ids[1])
    busy.store["issues"].delete_one({"_id": ids[2]})
    assert len(busy.wrong()) == 3
    assert repair(busy.store, RULES) == 3
    assert busy.contents() == before
    assert repair(busy.store, RULES) == 0


def test_repair_leaves_alone_what_is_ahead_of_the_events_it_read(ledger: Ledger) -> None:
    """Someone changed it meanwhile; or its last event is lost, which no rebuild can mend and the check still names."""
    ahead, damaged = ledger.opened(2)
    ledger.do(ahead.id, "accept")
    without_events(version=3)(ledger, ahead.id)
    damage("state", "closed")(ledger, damaged.id)
    assert repair(ledger.store, RULES) == 1
    assert [difference.issue_id for difference in ledger.wrong()] == [ahead.id]
    stored = ledger.store["issues"].find_one({"_id": ahead.id})
    assert stored is not None
    assert stored["version"] == 3


def test_repair_invents_nothing_where_events_are_missing(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    without_events(version=1)(ledger, issue.id)
    before = ledger.contents()
    assert repair(ledger.store, RULES) == 0
    assert ledger.contents() == before

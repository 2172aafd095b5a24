"""Policy versions are kept for good as they were entered, and hold from the day on which they are adopted."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ledger.groundwork.yaml_lines import DataFileRefused
from ledger.intake.taking import take_in
from ledger.issue.issue import Issue
from ledger.issue.words.timing import MovePolicy
from ledger.mongo.connection import Store
from ledger.policy.in_force import RulesSource
from ledger.policy.policy import Facts
from ledger.policy.rules import GivenRules
from ledger.policy.store import AdoptionRefused, PolicyTaken, adopt_policy, enter_policy, read_policies, seed_policies
from ledger.policy.versions import parse_policy, shipped_policies, shipped_text, shipped_texts, shipped_versions
from mobile_schema.vocabulary import Category, Severity
from tests.ledger.factories import PROVINCE, RULES, START, local, visit
from tests.ledger.parts import Ledger, at_once

SHIPPED = {policy.key for policy in shipped_policies().versions()}
VERSION_3 = shipped_text("13710@1").replace("version: 1", "version: 3").replace("due: {days: 3}", "due: {days: 2}")
LAND = Facts(Category.LAND, Severity.ORDINARY, "140105", False)


def stored(store: Store) -> dict[str, dict[str, Any]]:
    return {document["_id"]: document for document in store["policies"].find()}


def taken_in(ledger: Ledger) -> Issue:
    """A new issue, under the policies as they are stored."""
    records = ledger.records(visit())
    rules = replace(RULES, policies=read_policies())
    (plan,) = take_in(ledger.store, records, ledger.clock, GivenRules(rules))
    ledger.offset += 1
    return next(iter(plan.changes.values())).issue


def due(issue: Issue, code: str) -> str:
    clock = issue.obligation(code)
    assert clock is not None
    return local(clock.due_at)


def test_what_ships_is_kept_as_it_is_and_13710_holds_always(store: Store) -> None:
    assert seed_policies(store, START) == []
    kept = stored(store)
    assert kept.keys() == SHIPPED
    assert {document["text"] for document in kept.values()} == set(shipped_versions())
    assert {key for key, document in kept.items() if document["holds_from"] is not None} == {"13710@1", "13710@2"}
    assert read_policies().for_issue(LAND, datetime(2000, 1, 1, tzinfo=UTC)).key == "13710@2"


def test_seeding_again_changes_nothing(store: Store) -> None:
    seed_policies(store, START)
    before = stored(store)
    assert seed_policies(store, START + timedelta(days=1)) == []
    assert stored(store) == before


def test_a_stored_version_that_differs_from_the_one_that_ships_is_kept_and_told(store: Store) -> None:
    own = shipped_texts()["before-due"] + "# ours\n"
    enter_policy(store, own, START)
    assert seed_policies(store, START + timedelta(days=1)) == ["before-due@1"]
    assert stored(store)["before-due@1"]["text"] == own
    assert stored(store).keys() == SHIPPED


def test_what_is_stored_goes_before_what_ships(store: Store) -> None:
    own = shipped_text("13710@1").replace("due: {days: 3}", "due: {days: 2}")
    enter_policy(store, own, START)
    assert read_policies().of("13710", 1) == parse_policy(own)


def test_a_version_is_never_changed(store: Store) -> None:
    entered = enter_policy(store, VERSION_3, START)
    before = stored(store)
    assert enter_policy(store, VERSION_3, START + timedelta(days=1)) == entered
    with pytest.raises(PolicyTaken, match="13710@3"):
        enter_policy(store, VERSION_3.replace("due: {days: 2}", "due: {days: 1}"), START)
    assert stored(store) == before


def test_two_who_enter_one_version_at_once_leave_one_text(store: Store) -> None:
    texts = [VERSION_3, VERSION_3.replace("due: {days: 2}", "due: {days: 1}")]
    outcomes = at_once(*[lambda text=text: enter_policy(store, text, START) for text in texts])
    assert sorted(isinstance(outcome, PolicyTaken) for outcome in outcomes) == [False, True]
    winner = texts[[isinstance(outcome, PolicyTaken) for outcome in outcomes].index(False)]
    assert stored(store)["13710@3"]["text"] == winner


@pytest.mark.parametrize(
    "text",
    [
        VERSION_3.replace("version: 3", "version: 0"),
        VERSION_3 + "surprise: 1\n",
        VERSION_3.replace("obligation: zero,", "obligation: nothing,"),
    ],
)
def test_a_policy_that_is_not_sound_is_not_kept(store: Store, text: str) -> None:
    with pytest.raises(DataFileRefused):
        enter_policy(store, text, START)
    assert stored(store) == {}


def test_a_version_holds_for_nobody_until_it_is_adopted(ledger: Ledger) -> None:
    enter_policy(ledger.store, VERSION_3, START)
    assert taken_in(ledger).policy_version == 2
    assert read_policies().of("13710", 3).version == 3


def test_from_its_date_on_new_issues_get_it_and_older_ones_keep_theirs(ledger: Ledger) -> None:
    seed_policies(ledger.store, START)
    enter_policy(ledger.store, VERSION_3, START)
    adopt_policy(ledger.store, "13710", 3, START + timedelta(days=1), START)
    before = taken_in(ledger)
    ledger.wait(hours=23, minutes=59)
    eve = taken_in(ledger)
    ledger.wait(minutes=1)
    after = taken_in(ledger)
    assert [issue.policy_version for issue in (before, eve, after)] == [2, 2, 3]
    assert (due(eve, "feedback"), due(after, "feedback")) == ("2026-03-06 23:59:59", "2026-03-05 23:59:59")


def test_a_policy_with_a_scope_of_its_own_goes_first_where_it_covers(store: Store) -> None:
    seed_policies(store, START)
    adopt_policy(store, "obstruction", 1, START, START)
    policies = read_policies()
    blockade = replace(LAND, category=Category.OBSTRUCTION, works_stopped=True)
    assert policies.for_issue(blockade, START).name == "obstruction"
    assert policies.for_issue(LAND, START).name == "13710"


def test_a_date_may_be_changed_until_it_has_come(store: Store) -> None:
    enter_policy(store, VERSION_3, START)
    adopt_policy(store, "13710", 3, START + timedelta(days=9), START)
    adopt_policy(store, "13710", 3, START + timedelta(days=5), START)
    assert stored(store)["13710@3"]["holds_from"] == START + timedelta(days=5)
    with pytest.raises(AdoptionRefused, match=r"holds already.*to go back to it, enter its text"):
        adopt_policy(store, "13710", 3, START + timedelta(days=9), START + timedelta(days=5))


@pytest.mark.parametrize(
    ("version", "holds_from", "reason"),
    [(3, START - timedelta(seconds=1), "in the past"), (4, START, "no such policy version")],
)
def test_what_cannot_be_adopted_is_refused(store: Store, version: int, holds_from: datetime, reason: str) -> None:
    enter_policy(store, VERSION_3, START)
    with pytest.raises(AdoptionRefused, match=reason):
        adopt_policy(store, "13710", version, holds_from, START)
    assert stored(store)["13710@3"]["holds_from"] is None


def test_a_version_keeps_the_time_zone_in_which_it_was_entered(store: Store) -> None:
    seed_policies(store, START, "Asia/Urumqi")
    assert read_policies("Asia/Shanghai").of("13710", 1).time_zone == "Asia/Urumqi"


def test_a_deployment_in_another_zone_has_its_days_there(store: Store) -> None:
    rules = RulesSource("Asia/Tokyo").anew()
    assert rules.zone.key == rules.policies.of("13710", 1).time_zone == "Asia/Tokyo"


def test_an_issue_moves_to_a_version_that_was_entered_and_not_adopted(ledger: Ledger) -> None:
    issue = taken_in(ledger)
    enter_policy(ledger.store, VERSION_3, START)
    rules = replace(RULES, policies=read_policies())
    moved = ledger.do(issue.id, MovePolicy(policy="13710", version=3, reason="改版"), PROVINCE, rules=rules)
    assert (moved.policy_version, due(moved, "feedback")) == (3, "2026-03-04 23:59:59")


def test_a_hundred_versions_are_parsed_once_however_often_the_rules_are_read(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for version in range(2, 102):
        store["policies"].insert_one(
            {
                "_id": f"13710@{version}",
                "text": shipped_text("13710@1").replace("version: 1", f"version: {version}"),
                "time_zone": "Asia/Shanghai",
                "holds_from": None,
            }
        )
    first = read_policies()

    def refuse(*_: object) -> None:
        raise AssertionError("parsed anew")

    monkeypatch.setattr("ledger.policy.store.parse_sound", refuse)
    again = read_policies()
    assert len(again.versions()) >= 101
    assert all(again.of("13710", version) is first.of("13710", version) for version in range(2, 102))

"""A merger changes both stored issues or neither, whoever else changes one of them meanwhile."""

import pytest

from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.setting_aside import Merge, Part
from ledger.store.carrying_out import Asked, execute
from ledger.store.listing import load_issue
from mobile_schema.vocabulary import State
from tests.ledger.factories import COUNTY, RULES, person
from tests.ledger.parts import Interrupting, Ledger, at_once
from tests.ledger.store.parts import NO_SUCH_ID, reason


def test_a_merger_changes_both_issues_together(ledger: Ledger) -> None:
    duplicate, main = ledger.opened(2)
    merged = ledger.do(duplicate.id, Merge(into=main.id, reason="同一地块"))
    after = load_issue(ledger.store, main.id)
    assert (merged.state, merged.version) == (State.MERGED, duplicate.version + 1)
    assert (after.duplicates, after.version) == ((duplicate.id,), main.version + 1)
    parted = ledger.do(duplicate.id, "part")
    assert (parted.state, load_issue(ledger.store, main.id).duplicates) == (State.ASSIGNED, ())
    assert ledger.wrong() == []


def test_a_merger_is_decided_again_when_the_main_issue_changed_meanwhile(ledger: Ledger) -> None:
    duplicate, main = ledger.opened(2)
    merger = Asked(duplicate.id, Merge(into=main.id, reason="同一地块"), person(COUNTY), frozenset({duplicate.version}))
    meanwhile = Interrupting(ledger, lambda: ledger.do(main.id, "accept"))
    merged = execute(ledger.store, merger, clock=meanwhile, rules=RULES)
    after = load_issue(ledger.store, main.id)
    assert merged.state is State.MERGED
    assert (after.state, after.duplicates, after.version) == (State.ACCEPTED, (duplicate.id,), main.version + 2)
    assert ledger.wrong() == []


def test_a_merger_into_an_issue_that_ended_meanwhile_changes_neither(ledger: Ledger) -> None:
    duplicate, main = ledger.opened(2)
    merger = Asked(duplicate.id, Merge(into=main.id, reason="同一地块"), person(COUNTY))
    meanwhile = Interrupting(ledger, lambda: ledger.do(main.id, "void"))
    with pytest.raises(CommandRefused) as refused:
        execute(ledger.store, merger, clock=meanwhile, rules=RULES)
    assert refused.value.reason is Refusal.MERGER_NOT_POSSIBLE
    assert load_issue(ledger.store, duplicate.id) == duplicate
    assert load_issue(ledger.store, main.id).duplicates == ()


def test_of_two_mergers_into_each_other_one_is_carried_out(ledger: Ledger) -> None:
    for _ in range(5):
        one, other = ledger.opened(2)
        outcomes = at_once(
            lambda here=one, there=other: ledger.do(here.id, Merge(into=there.id, reason="同一地块")),
            lambda here=other, there=one: ledger.do(here.id, Merge(into=there.id, reason="同一地块")),
        )
        refused = {reason(outcome) for outcome in outcomes} - {None}
        assert refused <= {Refusal.MERGER_NOT_POSSIBLE, Refusal.WRONG_STATE}
        assert len(refused) == 1
        states = [load_issue(ledger.store, issue.id).state for issue in (one, other)]
        assert sorted(states) == [State.ASSIGNED, State.MERGED]
    assert ledger.wrong() == []


def test_a_stale_view_of_a_duplicate_is_told_and_changes_neither(ledger: Ledger) -> None:
    duplicate, main = ledger.opened(2)
    before = ledger.contents()
    with pytest.raises(CommandRefused) as refused:
        ledger.do(duplicate.id, Merge(into=main.id, reason="同一地块"), expected_version=1)
    assert refused.value.reason is Refusal.STALE_VERSION
    assert ledger.contents() == before


def into(issue: Issue) -> Merge:
    return Merge(into=issue.id, reason="同一问题")


def test_a_merger_is_written_to_both_issues_together_and_so_is_its_undoing(ledger: Ledger) -> None:
    (older,) = ledger.opened()
    (main,) = ledger.wait(days=2).opened()
    assert ledger.do(older.id, into(main)).state is State.MERGED
    kept = load_issue(ledger.store, main.id)
    assert kept.duplicates == (older.id,)
    assert kept.obligation("resolve").adopted == {older.id: older.obligation("resolve").due_at}  # type: ignore[union-attr]
    stored = {document["_id"]: document.get("next_due_at") for document in ledger.store["issues"].find()}
    assert stored == {older.id: None, main.id: ledger.clock.now()}
    assert ledger.wrong() == []
    assert ledger.do(older.id, Part(reason="并非同一问题")).state is State.ASSIGNED
    apart = load_issue(ledger.store, main.id)
    assert [clock.due_at for clock in apart.obligations] == [clock.due_at for clock in main.obligations]
    assert ledger.wrong() == []


def test_two_issues_merged_into_each_other_at_once_are_merged_one_way(ledger: Ledger) -> None:
    one, two = ledger.opened(2)
    outcomes = at_once(lambda: ledger.do(one.id, into(two)), lambda: ledger.do(two.id, into(one)))
    (refused,) = [reason(outcome) for outcome in outcomes if isinstance(outcome, CommandRefused)]
    assert refused in (Refusal.MERGER_NOT_POSSIBLE, Refusal.WRONG_STATE)
    states = sorted(load_issue(ledger.store, issue.id).state for issue in (one, two))
    assert states == [State.ASSIGNED, State.MERGED]
    assert ledger.wrong() == []


def test_a_merger_into_an_issue_that_does_not_exist_changes_nothing(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    before = ledger.contents()
    with pytest.raises(CommandRefused) as refused:
        ledger.do(issue.id, Merge(into=NO_SUCH_ID, reason="同一问题"))
    assert refused.value.reason is Refusal.UNKNOWN_ISSUE
    assert ledger.contents() == before


def test_a_merger_on_a_stale_view_is_told_so(ledger: Ledger) -> None:
    one, two = ledger.opened(2)
    ledger.do(one.id, "accept")
    with pytest.raises(CommandRefused) as refused:
        ledger.do(one.id, into(two), expected_version=one.version)
    assert refused.value.reason is Refusal.STALE_VERSION

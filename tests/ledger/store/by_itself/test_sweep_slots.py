"""A sweep of some slots fires what is due in them and nothing else, and reads nothing else."""

from datetime import UTC, datetime
from typing import Any

from ledger.mongo.slots import ALL_SLOTS, due_by, slot_of
from ledger.store.by_itself.finding import due_issues
from ledger.store.by_itself.sweep import Swept
from ledger.store.listing import next_due
from tests import factories as phone
from tests.ledger.factories import visit
from tests.ledger.parts import Ledger, at_once
from tests.ledger.store.parts import alerts

FOREVER = datetime(9999, 12, 31, tzinfo=UTC)


def test_a_sweep_of_some_slots_fires_in_them_alone(ledger: Ledger) -> None:
    opened = ledger.opened(40)
    ledger.wait(days=1)
    mine = {issue.id for issue in opened if slot_of(issue.id) in ALL_SLOTS[:8]}
    assert 0 < len(mine) < 40
    assert ledger.sweep(slots=ALL_SLOTS[:8]) == Swept(len(mine), more=False)
    assert {alert["issue_id"] for alert in alerts(ledger)} == mine
    assert ledger.sweep(slots=()) == Swept(0, more=False)
    assert ledger.sweep(slots=ALL_SLOTS[8:]) == Swept(40 - len(mine), more=False)
    assert ledger.wrong() == []


def test_two_that_sweep_side_by_side_need_not_write_any_transaction_twice(ledger: Ledger) -> None:
    ledger.opened(60)
    ledger.wait(days=1)
    halves = (ALL_SLOTS[::2], ALL_SLOTS[1::2])
    outcomes = at_once(*[lambda slots=slots: ledger.sweep(slots=slots).fired for slots in halves])
    assert all(isinstance(fired, int) and fired for fired in outcomes)
    assert len(alerts(ledger)) == 60
    assert ledger.wrong() == []


def test_the_index_alone_finds_what_is_due_earliest_first(ledger: Ledger) -> None:
    ledger.opened(8)
    ended = ledger.opened()[0]
    ledger.do(ended.id, "void")
    ledger.wait(days=1).opened(8)
    for slots in (ALL_SLOTS, ALL_SLOTS[:8]):
        plan = explained(ledger, due_by(ledger.clock.now(), slots))
        due = sum(slot_of(issue["_id"]) in slots for issue in ledger.store["issues"].find(due_by(ledger.clock.now())))
        assert "SORT" not in stages(plan["queryPlanner"]["winningPlan"])
        assert plan["executionStats"]["totalDocsExamined"] == due
    assert "SORT" not in stages(explained(ledger, due_by(FOREVER), limit=1)["queryPlanner"]["winningPlan"])


def test_the_next_step_of_all_is_the_earliest_of_every_slot(ledger: Ledger) -> None:
    assert next_due(ledger.store) is None
    first, *_ = ledger.opened(10)
    ledger.wait(days=1).opened(30)
    assert next_due(ledger.store) == min(clock.due_at for clock in first.obligations)


def test_what_is_due_at_one_moment_comes_as_it_was_taken_in_and_not_slot_by_slot(ledger: Ledger) -> None:
    """At the end of a day that is what keeps a page from being read and written again for each slot."""
    ledger.take(*(visit(*[phone.finding()] * 40) for _ in range(20)))
    ledger.wait(days=1)
    lies = {issue["_id"]: place for place, issue in enumerate(ledger.store["issues"].find({}, {"_id": 1}))}
    with due_issues(ledger.store, ledger.clock.now(), ALL_SLOTS) as found:
        places = [lies[issue["_id"]] for issue in found]
    assert sorted(places) == list(range(800))
    assert max(abs(place - turn) for turn, place in enumerate(places)) < 400


def explained(ledger: Ledger, query: dict[str, Any], **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = ledger.store["issues"].find(query, sort=[("next_due_at", 1)], **options).explain()
    return found


def stages(plan: dict[str, Any]) -> set[str]:
    """The names of all stages of a plan."""
    below = [*plan.get("inputStages", ()), *([plan["inputStage"]] if "inputStage" in plan else ())]
    return {plan["stage"], *(stage for each in below for stage in stages(each))}

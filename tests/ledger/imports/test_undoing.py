"""An import is taken back where nobody worked since, and says what it left."""

import pytest

from ledger.imports.records import ImportState, load
from ledger.imports.words import Counts, Undone
from ledger.issue.refusals import CommandRefused, Refusal
from mobile_schema.vocabulary import State, VoidCause
from tests.ledger.factories import CITY, LAND_UNIT
from tests.ledger.imports.parts import RULES, begun, bring, issues, row, take_back
from tests.ledger.parts import Ledger


def test_what_nobody_touched_is_withdrawn_and_may_come_in_again(ledger: Ledger) -> None:
    import_id = begun(ledger)
    bring(ledger, *(row(n) for n in range(3)), import_id=import_id)
    assert take_back(ledger.wait(days=20), import_id) == Undone(withdrawn=3)
    gone = {(issue.state, issue.voiding and issue.voiding.cause) for issue in issues(ledger)}
    assert gone == {(State.VOIDED, VoidCause.IMPORT_UNDONE)}
    assert load(ledger.store, import_id).state is ImportState.UNDONE
    assert bring(ledger, *(row(n) for n in range(3))) == Counts(new=3)
    assert ledger.wrong() == []


def test_what_somebody_worked_on_is_left_and_named(ledger: Ledger) -> None:
    import_id = begun(ledger)
    bring(ledger, row(1, unit_id=LAND_UNIT), row(2, unit_id=LAND_UNIT), import_id=import_id)
    first = issues(ledger)[0]
    ledger.walk(first.id, "accept")
    undone = take_back(ledger, import_id)
    assert (undone.withdrawn, [each.serial for each in undone.left]) == (1, [first.serial])
    assert [issue.state for issue in issues(ledger)] == [State.ACCEPTED, State.VOIDED]


def test_again_it_says_the_same_and_writes_nothing(ledger: Ledger) -> None:
    import_id = begun(ledger)
    bring(ledger, row(), import_id=import_id)
    first, before = take_back(ledger, import_id), ledger.contents()
    assert take_back(ledger.wait(days=1), import_id) == first
    assert ledger.contents() == before


def test_an_update_is_put_back_unless_somebody_changed_it_since(ledger: Ledger) -> None:
    bring(ledger, row(1), row(2))
    again = begun(ledger)
    bring(ledger, row(1, free={"measures": "甲"}), row(2, free={"measures": "乙"}), import_id=again)
    bring(ledger, row(2, free={"measures": "丙"}))
    undone = take_back(ledger, again)
    assert (undone.restored, len(undone.left)) == (1, 0)
    assert [issue.measure_proposed for issue in issues(ledger)] == ["修复", "丙"]
    assert bring(ledger, row(1)) == Counts(same=1)
    assert ledger.wrong() == []


def test_after_thirty_days_it_stays(ledger: Ledger) -> None:
    import_id = begun(ledger)
    bring(ledger, row(), import_id=import_id)
    with pytest.raises(CommandRefused) as refused:
        take_back(ledger.wait(days=31), import_id)
    assert refused.value.reason is Refusal.WITHDRAWAL_NOT_POSSIBLE


def test_a_supervisor_above_undoes_it_and_a_unit_does_not(ledger: Ledger) -> None:
    import_id = begun(ledger)
    bring(ledger, row(unit_id=LAND_UNIT), import_id=import_id)
    staff = next(each.id for each in RULES.catalogue.persons.values() if each.unit_id == LAND_UNIT)
    with pytest.raises(CommandRefused):
        take_back(ledger, import_id, staff)
    assert take_back(ledger, import_id, CITY).withdrawn == 1


def test_an_import_that_is_not_committed_has_nothing_to_undo(ledger: Ledger) -> None:
    with pytest.raises(CommandRefused) as refused:
        take_back(ledger, begun(ledger))
    assert refused.value.reason is Refusal.WRONG_STATE

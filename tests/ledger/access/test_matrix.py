"""The table of access says what was written by hand, and is printed as it is."""

import csv
import runpy
import sys
from typing import Final

import pytest

from ledger.access.matrix import MATRIX, Column, Relation, words_of
from ledger.access.printed import markdown
from ledger.access.scopes import NOWHERE, Scope, may, scope_of
from ledger.registry.entries import Duty, Person
from mobile_schema.vocabulary import Level, Role
from tests.checkout import CHECKOUT

POSTS: Final = {
    Column.INSPECTOR: Duty(Role.INSPECTOR, "140105"),
    Column.UNIT_STAFF: Duty(Role.UNIT_STAFF, "140105", "140105-housing"),
    Column.COUNTY: Duty(Role.SUPERVISOR, "140105", None, Level.COUNTY),
    Column.CITY: Duty(Role.SUPERVISOR, "140100", None, Level.CITY),
    Column.PROVINCE: Duty(Role.SUPERVISOR, "140000", None, Level.PROVINCE),
    Column.AUDITOR: Duty(Role.AUDITOR, "140105"),
    Column.ADMIN: Duty(Role.ADMIN, "140105"),
    Column.SECURITY: Duty(Role.SECURITY, "140105"),
}


def holding(*duties: Duty) -> Person:
    """Somebody with these duties."""
    first, *also = duties
    return Person("someone", "某", first.role, first.unit_id, first.region, first.level, also=tuple(also))


def test_the_table_is_the_one_written_by_hand() -> None:
    with (CHECKOUT / "docs" / "access.csv").open(encoding="utf-8", newline="") as text:
        by_hand = {line.pop("action"): line for line in csv.DictReader(text)}
    ours = {
        action: {column.value: set(words_of(cell).split(",")) for column, cell in row.items()}
        for action, row in MATRIX.items()
    }
    assert ours == {
        action: {column: set(said.split(",")) for column, said in line.items()} for action, line in by_hand.items()
    }


def test_the_page_is_printed_from_it() -> None:
    """Run `python -m ledger.access.printed > docs/access.md` after a change."""
    assert (CHECKOUT / "docs" / "access.md").read_text(encoding="utf-8") == markdown()


@pytest.mark.parametrize("column", Column)
def test_what_a_post_allows_is_its_column(column: Column) -> None:
    person = holding(POSTS[column])
    for action, row in MATRIX.items():
        assert may(person, action) == bool(row[column]), action
        scope = scope_of(person, action)
        assert (Relation.REGION in row[column]) == bool(scope.regions)
        assert (Relation.OWN in row[column]) == (scope.own_id is not None)


def test_no_cell_is_left_out() -> None:
    assert all(set(row) == set(Column) for row in MATRIX.values())


def test_two_duties_allow_what_either_does_and_nothing_more() -> None:
    """zammad#6349, #5447: two roles together saw everything."""
    one, other = POSTS[Column.UNIT_STAFF], Duty(Role.INSPECTOR, "140213")
    both = scope_of(holding(one, other), "issue.read")
    assert both.keys == scope_of(holding(one), "issue.read").keys | scope_of(holding(other), "issue.read").keys
    assert both.keys == {"u:140105-housing", "r:140213", "p:someone"}
    for action in MATRIX:
        assert may(holding(one, other), action) == (may(holding(one), action) or may(holding(other), action))


def test_an_action_never_widens_what_is_read() -> None:
    """glpi#12967: the right to assign showed everything."""
    for column, duty in POSTS.items():
        read = scope_of(holding(duty), "issue.read").keys
        for action in MATRIX:
            if action.startswith("issue."):
                assert scope_of(holding(duty), action).keys <= read, (action, column)


def test_what_is_ones_own_is_that_persons_alone() -> None:
    scope = Scope(frozenset(), own_id="m")
    assert [owner for owner in ("a", "m", "z", None) if scope.owns(owner)] == ["m"]
    assert not NOWHERE.owns(None)


def test_the_page_is_printed_by_its_module(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "ledger.access.printed")
    runpy.run_module("ledger.access.printed", run_name="__main__")
    assert capsys.readouterr().out == markdown()

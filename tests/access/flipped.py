"""Every cell of the table of access, turned round in turn: the world's tests must notice each. For `make access`.

An empty cell becomes what would let such a post in; any other becomes empty. Left out is what nothing can show: a
command or an acknowledgement for a post to which no issue is there at all, as it is told of none either way; and what
the unit that did the work is kept apart from, whatever the table says.
"""

from collections.abc import Callable
from typing import Final

import pytest

from ledger.access.matrix import MATRIX, Cell, Column, Relation
from ledger.access.permissions import Apart
from ledger.decisions.lifecycle.table import ROWS
from ledger.issue.commands import COMMANDS
from tests.access.checks.commands import check_commands
from tests.access.checks.imports import check_imports
from tests.access.checks.informants import check_informants
from tests.access.checks.lists import check_alerts, check_export, check_lists
from tests.access.checks.matters import check_matters
from tests.access.checks.one_issue import check_one_issue
from tests.access.checks.under_no_issue import check_the_rest
from tests.access.world import World

_TOLD: Final = (
    "issue.read",
    "issue.history",
    "issue.explain",
    "issue.evidence",
    "issue.report",
    "issue.similar",
    "issue.slip",
    "issue.paper",
)
_LISTED: Final = ("issue.list", "issue.count")
_OF_INFORMANTS: Final = ("issue.keep-informant", "issue.reveal-informant", "issue.reveals")
_ALERTS: Final = ("alert.list", "alert.stream", "alert.acknowledge")
_CHECKS: Final[dict[str, Callable[[World, str, str], None]]] = {
    **dict.fromkeys((action for action in MATRIX if action.startswith("issue.")), check_commands),
    **dict.fromkeys(_TOLD, check_one_issue),
    **dict.fromkeys(_LISTED, check_lists),
    "issue.export": check_export,
    **dict.fromkeys(_ALERTS, check_alerts),
    **dict.fromkeys(_OF_INFORMANTS, check_informants),
    **dict.fromkeys(("matter.enter", "matter.read"), check_matters),
    **dict.fromkeys((action for action in MATRIX if action.startswith("import.")), check_imports),
}
_OF_IMPORTS: Final = ("import.discard", "import.commit", "import.undo")
_SUPERVISORS: Final = (Column.COUNTY, Column.CITY, Column.PROVINCE)


def turned(action: str, column: Column) -> Cell:
    """The cell turned round."""
    if MATRIX[action][column]:
        return frozenset()
    if column in _SUPERVISORS:
        return frozenset({Relation.OVER, Relation.REGION, Relation.OWN, Relation.ALL})
    if column is Column.UNIT_STAFF:
        return frozenset({Relation.LEAD, Relation.REGION, Relation.OWN, Relation.ALL})
    return frozenset({Relation.REGION, Relation.OWN, Relation.ALL})


def shows(action: str, column: Column) -> bool:
    """Whether a turned cell can show at all."""
    if action == "me.sign-in":  # one's own, which no route asks the table about
        return False
    command = COMMANDS.get(action.removeprefix("issue."))
    kept_apart = action in _OF_INFORMANTS or (command is not None and ROWS[command].apart is not Apart.NOBODY)
    if column is Column.UNIT_STAFF and kept_apart:
        return False
    if action in _OF_IMPORTS and not MATRIX["import.read"][column]:
        return False
    needs = "alert.list" if action == "alert.acknowledge" else "issue.read"
    hidden = action.startswith("issue.") and action not in (*_TOLD, *_LISTED)
    return not (hidden or action == "alert.acknowledge") or bool(MATRIX[needs][column])


CELLS: Final = [(action, column) for action in MATRIX for column in Column if shows(action, column)]


@pytest.mark.parametrize(("action", "column"), CELLS, ids=[f"{action}-{column}" for action, column in CELLS])
def test_a_turned_cell_is_noticed(made: World, monkeypatch: pytest.MonkeyPatch, action: str, column: Column) -> None:
    check = _CHECKS.get(action, check_the_rest)
    monkeypatch.setitem(MATRIX[action], column, turned(action, column))
    with pytest.raises(AssertionError):
        check(made, column.value, action)

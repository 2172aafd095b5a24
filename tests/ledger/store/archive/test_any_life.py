"""Whatever happens to issues, in whatever order they are archived and come back: each stands once, and is whole."""

from collections.abc import Callable
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.issue.refusals import CommandRefused
from ledger.issue.words.setting_aside import Merge
from ledger.store.archive.moving import bring_back
from tests.databases import COLLECTIONS
from tests.ledger.parts import Ledger
from tests.ledger.store.archive.parts import CLOSING, archived, dispatched, everything, years_later

Step = Callable[[Ledger, list[str], int], object]


def _later(ledger: Ledger, ids: list[str], _: int) -> None:
    years_later(ledger).sweep()
    dispatched(ledger)
    archived(ledger)


STEPS: Final[dict[str, Step]] = {
    "open": lambda ledger, ids, _: ids.extend(issue.id for issue in ledger.opened()),
    "close": lambda ledger, ids, which: ledger.walk(ids[which], *CLOSING),
    "void": lambda ledger, ids, which: ledger.do(ids[which], "void"),
    "unvoid": lambda ledger, ids, which: ledger.do(ids[which], "unvoid"),
    "merge": lambda ledger, ids, which: ledger.do(ids[which], Merge(into=ids[which - 1], reason="同一地块")),
    "part": lambda ledger, ids, which: ledger.do(ids[which], "part"),
    "reopen": lambda ledger, ids, which: ledger.do(ids[which], "reopen"),
    "three years later": _later,
    "bring back": lambda ledger, ids, which: bring_back(ledger.store, [ids[which]]),
}


@pytest.fixture
def emptied(ledger: Ledger) -> Callable[[], Ledger]:
    """A new empty ledger each time."""

    def make() -> Ledger:
        for name in COLLECTIONS:
            if name != "positions":
                ledger.store[name].delete_many({})
        return Ledger(ledger.store, offset=ledger.position())

    return make


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 2)), max_size=15))
def test_each_issue_stands_once_with_all_that_belongs_to_it(
    emptied: Callable[[], Ledger], steps: list[tuple[str, int]]
) -> None:
    ledger = emptied()
    ids = [issue.id for issue in ledger.opened(3)]
    for name, which in steps:
        try:
            STEPS[name](ledger, ids, which)
        except CommandRefused:
            """Not every step is one after every other."""
        found = everything(ledger)
        assert found["issues"].keys() == set(ids)
        assert found["events"].keys() == {
            f"{issue['_id']}:{version:06d}"
            for issue in found["issues"].values()
            for version in range(1, issue["version"] + 1)
        }
        assert found["receipts"].keys() == {issue["report_id"] for issue in found["issues"].values()}
    assert ledger.wrong() == []

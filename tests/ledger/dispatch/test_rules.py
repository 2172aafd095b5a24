"""Dispatch rules are data: each fault has its line, those that ship are sound, a version is never changed."""

from datetime import UTC, datetime

import pytest

from ledger.dispatch.rules import parse_dispatch, shipped_dispatch
from ledger.dispatch.store import DISPATCH, read_dispatch
from ledger.groundwork.yaml_lines import DataFileRefused
from ledger.mongo.rule_files.keeping import RuleFileRefused, enter_rules
from tests.ledger.parts import Ledger

AT = datetime(2026, 3, 2, tzinfo=UTC)


def test_those_that_ship_open_the_gravest_and_no_others() -> None:
    rules = shipped_dispatch()
    assert rules.of("progress-back") is not None
    assert rules.of("apart") is not None
    assert rules.of("plan-zero") is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("version: 2\nrules:\n  - {flag: nothing}\n", 3),
        ("version: 2\nrules:\n  - {flag: gap}\n  - {flag: gap}\n", 1),
        ("version: 2\nwithin_months: -1\n", 2),
        ("version: 2\nrules:\n  - {flag: gap, days: 0}\n", 3),
        ("version: 0\n", 1),
    ],
)
def test_a_fault_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(DataFileRefused) as refused:
        parse_dispatch(text)
    assert [each.line for each in refused.value.faults] == [line]


def test_the_highest_version_holds_and_none_is_changed(ledger: Ledger) -> None:
    assert read_dispatch(ledger.store) == shipped_dispatch()
    enter_rules(ledger.store, DISPATCH, "version: 2\nenabled: false\n", AT)
    enter_rules(ledger.store, DISPATCH, "version: 2\nenabled: false\n", AT)
    assert read_dispatch(ledger.store).enabled is False
    for text in ("version: 2\n", "version: 1\n"):
        with pytest.raises(RuleFileRefused):
            enter_rules(ledger.store, DISPATCH, text, AT)

"""What is explained is still there, and an explanation answers for that one change alone."""

from pathlib import Path

import pytest

from tests.mutants.explained import Explained
from tests.mutants.mutants import Mutant
from tests.mutants.rooms import ROOT

REGIONS = Path("ledger/registry/regions.py")


def test_every_explanation_is_of_a_line_that_is_still_there() -> None:
    for module, was, becomes in Explained().changes:
        lines = {line.strip() for line in (ROOT / module).read_text(encoding="utf-8").splitlines()}
        assert lines.issuperset(was.splitlines()), f"{module}: {was}"
        assert was != becomes


@pytest.mark.parametrize(
    ("operator", "occurrence", "explained"),
    [("core/NumberReplacer", 0, True), ("core/NumberReplacer", 2, False), ("core/AddNot", 0, False)],
)
def test_a_mutant_is_explained_by_what_it_changes(operator: str, occurrence: int, explained: bool) -> None:
    original = (ROOT / REGIONS).read_text(encoding="utf-8")
    mutant = Mutant(REGIONS, operator, occurrence, ())
    assert (Explained().why(mutant, original) is not None) is explained

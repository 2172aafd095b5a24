"""A project is in a programme as its figure says, else as the registry has it; what nobody said is not known."""

from dataclasses import replace
from typing import Any

import pytest

from ledger.figures.programmes import is_in, programmes_of
from ledger.registry.files.loading import load_catalogue
from mobile_schema.reports.figure import Programme
from tests.oversight.ranking.parts import figure

PROJECT = next(iter(load_catalogue(samples=True).projects.values()))
KEY = replace(PROJECT, key_project=True, transition=None)


@pytest.mark.parametrize(
    ("key", "transition", "both"), [(True, True, True), (True, None, None), (None, False, False), (True, False, False)]
)
def test_of_several_one_no_decides_and_one_unsaid_leaves_it_open(key: Any, transition: Any, both: Any) -> None:
    assert is_in(Programme, figure(key_project=key, transition=transition), None) is both


def test_what_a_figure_says_goes_before_the_registry() -> None:
    assert programmes_of(None, KEY) == [Programme.KEY_PROJECT]
    assert programmes_of(figure(), KEY) == [Programme.KEY_PROJECT]
    assert programmes_of(figure(key_project=False, transition=True), KEY) == [Programme.TRANSITION]
    assert programmes_of(None, None) == []

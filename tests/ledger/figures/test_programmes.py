"""A project is in a programme as its figure says; what nobody said is not known."""

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
    assert is_in(Programme, figure(key_project=key, transition=transition)) is both


def test_the_registry_says_it_until_there_is_a_figure() -> None:
    assert programmes_of(None, KEY) == [Programme.KEY_PROJECT]
    assert programmes_of(figure(), KEY) == []
    assert programmes_of(figure(transition=True), KEY) == [Programme.TRANSITION]
    assert programmes_of(None, None) == []

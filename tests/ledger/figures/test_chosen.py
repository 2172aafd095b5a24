"""A rule is of the projects that it names: of one of the kinds and stages, in all of the programmes."""

from typing import Any

import pytest
from pydantic import ValidationError

from ledger.figures.chosen import Projects
from tests.oversight.ranking.parts import figure

KEY_NEW = figure(kind="new", stage="building", key_project=True)


@pytest.mark.parametrize(
    ("asked", "has"),
    [
        ({}, True),
        ({"kinds": ["新建"]}, True),
        ({"kinds": ["续建"]}, False),
        ({"stages": ["在建", "停工"], "programmes": ["重点工程"]}, True),
        ({"stages": ["停工"], "programmes": ["重点工程"]}, False),
        ({"programmes": ["key_project", "转型"]}, False),
    ],
)
def test_a_project_is_one_of_them_by_its_figure(asked: dict[str, Any], has: bool) -> None:
    assert Projects.model_validate(asked).has(KEY_NEW, 2019) is has


def test_what_is_no_such_word_is_refused_with_those_that_are() -> None:
    with pytest.raises(ValidationError, match="重点工程, 转型"):
        Projects.model_validate({"programmes": ["重大"]})

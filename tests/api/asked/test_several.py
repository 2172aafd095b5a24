"""Lists of several values: what is allowed is told in a sentence, not as a pattern."""

import pytest
from pydantic import ValidationError

from api.asked.several import MOST
from api.asked.wanted_issues import IssueQuery
from mobile_schema.faults import faults_of
from mobile_schema.vocabulary import Light, State


def told(**query: str) -> str:
    with pytest.raises(ValidationError) as caught:
        IssueQuery.model_validate(query)
    (fault,) = faults_of(caught.value)
    assert fault.path == f"$.{next(iter(query))}"
    return fault.message


@pytest.mark.parametrize(("name", "words"), [("state", State), ("light", Light)])
@pytest.mark.parametrize("said", ["opn", "", "red,", "closed\n"])
def test_a_word_that_is_none_is_told_those_there_are(name: str, words: type[State] | type[Light], said: str) -> None:
    assert told(**{name: said}).endswith(", ".join(words))


@pytest.mark.parametrize(
    ("name", "said", "such_as"),
    [
        ("category", "Land", "land"),
        ("region", "1401", "140105"),
        ("unit", "140105-housing,,140105-land", "140105-natural-resources"),
        ("project", "x", "2019-140100-54-03-012345"),
    ],
)
def test_a_code_that_is_none_is_told_what_one_looks_like(name: str, said: str, such_as: str) -> None:
    message = told(**{name: said})
    assert such_as in message
    IssueQuery.model_validate({name: such_as})


def test_how_many_there_may_be_is_told() -> None:
    IssueQuery.model_validate({"state": ",".join(["closed"] * MOST)})
    message = told(state=",".join(["closed"] * (MOST + 1)))
    assert str(MOST) in message
    assert " / " in message
    assert "(?:" not in message


def test_a_unit_is_found_by_whatever_id_the_registry_took() -> None:
    assert IssueQuery.model_validate({"unit": "140105-推进中心,None 2"}).unit == "140105-推进中心,None 2"

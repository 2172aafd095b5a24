"""Faults: JSON paths a client can follow, texts in Chinese and English for every kind of fault the contract has."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from mobile_schema.faults import MAX_FAULTS, faults_in, faults_of, json_path


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ((), "$"),
        (("findings", 0, "category"), "$.findings[0].category"),
        (("a b",), "$['a b']"),
        (("it's\\",), "$['its']"),
        (("line\nbreak\x00",), "$['linebreak']"),
        (("x" * 5000,), "$['" + "x" * 64 + "']"),
    ],
)
def test_a_path_names_the_place(location: tuple[int | str, ...], path: str) -> None:
    assert json_path(location) == path


def test_a_path_through_hundreds_of_steps_is_cut() -> None:
    assert len(json_path(("step",) * 300)) == 200


@given(st.lists(st.text() | st.integers(0, 10**6)).map(tuple))
def test_a_path_is_short_and_printable_whatever_the_names_are(location: tuple[int | str, ...]) -> None:
    path = json_path(location)
    assert len(path) <= 200
    assert path.isprintable()


def test_paths_begin_at_the_root_the_caller_names() -> None:
    entry = {"type": "missing", "loc": ("report_id",), "msg": "Field required"}
    assert faults_in([entry], "$.items[3].report")[0].path == "$.items[3].report.report_id"


def test_the_chosen_variant_is_no_step_of_the_path() -> None:
    entry = {"type": "missing", "loc": ("location", "fixed", "mock"), "msg": "Field required"}
    assert faults_in([entry])[0].path == "$.location.mock"


def test_no_more_faults_than_a_person_can_read() -> None:
    entry = {"type": "missing", "loc": ("x",), "msg": "Field required"}
    assert len(faults_in([entry] * 10_000)) == MAX_FAULTS


def test_a_fault_of_a_kind_without_a_text_still_says_something_in_both_languages() -> None:
    (fault,) = faults_in([{"type": "some_new_kind", "loc": ("x",), "msg": "Something new"}])
    assert fault.message == "不符合要求；Something new"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("2019-02-30", "没有这一天"),
        ("20190-01-01", "应为日期"),
        ("2019-1-1", "应为日期"),
        ("0000-01-01", "年份超出范围"),
    ],
)
def test_a_day_that_never_was_is_told_from_one_that_is_no_day(said: str, told: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(date).validate_python(said)
    (fault,) = faults_of(refused.value)
    assert fault.message.startswith(told)


def test_what_a_validator_of_ours_says_in_both_languages_is_said_as_it_is() -> None:
    def faults(said: str) -> str:
        context = {"error": ValueError(said)}
        entry = {"type": "value_error", "loc": ("q",), "msg": f"Value error, {said}", "ctx": context}
        return faults_in([entry])[0].message

    assert faults("至多 10 个词 / 10 words at most") == "至多 10 个词 / 10 words at most"
    assert faults("bad") == "不符合要求；Value error, bad"


def test_a_context_that_lacks_a_name_does_not_break_the_text() -> None:
    (fault,) = faults_in([{"type": "too_long", "loc": ("x",), "msg": "Too long"}])
    assert fault.message == "过多，最多 ? 项；Too long"


def test_the_limit_itself_is_told() -> None:
    class Short(BaseModel):
        name: str = "x"
        many: list[int] = []

    with pytest.raises(ValidationError) as caught:
        Short.model_validate_json('{"many": [1.5], "name": 3}')
    assert [(fault.path, fault.message) for fault in faults_of(caught.value)] == [
        ("$.name", "应为文本；Input should be a valid string"),
        ("$.many[0]", "应为整数；Input should be a valid integer, got a number with a fractional part"),
    ]

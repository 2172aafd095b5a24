"""Categories: ten words ship, any other of the right form may be an office's own, and nothing else is one."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from mobile_schema.labels import label
from mobile_schema.vocabulary import CATEGORY_PATTERN, Category

READ = TypeAdapter(Category)
words = st.from_regex(CATEGORY_PATTERN, fullmatch=True)


@given(words | st.sampled_from(Category))
def test_a_word_of_the_right_form_is_a_category_wherever_it_is_read(word: str) -> None:
    raw = json.dumps(word)
    for category in (Category(word), READ.validate_json(raw), msgspec.json.decode(raw, type=Category)):
        assert isinstance(category, Category)
        assert (category, hash(category), category.value) == (word, hash(word), word)
        assert msgspec.json.encode(category) == READ.dump_json(category) == raw.encode()
        assert category.ships == (word in list(Category))


@pytest.mark.parametrize("word", ["", "Land", "la nd", "1land", "land\n", "用地", "a" * 41, "a-b", "$ne", 1, None, []])
def test_what_is_no_word_is_no_category(word: object) -> None:
    with pytest.raises(ValidationError):
        READ.validate_python(word)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(word, Category)


def test_what_strangers_send_is_not_kept() -> None:
    Category("heating")
    assert len(Category) == len(Category.__members__) == 10
    assert "heating" not in Category._value2member_map_
    assert label(Category("heating")) == label(Category("heating"), "en") == "heating"


def test_the_schema_says_the_form_and_the_words_that_ship() -> None:
    schema = READ.json_schema()
    assert (schema["pattern"], schema["examples"]) == (CATEGORY_PATTERN, [word.value for word in Category])
    assert "enum" not in schema

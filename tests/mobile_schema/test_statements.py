"""A text says something when a letter, a character or a digit of any script can be read in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile_schema.statements import says_something


@pytest.mark.parametrize(
    "text", ["好", "便道已贯通。", "ok", "7", "第③项", "ü", "नमस्ते", "\u200b已\u200b", "〇", "１", "👍可"]
)
def test_words_and_numbers_of_any_script_say_something(text: str) -> None:
    assert says_something(text)


UNDRAWN = ("\u200b", "\u2060\ufeff", "\u3164\uffa0\u115f", "\u2800", "\u0301")
WIDE = (".", "．", "｡", "·", "・", "、", "——", "……", "「」", "※", "＊＊＊", "〜", "々", "ーー", "ˉˉ")
PICTURED = ("👍", "👷🏽\u200d♀️", "🇨🇳", "ℹ️", "ℹ", "㊗️", "™️")


@pytest.mark.parametrize("text", [None, "", " \n\u3000", "。", "…", "-/-", "✓", *WIDE, *PICTURED, *UNDRAWN])
def test_blanks_punctuation_and_what_is_never_drawn_say_nothing(text: str | None) -> None:
    assert not says_something(text)


@given(st.text(st.characters(categories=["P", "S", "Z", "Cc", "Cf", "M"])), st.sampled_from("字a9"))
def test_one_word_anywhere_is_enough_and_no_number_of_marks_is(marks: str, word: str) -> None:
    assert not says_something(marks)
    assert says_something(marks + word + marks)

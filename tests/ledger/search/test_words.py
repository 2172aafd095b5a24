"""A word of Chinese is found wherever it stands, of letters and digits as a whole; signs are no words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.search.words import MOST_WORDS, Word, cut, row, stands_in, words_of


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("征地补偿", ["征地", "地补", "补偿", "偿"]),
        ("路", ["路"]),
        ("K12+300段,G5高速", ["k12", "300", "段", "g5", "高速", "速"]),
        ("ＡＢＣ　１２３", ["abc", "123"]),
        ("征\u200b地\u202e补", ["征地", "地补", "补"]),
        ("葛\U000e0100洲", ["葛洲", "洲"]),
        ("140105-2026-00001", ["140105", "2026", "00001"]),
        ("😀 !? 。。 _ __", []),
        ("x" * 5_000, ["x" * 100]),
    ],
)
def test_text_is_cut_into_pairs_and_whole_words(text: str, pieces: list[str]) -> None:
    assert cut(text) == pieces


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("征地 补偿", [Word(("征地",)), Word(("补偿",))]),
        ("征地补偿款", [Word(("征地", "地补", "补偿", "偿款"))]),
        ("路 路", [Word((), "路")]),
        ("G5路", [Word(("g5",), "路")]),
        ("高速G5", [Word(("高速", "速", "g5"))]),
        ("征地,路", [Word(("征地", "地"), "路")]),
        ("路,路路", [Word(("路", "路路"))]),
        ('AND "x" -y title:z* /r.*/', [Word(("and",)), Word(("x",)), Word(("y",)), Word(("title", "z")), Word(("r",))]),
        (" \t\n。!😀(*)", []),
    ],
)
def test_what_is_typed_is_words_and_nothing_else(typed: str, words: list[Word]) -> None:
    assert list(words_of(typed)) == words


def test_more_words_than_anybody_types_are_refused() -> None:
    words_of(" ".join(f"w{n}" for n in range(MOST_WORDS)))
    with pytest.raises(ValueError, match=str(MOST_WORDS)):
        words_of(" ".join(f"w{n}" for n in range(MOST_WORDS + 1)))


_LETTERS = st.text(alphabet="征地补偿款路a1 ,。", min_size=1, max_size=12)


@given(before=_LETTERS, word=st.text(alphabet="征地补偿款路", min_size=1, max_size=6), after=_LETTERS)
def test_a_chinese_word_is_found_wherever_it_stands(before: str, word: str, after: str) -> None:
    (asked,) = words_of(word)
    assert stands_in(asked, row(cut(before + word + after)))


@given(text=_LETTERS, word=st.text(alphabet="征地补偿款路", min_size=2, max_size=6))
def test_and_only_where_it_stands(text: str, word: str) -> None:
    (asked,) = words_of(word)
    assert stands_in(asked, row(cut(text))) == (word in text)

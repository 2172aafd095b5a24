"""Labels: every code of every word list has its words in Chinese and in English, and no code is forgotten."""

from enum import StrEnum

import pytest

from mobile_schema import vocabulary
from mobile_schema.labels import LABELS_EN, LABELS_ZH, described, label

WORD_LISTS = [each for each in vars(vocabulary).values() if isinstance(each, type) and issubclass(each, StrEnum)]
WORD_LISTS.remove(StrEnum)
CODES = [code for kind in WORD_LISTS for code in kind]


def test_every_word_list_is_labelled_and_nothing_else() -> None:
    assert LABELS_ZH.keys() == LABELS_EN.keys() == set(WORD_LISTS)


@pytest.mark.parametrize("kind", WORD_LISTS)
def test_every_code_is_labelled_and_no_other(kind: type[StrEnum]) -> None:
    assert LABELS_ZH[kind].keys() == LABELS_EN[kind].keys() == set(kind)


@pytest.mark.parametrize("code", [code for code in CODES if not isinstance(code, vocabulary.SourceCrs)])
def test_a_label_is_chinese_or_english(code: StrEnum) -> None:
    assert any("\u4e00" <= mark <= "\u9fff" for mark in label(code))
    assert label(code, "en").isascii()
    assert label(code, "en").strip() == label(code, "en") != ""


@pytest.mark.parametrize("kind", WORD_LISTS)
def test_no_two_codes_of_a_list_read_alike(kind: type[StrEnum]) -> None:
    for labels in (LABELS_ZH[kind], LABELS_EN[kind]):
        assert len(set(labels.values())) == len(labels)


@pytest.mark.parametrize("kind", WORD_LISTS)
def test_a_schema_shows_every_code_with_its_words(kind: type[StrEnum]) -> None:
    text = described(kind)
    assert all(f"{code.value} {label(code)} ({label(code, 'en')})" in text for code in kind)


def test_the_same_code_of_two_lists_keeps_its_own_words() -> None:
    assert label(vocabulary.State.RETURNED) == "不合格退回"
    assert label(vocabulary.State.DECLINED) == "退回"
    assert label(vocabulary.RecheckResult.SOLVED) != label(vocabulary.ObligationCode.RESOLVE)


def test_an_incident_is_worded_as_an_allegation_in_english() -> None:
    named = [kind for kind in vocabulary.IncidentKind if kind is not vocabulary.IncidentKind.OTHER]
    assert all(label(kind, "en").startswith("alleged ") for kind in named)


def test_what_is_no_code_of_the_contract_has_no_label() -> None:
    class Other(StrEnum):
        """A list of another's."""

        LAND = "land"

    with pytest.raises(KeyError):
        label(Other.LAND)

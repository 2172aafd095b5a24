"""What others wrote is shown as text: on one line, with nothing hidden in it, and nothing else changed."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.groundwork.seen_text import escaped, hides, marked, one_line

HIDDEN = (
    *"\x00\x07\x08\t\n\x0b\x0c\r\x1b\x1c\x7f\x85\x9b",
    *"\u00ad\u034f\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202e\u2060\u2066\u2069",
    *"\u3164\ufeff\uffa0\ufff9\ufffb\U000e0001\U000e0041",
)


@pytest.mark.parametrize("character", HIDDEN, ids=lambda character: f"U+{ord(character):04X}")
def test_what_is_not_seen_is_found_and_not_shown(character: str) -> None:
    text = f"便道{character}断裂"
    assert hides(text)
    assert one_line(text) in ("便道断裂", "便道 断裂")
    assert not hides(one_line(text))


@pytest.mark.parametrize("text", ["王建国", "葛\U000e0100城", "Ōta O'Neill-Smith", "便道 断裂,<b>&*_~`", "👍🏽", "٣"])
def test_what_is_seen_stays_as_it_is(text: str) -> None:
    assert not hides(text)
    assert one_line(text) == text


def test_what_a_service_reads_specially_is_put_otherwise_also_where_it_was_hidden() -> None:
    assert one_line('<\u200bat user_id="all">', {"<": "＜", ">": "＞"}) == '＜at user_id="all"＞'


def test_what_is_not_seen_can_be_written_out_and_lines_stay_lines() -> None:
    assert marked("便\u202e道\u200b\x1b\n二\u2028行\t三") == "便‹U+202E›道‹U+200B›‹U+001B›\n二‹U+2028›行\t三"
    assert marked("葛\U000e0100城 <b>&*_~`") == "葛\U000e0100城 <b>&*_~`"


@given(st.text(alphabet=st.characters(exclude_categories=[]) | st.sampled_from(HIDDEN)))
def test_whatever_is_written_shows_as_one_line_without_controls(text: str) -> None:
    shown = one_line(text)
    assert len(shown.splitlines()) <= 1
    assert not any(unicodedata.category(each) in ("Cc", "Zl", "Zp", "Cs") for each in shown)
    assert not any(unicodedata.bidirectional(each) in ("RLO", "LRO", "RLE", "LRE", "PDF", "RLI") for each in shown)
    assert not hides(shown)
    assert one_line(shown) == shown


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]) | st.sampled_from(HIDDEN)))
def test_json_says_the_same_without_what_nobody_sees(text: str) -> None:
    told = escaped(json.dumps({"text": text}, ensure_ascii=False, indent=2))
    assert json.loads(told) == {"text": text}
    assert not any(hides(line) for line in told.split("\n"))

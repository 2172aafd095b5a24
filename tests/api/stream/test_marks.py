"""Ids of the stream: what was written is read back, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.http.problems import Problem
from api.stream.marks import read_mark, write_mark

tokens = st.binary(min_size=9, max_size=400).map(lambda token: token.hex().upper())


@given(tokens)
def test_an_id_leads_back_to_its_mark_and_is_safe_in_an_address(mark: str) -> None:
    identity = write_mark(mark)
    assert read_mark(identity) == mark
    assert identity.replace("-", "").replace("_", "").isalnum()


@given(st.text(max_size=60))
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(Problem) as refused:
        read_mark(text)
    assert refused.value.status == 400


@given(tokens, st.data())
def test_an_id_cut_or_mistyped_is_refused(mark: str, data: st.DataObject) -> None:
    identity = write_mark(mark)
    place = data.draw(st.integers(0, len(identity) - 2))
    other = data.draw(st.sampled_from([letter for letter in "ABCxyz019-_" if letter != identity[place]]))
    for wrong in (identity[:place], identity[:place] + other + identity[place + 1 :]):
        with pytest.raises(Problem):
            read_mark(wrong)

"""A phone's queue: every report comes out byte for byte, and one that is bad spoils no other."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile_schema.reports.sync import MAX_SYNC_ITEMS, BadSyncError, join_reports, split_reports, split_sync
from tests import factories as make

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


@st.composite
def written(draw: st.DrawFn, values: st.SearchStrategy[Any]) -> bytes:
    """A JSON value as some phone writes it: escaped or not, packed or spread out."""
    text = json.dumps(
        draw(values),
        ensure_ascii=draw(st.booleans()),
        indent=draw(st.sampled_from([None, 0, 2])),
        separators=draw(st.sampled_from([(",", ":"), (" , ", " : "), (",\r\n", ":\t")])),
    )
    return text.encode("utf-8", "replace")


reports = written(st.dictionaries(st.text(), json_values, max_size=4))
kinds = st.sampled_from(["site_visit", "incident"])
spaces = st.text(" \t\r\n", max_size=3).map(str.encode)
# What a strict JSON reader refuses inside a report, with the brackets and quotes around it still whole.
poison = st.sampled_from(
    [
        b'{"a":NaN}',
        b'{"a":-Infinity}',
        rb'{"a":"\ud800"}',
        rb'{"a":"\x41"}',
        b'{"a":"\xff\xfe"}',
        b'{"a":"\xed\xa0\x80"}',
        b'{"a":"\x00\n"}',
        b"{'a':1}",
        b'{"a":01}',
        b'{"a":nil}',
        b'{"a" 1}',
        b"{,,}",
        b'{"a":' + b"[" * 5000 + b"]" * 5000 + b"}",
        b'{"a":' * 2000 + b"1" + b"}" * 2000,
    ]
)


@st.composite
def queues(draw: st.DrawFn, inside: st.SearchStrategy[bytes]) -> tuple[list[tuple[str, bytes]], bytes]:
    """What a queue holds, and its body."""
    items = draw(st.lists(st.tuples(kinds, inside), min_size=1, max_size=6))
    wrapped = []
    for kind, report in items:
        parts = [b'"type"' + draw(spaces) + b':"' + kind.encode() + b'"', b'"report":' + draw(spaces) + report]
        if draw(st.booleans()):
            parts.reverse()
        wrapped.append(draw(spaces) + b"{" + (draw(spaces) + b",").join(parts) + draw(spaces) + b"}")
    return items, draw(spaces) + b'{"items":[' + b",".join(wrapped) + b"]" + draw(spaces) + b"}"


@given(queues(reports))
def test_every_report_of_a_queue_comes_out_byte_for_byte(queue: tuple[list[tuple[str, bytes]], bytes]) -> None:
    items, body = queue
    assert split_sync(body) == items


@given(queues(reports | poison))
def test_a_report_no_json_reader_takes_leaves_those_beside_it_whole(
    queue: tuple[list[tuple[str, bytes]], bytes],
) -> None:
    items, body = queue
    assert split_sync(body) == items


BAD_WRAPPERS = {
    "no object": b"5",
    "null": b"null",
    "a list": b"[]",
    "unknown type": b'{"type":"photo","report":{}}',
    "no type": b'{"report":{}}',
    "no report": b'{"type":"incident"}',
    "a type that is no text": b'{"type":1,"report":{}}',
    "unknown field": b'{"type":"incident","report":{},"more":1}',
    "unknown field beside poison": b'{"type":"incident","report":{"a":NaN},"more":1}',
    "unknown type beside poison": b'{"type":"photo","report":{"a":NaN}}',
    "a report twice beside poison": b'{"type":"incident","report":{"a":NaN},"report":{}}',
    "no colon": b'{"type" "incident","report":{}}',
    "a key that is no text": b'{type:"incident","report":{}}',
}


@pytest.mark.parametrize("case", BAD_WRAPPERS)
def test_an_item_with_a_bad_wrapper_is_answered_in_its_place(case: str) -> None:
    good = b'{"type":"site_visit","report":{"n":1}}'
    first, bad, last = split_sync(b'{"items":[' + b",".join([good, BAD_WRAPPERS[case], good]) + b"]}")
    assert first == last == ("site_visit", b'{"n":1}')
    assert isinstance(bad, BadSyncError)
    assert str(bad)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"items":{}}',
        b'{"items":[]}',
        b'{"items":null}',
        b'{"items":[1]',
        b'{"items":[1]}}',
        b'{"items":[1],"more":1}',
        b'{"items":[NaN],"more":1}',
        b'{"more":[NaN]}',
        b'{"items":[NaN],"items":[NaN]}',
        b'{"items":[{"type":"incident","report":{"a":"}]}',
        b'{"items":[{"type":"incident","report":{"a":]}]}',
        b'{"items":NaN}',
        b'{"items":[' + b",".join([b"1"] * (MAX_SYNC_ITEMS + 1)) + b"]}",
        b'{"items":[' + b",".join([b"NaN"] * (MAX_SYNC_ITEMS + 1)) + b"]}",
        b"[" * 100_000,
        b'{"items":' + b"[" * 100_000 + b"]" * 100_000 + b",",
    ],
    ids=lambda body: repr(body[:40]),
)
def test_a_body_that_is_no_queue_is_refused_whole(body: bytes) -> None:
    with pytest.raises(BadSyncError):
        split_sync(body)


def test_a_full_queue_is_accepted() -> None:
    queue = make.sync_request(*[make.site_visit() for _ in range(MAX_SYNC_ITEMS)])
    assert [json.loads(item[1]) for item in split_sync(make.as_bytes(queue)) if isinstance(item, tuple)] == [
        item["report"] for item in queue["items"]
    ]


@given(st.binary(max_size=60) | st.text('{}[]",:\\ aitemsN1').map(str.encode))
def test_whatever_the_bytes_are_the_answer_is_items_or_one_error(body: bytes) -> None:
    for read in (split_sync, split_reports):
        with suppress(BadSyncError):
            assert isinstance(read(body), list)


@given(st.lists(reports, max_size=8))
def test_a_batch_comes_apart_into_what_was_joined(batch: list[bytes]) -> None:
    assert split_reports(join_reports(batch)) == batch


@given(st.lists(reports | poison, max_size=8))
def test_a_batch_with_poison_comes_apart_into_what_was_joined(batch: list[bytes]) -> None:
    assert split_reports(join_reports(batch)) == batch


@pytest.mark.parametrize("value", [b"", b"{}", b"null", b"[1", b"[1]]", b'["]', b"[1] 2", b"\xff"])
def test_a_batch_that_is_no_list_is_refused(value: bytes) -> None:
    with pytest.raises(BadSyncError):
        split_reports(value)

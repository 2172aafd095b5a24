"""CloudEvents headers: what is encoded is decoded the same; what is no CloudEvent is refused with the header's name."""

from datetime import UTC, datetime, timedelta, timezone
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile_schema.cloudevents import BATCH_OF, BadHeadersError, CloudEvent, Headers, decode, encode, rfc3339

texts = st.text(st.characters(exclude_categories=["Cs"]))
named = texts.filter(bool)
cloud_events = st.builds(
    CloudEvent,
    id=named,
    source=named,
    type=named,
    time=texts,
    reporter=st.none() | texts,
    content_type=named,
)
EVENT = CloudEvent("0195551a", "/v1/site-visits", "xiaohao.field.site-visit.v1", "2026-03-02T01:20:00.000+00:00")


@given(cloud_events)
def test_headers_come_back_as_they_went(event: CloudEvent) -> None:
    assert decode(encode(event)) == event


@given(cloud_events, st.randoms())
def test_the_order_of_headers_and_headers_of_others_do_not_matter(event: CloudEvent, random: Random) -> None:
    headers: Headers = [*encode(event), ("traceparent", b"\xff")]
    random.shuffle(headers)
    assert decode(headers) == event


def test_the_headers_are_those_of_the_kafka_binding() -> None:
    assert dict(encode(EVENT)) == {
        "ce_specversion": b"1.0",
        "ce_id": b"0195551a",
        "ce_source": b"/v1/site-visits",
        "ce_type": b"xiaohao.field.site-visit.v1",
        "ce_time": b"2026-03-02T01:20:00.000+00:00",
        "content-type": b"application/json",
    }


@pytest.mark.parametrize("name", ["ce_specversion", "ce_id", "ce_source", "ce_type"])
@pytest.mark.parametrize("value", [None, b"", "absent"])
def test_a_required_header_that_is_missing_is_named(name: str, value: bytes | str | None) -> None:
    headers = [(each, given_) for each, given_ in encode(EVENT) if each != name]
    with pytest.raises(BadHeadersError, match=name):
        decode(headers if isinstance(value, str) else [*headers, (name, value)])


@pytest.mark.parametrize("headers", [None, [], [("ce_specversion", b"0.3")]])
def test_headers_of_no_cloud_event_are_refused(headers: Headers | None) -> None:
    with pytest.raises(BadHeadersError, match="specversion"):
        decode(headers)


@pytest.mark.parametrize("name", ["ce_id", "ce_source", "ce_type", "ce_time", "ce_reporter", "content-type"])
def test_a_header_that_is_no_utf8_is_refused(name: str) -> None:
    headers = [(each, value) for each, value in encode(EVENT) if each != name]
    with pytest.raises(BadHeadersError, match="UTF-8"):
        decode([*headers, (name, b"\xff")])


def test_what_may_be_missing_has_its_default() -> None:
    required = [(name, value) for name, value in encode(EVENT) if name not in ("ce_time", "content-type")]
    assert decode(required) == CloudEvent(EVENT.id, EVENT.source, EVENT.type, "")


def test_a_batch_type_is_no_single_type() -> None:
    assert len(set(BATCH_OF) | set(BATCH_OF.values())) == 2 * len(BATCH_OF)


@given(st.datetimes(timezones=st.just(UTC) | st.just(timezone(timedelta(hours=8)))))
def test_a_time_is_written_to_the_millisecond_and_read_back(moment: datetime) -> None:
    cut = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    assert datetime.fromisoformat(rfc3339(moment)) == cut

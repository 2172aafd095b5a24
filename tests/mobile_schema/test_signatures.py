"""A signature holds for the record that it was made for, byte for byte, and for no other."""

import pytest

from mobile_schema.cloudevents import SITE_VISIT, CloudEvent, Headers, encode
from mobile_schema.signatures import SIGNATURE, is_signed, key_number, signed
from mobile_schema.topics import INCIDENTS, SITE_VISITS

SECRET, OTHER, TOPIC, VALUE = b"s" * 32, b"t" * 32, SITE_VISITS.name, b'{"report_id": 1}'
KEYS = {7: SECRET}
EVENT = CloudEvent("ce-1", "urn:xiaohao:api", SITE_VISIT, "2026-03-02T01:21:00.000+00:00", "inspector-1")
HEADERS = signed(encode(EVENT), TOPIC, VALUE, 7, SECRET)


def changed(name: str, value: bytes) -> Headers:
    return [(each, value if each == name else text) for each, text in HEADERS]


def test_what_was_signed_holds_and_names_its_key() -> None:
    assert is_signed(HEADERS, TOPIC, VALUE, KEYS)
    assert key_number(HEADERS) == 7
    assert HEADERS[:-1] == encode(EVENT)


def test_the_vector_of_the_contract() -> None:
    assert dict(HEADERS)[SIGNATURE] == b"7:65b4e2a347d69716a2168a8a44fab7a6495fcf51afc36f09449acc99c5c8d2e0"


@pytest.mark.parametrize("name", ["ce_id", "ce_type", "ce_time", "ce_reporter"])
def test_another_header_breaks_it(name: str) -> None:
    assert not is_signed(changed(name, b"another"), TOPIC, VALUE, KEYS)
    assert not is_signed([*HEADERS, (name, b"another")], TOPIC, VALUE, KEYS)
    assert not is_signed([header for header in HEADERS if header[0] != name], TOPIC, VALUE, KEYS)


def test_other_bytes_another_topic_or_another_key_break_it() -> None:
    assert not is_signed(HEADERS, TOPIC, VALUE + b" ", KEYS)
    assert not is_signed(HEADERS, INCIDENTS.name, VALUE, KEYS)
    assert not is_signed(HEADERS, TOPIC, VALUE, {7: OTHER})
    assert not is_signed(HEADERS, TOPIC, VALUE, {8: SECRET})
    assert not is_signed([*HEADERS, ("ce_credential", b"session:1")], TOPIC, VALUE, KEYS)


def test_what_stands_at_the_border_of_two_headers_belongs_to_one() -> None:
    moved = dict(HEADERS) | {"ce_id": b"ce-", "ce_type": b"1" + SITE_VISIT.encode()}
    assert not is_signed(moved.items(), TOPIC, VALUE, KEYS)


@pytest.mark.parametrize("said", [None, b"", b"0:00", b":", b"-7:00", b"x:00", b"9" * 400 + b":00", "７:00".encode()])
def test_a_signature_that_is_none_names_no_key(said: bytes | None) -> None:
    headers = [*encode(EVENT), (SIGNATURE, said)]
    assert key_number(headers) is None
    assert not is_signed(headers, TOPIC, VALUE, KEYS)


def test_signing_again_replaces_the_signature() -> None:
    again = signed(HEADERS, TOPIC, VALUE, 8, OTHER)
    assert [name for name, _ in again].count(SIGNATURE) == 1
    assert is_signed(again, TOPIC, VALUE, {8: OTHER})

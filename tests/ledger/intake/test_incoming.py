"""A report on its way in: what a record's headers say of it, and the dead letter it becomes when it cannot enter."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from ledger.intake.incoming import (
    DeadLetter,
    Delivery,
    Received,
    Record,
    dead,
    letter_id,
    open_record,
    read,
    received_at,
    report_id_in,
)
from mobile_schema.cloudevents import INCIDENT, SITE_VISIT
from tests import factories as phone
from tests.ledger.factories import START, incident, record, visit

ID = "0195551a-9b20-7c31-8f4e-2a6d1b9c0e57"


def deliveries(opened: Record) -> list[Delivery]:
    found = open_record(opened)
    assert isinstance(found, list)
    return found


def test_a_record_that_is_not_signed_is_a_dead_letter_and_says_nothing_of_its_report() -> None:
    letter = open_record(record(visit(), signed=False))
    assert isinstance(letter, DeadLetter)
    assert (letter.reason, letter.report_id) == ("unsigned", None)


@pytest.mark.parametrize(("report", "kind"), [(visit(), SITE_VISIT), (incident(), INCIDENT)])
def test_a_record_of_one_report_is_one_delivery_from_its_place(report: dict[str, object], kind: str) -> None:
    (delivery,) = deliveries(record(report, offset=5, partition=2, kind=kind))
    assert (delivery.place, delivery.raw) == ("field.site-visits.v1/2/5", phone.as_bytes(report))
    assert isinstance(read(delivery), Received)


@pytest.mark.parametrize(("make", "kind"), [(visit, SITE_VISIT), (incident, INCIDENT)])
def test_a_queue_is_a_delivery_for_each_report_of_the_single_kind(make: object, kind: str) -> None:
    assert callable(make)
    reports = [make(), make()]
    found = deliveries(record(*reports, offset=5, kind=kind))
    assert [delivery.place for delivery in found] == ["field.site-visits.v1/0/5/0", "field.site-visits.v1/0/5/1"]
    assert [delivery.raw for delivery in found] == [phone.as_bytes(report) for report in reports]
    assert {delivery.event.type for delivery in found} == {kind}


def test_a_dead_letters_id_is_its_place_and_the_first_eight_digits_of_its_digest() -> None:
    assert letter_id("field.site-visits.v1/0/7", b"") == "field.site-visits.v1/0/7~e3b0c442"


def test_one_report_of_a_queue_is_sent_again_with_the_queues_headers_but_for_its_type() -> None:
    queue = record(visit(), visit())
    letter = dead(deliveries(queue)[1], "invalid", "why")
    alone = record(visit())
    assert letter.headers == alone.headers
    assert letter.headers != queue.headers
    assert dead(deliveries(alone)[0], "invalid", "why").headers is alone.headers


def test_a_report_that_breaks_the_contract_twice_is_told_by_its_first_fault_and_keeps_both() -> None:
    (delivery,) = deliveries(record(visit() | {"kind": "party", "colour": "red"}))
    letter = read(delivery)
    assert isinstance(letter, DeadLetter)
    assert [(fault.path, fault.type) for fault in letter.faults] == [
        ("$.kind", "enum"),
        ("$.colour", "extra_forbidden"),
    ]
    assert letter.detail == letter.faults[0].message


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (f'{{"report_id": "{ID}"', ID),
        (f'{{"report_id"\n:"{ID}"', ID),
        (f'{{"report_id": "{ID.upper()}"', None),
        ('{"report_id": 7', None),
        ("", None),
    ],
)
def test_bytes_that_cannot_be_read_may_still_say_whose_they_are(raw: str, found: str | None) -> None:
    assert report_id_in(raw.encode()) == found


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ("2026-03-02T01:21:00.000+00:00", datetime(2026, 3, 2, 1, 21, tzinfo=UTC)),
        ("2026-03-02T09:21:00+08:00", datetime(2026, 3, 2, 1, 21, tzinfo=UTC)),
        ("2026-03-02T01:21:00", START),
        ("yesterday", START),
        ("", START),
    ],
)
def test_a_report_was_taken_when_its_headers_say_so_with_a_zone(said: str, taken: datetime) -> None:
    (delivery,) = deliveries(record(visit(), received_at=said))
    assert received_at(delivery, START) == taken


def test_a_record_that_cannot_be_opened_is_a_dead_letter_as_a_whole() -> None:
    unheard = replace(record(visit()), headers=[])
    letter = open_record(unheard)
    assert isinstance(letter, DeadLetter)
    assert (letter.raw, letter.headers, letter.key) == (unheard.value, unheard.headers, unheard.key)
    assert letter.id == letter_id(unheard.place, unheard.value)

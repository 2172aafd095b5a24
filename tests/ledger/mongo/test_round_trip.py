"""What is read from the store is what was written: every number and moment of every document, at its extremes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bson import Timestamp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.http.answers import to_json
from channels.endpoints.endpoint import Endpoint
from channels.endpoints.store import add_endpoint
from channels.queue.dispatching import dispatch
from ledger.calendar.store import enter_calendar
from ledger.mongo.connection import Document
from ledger.policy.store import adopt_policy, read_policies, seed_policies
from ledger.store.records import event_from_document, event_to_document, issue_from_document
from people.tokens import issue_token
from tests.channels.parts import endpoint
from tests.ledger.calendars import YEAR_2027
from tests.ledger.factories import COUNTY
from tests.ledger.parts import Ledger

NUMBERS = st.one_of(st.sampled_from([0, 2**31 - 1, 2**31, 2**53, 2**63 - 1]), st.integers(0, 2**63 - 1))
MOMENTS = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC)).map(
    lambda moment: moment - timedelta(microseconds=moment.microsecond % 1000)
)
TAKEN_IN = ["alerts", "dead_letters", "events", "issues", "positions", "receipts", "serials"]
ENTERED = ["calendars", "deliveries", "endpoints", "policies", "tokens"]


@pytest.fixture
def lived(ledger: Ledger) -> Ledger:
    """A ledger in which something of everything was written."""
    (issue,) = ledger.opened()
    ledger.take({"not": "a report"})
    ledger.walk(issue.id, "accept", "file-plan", "report-progress")
    ledger.wait(days=30).sweep()
    now = ledger.clock.now()
    add_endpoint(ledger.store, endpoint(persons=tuple(ledger.store["alerts"].distinct("recipient_person_id"))), now)
    dispatch(ledger.store, now)
    seed_policies(ledger.store, now)
    enter_calendar(ledger.store, YEAR_2027, now)
    issue_token(ledger.store, COUNTY, now)
    return ledger


def altered(value: Any, number: int, moment: datetime) -> Any:
    """The same with every number and every moment another."""
    if isinstance(value, dict):
        return {key: each if key == "_id" else altered(each, number, moment) for key, each in value.items()}
    if isinstance(value, list):
        return [altered(each, number, moment) for each in value]
    if type(value) is int:
        return number
    return moment if isinstance(value, datetime) else value


def kinds(value: Any) -> list[type]:
    """The types of everything in a document, in order."""
    if isinstance(value, dict):
        return [kind for each in value.values() for kind in kinds(each)]
    return [kind for each in value for kind in kinds(each)] if isinstance(value, list) else [type(value)]


@pytest.mark.parametrize("collection", TAKEN_IN + ENTERED)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=NUMBERS, moment=MOMENTS)
def test_a_document_comes_back_as_it_was_written(lived: Ledger, collection: str, number: int, moment: datetime) -> None:
    stored = lived.store[collection].find_one()
    assert stored is not None
    written: Document = {**altered(stored, number, moment), "_id": "extreme"}
    lived.store.database["extremes"].replace_one({"_id": "extreme"}, written, upsert=True)
    read = lived.store.database["extremes"].find_one()
    assert read == written
    assert kinds(read) == kinds(written)
    if collection in {"alerts", "deliveries", "endpoints", "issues", "events"}:
        to_json({name: value for name, value in read.items() if not isinstance(value, bytes | Timestamp)})


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=NUMBERS, moment=MOMENTS)
def test_an_issue_and_its_events_are_read_whatever_their_numbers_and_moments(
    lived: Ledger, number: int, moment: datetime
) -> None:
    extremes = lived.store.database["extremes"]
    stored = lived.store["issues"].find_one()
    assert stored is not None
    document = altered(stored, number, moment)
    issue = issue_from_document(document)
    extremes.replace_one({"_id": document["_id"]}, document, upsert=True)
    assert issue_from_document(extremes.find_one({"_id": document["_id"]}) or {}) == issue
    for kept in list(lived.store["events"].find()):
        event = event_from_document({**altered(kept, number, moment), "version": kept["version"]})
        extremes.replace_one({"_id": kept["_id"]}, event_to_document(event), upsert=True)
        assert event_from_document(extremes.find_one({"_id": kept["_id"]}) or {}) == event


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=NUMBERS, moment=MOMENTS)
def test_an_endpoint_is_read_whatever_its_numbers_and_moments(lived: Ledger, number: int, moment: datetime) -> None:
    extremes = lived.store.database["extremes"]
    stored = lived.store["endpoints"].find_one()
    assert stored is not None
    document = altered(stored, number, moment) | {"failing_since": moment, "blocked_until": moment}
    extremes.replace_one({"_id": document["_id"]}, document, upsert=True)
    assert Endpoint.of(extremes.find_one({"_id": document["_id"]}) or {}) == Endpoint.of(document)


@pytest.mark.parametrize(
    "since", [datetime(2199, 12, 31, 23, 59, 59, 999_000, UTC), datetime(9999, 12, 31, tzinfo=UTC)]
)
def test_a_policy_holds_from_the_moment_it_was_given(lived: Ledger, since: datetime) -> None:
    adopt_policy(lived.store, "three-sheets", 1, since, lived.clock.now())
    found = {adoption.policy.key: adoption.holds_from for adoption in read_policies().adopted()}
    assert found["three-sheets@1"] == since

"""Published events: each is valid for the model and for the committed schema, and comes back the same."""

import json
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import Enum
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from mobile_schema.events.envelope import EVENT_TYPES, EventEnvelope, UnknownEventTypeError, parse_event
from mobile_schema.events.facts import Obligation
from mobile_schema.reports.site_visit import SiteVisit
from tests import factories as make
from tests.mobile_schema.committed import committed
from tests.mobile_schema.events.published import every as published


def test_there_is_an_event_of_every_type() -> None:
    assert published.events().keys() == EVENT_TYPES.keys()


@pytest.mark.parametrize(("kind", "data"), published.events().items())
def test_an_event_comes_back_from_its_json_the_same(kind: str, data: dict[str, Any]) -> None:
    event = parse_event(kind, data)
    assert kind == event.TYPE
    assert event.model_dump(mode="json") == data
    assert parse_event(kind, event.model_dump()) == event


@pytest.mark.parametrize(("kind", "data"), published.events().items())
def test_a_published_event_keeps_its_schema_and_the_envelopes(kind: str, data: dict[str, Any]) -> None:
    envelope = EventEnvelope.model_validate(published.envelope(kind, data))
    told = json.loads(envelope.model_dump_json())
    assert told == published.envelope(kind, data)
    committed(kind).validate(told["data"])
    committed("event-envelope").validate(told)


@pytest.mark.parametrize(("kind", "data"), published.events().items())
def test_an_event_is_written_without_a_warning(kind: str, data: dict[str, Any]) -> None:
    envelope = EventEnvelope.model_validate(published.envelope(kind, data))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        envelope.model_dump()
        envelope.model_dump_json()


@pytest.mark.parametrize(("kind", "data"), published.events().items())
def test_an_event_made_of_trusted_values_is_the_one_that_checking_them_makes(kind: str, data: dict[str, Any]) -> None:
    checked = parse_event(kind, data)
    said = {name: value for name, value in vars(checked).items() if name in checked.model_fields_set}
    trusted = type(checked).trusted(**said)
    assert trusted == checked
    assert list(vars(trusted).items()) == list(vars(checked).items())
    assert trusted.model_fields_set == checked.model_fields_set
    assert trusted.model_dump_json() == checked.model_dump_json()


def test_what_is_not_said_of_trusted_values_has_its_default() -> None:
    said = {"code": "resolve", "round": 1, "due_at": datetime(2026, 3, 2, tzinfo=UTC)}
    assert vars(Obligation.trusted(**said)) == vars(Obligation(**said))


def words_in(value: Any) -> Iterator[str]:
    """Every text inside a model that is not a word of a list."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from words_in(getattr(value, name))
    elif isinstance(value, tuple):
        for each in value:
            yield from words_in(each)
    elif isinstance(value, str) and not isinstance(value, Enum):
        yield value


def test_the_codes_of_an_event_are_members_of_their_word_lists_save_those_that_a_policy_names() -> None:
    event = parse_event("escalation.fired.v1", published.events()["escalation.fired.v1"])
    assert not {"supervision_order", "city"} & set(words_in(event))
    assert {"resolve", "resolve-county", "red"} <= set(words_in(event))


def test_what_an_event_does_to_clocks_may_be_anything_that_a_clock_can_do() -> None:
    changes = [data["clocks"] for data in published.events().values() if data["clocks"]]
    assert all(any(change[name] for change in changes) for name in ("started", "ended", "resumed", "moved"))
    outcomes = {ended["outcome"] for change in changes for ended in change["ended"]}
    assert outcomes == {"satisfied", "cancelled", "extended", "out_of_scope"}


@pytest.mark.parametrize("code", ["Resolve", "", "x" * 61, "解决", "-resolve", "re solve"])
def test_a_clock_a_step_and_a_light_have_names_that_a_policy_may_give(code: str) -> None:
    data = published.events()["escalation.fired.v1"]
    for field in ("obligation", "step", "light"):
        with pytest.raises(ValidationError):
            parse_event("escalation.fired.v1", data | {field: code})


@pytest.mark.parametrize(("kind", "data"), published.events().items())
def test_an_event_with_an_unknown_or_a_missing_field_is_refused(kind: str, data: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        parse_event(kind, data | {"surprise": 1})
    with pytest.raises(ValidationError):
        parse_event(kind, {})


def test_an_event_of_an_unknown_type_is_refused() -> None:
    with pytest.raises(UnknownEventTypeError):
        parse_event("issue.forgotten.v1", {})
    with pytest.raises(ValidationError):
        EventEnvelope.model_validate(published.envelope("issue.forgotten.v1", {"reason": "x"}))


def test_an_envelope_whose_type_is_not_its_datas_is_refused() -> None:
    event = parse_event("issue.voided.v1", {"reason": "误报"})
    with pytest.raises(ValidationError, match=r"data is not of type issue\.closed\.v1"):
        EventEnvelope.model_validate(published.envelope("issue.closed.v1", {}) | {"data": event})


def test_events_and_reports_cannot_be_changed_after() -> None:
    event = parse_event("issue.voided.v1", {"reason": "误报"})
    report = SiteVisit.model_validate_json(make.as_bytes(make.site_visit()))
    for model, name in ((event, "reason"), (report, "project_code")):
        with pytest.raises(ValidationError, match="frozen"):
            setattr(model, name, "x")

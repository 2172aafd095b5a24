"""Examples and published events: each is valid for the model and for the committed schema, and comes back the same."""

import json
import warnings
from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ValidationError

from mobile_schema.events.envelope import EVENT_TYPES, EventEnvelope, UnknownEventTypeError, parse_event
from mobile_schema.publishing import export
from mobile_schema.reports.incident import ObstructionIncident
from mobile_schema.reports.site_visit import SiteVisit
from mobile_schema.reports.sync import split_sync
from tests import factories as make

EXAMPLES = [
    (name, example)
    for name, model in export.RECEIVED.items()
    for example in model.model_json_schema().get("examples", [])
]


@cache
def committed(name: str) -> Draft202012Validator:
    """The validator of a committed schema."""
    text = (export.FOLDER / f"{name}.schema.json").read_text("utf-8")
    return Draft202012Validator(json.loads(text), format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_every_kind_of_report_has_an_example() -> None:
    assert {name for name, _ in EXAMPLES} == export.RECEIVED.keys()


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_an_example_is_valid_for_the_model_and_for_the_schema(name: str, example: dict[str, Any]) -> None:
    export.RECEIVED[name].model_validate_json(json.dumps(example))
    committed(name).validate(example)


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_an_example_says_every_field_there_is(name: str, example: dict[str, Any]) -> None:
    assert export.RECEIVED[name].model_fields.keys() == example.keys()


def test_the_example_queue_can_be_taken_apart() -> None:
    (example,) = (example for name, example in EXAMPLES if name == "sync-request")
    kinds = [item[0] for item in split_sync(json.dumps(example).encode()) if isinstance(item, tuple)]
    assert kinds == ["site_visit", "incident"]


@pytest.mark.parametrize(
    ("name", "report"),
    [
        ("site-visit", make.site_visit()),
        ("site-visit", make.quiet_visit()),
        ("site-visit", make.quiet_visit(location=make.absent_location())),
        ("site-visit", make.site_visit(attachments=[make.attachment()])),
        ("site-visit", make.quiet_visit(kind="recheck", rechecks=[make.recheck("8c6f1f0e-3d5b-5a54")])),
        ("obstruction-incident", make.incident()),
        ("sync-request", make.sync_request(make.site_visit(), make.incident())),
    ],
)
def test_what_the_factories_make_is_valid(name: str, report: dict[str, Any]) -> None:
    export.RECEIVED[name].model_validate_json(make.as_bytes(report))
    committed(name).validate(report)


def test_there_is_an_event_of_every_type() -> None:
    assert make.events().keys() == EVENT_TYPES.keys()


@pytest.mark.parametrize(("kind", "data"), make.events().items())
def test_an_event_comes_back_from_its_json_the_same(kind: str, data: dict[str, Any]) -> None:
    event = parse_event(kind, data)
    assert kind == event.TYPE
    assert event.model_dump(mode="json") == data
    assert parse_event(kind, event.model_dump()) == event


@pytest.mark.parametrize(("kind", "data"), make.events().items())
def test_a_published_event_keeps_its_schema_and_the_envelopes(kind: str, data: dict[str, Any]) -> None:
    envelope = EventEnvelope.model_validate(make.envelope(kind, data))
    published = json.loads(envelope.model_dump_json())
    assert published == make.envelope(kind, data)
    committed(kind).validate(published["data"])
    committed("event-envelope").validate(published)


@pytest.mark.parametrize(("kind", "data"), make.events().items())
def test_an_event_is_written_without_a_warning(kind: str, data: dict[str, Any]) -> None:
    envelope = EventEnvelope.model_validate(make.envelope(kind, data))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        envelope.model_dump()
        envelope.model_dump_json()


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
    event = parse_event("escalation.fired.v1", make.events()["escalation.fired.v1"])
    assert not {"supervision_order", "city"} & set(words_in(event))
    assert {"resolve", "resolve-county", "red"} <= set(words_in(event))


def test_what_an_event_does_to_clocks_may_be_anything_that_a_clock_can_do() -> None:
    changes = [data["clocks"] for data in make.events().values() if data["clocks"]]
    assert all(any(change[name] for change in changes) for name in ("started", "ended", "resumed", "moved"))
    outcomes = {ended["outcome"] for change in changes for ended in change["ended"]}
    assert outcomes == {"satisfied", "cancelled", "extended"}


@pytest.mark.parametrize("code", ["Resolve", "", "x" * 61, "解决", "-resolve", "re solve"])
def test_a_clock_a_step_and_a_light_have_names_that_a_policy_may_give(code: str) -> None:
    data = make.events()["escalation.fired.v1"]
    for field in ("obligation", "step", "light"):
        with pytest.raises(ValidationError):
            parse_event("escalation.fired.v1", data | {field: code})


@pytest.mark.parametrize(("kind", "data"), make.events().items())
def test_an_event_with_an_unknown_or_a_missing_field_is_refused(kind: str, data: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        parse_event(kind, data | {"surprise": 1})
    with pytest.raises(ValidationError):
        parse_event(kind, {})


def test_an_event_of_an_unknown_type_is_refused() -> None:
    with pytest.raises(UnknownEventTypeError):
        parse_event("issue.forgotten.v1", {})
    for data in ({"reason": "x"}, {}):
        with pytest.raises(ValidationError):
            EventEnvelope.model_validate(make.envelope("issue.forgotten.v1", data))


def test_an_envelope_whose_type_is_not_its_datas_is_refused() -> None:
    event = parse_event("issue.voided.v1", {"reason": "误报"})
    with pytest.raises(ValidationError, match=r"data is not of type issue\.closed\.v1"):
        EventEnvelope.model_validate(make.envelope("issue.closed.v1", {}) | {"data": event})


def test_events_and_reports_cannot_be_changed_after() -> None:
    event = parse_event("issue.voided.v1", {"reason": "误报"})
    report = SiteVisit.model_validate_json(make.as_bytes(make.site_visit()))
    for model, name in ((event, "reason"), (report, "project_code")):
        with pytest.raises(ValidationError, match="frozen"):
            setattr(model, name, "x")


def test_no_report_names_its_reporter_and_no_incident_a_culprit() -> None:
    names = SiteVisit.model_fields.keys() | ObstructionIncident.model_fields.keys()
    assert not {name for name in names if "report" in name and name != "report_id"}
    assert {name for name in names if "part" in name} == {"alleged_parties"}

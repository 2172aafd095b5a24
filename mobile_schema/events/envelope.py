"""Knows the envelope in which events are published and stored, and which event a versioned type name stands for."""

from typing import Annotated, Any, Final, Self

from pydantic import AwareDatetime, Field, SerializeAsAny, WithJsonSchema, model_validator

from mobile_schema.events import (
    assigning_events,
    escalation_events,
    handling_events,
    import_events,
    matter_events,
    referral_events,
    report_events,
    set_aside_events,
    solving_events,
    timing_events,
)
from mobile_schema.events.facts import Event, EventActor, Fact

_NOUNS: Final = (
    report_events,
    matter_events,
    import_events,
    assigning_events,
    solving_events,
    timing_events,
    set_aside_events,
    referral_events,
    escalation_events,
    handling_events,
)
EVENT_TYPES: Final[dict[str, type[Event]]] = {
    event.TYPE: event
    for noun in _NOUNS
    for event in vars(noun).values()
    if isinstance(event, type) and issubclass(event, Event) and "TYPE" in vars(event)
}


class UnknownEventTypeError(LookupError):
    """An event type this version of the contract does not know."""


def parse_event(type_: str, data: Any) -> Event:
    """The event of that type from its dumped data (dict); UnknownEventTypeError or ValidationError."""
    model = EVENT_TYPES.get(type_)
    if model is None:
        raise UnknownEventTypeError(f"unknown event type {type_!r}")
    return model.model_validate(data)


class EventEnvelope(Fact):
    """One published event: `version` counts the events of its issue from 1 without holes."""

    issue_id: str
    version: Annotated[int, Field(ge=1)]
    type: str
    at: AwareDatetime
    actor: EventActor
    data: Annotated[
        SerializeAsAny[Event],
        WithJsonSchema({"type": "object", "description": "As the schema named like `type` says"}),
    ]

    @model_validator(mode="before")
    @classmethod
    def _parse_data(cls, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(value.get("data"), dict):
            known = EVENT_TYPES.get(str(value.get("type")))
            if known is not None:
                return {**value, "data": known.model_validate(value["data"])}
        return value

    @model_validator(mode="after")
    def _type_fits_data(self) -> Self:
        if getattr(self.data, "TYPE", None) != self.type:
            raise ValueError(f"data is not of type {self.type}")
        return self

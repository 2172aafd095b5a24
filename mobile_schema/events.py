"""Knows the events this system publishes and stores: their versioned type names and their envelope."""

from typing import Annotated, Any, Final, Self

from pydantic import AwareDatetime, Field, SerializeAsAny, WithJsonSchema, model_validator

from xiaohao.mobile_schema.facts import (
    AlertRaised,
    Event,
    EventActor,
    EvidenceItem,
    Fact,
    Milestone,
    Obligation,
    Point,
)
from xiaohao.mobile_schema.issue_events import (
    AlertAcknowledged,
    ClosureRequested,
    ClosureReturned,
    EscalationFired,
    IssueAccepted,
    IssueAssigned,
    IssueClosed,
    IssueDeclined,
    IssueReopened,
    IssueReported,
    IssueTriaged,
    IssueVoided,
    PlanFiled,
    ProgressReported,
    RecheckRecorded,
    ReferralLogged,
)

__all__ = [
    "EVENT_TYPES",
    "AlertAcknowledged",
    "AlertRaised",
    "ClosureRequested",
    "ClosureReturned",
    "EscalationFired",
    "Event",
    "EventActor",
    "EventEnvelope",
    "EvidenceItem",
    "Fact",
    "IssueAccepted",
    "IssueAssigned",
    "IssueClosed",
    "IssueDeclined",
    "IssueReopened",
    "IssueReported",
    "IssueTriaged",
    "IssueVoided",
    "Milestone",
    "Obligation",
    "PlanFiled",
    "Point",
    "ProgressReported",
    "RecheckRecorded",
    "ReferralLogged",
    "UnknownEventTypeError",
    "parse_event",
    "type_of",
]

EVENT_TYPES: Final[dict[str, type[Event]]] = {
    "issue.reported.v1": IssueReported,
    "issue.assigned.v1": IssueAssigned,
    "issue.triaged.v1": IssueTriaged,
    "issue.declined.v1": IssueDeclined,
    "issue.accepted.v1": IssueAccepted,
    "plan.filed.v1": PlanFiled,
    "progress.reported.v1": ProgressReported,
    "closure.requested.v1": ClosureRequested,
    "recheck.recorded.v1": RecheckRecorded,
    "issue.closed.v1": IssueClosed,
    "closure.returned.v1": ClosureReturned,
    "issue.reopened.v1": IssueReopened,
    "issue.voided.v1": IssueVoided,
    "referral.logged.v1": ReferralLogged,
    "escalation.fired.v1": EscalationFired,
    "alert.acknowledged.v1": AlertAcknowledged,
}
_TYPE_OF: Final[dict[type[Event], str]] = {model: name for name, model in EVENT_TYPES.items()}


class UnknownEventTypeError(LookupError):
    """An event type this version of the contract does not know."""


def type_of(event: Event) -> str:
    """The published type, such as `issue.reported.v1`."""
    return _TYPE_OF[type(event)]


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
        if _TYPE_OF.get(type(self.data)) != self.type:
            raise ValueError(f"data is not of type {self.type}")
        return self
